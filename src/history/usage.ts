import { type KnownUsage, type UsageDay, type WorkloadQuestion, workloadKey } from "../model/learned.ts";
import { DAY, type Duration, type Instant, instant, MINUTE } from "../model/time.ts";
import type { Query } from "./client.ts";
import { batches, filterOf, oneOf, podsOfCronJobs } from "./filter.ts";
import { CONTROLLER_LABEL, CONTROLLER_TYPE_LABEL, PLACE_LABELS, USED, type Used } from "./metrics.ts";
import { isOf } from "./place.ts";
import type { Ground } from "./requests.ts";
import { decode } from "./series.ts";
import type { RawSeries } from "./wire.ts";

/** A day's last points may come this late. */
const LATE = 10 * MINUTE;
const MEASURES = Object.keys(USED) as readonly Used[];
const LABELS = [
  "resource.labels.namespace_name",
  "resource.labels.pod_name",
  "resource.labels.container_name",
  CONTROLLER_LABEL,
  CONTROLLER_TYPE_LABEL,
  ...PLACE_LABELS,
] as const;

interface Wanted {
  readonly workload: WorkloadQuestion;
  readonly before: KnownUsage | undefined;
  readonly from: Instant;
}

/** The midnight (UTC) before which every day is over. */
function closedUntil(now: Instant): Instant {
  return instant(Math.floor((now - LATE) / DAY) * DAY);
}

/**
 * What each workload's containers used, by day, up to the last midnight; of what is known already, only the days since are asked for. A workload of
 * which not all was answered is left as it was known.
 */
export async function learnUsage(
  ground: Ground,
  workloads: readonly WorkloadQuestion[],
  window: Duration,
  known: readonly KnownUsage[],
): Promise<readonly KnownUsage[]> {
  const until = closedUntil(ground.now);
  const first = instant(until - Math.ceil(window / DAY) * DAY);
  const before = new Map(known.map((each) => [workloadKey(each), each]));
  const wanted = workloads.map((workload): Wanted => {
    const usage = before.get(workloadKey(workload));
    const goesOn = usage !== undefined && usage.from <= first && usage.until >= first;
    return { workload, before: goesOn ? usage : undefined, from: goesOn ? usage.until : first };
  });
  const asked = wanted.filter(({ from }) => from < until);
  const found = await ask(ground, asked, until, byController);
  const silent = asked.filter(({ workload }) => isSilent(workload, found.get(workloadKey(workload))));
  const again =
    silent.length === 0 ? new Map<string, readonly UsageDay[]>() : await ask(ground, silent, until, byPodName);
  return wanted.flatMap(({ workload, before: usage, from }) => {
    const key = workloadKey(workload);
    const days = from < until ? merge(found.get(key), again.get(key)) : [];
    if (days === null) return usage === undefined ? [] : [usage];
    if (days.length === 0 && usage === undefined) ground.faults.add("empty", key);
    const { kind, namespace, name } = workload;
    const kept = usage?.days.filter(({ day }) => day >= first) ?? [];
    return [{ kind, namespace, name, from: first, until, days: [...kept, ...days] }];
  });
}

function merge(
  first: readonly UsageDay[] | undefined,
  second: readonly UsageDay[] | undefined,
): readonly UsageDay[] | null {
  if (first === undefined) return null;
  return first.length === 0 ? (second ?? first) : first;
}

/** A CronJob without any pod: perhaps the metadata name its Jobs, or nothing, as the controller. */
function isSilent({ kind }: WorkloadQuestion, days: readonly UsageDay[] | undefined): boolean {
  return kind === "CronJob" && days !== undefined && days.length === 0;
}

interface Way {
  readonly term: (names: readonly string[]) => string;
  /** Is the series one of the workload's? */
  readonly isOf: (workload: WorkloadQuestion, series: RawSeries) => boolean;
}

const byController: Way = {
  term: (names) => oneOf(CONTROLLER_LABEL, names),
  isOf: ({ namespace, name, kind }, { labels }) => {
    const type = labels.get("top_level_controller_type") ?? "";
    const same = labels.get("top_level_controller_name") === name && labels.get("namespace_name") === namespace;
    return same && (type === "" || type === kind || kind === "CronJob" || kind === "Job");
  },
};

const byPodName: Way = {
  term: podsOfCronJobs,
  isOf: ({ namespace, name }, { labels }) => {
    const pod = labels.get("pod_name") ?? "";
    return (
      labels.get("namespace_name") === namespace && pod.startsWith(`${name}-`) && /^-\d+-/u.test(pod.slice(name.length))
    );
  },
};

