import type { EndCause } from "../../audit/episode.ts";
import type { AdviceKind, NotAFinding, ObservationKind, Provisioning, SinceEvidence } from "../../audit/finding.ts";
import type { BlockingReason, UnremovableReason } from "../../judge/verdict.ts";
import type { BookName } from "../../price/quote.ts";
import type { ObservationWords, ReasonWords, Words } from "./shape.ts";

const blocking = {
  ControllerNotFound: {
    brief: "its controller is gone",
    meaning:
      "The object that made the pod is not in the cluster. The autoscaler cannot tell whether anything would start the pod again, so it will not evict it.",
  },
  MinReplicasReached: {
    brief: "its controller has fewer replicas than --min-replica-count",
    meaning:
      "The pod's controller asks for fewer replicas than the autoscaler's --min-replica-count, so the autoscaler will not evict any of them.",
  },
  NotReplicated: {
    brief: "no controller would start it again",
    meaning:
      "The pod has no controller of a kind that the autoscaler knows (Job, ReplicaSet, StatefulSet, ReplicationController). Evicting it would lose it, so the autoscaler does not.",
  },
  LocalStorageRequested: {
    brief: "it keeps data on the node's own disk",
    meaning:
      "The pod has a hostPath or emptyDir volume. Eviction would lose what is on it, and this autoscaler is set to prevent that (--skip-nodes-with-local-storage).",
  },
  NotSafeToEvictAnnotation: {
    brief: 'annotated safe-to-evict: "false"',
    meaning:
      'The pod carries cluster-autoscaler.kubernetes.io/safe-to-evict: "false". The autoscaler keeps its node until the pod has ended, however empty the node is.',
  },
  UnmovableKubeSystemPod: {
    brief: "in kube-system, and no disruption budget covers it",
    meaning:
      "The pod is in kube-system and no PodDisruptionBudget covers it. The autoscaler leaves such pods alone for their first hour (before 1.33: for ever).",
  },
  NotEnoughPdb: {
    brief: "its disruption budget allows no eviction now",
    meaning:
      "A PodDisruptionBudget that covers the pod allows no disruption at this time. The autoscaler waits until it does, which may be never.",
  },
  UnexpectedError: {
    brief: "the autoscaler cannot judge it",
    meaning: "The autoscaler runs into an error when it looks at the pod, and then rather keeps the node.",
  },
} satisfies Record<BlockingReason, ReasonWords>;

const verdict = {
  Removable: {
    brief: "the autoscaler would remove it",
    meaning:
      "Nothing holds the node: the autoscaler removes it once it has been unneeded long enough (10 minutes unless set otherwise).",
  },
  CurrentlyBeingDeleted: {
    brief: "it is being deleted",
    meaning: "The autoscaler has marked the node for deletion a moment ago.",
  },
  ScaleDownDisabledAnnotation: {
    brief: "scale-down is disabled on the node",
    meaning:
      'The node carries cluster-autoscaler.kubernetes.io/scale-down-disabled: "true". The autoscaler never removes it, whatever runs there.',
  },
  NotAutoscaled: {
    brief: "its node pool is not autoscaled",
    meaning: "The node belongs to no node group that the autoscaler looks after: only a person removes it.",
  },
  ScaleDownUnreadyDisabled: {
    brief: "it is not ready, and unready nodes are kept",
    meaning:
      "The node is not ready, and the autoscaler is set to leave unready nodes alone (--scale-down-unready-enabled=false).",
  },
  NotUnderutilized: {
    brief: "it is needed: its pods ask for more than the threshold",
    meaning:
      "The pods on the node ask for more of it than the autoscaler's threshold (half, unless set otherwise), so it counts as needed.",
  },
  BlockedByPod: {
    brief: "a pod on it may not be evicted",
    meaning:
      "The node is empty enough to go, but at least one of its pods may not be evicted, so the whole node stays.",
  },
  NoPlaceToMovePods: {
    brief: "its pods fit nowhere else",
    meaning: "The node is empty enough to go, but at least one of its pods finds no room on any other node.",
  },
  UnexpectedError: {
    brief: "the autoscaler cannot judge it",
    meaning:
      "The autoscaler runs into an error when it looks at the node (for instance, the node tells no allocatable cpu or memory), and then keeps it.",
  },
} satisfies Record<"Removable" | UnremovableReason, ReasonWords>;

const since = {
  "pod-finished": "a larger pod ended here then",
  "job-finished": "the Job of a larger pod was complete then",
  "earlier-run": "as an earlier run saw it",
  monitoring: "Cloud Monitoring shows it",
  "blocker-start": "its blocker started then",
  "node-age": "the node was created then",
  unknown: "nothing in the snapshot tells",
} satisfies Record<SinceEvidence, string>;

