import { CONTROLLER_KINDS, type Controller, type ControllerKind } from "../model/owner.ts";
import type { Pod } from "../model/pod.ts";
import type { Controllers, Problem } from "../model/snapshot.ts";
import { formatInstant, type Instant, MINUTE } from "../model/time.ts";
import { namesInShort } from "./problems.ts";

/** Objects that appear while a large cluster is being listed are newer than the list; beyond this it is no longer that. */
const LISTING_TAKES = 5 * MINUTE;

/** Where pods came from: `where` of the pods from `first` on. */
export interface Origin {
  readonly where: string;
  readonly first: number;
}

/** Live pods on nodes that the snapshot does not have, as one problem. Ended pods outlive their nodes: nothing is wrong with that. */
export function podsOnUnknownNodes(
  pods: readonly Pod[],
  nodes: ReadonlyMap<string, unknown>,
  origins: readonly Origin[],
): readonly Problem[] {
  const lost: number[] = [];
  pods.forEach((pod, index) => {
    const ended = pod.phase === "Succeeded" || pod.phase === "Failed";
    if (pod.nodeName !== "" && !ended && !nodes.has(pod.nodeName)) lost.push(index);
  });
  const [first] = lost;
  if (first === undefined) return [];
  const some = lost.flatMap((index) => pods[index] ?? []);
  const names = namesInShort(some.map((pod) => `${pod.namespace}/${pod.name} on ${pod.nodeName}`));
  return [
    {
      where: origins.findLast((origin) => origin.first <= first)?.where ?? "",
      object: `Pod ${some[0]?.namespace}/${some[0]?.name}`,
      field: "spec.nodeName",
      what:
        `${some.length} pod${some.length === 1 ? " stands" : "s stand"} on a node that is not in the snapshot (${names}); ` +
        "they count on no node: list nodes and pods at the same time",
    },
  ];
}

interface Dated {
  readonly createdAt: Instant | null;
}

/** Objects made after `now`, as one problem. */
export function createdInFuture(
  groups: Readonly<Record<string, Iterable<Dated & { readonly namespace?: string; readonly name: string }>>>,
  now: Instant | null,
): readonly Problem[] {
  if (now === null) return [];
  const names: string[] = [];
  for (const [kind, objects] of Object.entries(groups)) {
    for (const { createdAt, namespace, name } of objects) {
      if (createdAt !== null && createdAt > now + LISTING_TAKES) {
        names.push(`${kind} ${namespace === undefined ? "" : `${namespace}/`}${name} at ${formatInstant(createdAt)}`);
      }
    }
  }
  if (names.length === 0) return [];
  const what =
    `${names.length} object${names.length === 1 ? " was" : "s were"} made after the time of the snapshot, ` +
    `${formatInstant(now)} (${namesInShort(names)}); kept as they are: check takenAt, --now and the clocks`;
  return [{ where: "", object: "", field: "metadata.creationTimestamp", what }];
}

/** Owner references among controllers that come back to where they began, as one problem each. */
export function ownerCycles(controllers: Controllers): readonly Problem[] {
  const done = new Set<Controller>();
  const problems: Problem[] = [];
  for (const kind of CONTROLLER_KINDS) {
    for (const start of controllers[kind].values()) {
      const cycle = cycleFrom(start, controllers, done);
      if (cycle.length > 0) problems.push(cycleProblem(cycle));
    }
  }
  return problems;
}

/** Walks up from `start`; the controllers of the cycle it ends in, if they are met for the first time. */
function cycleFrom(start: Controller, controllers: Controllers, done: Set<Controller>): readonly Controller[] {
  const path: Controller[] = [];
  const onPath = new Set<Controller>();
  let current: Controller | undefined = start;
  while (current !== undefined && !done.has(current)) {
    done.add(current);
    onPath.add(current);
    path.push(current);
    current = ownerOf(current, controllers);
  }
  return current !== undefined && onPath.has(current) ? path.slice(path.indexOf(current)) : [];
}

function ownerOf(controller: Controller, controllers: Controllers): Controller | undefined {
  const { owner } = controller;
  if (owner === null || !isControllerKind(owner.kind)) return undefined;
  return controllers[owner.kind].get(`${controller.namespace}/${owner.name}`);
}

function isControllerKind(kind: string): kind is ControllerKind {
  return CONTROLLER_KINDS.some((known) => known === kind);
}

function cycleProblem(cycle: readonly Controller[]): Problem {
  const names = cycle.map((controller) => `${controller.kind} ${controller.namespace}/${controller.name}`);
  return {
    where: "",
    object: names[0] ?? "",
    field: "metadata.ownerReferences",
    what: `owns itself: ${[...names, names[0]].join(" is owned by ")}; the chain is followed once: correct the references`,
  };
}
