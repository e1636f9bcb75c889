import type { Scheduling } from "../judge/scheduling.ts";
import type { Pod, PodSpec } from "../model/pod.ts";
import { fromWhole } from "../model/quantity.ts";
import { NO_RESOURCES, type ResourceList } from "../model/resources.ts";

/**
 * Keeps nodes out of the search for room: a node that is filled with a pod larger than any node is passed by as all full ones
 * are, many at a step, where a question to be answered for each would cost nodes × pods × nodes.
 */
export interface Filler {
  fill(node: string): void;
  /** Takes the filling out; nothing happens on a node that has none. */
  open(node: string): void;
}

export function createFiller(scheduling: Scheduling): Filler {
  const fillings = new Map<string, Pod>();
  return {
    fill(node) {
      const pod = fillings.get(node) ?? filling(node);
      fillings.set(node, pod);
      scheduling.put(pod, node);
    },
    open(node) {
      const pod = fillings.get(node);
      if (pod !== undefined) scheduling.take(pod);
    },
  };
}

const ENORMOUS: ResourceList = new Map([
  ["cpu", fromWhole(1_000_000_000)],
  ["memory", fromWhole(1_000_000_000_000_000)],
]);

const SPEC: PodSpec = {
  requests: ENORMOUS,
  containers: [],
  overhead: NO_RESOURCES,
  podLevelRequests: null,
  restartPolicy: "Never",
  terminationGraceSeconds: null,
  priority: null,
  schedulerName: "",
  hostNetwork: false,
  nodeSelector: new Map(),
  nodeAffinity: null,
  tolerations: [],
  hostPorts: [],
  spread: [],
  affinity: [],
  antiAffinity: [],
  volumes: [],
  resourceClaims: [],
};

/** In a namespace that no cluster can have, and without labels: no other pod's affinity sees it. */
function filling(node: string): Pod {
  return {
    namespace: "",
    name: `filling of ${node}`,
    uid: "",
    labels: new Map(),
    annotations: new Map(),
    createdAt: null,
    startedAt: null,
    deletedAt: null,
    nodeName: node,
    nominatedNodeName: "",
    phase: "Running",
    owner: null,
    spec: SPEC,
    runningRequests: ENORMOUS,
    ends: [],
    restarts: 0,
  };
}
