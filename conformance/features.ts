import type { ExpectedNode, ExpectedRemoval, Vector } from "./vectors.ts";

/** Fields whose values are words with a meaning of their own: each value is a feature. */
const WORDS: ReadonlySet<string> = new Set([
  "effect",
  "operator",
  "whenUnsatisfiable",
  "nodeAffinityPolicy",
  "nodeTaintsPolicy",
  "restartPolicy",
  "phase",
  "medium",
  "protocol",
  "hostIP",
  "topologyKey",
  "priority",
  "maxSkew",
  "minDomains",
  "terminationGracePeriodSeconds",
  "cluster-autoscaler.kubernetes.io/safe-to-evict",
  "cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes",
  "cluster-autoscaler.kubernetes.io/daemonset-pod",
  "cluster-autoscaler.kubernetes.io/scale-down-disabled",
]);

/** Fields that everything has and that say nothing to the judge. */
const DULL: ReadonlySet<string> = new Set(["image", "name", "uid", "labels", "template", "metadata.selector"]);

/** What a vector exercises: answers of the autoscaler, options, and the shapes of its pods, nodes and budgets. */
export function featuresOf({ options, objects, expected }: Vector): ReadonlySet<string> {
  const features = new Set<string>();
  for (const [name, value] of Object.entries(options)) features.add(`option ${name}=${JSON.stringify(value)}`);
  for (const object of objects) addObject(object, features);
  for (const node of expected.nodes) addNode(node, features);
  return features;
}

function addNode(node: ExpectedNode, features: Set<string>): void {
  const { utilization, removal, counterfactual } = node;
  features.add(`eligibility ${node.eligibility}`);
  features.add(`utilization ${utilization.resource} ${utilization.error?.split(" ").slice(0, 3).join(" ") ?? ""}`);
  features.add(
    `utilization known ${utilization.rawCpu !== null} ${utilization.rawMem !== null} ${utilization.utilization !== null}`,
  );
  for (const pod of node.pods) features.add(`pod ${pod.rule} ${pod.outcome} ${pod.reason ?? ""}`);
  for (const [index, blocker] of node.allBlockers.entries())
    features.add(`blocker ${Math.min(index, 3)} ${blocker.reason}`);
  addRemoval("removal", node.eligibility, removal, features);
  if (counterfactual !== null) addRemoval("counterfactual", node.eligibility, counterfactual, features);
}

function addRemoval(what: string, eligibility: string, removal: ExpectedRemoval, features: Set<string>): void {
  features.add(`${what} ${removal.reason} after ${eligibility}`);
  features.add(`${what} risky ${removal.risky}, moves ${Math.min(removal.destinations.length, 3)}`);
  features.add(`${what} orders ${removal.orders.removable}/${removal.orders.tried}`);
  for (const name of Object.keys(removal.failedPredicates ?? {})) features.add(`${what} refused by ${name}`);
  const only = Object.keys(removal.failedPredicates ?? {});
  if (only.length === 1) features.add(`${what} refused by ${only[0]} alone`);
}

function addObject(object: unknown, features: Set<string>): void {
  const kind = (object as { readonly kind?: string }).kind ?? "";
  walk(kind, object, features);
  const { metadata } = object as { readonly metadata?: { readonly ownerReferences?: readonly Owner[] } };
  for (const owner of metadata?.ownerReferences ?? []) {
    features.add(`${kind} owned by ${owner.apiVersion} ${owner.kind} ${owner.controller}`);
  }
}

interface Owner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly controller?: boolean;
}

/** One feature a path (whatever the index in a list), and one a word. */
function walk(path: string, value: unknown, features: Set<string>): void {
  if (Array.isArray(value)) {
    features.add(`${path} x ${Math.min(value.length, 3)}`);
    for (const item of value) walk(path, item, features);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  for (const [name, item] of Object.entries(value)) {
    if (DULL.has(name)) continue;
    const below = `${path}.${name}`;
    if (WORDS.has(name)) features.add(`${below}=${JSON.stringify(item)}`);
    else if (typeof item === "object") walk(below, item, features);
    else if (!/^\d|[0-9a-f]{6}/u.test(name)) features.add(below);
  }
}
