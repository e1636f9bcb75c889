import { isDaemonSetPod, isMirrorPod } from "../judge/pod-facts.ts";
import type { Pod } from "../model/pod.ts";
import { targetOf } from "./advice-patch.ts";
import type { Context } from "./context.ts";
import { nodeFacts } from "./facts.ts";

const known = new WeakMap<Context, ReadonlyMap<string, readonly Pod[]>>();

/** One pod for each workload that runs on the pool, DaemonSets and static pods left out, by the workload's name. */
export function poolUsers(context: Context, pool: string): ReadonlyMap<string, Pod> {
  const users = new Map<string, Pod>();
  for (const pod of podsByPool(context).get(pool) ?? []) {
    const { kind, namespace, name } = targetOf(pod, context.ownersOf(pod).links);
    users.set(`${kind} ${namespace}/${name}`, pod);
  }
  return users;
}

/** Gathered once an audit: every pinned node asks. */
function podsByPool(context: Context): ReadonlyMap<string, readonly Pod[]> {
  const gathered = known.get(context);
  if (gathered !== undefined) return gathered;
  const { nodes } = context.search;
  const pools = new Map<string, Pod[]>();
  for (const pod of context.input.snapshot.pods) {
    const node = nodes.get(pod.nodeName);
    const pool = node === undefined ? null : nodeFacts(node).pool;
    const ended = pod.phase === "Succeeded" || pod.phase === "Failed";
    if (pool === null || ended || isDaemonSetPod(pod) || isMirrorPod(pod)) continue;
    const there = pools.get(pool) ?? [];
    there.push(pod);
    pools.set(pool, there);
  }
  known.set(context, pools);
  return pools;
}
