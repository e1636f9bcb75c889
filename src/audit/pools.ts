import type { Node } from "../model/node.ts";
import type { Pod } from "../model/pod.ts";
import { ZERO } from "../model/quantity.ts";
import type { Quote } from "../price/quote.ts";
import { byPriceDown, byText } from "./compare.ts";
import type { Context } from "./context.ts";
import { nodeFacts } from "./facts.ts";
import type { Provisioning } from "./finding.ts";
import { tryOn } from "./new-home.ts";

/** A node pool as its nodes show it. */
export interface Pool {
  readonly name: string;
  readonly machineType: string | null;
  readonly provisioning: Provisioning;
  readonly price: Quote;
  /** One of its nodes in each zone. */
  readonly nodes: ReadonlyMap<string | null, Node>;
}

/** The node pools of the cluster, cheapest node first, ties by name. */
export function poolsOf({ input, priceOf }: Pick<Context, "input" | "priceOf">): readonly Pool[] {
  const pools = new Map<string, { first: Node; nodes: Map<string | null, Node> }>();
  for (const node of input.snapshot.nodes) {
    const { pool, zone } = nodeFacts(node);
    if (pool === null) continue;
    const known = pools.get(pool) ?? { first: node, nodes: new Map() };
    pools.set(pool, known);
    if (byText(node.name, known.first.name) < 0) known.first = node;
    const there = known.nodes.get(zone);
    if (there === undefined || byText(node.name, there.name) < 0) known.nodes.set(zone, node);
  }
  return [...pools]
    .map(([name, { first, nodes }]) => {
      const { machineType, provisioning } = nodeFacts(first);
      return { name, machineType, provisioning, price: priceOf(first), nodes };
    })
    .sort((left, right) => byPriceDown(right.price.usdPerHour, left.price.usdPerHour) || byText(left.name, right.name));
}

/**
 * The cheapest pool on whose nodes the pod could run instead of on `from`, with the node that shows it; `asked` is the pod as it would
 * be then, which stands nowhere, or the pod itself. Only pools of which a node
 * costs at most `share` of what `from` does, and of provisioning that is as safe: on demand, or the same.
 */
export function poolFor(
  context: Context,
  pools: readonly Pool[],
  pod: Pod,
  asked: Pod,
  from: Node,
  share: number,
): { readonly pool: Pool; readonly node: Node } | null {
  const { zone, provisioning } = nodeFacts(from);
  const price = context.priceOf(from).usdPerHour;
  for (const pool of pools) {
    const node = pool.nodes.get(zone) ?? [...pool.nodes.values()][0];
    if (node === undefined || (pool.provisioning !== "standard" && pool.provisioning !== provisioning)) continue;
    const { usdPerHour } = pool.price;
    const small = price === null || usdPerHour === null ? isHalf(node, from) : usdPerHour <= price * share;
    if (small && fits(context, pod, asked, node)) return { pool, node };
  }
  return null;
}

/** Where a price is not known: has it at most half of the cores and half of the memory? */
function isHalf(node: Node, of: Node): boolean {
  return ["cpu", "memory"].every(
    (resource) => (node.allocatable.get(resource) ?? ZERO) * 2n <= (of.allocatable.get(resource) ?? ZERO),
  );
}

/** Would the pod fit on a fresh node like this, beside its DaemonSets? Nothing is left changed. */
function fits({ search }: Context, pod: Pod, asked: Pod, like: Node): boolean {
  const { scheduling, daemons } = search;
  const mark = scheduling.mark();
  scheduling.take(pod);
  const { refusal } = tryOn(search, freshNode(like), daemons.candidates(like), [asked]);
  scheduling.revert(mark);
  return refusal === null;
}

/** Taints that tell how a node fares, not what it is for. */
const STATE_TAINT =
  /^(?:node\.kubernetes\.io\/|ToBeDeletedByClusterAutoscaler$|DeletionCandidateOfClusterAutoscaler$)/u;

function freshNode(like: Node): Node {
  const labels = new Map(like.labels);
  labels.delete("kubernetes.io/hostname");
  const taints = like.taints.filter(({ key }) => !STATE_TAINT.test(key));
  return { ...like, name: `new node like ${like.name}`, uid: "", labels, taints, unschedulable: false };
}
