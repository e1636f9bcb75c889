import { termsMatch } from "../judge/scheduling-node-terms.ts";
import type { Node } from "../model/node.ts";
import type { NodeRequirement, NodeSelectorTerm, Pod } from "../model/pod.ts";
import type { AdviceCase, Held } from "./advice-case.ts";
import { type Manifest, poolCommand, type Target, templateAdvice } from "./advice-patch.ts";
import { needFor, sizePatch, sizeWords } from "./advice-size.ts";
import { nodeFacts, POOL_LABEL } from "./facts.ts";
import type { Advice } from "./finding.ts";
import { type Pool, poolFor } from "./pools.ts";
import { termNamesPlace, withoutPlace } from "./relax.ts";

/**
 * Says which pool these pods may use: that of the home that was priced, if there is one that holds them, else the cheapest that does;
 * without such a pool, that one should be made. Where the pool is another place than the home, its price is told. Where past runs say what
 * they need, the pool is the cheapest that holds that, and the patch asks for it.
 */
export function keepOff(adviceCase: AdviceCase, held: Held): Advice {
  const { context, node, facts } = adviceCase;
  const { blocker, target } = held;
  const { pod } = blocker;
  const need = needFor(adviceCase, held);
  const pools = need === null ? homeFirst(adviceCase) : adviceCase.pools;
  const asked = need === null ? pod : context.size(pod);
  const sizes = need === null ? {} : sizePatch(need);
  const told = need === null ? "" : ` By its past runs its pods need: ${sizeWords(need)}`;
  const share = context.input.auditSettings.maxHomeShare;
  const chosen = poolFor(context, pools, pod, asked, node, share);
  if (chosen !== null) {
    const text = `Let its pods run on node pool ${poolWords(chosen.pool)}, which holds them, and so keep them off ${facts.machineType ?? "large"} nodes.`;
    const spec = { ...placement(pod, chosen.node, chosen.pool.name), ...sizes };
    const where = `${text} ${selectorWords(adviceCase, chosen.pool)}${told}`;
    return templateAdvice("keep-off-large-nodes", target, where, { spec });
  }
  const own = ownSelectors(pod);
  const free = own.length === 0 ? null : poolFor(context, pools, pod, withoutOwn(asked), node, share);
  if (free === null) return noPool(adviceCase, target, own);
  const text = `Its pods choose ${own.join(", ")}, which no smaller node has. If they need nothing else of such nodes, let them run on node pool ${poolWords(free.pool)} instead.`;
  const spec = { ...placement(pod, free.node, free.pool.name), ...sizes };
  const where = `${text} ${selectorWords(adviceCase, free.pool)}${told}`;
  const advice = templateAdvice("keep-off-large-nodes", target, where, { spec });
  return { ...advice, command: null };
}

/** The pools with those of the home before the others. */
function homeFirst(adviceCase: AdviceCase): readonly Pool[] {
  const ofHome = poolsOfHome(adviceCase);
  return [...adviceCase.pools].sort((left, right) => Number(ofHome.has(right.name)) - Number(ofHome.has(left.name)));
}

/** The pools in which the home is, or would be: those of its spare nodes, or those of its machine type. */
function poolsOfHome({ context, pools, home }: AdviceCase): ReadonlySet<string> {
  if (home === null) return new Set();
  if (home.kind === "new") {
    const same = pools.filter(
      ({ machineType, provisioning }) => machineType === home.machineType && provisioning === home.provisioning,
    );
    return new Set(same.map(({ name }) => name));
  }
  const nodes = home.nodes.flatMap((name) => context.search.nodes.get(name) ?? []);
  return new Set(nodes.flatMap((node) => nodeFacts(node).pool ?? []));
}

/** The waste is reckoned with the home: what the pool costs instead, where it is another place. "" when it is the home. */
function otherThanHome(adviceCase: AdviceCase, pool: Pool): string {
  const { home } = adviceCase;
  const { usdPerHour } = pool.price;
  if (home === null || usdPerHour === null || poolsOfHome(adviceCase).has(pool.name)) return "";
  const reckoned =
    home.kind === "spare"
      ? "room that is free elsewhere now"
      : `a new ${home.machineType} (${dollars(home.quote.usdPerHour)})`;
  return ` Where that pool has no room a node of it costs ${dollars(usdPerHour)}; the waste is reckoned with ${reckoned}.`;
}

