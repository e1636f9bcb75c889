import type { EndCause, Episode, EpisodeState } from "../../src/audit/episode.ts";
import type { Audit, FindingBlocker, PinnedNode } from "../../src/audit/finding.ts";
import { billionths, NOTHING } from "../../src/model/exact.ts";
import { usd, usdPerHour } from "../../src/model/money.ts";
import { HOUR, type Instant, instant, millis } from "../../src/model/time.ts";
import { type EpisodeRow, numeric } from "../../src/warehouse/tables.ts";
import { audit as auditOf, blocker, finding, node, quote, time } from "../report/sample.ts";

/** A stretch in which a node is pinned, in hours from the world's beginning; `to` is exclusive. */
export interface Pin {
  readonly from: number;
  readonly to: number;
  readonly cause?: EndCause;
  readonly what?: string;
}

/** A node of a cluster that changes. */
export interface Actor {
  readonly name: string;
  readonly pins: readonly Pin[];
  readonly waste: number | null;
  readonly blockers?: (hour: number) => readonly FindingBlocker[];
  readonly more?: Partial<PinnedNode>;
}

const BEGIN: Instant = time("2026-11-01T00:00:00Z");

export function hourOf(hour: number): Instant {
  return instant(BEGIN + hour * HOUR);
}

/** What a run at `hour` finds, when the run before it was at `before`. Dollars count from the run that first saw the node pinned. */
export function auditAt(actors: readonly Actor[], hour: number, before: number): Audit {
  const states = actors.flatMap((actor) => actor.pins.flatMap((pin) => stateOf(actor, pin, hour, before) ?? []));
  const open = states.filter(({ change }) => change !== "closed");
  const findings = open
    .flatMap((state) => state.finding ?? [])
    .toSorted((left, right) => (right.wasteUsdPerHour ?? 0) - (left.wasteUsdPerHour ?? 0));
  const run = { ...auditOf([]).run, id: `run-${hour}`, takenAt: hourOf(hour), scheduledAt: hourOf(hour) };
  return auditOf(findings, { run, episodes: [...open, ...states.filter(({ change }) => change === "closed")] });
}

function stateOf(actor: Actor, pin: Pin, hour: number, before: number): EpisodeState | null {
  const first = Math.ceil(pin.from);
  const isOpen = hour >= first && hour < pin.to;
  const wasOpen = before >= first && before < pin.to;
  if (!isOpen && !wasOpen) return null;
  const until = isOpen ? hour : pin.to;
  const episode = episodeOf(actor, pin, until, isOpen ? null : pin);
  if (!isOpen) return { episode, change: "closed", finding: null };
  return { episode, change: wasOpen ? "continued" : "opened", finding: findingAt(actor, episode, hour) };
}

function findingAt(actor: Actor, episode: Episode, hour: number): PinnedNode {
  const waste = actor.waste;
  return finding({
    node: episode.node,
    price: quote(waste === null ? null : waste + 0.1),
    wasteUsdPerHour: waste === null ? null : usdPerHour(waste),
    accruedUsd: episode.accruedUsd,
    since: { time: episode.openedAt, evidence: "pod-finished", proven: true, what: episode.openedWhat },
    blockers: actor.blockers?.(hour) ?? [blocker({ name: `small-${actor.name}` })],
    ...actor.more,
  });
}

function episodeOf(actor: Actor, pin: Pin, until: number, ended: Pin | null): Episode {
  const first = Math.ceil(pin.from);
  const hours = Math.max(0, until - pin.from);
  const waste = actor.waste === null ? null : usdPerHour(actor.waste);
  const rate = billionths(actor.waste ?? 0);
  return {
    id: `episode-${actor.name}-${pin.from}`,
    cluster: auditOf([]).run.cluster,
    node: node({ name: `gke-prod-${actor.name}`, uid: `uid-${actor.name}`, ...actor.more?.node }),
    openedAt: hourOf(pin.from),
    openedEvidence: "pod-finished",
    openedProven: true,
    openedWhat: `Pod batch/big-${actor.name} finished`,
    notBefore: null,
    firstSeenAt: hourOf(first),
    lastSeenAt: hourOf(Math.floor(until)),
    runsSeen: Math.floor(hours) + 1,
    closedAt: ended === null ? null : hourOf(ended.to),
    closedEvidence: ended === null ? null : "pod-finished",
    endCause: ended === null ? null : (ended.cause ?? "pod-finished"),
    endWhat: ended === null ? "" : (ended.what ?? `Pod batch/small-${actor.name} finished`),
    confirmedHours: hours,
    accruedUsd: usd(hours * (actor.waste ?? 0)),
    found: true,
    bill: { accrued: rate, confirmed: millis(0), accruedNow: NOTHING, confirmedNow: millis(0) },
    wasteUsdPerHour: waste,
    rates: { list: rate, autoscaler: rate, gke: rate },
    openedRate: rate,
    book: "list",
    nodeUsdPerHour: waste,
    home: null,
    priceEstimated: false,
    blockers: [],
  };
}

/** Episodes that had ended by `hour`, as a store keeps them. */
export function closedRows(actors: readonly Actor[], hour: number): readonly EpisodeRow[] {
  return episodeRows(actors, hour).filter(({ closed_at }) => closed_at !== null);
}

/** Episodes that had begun by `hour`, as far as Slack asks a store for them. */
function episodeRows(actors: readonly Actor[], hour: number): readonly EpisodeRow[] {
  return actors.flatMap((actor) =>
    actor.pins
      .filter(({ from }) => from <= hour)
      .map((pin) => {
        const ended = pin.to <= hour ? pin : null;
        const { id, node: facts, ...episode } = episodeOf(actor, pin, Math.min(pin.to, hour), ended);
        const holder = actor.blockers?.(Math.ceil(pin.from))[0] ?? blocker({ name: `small-${actor.name}` });
        const workload = holder.owners.at(-1);
        const row: Partial<EpisodeRow> = {
          episode_id: id,
          found: true,
          team: holder.team,
          workload_kind: workload?.kind ?? "Pod",
          workload_namespace: workload?.namespace ?? holder.namespace,
          workload_name: workload?.name ?? holder.name,
          first_seen_at: episode.firstSeenAt,
          last_seen_at: episode.lastSeenAt,
          resource_id: facts.uid,
          resource_name: facts.name,
          node_pool: facts.pool,
          availability_zone: facts.zone,
          region_id: facts.region,
          machine_type: facts.machineType,
          provisioning: facts.provisioning,
          node_created_at: facts.createdAt,
          opened_at: episode.openedAt,
          opened_proven: episode.openedProven,
          opened_evidence: episode.openedEvidence,
          opened_what: episode.openedWhat,
          closed_at: episode.closedAt,
          end_cause: episode.endCause,
          end_what: episode.endWhat,
          confirmed_hours: episode.confirmedHours,
          accrued_usd: numeric(episode.accruedUsd),
          waste_usd_per_hour: episode.wasteUsdPerHour === null ? null : numeric(episode.wasteUsdPerHour),
        };
        return row as EpisodeRow;
      }),
  );
}
