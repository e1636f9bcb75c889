import { type AdviceCase, type Held, heldBy } from "./advice-case.ts";
import { CURES } from "./advice-cures.ts";
import { keepOff } from "./advice-keep-off.ts";
import type { Target } from "./advice-patch.ts";
import { addRequest, lowerRequest } from "./advice-requests.ts";
import { needFor, sizeRequests } from "./advice-size.ts";
import { closePool } from "./advice-taints.ts";
import type { Advice } from "./finding.ts";

/** GKE's own workloads: what runs there is not the reader's to place. */
const SYSTEM_NAMESPACE = "kube-system";

/**
 * What to change so that the node goes, and none is held so again: for each workload and reason what ends it and where its pods may
 * run, then what they ask for, and who may use the large pool. The same advice for the same object is given once.
 */
export function adviceFor(adviceCase: AdviceCase): readonly Advice[] {
  const held = heldBy(adviceCase);
  const own = held.filter(isOwn);
  const ordered = held.flatMap((each) => inOrder(adviceCase, each));
  return once([
    ...ordered,
    ...own.flatMap((each) => requestsOf(adviceCase, each, ordered)),
    ...lowerRequest(adviceCase, own),
    ...closePool(adviceCase, own),
  ]);
}

/** What its pods should ask for, unless the patch that keeps them off says so already. */
function requestsOf(adviceCase: AdviceCase, held: Held, given: readonly Advice[]): readonly Advice[] {
  if (needFor(adviceCase, held) === null) return addRequest(held);
  const said = given.some(
    ({ kind, target, patch }) => kind === "keep-off-large-nodes" && patch !== null && isSame(target, held.target),
  );
  return said ? [] : sizeRequests(adviceCase, held);
}

function isSame(left: Advice["target"], right: Target): boolean {
  return left?.kind === right.kind && left.namespace === right.namespace && left.name === right.name;
}

function isOwn({ target }: Held): boolean {
  return target.namespace !== SYSTEM_NAMESPACE;
}

/** A pod that may never be moved is best kept off; for the other reasons there is something to put right first. */
function inOrder(adviceCase: AdviceCase, held: Held): readonly Advice[] {
  const { reason } = held.blocker;
  const cures = CURES[reason](adviceCase, held);
  const off = isOwn(held) ? [keepOff(adviceCase, held)] : [];
  return reason === "NotSafeToEvictAnnotation" ? [...off, ...cures] : [...cures, ...off];
}

function once(advice: readonly Advice[]): readonly Advice[] {
  const known = new Map<string, Advice>();
  for (const each of advice) {
    const key = JSON.stringify([each.kind, each.target, each.patch]);
    if (!known.has(key)) known.set(key, each);
  }
  return [...known.values()];
}
