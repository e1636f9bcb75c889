import type { PodSpec } from "../../model/pod.ts";
import { ZERO } from "../../model/quantity.ts";
import { isPodLevelResource, podRequests } from "../../model/requests.ts";
import { maxResources, type ResourceList } from "../../model/resources.ts";
import type { Readers } from "./metadata.ts";
import { missing, object, type Raw } from "./raw.ts";
import { resizeStatus, sameAmounts } from "./resize.ts";

/**
 * What the pod takes of its node's room where its pod-level resources are, or were, resized in place: the largest of wished,
 * granted and actual, as for a container. `null` where that is `running`. The scheduler counts so since 1.36; the autoscaler's own
 * sum for utilization does not.
 *
 * Source: component-helpers `resource/helpers.go` with `InPlacePodLevelResourcesVerticalScaling`, scheduler `framework/types.go`.
 */
export function occupiedRequests(
  spec: PodSpec,
  running: ResourceList,
  status: Raw,
  readers: Readers,
): ResourceList | null {
  const wished = spec.podLevelRequests;
  if (wished === null || missing(status["resources"])) return null;
  const actuated = object(status["resources"], "status.resources");
  const resize = resizeStatus(status, readers);
  const granted = maxResources(
    readers.resources(actuated["requests"], "status.resources.requests"),
    readers.resources(status["allocatedResources"], "status.allocatedResources"),
  );
  const most = resize.infeasible ? granted : maxResources(wished, granted);
  const podLevel = new Map(
    [...wished.keys()].filter(isPodLevelResource).map((name) => [name, most.get(name) ?? ZERO] as const),
  );
  const occupied = podRequests({ ...spec, podLevelRequests: podLevel }, resize);
  return sameAmounts(occupied, running) ? null : occupied;
}
