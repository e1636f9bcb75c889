import type { Json } from "../../fixtures/protobuf/encode.ts";
import { type PodKind, podOf, SLOTS } from "./objects.ts";
import {
  type Counts,
  countsOf,
  DAEMONS,
  five,
  JOB_PODS,
  NAMESPACES,
  nodeOfJobPod,
  nodeOfServicePod,
  PARALLELISM,
  type Plan,
  REPLICAS,
  rangeOf,
  suffix,
  two,
} from "./plan.ts";
import type { Item, Run } from "./run.ts";
import { type Encoding, type Slots, type Template, template } from "./template.ts";

/** The pods of all namespaces: the daemons', then in each team's namespace the Jobs' and the Deployments'. */
export function podRuns(plan: Plan, encoding: Encoding): readonly Run[] {
  const runs = [...daemonRuns(plan, encoding)];
  const counts = countsOf(plan);
  for (let number = 0; number < NAMESPACES; number += 1) {
    runs.push(...jobRuns(number, counts, plan, encoding), ...serviceRuns(number, counts, plan, encoding));
  }
  return runs;
}

type Pods = (at: number, slots: Slots) => Item;

/** Pods of one workload: those on large nodes have another node's name, and so another template. */
function podsOf(kind: Omit<PodKind, "pool">, plan: Plan, encoding: Encoding): Pods {
  const made = (pool: string): Template => template("Pod", podOf({ ...kind, pool }), SLOTS, encoding);
  const [general, highmem] = [made("general"), made("highmem")];
  return (at, slots) => ({ template: at < plan.pinned ? highmem : general, slots });
}

export function daemonOf(name: string): Omit<PodKind, "pool"> {
  const owner = { kind: "DaemonSet", name };
  return { namespace: "kube-system", app: name, owner, cpu: "50m", memory: "60Mi" };
}

function daemonRuns(plan: Plan, encoding: Encoding): readonly Run[] {
  return DAEMONS.map((name, number) => {
    const pods = podsOf(daemonOf(name), plan, encoding);
    return {
      count: plan.nodes,
      item: (index) => pods(index, slotsOf(0, index, index, number * plan.nodes + index)),
    };
  });
}

export const JOB = `report-${SLOTS.app}`;
export const JOB_RUN = `${JOB}-29918640`;

function jobRuns(number: number, counts: Counts, plan: Plan, encoding: Encoding): readonly Run[] {
  const namespace = `team-${two(number)}`;
  const near = plan.affinity ? `service-${five(rangeOf(number, counts.deployments)[0])}` : null;
  const kind = { namespace, app: JOB, owner: { kind: "Job", name: JOB_RUN }, cpu: "100m", memory: "200Mi" };
  const locked = podsOf({ ...kind, near, locked: true }, plan, encoding);
  const free = podsOf(kind, plan, encoding);
  return numbers(rangeOf(number, counts.jobs)).map((job) => {
    const isLocked = job < counts.lockedJobs;
    const first = isLocked ? job * PARALLELISM : plan.pinned * JOB_PODS + (job - counts.lockedJobs) * PARALLELISM;
    const left = (isLocked ? plan.pinned * JOB_PODS : counts.jobPods) - first;
    return {
      count: Math.max(0, Math.min(PARALLELISM, left)),
      item: (index) => {
        const node = nodeOfJobPod(first + index, plan);
        return (isLocked ? locked : free)(node, slotsOf(job, index, node, counts.daemonPods + first + index));
      },
    };
  });
}

export const SERVICE = `service-${SLOTS.app}`;
export const REPLICA_SET = `${SERVICE}-7c9d6b5f48`;

export function serviceOf(namespace: string): Omit<PodKind, "pool"> {
  return { namespace, app: SERVICE, owner: { kind: "ReplicaSet", name: REPLICA_SET }, cpu: "200m", memory: "400Mi" };
}

function serviceRuns(number: number, counts: Counts, plan: Plan, encoding: Encoding): readonly Run[] {
  const pods = podsOf(serviceOf(`team-${two(number)}`), plan, encoding);
  return numbers(rangeOf(number, counts.deployments)).map((app) => {
    const first = app * REPLICAS;
    return {
      count: Math.min(REPLICAS, counts.servicePods - first),
      item: (index) => {
        const node = nodeOfServicePod(first + index, plan);
        return pods(node, slotsOf(app, index, node, counts.daemonPods + counts.jobPods + first + index));
      },
    };
  });
}

function numbers([from, to]: readonly [number, number]): readonly number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

function slotsOf(app: number, index: number, node: number, serial: number): Slots {
  const three = (value: number) => `${value & 255}`.padStart(3, "0");
  return {
    app: five(app),
    node: five(node),
    suffix: suffix(index),
    serial: `${serial}`.padStart(12, "0"),
    ip: `10.${three(serial >> 16)}.${three(serial >> 8)}.${two(serial % 100)}`,
  };
}

/** The pod template of a workload. */
export function templateOf(kind: Omit<PodKind, "pool">): Json {
  return { metadata: { labels: { app: kind.app } }, spec: podOf({ ...kind, pool: "general" })["spec"] };
}
