import type { Node, Taint } from "../model/node.ts";
import type { Pod, Toleration } from "../model/pod.ts";
import type { AdviceCase, Held } from "./advice-case.ts";
import { isPatchable, type Manifest, poolCommand, targetOf, templateAdvice } from "./advice-patch.ts";
import type { Advice } from "./finding.ts";
import { type PoolUsers, poolUsers, userName } from "./pool-users.ts";

/** Taints that the cloud or Kubernetes puts there for reasons of its own; they fence no pool off. */
const NOT_A_FENCE =
  /^(?:node\.kubernetes\.io\/|node\.cloudprovider\.kubernetes\.io\/|cloud\.google\.com\/|kubernetes\.io\/arch$|ToBeDeletedByClusterAutoscaler$|DeletionCandidateOfClusterAutoscaler$)/u;

/** The taints that keep pods off this node which did not ask for it. */
function fences(node: Node): readonly Taint[] {
  return node.taints.filter(({ key, effect }) => !NOT_A_FENCE.test(key) && effect.startsWith("No"));
}

/**
 * Closes the large pool to pods that did not ask for it. Where it is closed already, its blockers carry a toleration that they
 * should not have; else the pool gets a taint, and the workload it is for gets the toleration first.
 */
export function closePool(adviceCase: AdviceCase, held: readonly Held[]): readonly Advice[] {
  const closed = fences(adviceCase.node);
  if (closed.length > 0) return held.flatMap((each) => dropToleration(each, closed));
  const { pool } = adviceCase.facts;
  return pool === null ? [] : [...tolerate(adviceCase, pool), taintPool(adviceCase, pool)];
}

const TAINT_KEY = "dedicated";

/** Taints that come and go with a node's state; the pool's own settings do not hold them. */
const OF_THE_MOMENT =
  /^(?:node\.kubernetes\.io\/|node\.cloudprovider\.kubernetes\.io\/|ToBeDeletedByClusterAutoscaler$|DeletionCandidateOfClusterAutoscaler$)/u;

function taintPool(adviceCase: AdviceCase, pool: string): Advice {
  const { context, facts, node } = adviceCase;
  const taint = `${TAINT_KEY}=${pool}:NoSchedule`;
  // The flag replaces the pool's taints as a whole: those that it has must be given again.
  const kept = node.taints.filter(({ key }) => !OF_THE_MOMENT.test(key));
  const all = [...kept.map(({ key, value, effect }) => `${key}=${value}:${effect}`), taint].join(",");
  const command = poolCommand("update", pool, context.input.run.cluster, [`--node-taints=${all}`]);
  const text = `Taint node pool ${pool} (${facts.machineType ?? "large nodes"}) with ${taint}, so that only pods that tolerate it come there; pods that run stay. ${lockedOut(adviceCase, pool)}`;
  return {
    kind: "taint-large-pool",
    target: { kind: "NodePool", namespace: "", name: pool },
    text,
    patch: null,
    command,
  };
}

const MOST_NAMED = 5;

/** Whose pods could no longer come, as far as the snapshot shows: a workload that does not run now is not in it. */
function lockedOut({ context, blockers }: AdviceCase, pool: string): string {
  const users = poolUsers(context, pool);
  const held = new Set(blockers.map(({ pod }) => userName(context, pod)).filter(isHeld(users, blockers)));
  const names: string[] = [];
  for (const name of users.keys()) {
    if (names.length === MOST_NAMED) break;
    if (!held.has(name)) names.push(name);
  }
  const others = users.size - held.size;
  const more = others > MOST_NAMED ? ` and ${others - MOST_NAMED} more` : "";
  const seen = others === 0 ? "" : ` (now on it: ${names.join(", ")}${more})`;
  return `Without the toleration no other pod can come: give it first to all the work that the pool is for${seen}, to jobs that do not run at the moment, and to your own DaemonSets.`;
}

/** Is a workload's pod on the pool one of the blockers themselves? */
function isHeld(users: PoolUsers, blockers: AdviceCase["blockers"]): (name: string) => boolean {
  const pods = new Set(blockers.map(({ pod }) => pod));
  return (name) => {
    const pod = users.get(name);
    return pod !== undefined && pods.has(pod);
  };
}

/** The toleration for the workload that the node was large for, where that is known. */
function tolerate({ context, largerPod }: AdviceCase, pool: string): readonly Advice[] {
  if (largerPod === null) return [];
  const target = targetOf(largerPod, context.ownersOf(largerPod).links);
  const others = written(largerPod.spec.tolerations);
  if (!isPatchable(target.kind) || others === null) return [];
  const toleration = { key: TAINT_KEY, operator: "Equal", value: pool, effect: "NoSchedule" };
  const text = `Its pods need nodes of this size: let them tolerate the taint that closes node pool ${pool} to the rest.`;
  const spec: Manifest = { tolerations: [...others, toleration] };
  return [templateAdvice("taint-large-pool", target, text, { spec })];
}

function dropToleration({ blocker, target }: Held, closed: readonly Taint[]): readonly Advice[] {
  const { tolerations } = blocker.pod.spec;
  const opening = tolerations.filter(({ key }) => closed.some((taint) => taint.key === key || key === ""));
  const [first] = opening;
  if (first === undefined) return [];
  const what = first.key === "" ? "every taint" : `the taint ${first.key}`;
  const text = `Its pods tolerate ${what}, which keeps others off these nodes. Without that toleration they stay off too.`;
  const left = written(tolerations.filter((toleration) => !opening.includes(toleration)));
  if (left === null) return [{ kind: "drop-toleration", target, text, patch: null, command: null }];
  return [templateAdvice("drop-toleration", target, text, { spec: { tolerations: left.length === 0 ? null : left } })];
}

/** Tolerations that the API server gives to every pod that has none for these taints. */
const GIVEN = new Set(["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"]);

/**
 * The tolerations as a manifest has them. A strategic merge replaces the whole list, so it must be complete; `null` when it cannot be,
 * since one of them may last a limited time, which is not read.
 */
function written(tolerations: Pod["spec"]["tolerations"]): readonly Manifest[] | null {
  const own = tolerations.filter(({ key }) => !GIVEN.has(key));
  if (own.some(({ effect }) => effect === "NoExecute")) return null;
  return own.map(tolerationOf);
}

function tolerationOf({ key, operator, value, effect }: Toleration): Manifest {
  return {
    ...(key === "" ? {} : { key }),
    ...(operator === "" ? {} : { operator }),
    ...(value === "" ? {} : { value }),
    ...(effect === "" ? {} : { effect }),
  };
}
