import { createBuilder } from "../src/collect/builder.ts";
import { createBudgets } from "../src/judge/budgets.ts";
import { drainOf } from "../src/judge/drain.ts";
import { createJudge, type Judge } from "../src/judge/judge.ts";
import type { Utilization, Verdict } from "../src/judge/verdict.ts";
import type { Snapshot } from "../src/model/snapshot.ts";
import { parseInstant } from "../src/model/time.ts";
import { grownResources } from "./grown.ts";
import { notAutoscaledNodes, settingsOf } from "./settings.ts";
import type { ExpectedNode, ExpectedRemoval, ExpectedUtilization, Named, Source, Vector } from "./vectors.ts";

/** A question to which the judge and the autoscaler gave different answers. */
export interface Difference {
  readonly source: string;
  readonly node: string;
  readonly question: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** How often each question was asked, and the answers that differ. */
export interface Comparison {
  readonly counts: Map<string, number>;
  readonly differences: Difference[];
}

export function emptyComparison(): Comparison {
  return { counts: new Map(), differences: [] };
}

/** Asks our judge all that the autoscaler was asked of this vector, and adds the answers to `comparison`. */
export function compare({ id, vector }: Source, comparison: Comparison): void {
  const snapshot = snapshotOf(vector);
  const now = parseInstant(vector.now);
  if (now === null) throw new Error(`${id}: now "${vector.now}" is no time`);
  const judge = createJudge(snapshot, settingsOf(vector), now, {
    rawPods: vector.options["rawPods"] === true,
    notAutoscaledNodes: notAutoscaledNodes(vector),
  });
  count(comparison, "clusters", 1);
  const grown = grownResources(vector);
  const nodes = new Map(snapshot.nodes.map((node) => [node.name, node]));
  for (const expected of vector.expected.nodes) {
    const check = checker(comparison, id, expected.node);
    const node = nodes.get(expected.node);
    check("node is in the snapshot", true, node !== undefined);
    if (node === undefined) continue;
    const verdict = judge.verdict(node);
    compareNode(expected, verdict, grown.get(expected.node) ?? NONE, check);
    comparePods(expected, judge, check);
    compareDrain(expected, judge, check);
    compareRemovals(expected, { judge, snapshot, verdict }, check);
  }
}

/** Decodes a vector's objects as the program decodes a snapshot file. */
function snapshotOf(vector: Vector): Snapshot {
  const builder = createBuilder();
  for (const object of vector.objects) builder.add(object, "vector");
  return builder.finish();
}

type Check = (question: string, expected: unknown, actual: unknown, times?: number) => void;

function checker(comparison: Comparison, source: string, node: string): Check {
  return (question, expected, actual, times = 1) => {
    count(comparison, question, times);
    if (JSON.stringify(expected) !== JSON.stringify(actual)) {
      comparison.differences.push({ source, node, question, expected, actual });
    }
  };
}

function count({ counts }: Comparison, question: string, more: number): void {
  counts.set(question, (counts.get(question) ?? 0) + more);
}

const NONE: ReadonlySet<string> = new Set();

function compareNode(expected: ExpectedNode, verdict: Verdict, grown: ReadonlySet<string>, check: Check): void {
  check("eligibility", expected.eligibility, verdict.ineligible ?? "");
  check("utilization", shownUtilization(expected.utilization, grown), ownUtilization(verdict.utilization, grown));
  for (const resource of grown) check(`${resource} that grows in Go with each question (not compared)`, null, null);
  const without = expected.counterfactual === null ? null : (expected.counterfactualUtilization ?? null);
  check("utilization without blockers: is there one", without !== null, verdict.withoutBlockers !== null);
  if (without !== null) {
    const own = ownUtilization(verdict.utilizationWithoutBlockers, grown);
    check("utilization without blockers", shownUtilization(without, grown), own);
  }
  check("verdict", expected.eligibility || removalWord(expected.removal), verdict.verdict);
}

/** What `Calculate` says, with both of cpu and memory where only the GPU counts. Its errors are our `null`. */
function shownUtilization(expected: ExpectedUtilization, grown: ReadonlySet<string>): unknown {
  if (expected.error !== undefined) return null;
  const { resource, gpu, utilization, rawCpu, rawMem } = expected;
  const onGpu = resource !== "cpu" && resource !== "memory";
  return withoutGrown({ resource, cpu: rawCpu, memory: rawMem, gpu: onGpu ? gpu : null, max: utilization }, grown);
}

function ownUtilization(own: Utilization | null, grown: ReadonlySet<string>): unknown {
  if (own === null) return null;
  const { resource, cpu, memory, gpu, max } = own;
  return withoutGrown({ resource, cpu, memory, gpu, max }, grown);
}

function withoutGrown(figures: Readonly<Record<string, unknown>>, grown: ReadonlySet<string>): unknown {
  return Object.fromEntries(Object.entries(figures).filter(([name]) => !grown.has(name)));
}

function comparePods(expected: ExpectedNode, judge: Judge, check: Check): void {
  const own = judge.podsOn(expected.node);
  check("pods of the node", expected.pods.map(named), own.map(named));
  for (const [index, pod] of own.entries()) {
    const { outcome, rule } = judge.judgePod(pod);
    const said = expected.pods[index];
    const reason = outcome.kind === "BlockDrain" ? outcome.reason : "";
    check("pod outcome and rule", said && [pod.namespace, pod.name, said.outcome, said.rule, said.reason ?? ""], [
      pod.namespace,
      pod.name,
      outcome.kind,
      rule ?? "",
      reason,
    ]);
  }
}

function compareDrain(expected: ExpectedNode, judge: Judge, check: Check): void {
  const pods = judge.podsOn(expected.node);
  const { blockers } = drainOf(pods, judge.judgePod);
  const shown = blockers.map(({ pod, reason }) => ({ ...named(pod), reason }));
  check("all blockers", expected.allBlockers, shown);
  // The autoscaler stops at the first blocker.
  const first = blockers[0]?.pod;
  const drain = drainOf(first === undefined ? pods : pods.slice(0, pods.indexOf(first)), judge.judgePod);
  const { reason, blockingPod, podsToMove, daemonSetPods, onCompletionPods } = expected.drain;
  check(
    "first blocker",
    { reason, blockingPod },
    { reason: first ? "BlockedByPod" : "", blockingPod: shown[0] ?? null },
  );
  check("pods to move", podsToMove.map(named), drain.podsToMove.map(named));
  check("DaemonSet pods", daemonSetPods.map(named), drain.daemonSetPods.map(named));
  check("pods to wait for", onCompletionPods.map(named), drain.onCompletionPods.map(named));
}

interface Asked {
  readonly judge: Judge;
  readonly snapshot: Snapshot;
  readonly verdict: Verdict;
}

/**
 * First fit depends on the order of the nodes. The recorded answers are those of the order that `simulateRemoval`
 * goes by too, so that they can be compared to the last destination, also where other orders end otherwise.
 */
function compareRemovals(expected: ExpectedNode, { judge, snapshot, verdict }: Asked, check: Check): void {
  const { removal, counterfactual } = expected;
  const placement = judge.placement(verdict.node);
  const found = placement.fits ? "Removable" : "NoPlaceToMovePods";
  check("removal", removalWord(removal), verdict.blockers.length > 0 ? "BlockedByPod" : found);
  if (counterfactual !== null) check("removal without blockers", removalWord(counterfactual), verdict.withoutBlockers);
  const simulated = counterfactual ?? removal;
  check("of these, with another result in another order of the nodes", null, null, isOrderly(simulated) ? 0 : 1);
  if (placement.fits) {
    const places = [...placement.destinations].map(([pod, node]) => ({ ...named(pod), node }));
    check("destinations", simulated.destinations, places);
    const answer = createBudgets(snapshot.budgets).canRemove(verdict.podsToMove);
    check("risky removal", simulated.risky, !answer.inParallel);
  } else if (simulated.failedPod !== undefined) {
    check("pod without a place", named(simulated.failedPod), named(placement.stuck.pod));
    const refused = new Map(Object.entries(simulated.failedPredicates ?? {}));
    check("refusals by filter", sorted(refused), sorted(placement.stuck.refusals));
  }
}

function sorted(counts: ReadonlyMap<string, number>): readonly (readonly [string, number])[] {
  return [...counts].toSorted(([left], [right]) => (left < right ? -1 : 1));
}

function isOrderly({ orders }: ExpectedRemoval): boolean {
  return orders.removable === 0 || orders.removable === orders.tried;
}

function removalWord({ removable, reason }: ExpectedRemoval): string {
  return removable ? "Removable" : reason;
}

function named({ namespace, name }: Named): Named {
  return { namespace, name };
}
