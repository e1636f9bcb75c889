import type { PodSpec } from "../../model/pod.ts";
import { type ContainerResize, podRequests, type ResizeStatus } from "../../model/requests.ts";
import type { ResourceList } from "../../model/resources.ts";
import { sameMap } from "./keys.ts";
import type { Readers } from "./metadata.ts";
import { isRaw, list, missing, object, type Raw, text } from "./raw.ts";

const STATUSES = ["containerStatuses", "initContainerStatuses"] as const;

/**
 * What the pod counts as on its node: `spec.requests` itself unless its status tells of other resources than its spec. Since 1.33 every
 * running pod's status repeats its resources, so that usual case is found by comparing texts, without reading them.
 */
export function runningRequests(raw: Raw, spec: PodSpec, status: Raw, readers: Readers): ResourceList {
  if (STATUSES.every((key) => repeatsSpec(status[key], raw))) return spec.requests;
  const requests = podRequests(spec, resizeStatus(status, readers));
  return sameAmounts(requests, spec.requests) ? spec.requests : requests;
}

/** What the status tells of the containers' resources. */
export function resizeStatus(status: Raw, readers: Readers): ResizeStatus {
  const containers = new Map<string, ContainerResize>();
  // Init containers' statuses come last: as upstream, they win where names are equal.
  for (const key of STATUSES) {
    for (const item of list(status[key], `status.${key}`)) {
      const of = object(item, `status.${key}`);
      if (missing(of["resources"])) continue;
      containers.set(text(of["name"], `status.${key}.name`), containerResize(of, `status.${key}`, readers));
    }
  }
  return { containers, infeasible: isInfeasible(status) };
}

/** Does every status that tells of resources tell of those in the spec, in the same words? */
function repeatsSpec(statuses: unknown, spec: Raw): boolean {
  if (missing(statuses)) return true;
  if (!Array.isArray(statuses)) return false;
  for (const status of statuses) {
    if (!isRaw(status)) return false;
    const { resources, allocatedResources: allocated } = status;
    if (missing(resources)) continue;
    const wished = requestsOf(containerNamed(status["name"], spec)?.["resources"]);
    if (!sameRequests(requestsOf(resources), wished) || !(missing(allocated) || sameRequests(allocated, wished)))
      return false;
  }
  return true;
}

function containerNamed(name: unknown, spec: Raw): Raw | undefined {
  for (const key of ["containers", "initContainers"] as const) {
    const containers = spec[key];
    if (!Array.isArray(containers)) continue;
    for (const container of containers) if (isRaw(container) && container["name"] === name) return container;
  }
  return undefined;
}

function requestsOf(resources: unknown): unknown {
  return isRaw(resources) ? resources["requests"] : undefined;
}

/** Do two resource lists hold the same texts? A missing one is an empty one. */
function sameRequests(left: unknown, right: unknown): boolean {
  return sameMap(left ?? NOTHING, right ?? NOTHING);
}

const NOTHING: Raw = {};

function containerResize(status: Raw, field: string, readers: Readers): ContainerResize {
  const resources = object(status["resources"], `${field}.resources`);
  return {
    actuated: readers.resources(resources["requests"], `${field}.resources.requests`),
    allocated: readers.resources(status["allocatedResources"], `${field}.allocatedResources`),
  };
}

/** The first `PodResizePending` condition decides (component-helpers `IsPodResizeInfeasible`). */
function isInfeasible(status: Raw): boolean {
  for (const item of list(status["conditions"], "status.conditions")) {
    const raw = object(item, "status.conditions");
    if (raw["type"] === "PodResizePending") return raw["reason"] === "Infeasible";
  }
  return false;
}

export function sameAmounts(left: ResourceList, right: ResourceList): boolean {
  if (left.size !== right.size) return false;
  for (const [name, amount] of left) if (right.get(name) !== amount) return false;
  return true;
}
