import {
  CHANGES,
  END_CAUSES,
  END_EVIDENCE,
  type Episode,
  type EpisodeBlocker,
  type EpisodeHome,
} from "../audit/episode.ts";
import type { Folded } from "../audit/episode-fold.ts";
import type { NodeFacts } from "../audit/finding.ts";
import { BLOCKING_REASONS } from "../judge/verdict.ts";
import { type Billionths, exactly, NOTHING, toNumber } from "../model/exact.ts";
import { usd, usdPerHour } from "../model/money.ts";
import type { ClusterId } from "../model/snapshot.ts";
import { HOUR, millis } from "../model/time.ts";
import { BOOK_NAMES, type BookName } from "../price/quote.ts";
import type { EpisodeRow, NodeVerdictRow, RunRow } from "../warehouse/tables.ts";
import { oneOf, PROVISIONING, SINCE_EVIDENCE } from "./rows-words.ts";

/** The cluster that a row is of; `null` when nobody named it. */
export function clusterOf(row: Pick<RunRow, "project" | "location" | "cluster">): ClusterId | null {
  const { project, location, cluster } = row;
  if (project === null || location === null || cluster === null) return null;
  return { project, location, name: cluster };
}

/** The node that a row is about. */
export function nodeOf(row: Pick<NodeVerdictRow, NodeColumns>): NodeFacts {
  return {
    name: row.resource_name,
    uid: row.resource_id,
    pool: row.node_pool,
    zone: row.availability_zone,
    region: row.region_id,
    machineType: row.machine_type,
    provisioning: oneOf(PROVISIONING, row.provisioning) ?? "standard",
    createdAt: row.node_created_at,
  };
}

type NodeColumns =
  | "resource_id"
  | "resource_name"
  | "node_pool"
  | "region_id"
  | "availability_zone"
  | "machine_type"
  | "provisioning"
  | "node_created_at";

/** An episode as its row tells it: the opposite of `episodeRow`. */
export function foldedOf(row: EpisodeRow): Folded {
  return { episode: episodeOf(row), change: oneOf(CHANGES, row.change) ?? "continued" };
}

function episodeOf(row: EpisodeRow): Episode {
  const book = bookOf(row.book);
  const rate = row.waste_usd_per_hour;
  return {
    id: row.episode_id,
    cluster: clusterOf(row),
    node: nodeOf(row),
    ...beginning(row),
    ...end(row),
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
    runsSeen: row.runs_seen,
    found: row.found,
    bill: {
      accrued: row.accrued_usd,
      confirmed: millis(row.confirmed_ms),
      accruedNow: row.confirmed_now_usd,
      confirmedNow: millis(Math.round(row.confirmed_now_hours * HOUR)),
    },
    confirmedHours: row.confirmed_ms / HOUR,
    accruedUsd: usd(toNumber(row.accrued_usd)),
    wasteUsdPerHour: rate === null ? null : usdPerHour(toNumber(rate)),
    book,
    rates: {
      list: row.list_waste_usd_per_hour,
      autoscaler: row.autoscaler_waste_usd_per_hour,
      gke: row.gke_waste_usd_per_hour,
    },
    openedRate: row.opened_waste_usd_per_hour,
    nodeUsdPerHour: perHour(row.usd_per_hour),
    priceEstimated: row.price_estimated,
    home: homeOf(row),
    blockers: blockersOf(row.blockers_json),
  };
}

function beginning(row: EpisodeRow) {
  return {
    openedAt: row.opened_at,
    openedEvidence: oneOf(SINCE_EVIDENCE, row.opened_evidence) ?? "unknown",
    openedProven: row.opened_proven,
    openedWhat: row.opened_what,
    notBefore: row.not_before,
  };
}

function end(row: EpisodeRow) {
  return {
    closedAt: row.closed_at,
    closedEvidence: oneOf(END_EVIDENCE, row.closed_evidence),
    endCause: oneOf(END_CAUSES, row.end_cause),
    endWhat: row.end_what,
  };
}

export function bookOf(text: string): BookName {
  return oneOf(BOOK_NAMES, text) ?? "list";
}

export function perHour(rate: Billionths | null) {
  return rate === null ? null : usdPerHour(toNumber(rate));
}

/** Where the blockers could have run, from the home's columns. */
export function homeOf(
  row: Pick<EpisodeRow, "home_kind" | "home_machine_type" | "home_usd_per_hour">,
): EpisodeHome | null {
  const kind = oneOf(["spare", "new"] as const, row.home_kind);
  if (kind === null) return null;
  return { kind, machineType: row.home_machine_type, usdPerHour: perHour(row.home_usd_per_hour) };
}

/** What `blockers_json` holds; entries that are no blockers are left out. */
function blockersOf(text: string): readonly EpisodeBlocker[] {
  const parsed: unknown = JSON.parse(text);
  return Array.isArray(parsed) ? parsed.flatMap(blockerOf) : [];
}

function blockerOf(value: unknown): readonly EpisodeBlocker[] {
  const workload = field(value, "workload");
  const job = field(value, "job");
  return [
    {
      namespace: text(value, "namespace"),
      name: text(value, "name"),
      uid: text(value, "uid"),
      reason: oneOf(BLOCKING_REASONS, text(value, "reason")) ?? "UnexpectedError",
      team: text(value, "team"),
      workload: { kind: text(workload, "kind"), namespace: text(workload, "namespace"), name: text(workload, "name") },
      job: typeof job === "string" ? job : null,
    },
  ];
}

function field(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

function text(value: unknown, key: string): string {
  const found = field(value, key);
  return typeof found === "string" ? found : "";
}

/** What rows confirm together. */
export function confirmedBy(folded: readonly Folded[]): Billionths {
  return exactly(folded.reduce<bigint>((sum, { episode }) => sum + episode.bill.accruedNow, NOTHING));
}