/** Days by workload; a workload without an entry was not answered wholly. */
async function ask(
  ground: Ground,
  wanted: readonly Wanted[],
  until: Instant,
  way: Way,
): Promise<ReadonlyMap<string, readonly UsageDay[]>> {
  const groups = [...Map.groupBy(wanted, ({ from }) => from)].flatMap(([from, alike]) => {
    const filter = (names: readonly string[]) => usageFilter(ground, "minutes", way.term(names));
    return batches(alike, ({ workload }) => workload.name, filter).map((batch) => ({ from, batch }));
  });
  const queries = groups.flatMap(({ from, batch }) => {
    const term = way.term([...new Set(batch.map(({ workload }) => workload.name))]);
    return MEASURES.map((measure) => queryOf(ground, measure, term, from, until));
  });
  const answers = await ground.asker.all(queries);
  const found = new Map<string, readonly UsageDay[]>();
  groups.forEach(({ batch }, at) => {
    const mine = MEASURES.map((measure, n) => ({ measure, series: answers[at * MEASURES.length + n] ?? null }));
    if (mine.some(({ series }) => series === null)) return;
    const parts = mine.map(({ measure, series }) => ({ measure, series: decoded(ground, measure, series ?? []) }));
    for (const { workload } of batch) found.set(workloadKey(workload), daysOf(workload, parts, way));
  });
  return found;
}

function usageFilter({ cluster }: Ground, measure: Used, term: string): string {
  const { metric, terms } = USED[measure];
  return filterOf({ metric, cluster, terms: [...terms, term] });
}

function queryOf(ground: Ground, measure: Used, term: string, from: Instant, to: Instant): Query {
  const { aligner, reducer } = USED[measure];
  return {
    project: ground.cluster.project,
    filter: usageFilter(ground, measure, term),
    from,
    to,
    stepSeconds: DAY / 1_000,
    aligner,
    reducer,
    groupBy: LABELS,
  };
}

interface Decoded {
  readonly raw: RawSeries;
  readonly points: readonly { readonly day: Instant; readonly value: number }[];
}

function decoded(ground: Ground, measure: Used, series: readonly RawSeries[]): readonly Decoded[] {
  return series.flatMap((raw) => {
    if (!isOf(ground.cluster, raw, ground.faults)) return [];
    const known = decode(raw, USED[measure], ground.now, ground.faults);
    if (known === null) return [];
    // A span ends at its midnight; half a day off is no reason to take it for another day.
    const points = known.points.map(({ to, value }) => ({ day: instant((Math.round(to / DAY) - 1) * DAY), value }));
    return [{ raw, points }];
  });
}

interface Part {
  readonly measure: Used;
  readonly series: readonly Decoded[];
}

function daysOf(workload: WorkloadQuestion, parts: readonly Part[], way: Way): readonly UsageDay[] {
  const { kind, namespace, name } = workload;
  const rows = new Map<string, UsageDay & { [measure in Used]?: number }>();
  for (const { measure, series } of parts) {
    for (const { raw, points } of series) {
      if (!way.isOf(workload, raw)) continue;
      const pod = raw.labels.get("pod_name") ?? "";
      const container = raw.labels.get("container_name") ?? "";
      for (const { day, value } of points) {
        const key = `${pod}/${container}/${day}`;
        const row = rows.get(key) ?? { kind, namespace, name, pod, container, day, ...NOTHING_USED };
        rows.set(key, { ...row, ...measured(measure, value, row) });
      }
    }
  }
  return [...rows.values()];
}

const NOTHING_USED = { peakBytes: null, limitBytes: null, cpuSeconds: null, seconds: null, restarts: 0 } as const;

/** Two series of one container and day (a label that changed) are put together. */
function measured(measure: Used, value: number, row: UsageDay): Partial<UsageDay> {
  switch (measure) {
    case "peak":
      return { peakBytes: Math.max(row.peakBytes ?? 0, value) };
    case "limit":
      return value > 0 ? { limitBytes: Math.max(row.limitBytes ?? 0, value) } : {};
    case "cpu":
      return { cpuSeconds: (row.cpuSeconds ?? 0) + value };
    case "minutes":
      return { seconds: (row.seconds ?? 0) + value * 60 };
    case "restarts":
      return { restarts: row.restarts + value };
  }
}
