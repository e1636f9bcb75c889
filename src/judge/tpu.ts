import type { Pod, PodSpec } from "../model/pod.ts";
import { podRequests } from "../model/requests.ts";
import type { ResourceList } from "../model/resources.ts";

const TPU_PREFIX = "cloud-tpus.google.com/";

/** The same spec for the same spec, so that what is kept by spec is found again. */
const cleared = new WeakMap<PodSpec, PodSpec>();

/**
 * The pod without its main containers' requests for Cloud TPUs, which the autoscaler does not look for on nodes; most
 * pods are returned as they are. Source: `pkg/utils/tpu/tpu.go` `ClearTPURequests`.
 */
export function withoutTpuRequests(pod: Pod): Pod {
  if (!pod.spec.containers.some(({ kind, requests }) => kind === "main" && asksForTpu(requests))) return pod;
  const spec = cleared.get(pod.spec) ?? clearedSpec(pod.spec);
  cleared.set(pod.spec, spec);
  const counted = (requests: ResourceList): ResourceList =>
    requests === pod.spec.requests ? spec.requests : withTpuOf(spec.requests, withoutTpu(requests));
  const runningRequests = counted(pod.runningRequests);
  return pod.occupied === undefined
    ? { ...pod, spec, runningRequests }
    : { ...pod, spec, runningRequests, occupied: counted(pod.occupied) };
}

/** `requests`, with the TPUs that `spec` still asks for: init containers keep theirs. */
function withTpuOf(spec: ResourceList, requests: ResourceList): ResourceList {
  return new Map([...requests, ...[...spec].filter(([name]) => name.startsWith(TPU_PREFIX))]);
}

function clearedSpec(spec: PodSpec): PodSpec {
  const containers = spec.containers.map((container) =>
    container.kind === "main" ? { ...container, requests: withoutTpu(container.requests) } : container,
  );
  const bare = { ...spec, containers };
  return { ...bare, requests: podRequests(bare) };
}

function asksForTpu(requests: ResourceList): boolean {
  for (const name of requests.keys()) if (name.startsWith(TPU_PREFIX)) return true;
  return false;
}

function withoutTpu(requests: ResourceList): ResourceList {
  return new Map([...requests].filter(([name]) => !name.startsWith(TPU_PREFIX)));
}
