import { volumeSource } from "./decode/pod-volumes.ts";
import { isRaw } from "./decode/raw.ts";
import { each, fields, leaf, leaves, type Prune, presence } from "./prune.ts";

const REQUIREMENT = fields({ key: leaf, operator: leaf, values: each(leaf) });
/** A `metav1.LabelSelector`. */
export const LABEL_SELECTOR = fields({ matchLabels: leaves, matchExpressions: each(REQUIREMENT) });
/** A `v1.NodeSelector`. */
export const NODE_SELECTOR = fields({
  nodeSelectorTerms: each(fields({ matchExpressions: each(REQUIREMENT), matchFields: each(REQUIREMENT) })),
});
const REQUESTS = fields({ requests: leaves });

const CONTAINERS = each(
  fields({
    name: leaf,
    restartPolicy: leaf,
    restartPolicyRules: each(fields({ action: leaf })),
    resources: REQUESTS,
    ports: each((raw) =>
      // Most ports are the container's own business: only those on the host matter.
      isRaw(raw) && (raw["hostPort"] === undefined || raw["hostPort"] === 0) ? undefined : HOST_PORT(raw),
    ),
  }),
);
const HOST_PORT = fields({ hostPort: leaf, hostIP: leaf, protocol: leaf });

const POD_TERMS = fields({
  requiredDuringSchedulingIgnoredDuringExecution: each(
    fields({
      labelSelector: LABEL_SELECTOR,
      topologyKey: leaf,
      namespaces: each(leaf),
      namespaceSelector: LABEL_SELECTOR,
      matchLabelKeys: each(leaf),
      mismatchLabelKeys: each(leaf),
    }),
  ),
});

const VOLUME_SOURCES: Readonly<Record<string, Prune>> = {
  emptyDir: fields({ medium: leaf }),
  persistentVolumeClaim: fields({ claimName: leaf }),
  gcePersistentDisk: fields({ pdName: leaf, readOnly: leaf }),
  csi: fields({ driver: leaf }),
};

/** A volume's name and source; `undefined` for a volume without meaning: the names of secrets and tokens stay out. */
function volume(raw: unknown): unknown {
  if (!isRaw(raw)) return leaf(raw);
  const source = volumeSource(raw);
  if (source === null) return undefined;
  return { name: leaf(raw["name"]), [source]: (VOLUME_SOURCES[source] ?? presence)(raw[source]) };
}

const SPREAD_CONSTRAINT = fields({
  topologyKey: leaf,
  whenUnsatisfiable: leaf,
  maxSkew: leaf,
  minDomains: leaf,
  labelSelector: LABEL_SELECTOR,
  matchLabelKeys: each(leaf),
  nodeAffinityPolicy: leaf,
  nodeTaintsPolicy: leaf,
});

/** A pod's spec, or that of a pod template. */
export const POD_SPEC = fields({
  nodeName: leaf,
  containers: CONTAINERS,
  initContainers: CONTAINERS,
  resources: REQUESTS,
  overhead: leaves,
  restartPolicy: leaf,
  terminationGracePeriodSeconds: leaf,
  priority: leaf,
  schedulerName: leaf,
  hostNetwork: leaf,
  hostUsers: leaf,
  nodeSelector: leaves,
  affinity: fields({
    nodeAffinity: fields({ requiredDuringSchedulingIgnoredDuringExecution: NODE_SELECTOR }),
    podAffinity: POD_TERMS,
    podAntiAffinity: POD_TERMS,
  }),
  tolerations: each(fields({ key: leaf, operator: leaf, value: leaf, effect: leaf })),
  topologySpreadConstraints: each((raw) =>
    // Those that only prefer refuse no node.
    isRaw(raw) && raw["whenUnsatisfiable"] !== "DoNotSchedule" ? undefined : SPREAD_CONSTRAINT(raw),
  ),
  volumes: each(volume),
  resourceClaims: each(fields({ name: leaf })),
});

const CONTAINER_STATE = fields({
  running: fields({ startedAt: leaf }),
  terminated: fields({ startedAt: leaf, finishedAt: leaf, reason: leaf, exitCode: leaf }),
});
const CONTAINER_STATUSES = each(
  fields({
    name: leaf,
    restartCount: leaf,
    state: CONTAINER_STATE,
    lastState: CONTAINER_STATE,
    resources: REQUESTS,
    allocatedResources: leaves,
  }),
);
/** Conditions of the type `type` only, with the named fields. */
export function conditions(type: string, shape: Readonly<Record<string, Prune>>): Prune {
  const condition = fields({ type: leaf, ...shape });
  return each((raw) => (isRaw(raw) && raw["type"] !== type ? undefined : condition(raw)));
}

/** A pod's status. */
export const POD_STATUS = fields({
  phase: leaf,
  startTime: leaf,
  nominatedNodeName: leaf,
  resources: REQUESTS,
  allocatedResources: leaves,
  conditions: conditions("PodResizePending", { reason: leaf }),
  containerStatuses: CONTAINER_STATUSES,
  initContainerStatuses: CONTAINER_STATUSES,
});
