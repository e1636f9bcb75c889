import { isDaemonSetPod } from "../judge/pod-facts.ts";
import type { Scheduling } from "../judge/scheduling.ts";
import type { Node } from "../model/node.ts";
import type { Controller } from "../model/owner.ts";
import type { Pod, Toleration } from "../model/pod.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Relax } from "./relax.ts";

/** What the DaemonSet controller adds to its pods. Source: controller-manager `daemon/util.AddOrUpdateDaemonPodTolerations`. */
const ADDED: readonly Toleration[] = [
  ["node.kubernetes.io/not-ready", "NoExecute"],
  ["node.kubernetes.io/unreachable", "NoExecute"],
  ["node.kubernetes.io/disk-pressure", "NoSchedule"],
  ["node.kubernetes.io/memory-pressure", "NoSchedule"],
  ["node.kubernetes.io/pid-pressure", "NoSchedule"],
  ["node.kubernetes.io/unschedulable", "NoSchedule"],
].map(([key = "", effect = ""]) => ({ key, operator: "Exists", value: "", effect }));

/** Filters that keep a DaemonSet off a node altogether; the others only say that its pod does not fit. */
const KEEP_OFF: ReadonlySet<string> = new Set(["NodeAffinity", "TaintToleration", "NodeName"]);

/** The DaemonSets' pods that a new node gets. */
export interface Daemons {
  /** Those for a node like `like`, before it is asked which match. */
  candidates(like: Node): readonly Pod[];
  /** Puts those that match on `node`, which stands empty in `scheduling`. */
  settle(pods: readonly Pod[], node: Node): void;
}

/**
 * From the DaemonSets' templates; where DaemonSets were not listed, from the DaemonSet pods that stand on the node which the new
 * one would replace.
 */
export function createDaemons(snapshot: Snapshot, scheduling: Scheduling, relax: Relax): Daemons {
  const listed = snapshot.kinds.DaemonSet.state === "listed";
  const templates = listed ? [...snapshot.controllers.DaemonSet.values()].flatMap(podOfTemplate) : [];
  // Each DaemonSet pod is bound to its node by name; its double must not be.
  const standing = (like: Node) => scheduling.podsOn(like.name).filter(isDaemonSetPod).map(another).map(relax);
  return {
    candidates: (like) => (listed ? templates : standing(like)),
    settle(pods, node) {
      for (const pod of pods) {
        const refusal = scheduling.refusal(pod, node.name);
        if (refusal === null || !KEEP_OFF.has(refusal)) scheduling.put(pod, node.name);
      }
    },
  };
}

function another(pod: Pod): Pod {
  return { ...pod, name: `${pod.name} of a new node`, uid: "", nodeName: "" };
}

function podOfTemplate({ kind, namespace, name, uid, template }: Controller): readonly Pod[] {
  if (template === null) return [];
  const tolerations = [...template.spec.tolerations, ...ADDED];
  return [
    {
      namespace,
      name: `${name} of a new node`,
      uid: "",
      labels: template.labels,
      annotations: new Map(),
      createdAt: null,
      startedAt: null,
      deletedAt: null,
      nodeName: "",
      nominatedNodeName: "",
      phase: "Pending",
      owner: { apiVersion: "apps/v1", kind, name, uid },
      spec: { ...template.spec, tolerations },
      runningRequests: template.spec.requests,
      ends: [],
      restarts: 0,
    },
  ];
}