const notAFinding = {
  removable: "Nothing holds it: the autoscaler removes it by itself.",
  "not-pinned": "No pod holds it: what keeps it is said by the verdict.",
  "not-underutilized": "It is in use: its pods ask for more of it than the autoscaler's threshold.",
  "no-place-without-blockers": "It would stay even without its blockers: its other pods fit nowhere else.",
  "not-large": "It is pinned, but small: so little would be saved that it is not worth a change.",
  "too-young": "It has been pinned for less time than the autoscaler itself waits before it removes a node.",
  "no-room":
    "It is pinned, but nothing would be saved: the pods of all the nodes that could go do not fit on those that stay.",
  "pool-minimum": "It is pinned, but its node pool is at its minimum size: the pool would not get smaller without it.",
  "billed-otherwise":
    "It is pinned, but its price is not paid by the node (Autopilot bills its pods; a reservation is paid either way).",
  "other-remedy": "Something other than its pods keeps it: what to change is not a pod.",
  "rests-on-unlisted-kind":
    "It looks pinned only because a kind of object was not listed: what was not listed is no evidence.",
  "home-not-cheaper": "It is pinned, but the cheapest other place for its pods costs too much of what it costs itself.",
} satisfies Record<NotAFinding, string>;

const observation = {
  "at-risk": {
    title: "At risk",
    meaning: "Needed now by work that ends or can move. After it, small pods that may not be evicted will hold it.",
  },
  "crowded-by-blockers": {
    title: "Crowded by blockers",
    meaning: "Pods that may not be evicted fill it beyond the threshold. It is in use, but it cannot be emptied early.",
  },
  "oversized-blocker": {
    title: "Kept busy by requests alone",
    meaning:
      "Pods that may not be evicted ask for far more than their past runs used. Asking for what they need, they would run on much smaller nodes.",
  },
  "other-remedy": {
    title: "Kept by something else",
    meaning: "Emptier than the threshold, but a setting of the node or its pool keeps it, not a pod.",
  },
  "billed-otherwise": {
    title: "Billed otherwise",
    meaning: "Held by small pods, but the node's price is not what is paid for it.",
  },
} satisfies Record<ObservationKind, ObservationWords>;

const provisioning = {
  standard: "",
  spot: "spot",
  preemptible: "preemptible",
  "flex-start": "flex-start",
} satisfies Record<Provisioning, string>;

const advice = {
  "keep-off-large-nodes": "Keep these pods off large nodes",
  "taint-large-pool": "Close the large pool to pods that did not ask for it",
  "lower-request": "Ask for less",
  "raise-request": "Ask for what the runs need",
  "add-request": "Say what the pods need",
  "free-the-budget": "Let the disruption budget allow an eviction",
  "add-controller": "Let a controller run the pod",
  "add-budget": "Give the system pods a disruption budget",
  "add-replicas": "Run more replicas",
  "restore-controller": "Bring the controller back, or remove the orphan",
  "allow-local-storage": "Say that the local data may be lost",
  "mark-on-completion": "Tell the autoscaler to wait for their end",
  "drop-toleration": "Drop the toleration that lets them onto large nodes",
} satisfies Record<AdviceKind, string>;

const book = {
  list: "list, before discounts",
  autoscaler: "the open-source autoscaler's own price model, not a bill",
  gke: "the GKE autoscaler's own price model, not a bill",
} satisfies Record<BookName, string>;

const endCause = {
  "pod-finished": "its last blocking pod ran to its end",
  "pod-moved": "its workload goes on on another node",
  "pod-gone": "its blocking pods are gone; nothing tells when they went",
  "node-gone": "the node is gone; nothing tells when it went",
  "rule-changed": "its pods are still there, but block no longer",
  "busy-again": "the node is in use again",
  unknown: "the autoscaler now keeps it for another reason",
} satisfies Record<EndCause, string>;

const limitedBy = {
  room: "nothing would be saved now: the pods of all the nodes that could go do not fit on those that stay",
  poolMinimum: "nothing would be saved now: its node pool is at its minimum size",
} satisfies Record<"room" | "poolMinimum", string>;

/** The words in English. */
export const ENGLISH: Words = {
  blocking,
  verdict,
  since,
  notAFinding,
  observation,
  provisioning,
  advice,
  book,
  discounted: "list, less your contract's discounts",
  limitedBy,
  endCause,
};
