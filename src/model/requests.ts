import type { Container, PodSpec } from "./pod.ts";
import { addResources, maxResources, NO_RESOURCES, type ResourceList } from "./resources.ts";

/** What a pod's status says of its containers' resources while, or after, they are resized in place. */
export interface ResizeStatus {
  /** Container name → what its status says; only containers whose status has `resources`. */
  readonly containers: ReadonlyMap<string, ContainerResize>;
  /** The condition `PodResizePending` has the reason `Infeasible`: the spec's wish will not be granted. */
  readonly infeasible: boolean;
}

export interface ContainerResize {
  /** `resources.requests` of the container's status: what it runs with. */
  readonly actuated: ResourceList;
  /** `allocatedResources` of the container's status: what the node has agreed to. */
  readonly allocated: ResourceList;
}

type Requesting = Pick<PodSpec, "containers" | "overhead" | "podLevelRequests">;

/**
 * What a pod asks of its node: the larger of (main containers + sidecars) and the most that any init container needs beside
 * the sidecars started before it; pod-level cpu, memory and hugepages instead, where set; and the overhead on top.
 *
 * Without `resize` it is what the scheduler's fit filter asks for a pod to be placed. With `resize` it is what a running pod
 * counts as for the autoscaler (`utils/pod.PodRequests`): the largest of wished, granted and actual for each container. A resize of
 * pod-level resources is not looked at, as the autoscaler does not.
 *
 * Source: component-helpers `resource/helpers.go`, `PodRequests` and `AggregateContainerRequests`, Kubernetes 1.36.
 */
export function podRequests(spec: Requesting, resize: ResizeStatus | null = null): ResourceList {
  let running = NO_RESOURCES;
  for (const container of spec.containers) {
    if (container.kind === "main") running = addResources(running, containerRequests(container, resize));
  }
  let sidecars = NO_RESOURCES;
  let starting = NO_RESOURCES;
  for (const container of spec.containers) {
    if (container.kind === "main") continue;
    const requests = containerRequests(container, resize);
    if (container.kind === "sidecar") {
      running = addResources(running, requests);
      sidecars = addResources(sidecars, requests);
    } else {
      starting = maxResources(starting, addResources(requests, sidecars));
    }
  }
  const containers = maxResources(running, starting);
  return addResources(withPodLevel(containers, spec.podLevelRequests), spec.overhead);
}

/** An init container that ends cannot be resized: only its spec counts. */
function containerRequests(container: Container, resize: ResizeStatus | null): ResourceList {
  const status = container.kind === "init" ? undefined : resize?.containers.get(container.name);
  if (status === undefined) return container.requests;
  const granted = maxResources(status.actuated, status.allocated);
  return resize?.infeasible === true ? granted : maxResources(container.requests, granted);
}

function withPodLevel(containers: ResourceList, podLevel: ResourceList | null): ResourceList {
  if (podLevel === null) return containers;
  const requests = new Map(containers);
  for (const [name, amount] of podLevel) {
    if (isPodLevelResource(name)) requests.set(name, amount);
  }
  return requests;
}

/** The resources that a pod may ask for as a whole. */
export function isPodLevelResource(name: string): boolean {
  return name === "cpu" || name === "memory" || name.startsWith("hugepages-");
}
