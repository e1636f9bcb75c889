import { isDaemonSetPod, isMirrorPod } from "../judge/pod-facts.ts";
import type { Pod } from "../model/pod.ts";
import { targetOf } from "./advice-patch.ts";
import type { Context } from "./context.ts";
import { nodeFacts } from "./facts.ts";

/** By the workload's name, `Deployment web/shop`: one pod of each that runs on a pool, DaemonSets and static pods left out. */
export type PoolUsers = ReadonlyMap<string, Pod>;

const known = new WeakMap<Context, Map<string, PoolUsers>>();

/** The workloads that run on the pool. Gathered once an audit: every pinned node of a pool asks. */
export function poolUsers(context: Context, pool: string): PoolUsers {
  const pools = known.get(context) ?? new Map<string, PoolUsers>();
  known.set(context, pools);
  const gathered = pools.get(pool);
  if (gathered !== undefined) return gathered;
  const users = new Map<string, Pod>();
  for (const pod of podsByPool(context).get(pool) ?? []) users.set(userName(context, pod), pod);
  pools.set(pool, users);
  return users;
}

/** The name under which a pod's workload is among a pool's users. */
export function userName(context: Context, pod: Pod): string {
  const { kind, namespace, name } = targetOf(pod, context.ownersOf(pod).links);
  return `${kind} ${namespace}/${name}`;
}

const byPool = new WeakMap<Context, ReadonlyMap<string, readonly Pod[]>>();

/** Gathered once an audit: every pinned node asks. */
function podsByPool(context: Context): ReadonlyMap<string, readonly Pod[]> {
  const gathered = byPool.get(context);
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
  byPool.set(context, pools);
  return pools;
}
