import type { Json } from "./objects.ts";

/** Words that must not get into a snapshot file. */
export const SECRET = "hush-hush";

const SELECTOR = {
  matchLabels: { app: "web" },
  matchExpressions: [
    { key: "tier", operator: "In", values: ["a", "b"] },
    { key: "old", operator: "DoesNotExist" },
  ],
};
const POD_TERMS = {
  requiredDuringSchedulingIgnoredDuringExecution: [
    {
      labelSelector: SELECTOR,
      topologyKey: "topology.kubernetes.io/zone",
      namespaces: ["other"],
      namespaceSelector: { matchLabels: { team: "x" } },
      matchLabelKeys: ["pod-template-hash"],
      mismatchLabelKeys: ["tenant"],
    },
  ],
};
const NODE_TERMS = [
  {
    matchExpressions: [{ key: "disk", operator: "In", values: ["ssd"] }],
    matchFields: [{ key: "metadata.name", operator: "In", values: ["n1"] }],
  },
];
const METADATA = {
  namespace: "team-a",
  uid: "0001",
  creationTimestamp: "2026-11-20T08:00:00Z",
  labels: { app: "web", team: "a" },
  annotations: {
    "cluster-autoscaler.kubernetes.io/safe-to-evict": "false",
    "kubectl.kubernetes.io/last-applied-configuration": SECRET,
  },
  managedFields: [{ manager: SECRET }],
  finalizers: [SECRET],
  generateName: SECRET,
  ownerReferences: [
    { apiVersion: "v1", kind: "ConfigMap", name: SECRET, uid: "0009" },
    {
      apiVersion: "apps/v1",
      kind: "ReplicaSet",
      name: "web-1",
      uid: "0002",
      controller: true,
      blockOwnerDeletion: true,
    },
  ],
};

const CONTAINER = {
  name: "web",
  image: SECRET,
  command: [SECRET],
  args: [SECRET],
  env: [{ name: SECRET, value: SECRET }],
  envFrom: [{ secretRef: { name: SECRET } }],
  volumeMounts: [{ name: SECRET, mountPath: SECRET }],
  livenessProbe: { exec: { command: [SECRET] } },
  lifecycle: { preStop: { exec: { command: [SECRET] } } },
  ports: [
    { containerPort: 80, name: SECRET },
    { containerPort: 8080, hostPort: 8080, hostIP: "10.0.0.1", protocol: "UDP", name: SECRET },
  ],
  resources: { requests: { cpu: "250m", memory: "1Gi" }, limits: { memory: "2Gi" }, claims: [{ name: SECRET }] },
  restartPolicyRules: [{ action: "RestartAllContainers", exitCodes: { operator: "In", values: [SECRET] } }],
};