function dollars(rate: number | null): string {
  return rate === null ? "price unknown" : `$${rate.toFixed(2)}/h`;
}

function poolWords({ name, machineType }: Pool): string {
  return machineType === null ? name : `${name} (${machineType})`;
}

function selectorWords(adviceCase: AdviceCase, pool: Pool): string {
  return `In its nodeSelector: ${POOL_LABEL}=${pool.name}.${otherThanHome(adviceCase, pool)}`;
}

/** Labels that the cloud or Kubernetes gives to nodes; all others are the cluster's own. */
const GIVEN_LABEL = /(?:^|\.)(?:kubernetes\.io|k8s\.io|google\.com|gke\.io)\//u;

/** `workload=train`: what the pod's nodeSelector wants of labels that the cluster's owners gave. */
function ownSelectors({ spec }: Pod): readonly string[] {
  return [...spec.nodeSelector].filter(([key]) => !GIVEN_LABEL.test(key)).map(([key, value]) => `${key}=${value}`);
}

function withoutOwn(pod: Pod): Pod {
  const nodeSelector = new Map([...pod.spec.nodeSelector].filter(([key]) => GIVEN_LABEL.test(key)));
  return { ...pod, spec: { ...pod.spec, nodeSelector } };
}

function noPool({ context, facts, home }: AdviceCase, target: Target, own: readonly string[]): Advice {
  const type = home?.kind === "new" ? home.machineType : null;
  const labelled = own.length === 0 ? "" : ` with the labels ${own.join(", ")}`;
  const text = `No node pool of smaller nodes holds its pods. Make one of ${type ?? "small"} nodes${labelled}, and name it in their nodeSelector (${POOL_LABEL}).`;
  const labels = own.length === 0 ? [] : [`--node-labels=${own.join(",")}`];
  const shape = [`--machine-type=${type}`, ...labels, "--enable-autoscaling", "--min-nodes=0", "--max-nodes=5"];
  const known = type !== null && facts.provisioning === "standard";
  const command = known ? poolCommand("create", "small-batch", context.input.run.cluster, shape) : null;
  return { kind: "keep-off-large-nodes", target, text, patch: null, command };
}

/**
 * The part of a pod's spec that puts it into the pool, written so that a strategic merge leaves nothing of what named another place:
 * `nodeSelector` is merged key by key, `nodeSelectorTerms` are replaced as a whole, so all of them are given.
 */
function placement(pod: Pod, node: Node, pool: string): Manifest {
  const { nodeSelector, nodeAffinity } = pod.spec;
  const wrong = [...nodeSelector].filter(([key, value]) => key !== POOL_LABEL && node.labels.get(key) !== value);
  const selector = Object.fromEntries([...wrong.map(([key]) => [key, null]), [POOL_LABEL, pool]]);
  if (nodeAffinity === null || !nodeAffinity.some(termNamesPlace) || allows(nodeAffinity, node)) {
    return { nodeSelector: selector };
  }
  const terms = new Map(
    nodeAffinity.map((term) => termOf(withoutPlace(term), pool)).map((term) => [JSON.stringify(term), term]),
  );
  const required = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [...terms.values()] } };
  return { nodeSelector: selector, affinity: { nodeAffinity: required } };
}

/** A fresh node of the pool has another name: a term that names a node does not hold for it. */
function allows(terms: readonly NodeSelectorTerm[], node: Node): boolean {
  return termsMatch(terms, node.labels, "");
}

function termOf({ expressions, fields }: NodeSelectorTerm, pool: string): Manifest {
  const inPool: NodeRequirement = { key: POOL_LABEL, operator: "In", values: [pool] };
  return {
    matchExpressions: [...expressions, inPool].map(requirement),
    ...(fields.length === 0 ? {} : { matchFields: fields.map(requirement) }),
  };
}

function requirement({ key, operator, values }: NodeRequirement): Manifest {
  return values.length === 0 ? { key, operator } : { key, operator, values };
}
