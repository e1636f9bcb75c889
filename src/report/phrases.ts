import type { Home, NodeFacts, Since } from "../audit/finding.ts";
import type { Utilization } from "../judge/verdict.ts";
import { between, type Instant } from "../model/time.ts";
import { percent, priced } from "./money.ts";
import { safeText } from "./text.ts";
import { at, lasting } from "./when.ts";
import type { Words } from "./words/shape.ts";

/** `n2-highmem-64`, `n2-highmem-64 spot`, `unknown machine type` */
export function machine(node: Pick<NodeFacts, "machineType" | "provisioning">, words: Words): string {
  const type = node.machineType === null ? "unknown machine type" : safeText(node.machineType);
  const kind = words.provisioning[node.provisioning];
  return kind === "" ? type : `${type} ${kind}`;
}

/** Where a node stands: `pool large, asia-northeast1-b`; "" when nothing is known. */
export function place(node: NodeFacts): string {
  const parts = node.pool === null ? [] : [`pool ${safeText(node.pool)}`];
  const zone = node.zone ?? node.region;
  return [...parts, ...(zone === null ? [] : [safeText(zone)])].join(", ");
}

/** `e2-standard-2 $0.086/h`, `room on gke-x`, `room on 3 nodes that stay`, `no other place found` */
export function homeText(home: Home | null, words: Words): string {
  if (home === null) return "no other place found";
  const [only, ...others] = home.nodes;
  if (home.kind === "spare") {
    if (only === undefined) return "room on nodes that stay";
    return others.length === 0 ? `room on ${safeText(only)}` : `room on ${home.nodes.length} nodes that stay`;
  }
  const more =
    only === undefined ? "" : ` and room on ${home.nodes.length === 1 ? safeText(only) : `${home.nodes.length} nodes`}`;
  return priced(machine(home, words), home.quote) + more;
}

/** When it began, and what says so: `since 2026-11-20T08:40Z (3 h 20 min)`, `Pod batch/big-x finished`. The second may be "". */
export function sinceParts(since: Since, now: Instant, words: Words, timeZone?: string): readonly [string, string] {
  if (since.time === null)
    return ["since when is not known", since.what === "" ? words.since.unknown : safeText(since.what)];
  if (since.earliest !== undefined && since.proven) {
    const span = `since between ${at(since.earliest, timeZone)} and ${at(since.time, timeZone)}`;
    return [`${span} (${lasting(between(since.time, now))})`, words.since[since.evidence]];
  }
  const begin = since.proven ? "since" : "at most since";
  const evidence = since.what === "" ? words.since[since.evidence] : safeText(since.what);
  return [`${begin} ${at(since.time, timeZone)} (${lasting(between(since.time, now))})`, evidence];
}

/** `cpu 1 %, memory <1 %`, `nvidia.com/gpu 0 %, cpu 71 %, memory 3 %`: the share of the node that its pods ask for. */
export function askedText(utilization: Utilization): string {
  const share = (name: string, value: number | null) => (value === null ? [] : [`${safeText(name)} ${percent(value)}`]);
  const gpu = share(utilization.resource, utilization.gpu);
  return [...gpu, ...share("cpu", utilization.cpu), ...share("memory", utilization.memory)].join(", ");
}

/** `1 node`, `3 nodes`, `1,204 pods` */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;
}
