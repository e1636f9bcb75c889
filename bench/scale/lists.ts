import type { Json } from "../../fixtures/protobuf/encode.ts";
import { controllerOf, nodeOf, SLOTS } from "./objects.ts";
import { countsOf, DAEMONS, five, NAMESPACES, PARALLELISM, type Plan, REPLICAS, rangeOf, two, zoneOf } from "./plan.ts";
import { daemonOf, JOB, JOB_RUN, podRuns, REPLICA_SET, SERVICE, serviceOf, templateOf } from "./pod-runs.ts";
import type { Lists, Run } from "./run.ts";
import { type Encoding, template } from "./template.ts";

export function listsOf(plan: Plan, encoding: Encoding): Lists {
  const { jobs, deployments } = countsOf(plan);
  const teams = (kind: string, total: number, make: (namespace: string) => Json): readonly Run[] =>
    Array.from({ length: NAMESPACES }, (_, number) => {
      const [from, to] = rangeOf(number, total);
      const made = template(kind, make(`team-${two(number)}`), SLOTS, encoding);
      return { count: to - from, item: (index) => ({ template: made, slots: { app: five(from + index) } }) };
    });
  return {
    Node: nodeRuns(plan, encoding),
    Pod: podRuns(plan, encoding),
    Deployment: teams("Deployment", deployments, deploymentOf),
    ReplicaSet: teams("ReplicaSet", deployments, replicaSetOf),
    Job: teams("Job", jobs, jobOf),
    CronJob: teams("CronJob", jobs, cronJobOf),
    DaemonSet: DAEMONS.map((name) => {
      const made = template("DaemonSet", daemonSetOf(name), SLOTS, encoding);
      return { count: 1, item: () => ({ template: made, slots: {} }) };
    }),
    PodDisruptionBudget: teams("PodDisruptionBudget", Math.floor(deployments / 10), budgetOf),
  };
}

/** `general` comes before `highmem` in a list's order. */
function nodeRuns(plan: Plan, encoding: Encoding): readonly Run[] {
  const run = (pool: "general" | "highmem", from: number, to: number): Run => {
    const zones = [0, 1, 2].map((number) => template("Node", nodeOf(pool, zoneOf(number)), SLOTS, encoding));
    return {
      count: to - from,
      item: (index) => {
        const made = zones[(from + index) % zones.length];
        if (made === undefined) throw new Error("There are three zones.");
        return { template: made, slots: { node: five(from + index) } };
      },
    };
  };
  return [run("general", plan.pinned, plan.nodes), run("highmem", 0, plan.pinned)];
}

function deploymentOf(namespace: string): Json {
  const spec = { replicas: REPLICAS, template: templateOf(serviceOf(namespace)) };
  return controllerOf({ apiVersion: "apps/v1", kind: "Deployment", namespace, name: SERVICE, spec });
}

function replicaSetOf(namespace: string): Json {
  const owner = { apiVersion: "apps/v1", kind: "Deployment", name: SERVICE };
  const spec = { replicas: REPLICAS, template: templateOf(serviceOf(namespace)) };
  return controllerOf({ apiVersion: "apps/v1", kind: "ReplicaSet", namespace, name: REPLICA_SET, owner, spec });
}

function jobOf(namespace: string): Json {
  const owner = { apiVersion: "batch/v1", kind: "CronJob", name: JOB };
  const spec = { parallelism: PARALLELISM, template: templateOf(serviceOf(namespace)) };
  return controllerOf({ apiVersion: "batch/v1", kind: "Job", namespace, name: JOB_RUN, owner, spec });
}

function cronJobOf(namespace: string): Json {
  const spec = { schedule: "0 * * * *" };
  return controllerOf({ apiVersion: "batch/v1", kind: "CronJob", namespace, name: JOB, spec });
}

function daemonSetOf(name: string): Json {
  const metadata = { name, namespace: "kube-system", uid: `daemon-${name}`, labels: { "k8s-app": name } };
  return { apiVersion: "apps/v1", kind: "DaemonSet", metadata, spec: { template: templateOf(daemonOf(name)) } };
}

function budgetOf(namespace: string): Json {
  return {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name: SERVICE, namespace },
    spec: { selector: { matchLabels: { app: SERVICE } } },
    status: { disruptionsAllowed: 1 },
  };
}
