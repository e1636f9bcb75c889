import type { Audit, NodeFacts } from "../audit/finding.ts";
import { DAY, type Instant } from "../model/time.ts";
import { day, type NodeVerdictRow, type Numeric, numeric, type RunRow } from "../warehouse/tables.ts";
import { UNKNOWN_ATTEMPT } from "./rows-attempt.ts";

/** The cells that every table begins with. */
export type Common = Pick<
  RunRow,
  "run_id" | "attempt_id" | "day" | "week" | "month" | "scheduled_at" | "taken_at" | "project" | "location" | "cluster"
>;

export function commonCells({ run }: Audit, timeZone: string): Common {
  const local = dayOf(run.scheduledAt, timeZone);
  return {
    run_id: run.id,
    attempt_id: UNKNOWN_ATTEMPT,
    day: day(local),
    week: day(mondayOf(local)),
    month: day(`${local.slice(0, 7)}-01`),
    scheduled_at: run.scheduledAt,
    taken_at: run.takenAt,
    project: run.cluster?.project ?? null,
    location: run.cluster?.location ?? null,
    cluster: run.cluster?.name ?? null,
  };
}

/** `2026-11-20`: the calendar day of `time` in the zone. */
function dayOf(time: Instant, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" })
    .formatToParts(time)
    .map(({ type, value }) => [type, value] as const);
  const of = new Map(parts);
  return `${of.get("year")}-${of.get("month")}-${of.get("day")}`;
}

const SUNDAY = 7;

/** The Monday on or before a day that is written `2026-11-20`. */
function mondayOf(local: string): string {
  const date = Date.parse(`${local}T00:00:00Z`);
  const weekday = new Date(date).getUTCDay() || SUNDAY;
  return new Date(date - (weekday - 1) * DAY).toISOString().slice(0, 10);
}

/** The cells of a table with prices. */
export type Priced = Pick<RunRow, "book" | "billing_currency">;

/** The cells of a table about nodes. */
export type NodeCells = Pick<
  NodeVerdictRow,
  | "resource_id"
  | "resource_name"
  | "node_pool"
  | "region_id"
  | "availability_zone"
  | "machine_type"
  | "provisioning"
  | "node_created_at"
>;

export function nodeCells(node: NodeFacts): NodeCells {
  return {
    resource_id: node.uid,
    resource_name: node.name,
    node_pool: node.pool,
    region_id: node.region,
    availability_zone: node.zone,
    machine_type: node.machineType,
    provisioning: node.provisioning,
    node_created_at: node.createdAt,
  };
}

/** An amount that may be unknown: never 0 for that. */
export function maybe(amount: number | null): Numeric | null {
  return amount === null ? null : numeric(amount);
}

/** `CronJob batch/x`; a cluster-wide object has no namespace. */
export function title(object: { readonly kind: string; readonly namespace: string; readonly name: string }): string {
  return object.namespace === ""
    ? `${object.kind} ${object.name}`
    : `${object.kind} ${object.namespace}/${object.name}`;
}

/** Several names in one cell. */
export function list(texts: readonly string[]): string {
  return texts.join(", ");
}

/** Several sentences in one cell. */
export function lines(texts: readonly string[]): string {
  return texts.join("\n");
}