/** A pod spec with every field that is read, and many that are not. */
export const FULL_SPEC: Json = {
  nodeName: "n1",
  containers: [CONTAINER],
  initContainers: [
    { name: "first", image: SECRET, resources: { requests: { cpu: "100m" } } },
    { name: "proxy", restartPolicy: "Always", resources: { requests: { cpu: "50m" } }, ports: [{ hostPort: 15001 }] },
  ],
  resources: { requests: { memory: "3Gi" } },
  overhead: { cpu: "10m" },
  restartPolicy: "OnFailure",
  terminationGracePeriodSeconds: 45,
  priority: 7,
  priorityClassName: SECRET,
  schedulerName: "default-scheduler",
  hostNetwork: true,
  hostUsers: false,
  nodeSelector: { pool: "big" },
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: NODE_TERMS },
      preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference: { matchExpressions: [] } }],
    },
    podAffinity: POD_TERMS,
    podAntiAffinity: POD_TERMS,
  },
  tolerations: [{ key: "gpu", operator: "Equal", value: "yes", effect: "NoSchedule", tolerationSeconds: 5 }],
  topologySpreadConstraints: [
    {
      topologyKey: "topology.kubernetes.io/zone",
      whenUnsatisfiable: "DoNotSchedule",
      maxSkew: 2,
      minDomains: 3,
      labelSelector: SELECTOR,
      matchLabelKeys: ["pod-template-hash"],
      nodeAffinityPolicy: "Ignore",
      nodeTaintsPolicy: "Honor",
    },
    { topologyKey: "x", whenUnsatisfiable: "ScheduleAnyway", maxSkew: 1 },
  ],
  volumes: [
    { name: "scratch", emptyDir: { medium: "Memory", sizeLimit: "1Gi" } },
    { name: "host", hostPath: { path: SECRET } },
    { name: "data", persistentVolumeClaim: { claimName: "data-web-0", readOnly: true } },
    { name: "extra", ephemeral: { volumeClaimTemplate: { spec: { storageClassName: SECRET } } } },
    { name: "disk", gcePersistentDisk: { pdName: "disk-1", readOnly: true, fsType: SECRET } },
    { name: "inline", csi: { driver: "x.csi.example.com", volumeAttributes: { token: SECRET } } },
    { name: "share", nfs: { server: SECRET, path: SECRET } },
    { name: SECRET, secret: { secretName: SECRET } },
    { name: SECRET, configMap: { name: SECRET } },
    { name: SECRET, projected: { sources: [{ secret: { name: SECRET } }] } },
  ],
  resourceClaims: [{ name: "claim", resourceClaimName: SECRET }],
  serviceAccountName: SECRET,
  imagePullSecrets: [{ name: SECRET }],
  securityContext: { runAsUser: 0 },
  hostAliases: [{ ip: "1.2.3.4", hostnames: [SECRET] }],
};

const ENDED = {
  startedAt: "2026-11-20T08:01:00Z",
  finishedAt: "2026-11-20T08:02:00Z",
  reason: "Completed",
  exitCode: 0,
  message: SECRET,
  containerID: SECRET,
};

export const FULL_POD: Json = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { ...METADATA, name: "web-1-abcde", deletionTimestamp: "2026-11-20T09:00:00Z" },
  spec: FULL_SPEC,
  status: {
    phase: "Running",
    startTime: "2026-11-20T08:00:05Z",
    nominatedNodeName: "n2",
    resources: { requests: { memory: "4Gi" }, limits: { memory: SECRET } },
    allocatedResources: { memory: "5Gi" },
    podIP: SECRET,
    hostIP: SECRET,
    message: SECRET,
    conditions: [
      { type: "Ready", status: "True", message: SECRET },
      { type: "PodResizePending", status: "True", reason: "Infeasible", message: SECRET },
    ],
    containerStatuses: [
      {
        name: "web",
        image: SECRET,
        imageID: SECRET,
        restartCount: 3,
        state: { running: { startedAt: "2026-11-20T08:03:00Z" }, waiting: { message: SECRET } },
        lastState: { terminated: ENDED },
        resources: { requests: { cpu: "200m", memory: "1Gi" } },
        allocatedResources: { cpu: "150m", memory: "1Gi" },
      },
    ],
    initContainerStatuses: [{ name: "first", restartCount: 1, state: { terminated: ENDED } }],
  },
};

