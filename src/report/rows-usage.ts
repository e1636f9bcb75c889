import { type KnownUsage, type UsageDay, type WorkloadName, workloadKey } from "../model/learned.ts";
import type { ClusterId } from "../model/snapshot.ts";
import { DAY, formatInstant, type Instant, instant } from "../model/time.ts";
import { day, type UsageRow } from "../warehouse/tables.ts";

/** The rows that a store has not yet: days that are new, and for each workload from when to when it was asked for. */
export function usageRows(
  learned: readonly KnownUsage[],
  known: readonly KnownUsage[],
  cluster: ClusterId | null,
  now: Instant,
): readonly UsageRow[] {
  const before = new Map(known.map((each) => [workloadKey(each), each]));
  return learned.flatMap((usage) => {
    const old = before.get(workloadKey(usage));
    if (old !== undefined && old.from === usage.from && old.until === usage.until) return [];
    const stored = new Set(old?.days.map(keyOf) ?? []);
    const fresh = usage.days.filter((each) => !stored.has(keyOf(each)));
    const asked = { ...usage, pod: workloadKey(usage), container: "", from: usage.from, to: usage.until, ...NOTHING };
    return [asked, ...fresh.map(measured)].map((each) => rowOf(each, cluster, now));
  });
}

/** What rows of a store tell of workloads; days that no row says were asked for are not known. */
export function knownUsage(rows: readonly UsageRow[]): readonly KnownUsage[] {
  const byWorkload = Map.groupBy(rows, (row) => workloadKey(nameOf(row)));
  return [...byWorkload.values()].flatMap((all) => {
    const asked = all.filter(({ container }) => container === "").toSorted((a, b) => b.window_end - a.window_end)[0];
    if (asked === undefined) return [];
    const from = asked.window_start;
    const until = asked.window_end;
    const days = all
      .filter(({ container, window_start: start }) => container !== "" && start >= from && start < until)
      .map(dayOf);
    return [{ ...nameOf(asked), from, until, days }];
  });
}

const NOTHING = { peakBytes: null, limitBytes: null, cpuSeconds: null, seconds: null, restarts: null } as const;

interface Told extends WorkloadName {
  readonly pod: string;
  readonly container: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly peakBytes: number | null;
  readonly limitBytes: number | null;
  readonly cpuSeconds: number | null;
  readonly seconds: number | null;
  readonly restarts: number | null;
}

function measured(usage: UsageDay): Told {
  return { ...usage, from: usage.day, to: instant(usage.day + DAY) };
}

function keyOf({ pod, container, day: begun }: UsageDay): string {
  return `${pod}/${container}/${begun}`;
}

function rowOf(told: Told, cluster: ClusterId | null, now: Instant): UsageRow {
  return {
    project: cluster?.project ?? null,
    location: cluster?.location ?? null,
    cluster: cluster?.name ?? null,
    day: day(formatInstant(told.to).slice(0, 10)),
    workload_kind: told.kind,
    workload_namespace: told.namespace,
    workload_name: told.name,
    container: told.container,
    pod: told.pod,
    pod_uid: "",
    window_start: told.from,
    window_end: told.to,
    updated_at: now,
    source: "monitoring",
    peak_memory_bytes: whole(told.peakBytes),
    memory_limit_bytes: whole(told.limitBytes),
    cpu_seconds: told.cpuSeconds,
    seconds: told.seconds,
    restarts: whole(told.restarts),
  };
}

function whole(value: number | null): number | null {
  return value === null ? null : Math.min(Math.round(value), Number.MAX_SAFE_INTEGER);
}

function nameOf({ workload_kind: kind, workload_namespace: namespace, workload_name: name }: UsageRow): WorkloadName {
  return { kind, namespace, name };
}

function dayOf(row: UsageRow): UsageDay {
  return {
    ...nameOf(row),
    pod: row.pod,
    container: row.container,
    day: row.window_start,
    peakBytes: row.peak_memory_bytes,
    limitBytes: row.memory_limit_bytes,
    cpuSeconds: row.cpu_seconds,
    seconds: row.seconds,
    restarts: row.restarts ?? 0,
  };
}
