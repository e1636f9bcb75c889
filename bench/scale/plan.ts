/** A cluster to be made, in numbers. */
export interface Plan {
  readonly nodes: number;
  /** How many nodes small pods pin. They are the first ones, and large. */
  readonly pinned: number;
  /** Do the pods that pin ask for, and keep off, other pods? */
  readonly affinity: boolean;
}

export const PODS_A_NODE = 30;
export const DAEMONS = [
  "fluentbit-gke",
  "gke-metadata-server",
  "gke-metrics-agent",
  "netd",
  "node-local-dns",
  "pdcsi-node",
] as const;
/** Of a node's pods three are of Jobs, those that are not the daemons' either are of Deployments. */
export const JOB_PODS = 3;
const SERVICE_PODS = PODS_A_NODE - DAEMONS.length - JOB_PODS;
/** Pods of one Deployment, and of one Job. */
export const REPLICAS = 30;
export const PARALLELISM = 10;
export const NAMESPACES = 20;

/** How many there are of each kind. */
export interface Counts {
  readonly daemonPods: number;
  readonly jobPods: number;
  readonly servicePods: number;
  readonly jobs: number;
  /** The first of the jobs, which may not be evicted: their pods stand on pinned nodes. */
  readonly lockedJobs: number;
  readonly deployments: number;
}

export function countsOf({ nodes, pinned }: Plan): Counts {
  const lockedJobs = Math.ceil((pinned * JOB_PODS) / PARALLELISM);
  return {
    daemonPods: nodes * DAEMONS.length,
    jobPods: nodes * JOB_PODS,
    servicePods: nodes * SERVICE_PODS,
    jobs: lockedJobs + Math.ceil(((nodes - pinned) * JOB_PODS) / PARALLELISM),
    lockedJobs,
    deployments: Math.ceil((nodes * SERVICE_PODS) / REPLICAS),
  };
}

/** Where a pod of a Job stands: the locked ones on the pinned nodes. */
export function nodeOfJobPod(serial: number, { nodes, pinned }: Plan): number {
  const locked = pinned * JOB_PODS;
  return serial < locked ? serial % pinned : pinned + ((serial - locked) % (nodes - pinned));
}

/** Where a pod of a Deployment stands: far from its siblings. 7,919 is prime, so that every node gets as many. */
export function nodeOfServicePod(serial: number, { nodes }: Plan): number {
  return (serial * 7_919) % nodes;
}

/** Which of `total` workloads are of a namespace: from, to. In a list they come in the order of namespaces. */
export function rangeOf(namespace: number, total: number): readonly [number, number] {
  return [Math.floor((namespace * total) / NAMESPACES), Math.floor(((namespace + 1) * total) / NAMESPACES)];
}

export function two(value: number): string {
  return `${value}`.padStart(2, "0");
}

export function five(value: number): string {
  return `${value}`.padStart(5, "0");
}

/** A pod's last five characters, in order. */
export function suffix(value: number): string {
  return value.toString(36).padStart(5, "0");
}

export function zoneOf(number: number): string {
  return `asia-northeast1-${"abc"[number % 3]}`;
}
