import type { PredicateName } from "../judge/scheduling.ts";
import type { Node } from "../model/node.ts";
import type { Pod } from "../model/pod.ts";
import { ZERO } from "../model/quantity.ts";
import { addResources, NO_RESOURCES, type ResourceList } from "../model/resources.ts";
import type { HomeType } from "../price/homes.ts";
import type { HomeSearch } from "./home.ts";
import { type NearMiss, nearMiss } from "./near-miss.ts";
import { unmetPlaces } from "./relax.ts";

/** What the search for a new node came to. */
export type NewHome =
  | {
      readonly kind: "found";
      readonly candidate: HomeType;
      readonly relaxed: readonly string[];
      readonly nearMiss: NearMiss | null;
    }
  | { readonly kind: "none" }
  | { readonly kind: "unpriced" };

/** Filters whose answer differs between machine types; what another filter refuses, it refuses on all of them. */
const BY_TYPE: ReadonlySet<PredicateName> = new Set(["NodeResourcesFit", "NodeAffinity"]);

/** The cheapest new node that holds all of `pods` beside its DaemonSets. Nothing is left changed. */
export function newHome(search: HomeSearch, pods: readonly Pod[], from: Node): NewHome {
  const requests = sum(pods);
  const daemonPods = search.daemons.candidates(from);
  const tooSmall: HomeType[] = [];
  let priced = false;
  for (const candidate of search.homes(from)) {
    if (candidate.quote.usdPerHour === null || candidate.shape.architecture !== architecture(from)) continue;
    priced = true;
    if (!holds(candidate.shape.allocatable, requests)) {
      tooSmall.push(candidate);
      continue;
    }
    const trial = tryOn(search, candidate.node, daemonPods, pods);
    if (trial.refusal === null) {
      const near = nearMiss(tooSmall, requests, trial.daemons, candidate);
      return { kind: "found", candidate, relaxed: trial.relaxed, nearMiss: near };
    }
    if (!BY_TYPE.has(trial.refusal)) return { kind: "none" };
    tooSmall.push(candidate);
  }
  return { kind: priced ? "none" : "unpriced" };
}

interface Trial {
  readonly refusal: PredicateName | null;
  readonly relaxed: readonly string[];
  /** What the DaemonSets take of the node. */
  readonly daemons: ResourceList;
}

/** Puts DaemonSets and pods on `node`, and takes all of it back. */
export function tryOn(
  { scheduling, daemons, relax }: Pick<HomeSearch, "scheduling" | "daemons" | "relax">,
  node: Node,
  daemonPods: readonly Pod[],
  pods: readonly Pod[],
): Trial {
  const mark = scheduling.mark();
  scheduling.addNode(node);
  daemons.settle(daemonPods, node);
  const taken = sum(scheduling.podsOn(node.name));
  const relaxed = new Set<string>();
  let refusal: PredicateName | null = null;
  for (const pod of pods) {
    const free = relax(pod);
    refusal = scheduling.refusal(free, node.name);
    if (refusal !== null) break;
    for (const words of unmetPlaces(pod, node)) relaxed.add(words);
    scheduling.put(free, node.name);
  }
  scheduling.revert(mark);
  return { refusal, relaxed: [...relaxed], daemons: taken };
}

function sum(pods: readonly Pod[]): ResourceList {
  return pods.reduce((total, pod) => addResources(total, pod.spec.requests), NO_RESOURCES);
}

function holds(allocatable: ResourceList, requests: ResourceList): boolean {
  for (const [name, amount] of requests) if (amount > (allocatable.get(name) ?? ZERO)) return false;
  return true;
}

/** The label's value; nodes without it are taken for x86, as nearly all are. */
function architecture(node: Node): string {
  return node.labels.get("kubernetes.io/arch") ?? node.labels.get("beta.kubernetes.io/arch") ?? "amd64";
}