/** One object of every kind that is read, each with all that is read of it. */
export const FULL_OBJECTS: readonly Json[] = [
  {
    apiVersion: "v1",
    kind: "Node",
    metadata: { ...METADATA, namespace: undefined, name: "n1", ownerReferences: [] },
    spec: {
      unschedulable: true,
      providerID: "gce://project/zone/n1",
      podCIDR: SECRET,
      taints: [{ key: "a", value: "b", effect: "NoSchedule", timeAdded: "2026-11-20T08:30:00Z" }],
    },
    status: {
      capacity: { cpu: "4", memory: "16Gi" },
      allocatable: { cpu: "3920m", memory: "12Gi" },
      conditions: [{ type: "Ready", status: "True", lastTransitionTime: "2026-11-20T08:10:00Z", message: SECRET }],
      nodeInfo: { kubeletVersion: "v1.33.5-gke.1", machineID: SECRET, bootID: SECRET },
      declaredFeatures: ["RestartAllContainersOnContainerExits"],
      addresses: [{ type: "InternalIP", address: SECRET }],
      images: [{ names: [SECRET] }],
    },
  },
  FULL_POD,
  {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { ...METADATA, name: "web" },
    spec: { selector: SELECTOR, minAvailable: 1 },
    status: { disruptionsAllowed: 1, currentHealthy: 2 },
  },
  {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { ...METADATA, name: "train" },
    spec: { parallelism: 3, template: { spec: { containers: [CONTAINER] } } },
    status: {
      startTime: "2026-11-20T08:00:00Z",
      conditions: [{ type: "Failed", status: "True", lastTransitionTime: "2026-11-20T08:40:00Z", message: SECRET }],
    },
  },
  { apiVersion: "batch/v1", kind: "CronJob", metadata: { ...METADATA, name: "nightly" }, spec: { schedule: SECRET } },
  ...["ReplicaSet", "Deployment", "StatefulSet"].map((kind) => ({
    apiVersion: "apps/v1",
    kind,
    metadata: { ...METADATA, name: "web" },
    spec: { replicas: 2, template: { spec: { containers: [CONTAINER] } } },
  })),
  { apiVersion: "v1", kind: "ReplicationController", metadata: { ...METADATA, name: "old" }, spec: { replicas: 1 } },
  {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { ...METADATA, name: "agent" },
    spec: { template: { metadata: { labels: { app: "agent" }, annotations: { x: SECRET } }, spec: FULL_SPEC } },
  },
  {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { ...METADATA, name: "data-web-0", deletionTimestamp: "2026-11-20T09:00:00Z" },
    spec: {
      volumeName: "pv-1",
      storageClassName: "standard",
      accessModes: ["ReadWriteOnce"],
      volumeMode: "Block",
      volumeAttributesClassName: "fast",
      selector: SELECTOR,
      resources: { requests: { storage: "10Gi" } },
      dataSource: { name: SECRET },
    },
    status: { phase: "Bound", capacity: { storage: "10Gi" } },
  },
  {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { ...METADATA, namespace: undefined, name: "pv-1", deletionTimestamp: "2026-11-20T09:00:00Z" },
    spec: {
      storageClassName: "standard",
      accessModes: ["ReadWriteOnce"],
      volumeMode: "Block",
      volumeAttributesClassName: "fast",
      capacity: { storage: "10Gi" },
      claimRef: { namespace: "team-a", name: "data-web-0", uid: "0003" },
      nodeAffinity: { required: { nodeSelectorTerms: NODE_TERMS } },
      csi: {
        driver: "pd.csi.storage.gke.io",
        volumeHandle: "projects/p/zones/z/disks/d",
        volumeAttributes: { x: SECRET },
      },
    },
    status: { phase: "Bound" },
  },
  {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name: "pv-2", labels: { "topology.kubernetes.io/zone": "asia-northeast1-a" } },
    spec: { gcePersistentDisk: { pdName: "disk-2", fsType: SECRET } },
  },
  {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name: "standard", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
    provisioner: "pd.csi.storage.gke.io",
    parameters: { key: SECRET },
    volumeBindingMode: "WaitForFirstConsumer",
    allowedTopologies: [{ matchLabelExpressions: [{ key: "topology.gke.io/zone", values: ["asia-northeast1-a"] }] }],
  },
  {
    apiVersion: "storage.k8s.io/v1",
    kind: "CSINode",
    metadata: {
      name: "n1",
      annotations: { "storage.alpha.kubernetes.io/migrated-plugins": "kubernetes.io/aws-ebs,kubernetes.io/gce-pd" },
    },
    spec: { drivers: [{ name: "pd.csi.storage.gke.io", nodeID: SECRET, allocatable: { count: 127 } }] },
  },
  {
    apiVersion: "scheduling.k8s.io/v1",
    kind: "PriorityClass",
    metadata: { name: "high" },
    value: 100,
    description: SECRET,
  },
  { apiVersion: "v1", kind: "Namespace", metadata: { ...METADATA, namespace: undefined, name: "team-a" } },
  {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { namespace: "kube-system", name: "cluster-autoscaler-status" },
    data: {
      status: "nodeGroups:\n- name: g\n  health: {minSize: 1, maxSize: 3, cloudProviderTarget: 2}\n",
      other: SECRET,
    },
  },
];
