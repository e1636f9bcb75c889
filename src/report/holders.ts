import type { FindingBlocker, OwnerLink } from "../audit/finding.ts";
import type { BlockingReason } from "../judge/verdict.ts";
import { formatQuantity, type Quantity, wholeValue } from "../model/quantity.ts";
import { addResources, NO_RESOURCES, type ResourceList } from "../model/resources.ts";
import { safeText } from "./text.ts";

/** Blockers of one workload, reason and team: what a person sees as one thing. */
export interface Holder {
  /** The top of the owner chain, which a person edits; `null` for a bare pod. */
  readonly workload: OwnerLink | null;
  readonly reason: BlockingReason;
  readonly team: string;
  /** At least one, in the blockers' order. */
  readonly pods: readonly FindingBlocker[];
  /** Of all its pods together. */
  readonly requests: ResourceList;
}

/** Blockers rolled up by workload, reason and team, in the order in which each group first appears. Bare pods stay alone. */
export function holdersOf(blockers: readonly FindingBlocker[]): readonly Holder[] {
  const groups = new Map<string, FindingBlocker[]>();
  for (const blocker of blockers) {
    const key = groupKey(blocker);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [blocker]);
    else group.push(blocker);
  }
  return Array.from(groups.values(), holderOf);
}

function groupKey(blocker: FindingBlocker): string {
  const top = blocker.owners.at(-1);
  const workload = top === undefined ? [blocker.uid, blocker.name] : [top.kind, top.name];
  return JSON.stringify([blocker.namespace, ...workload, blocker.reason, blocker.team]);
}

function holderOf(pods: readonly FindingBlocker[]): Holder {
  const [first] = pods;
  if (first === undefined) throw new RangeError("a group of blockers has at least one");
  const requests = pods.reduce((sum, pod) => addResources(sum, pod.requests), NO_RESOURCES);
  return { workload: first.owners.at(-1) ?? null, reason: first.reason, team: first.team, pods, requests };
}

/** `CronJob batch/retrain-x` */
export function objectName(object: {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}): string {
  const path = object.namespace === "" ? object.name : `${object.namespace}/${object.name}`;
  return safeText(`${object.kind} ${path}`);
}

const FIRST = ["cpu", "memory"] as const;

/** `asks for 500m cpu, 2Gi memory`, cpu and memory first; `asks for nothing`. */
export function asksText(requests: ResourceList): string {
  const others = [...requests.keys()].filter((name) => !FIRST.some((first) => first === name)).sort();
  const texts: string[] = [];
  for (const name of [...FIRST, ...others]) {
    const quantity = requests.get(name);
    if (quantity !== undefined) texts.push(`${shortQuantity(quantity, name)} ${safeText(name)}`);
  }
  return `asks for ${texts.length === 0 ? "nothing" : texts.join(", ")}`;
}

const BYTES = /^(?:memory|ephemeral-storage|hugepages-.*)$/u;
const GIB = 2 ** 30;
const MIB = 2 ** 20;

/** A quantity as a person would write it; bytes that are no round number are rounded, marked by "~". */
function shortQuantity(quantity: Quantity, name: string): string {
  const exact = formatQuantity(quantity);
  if (exact.length <= 7 || !BYTES.test(name)) return exact;
  const bytes = wholeValue(quantity);
  return bytes >= GIB ? `~${Number((bytes / GIB).toFixed(1))}Gi` : `~${Math.round(bytes / MIB)}Mi`;
}
