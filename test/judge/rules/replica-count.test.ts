import { expect, test } from "vitest";
import { blockDrain, UNDEFINED } from "../../../src/judge/outcome.ts";
import { replicaCount } from "../../../src/judge/rules/replica-count.ts";
import type { OwnerReference } from "../../../src/model/owner.ts";
import { context } from "../around.ts";
import { controller, owner, pod } from "../objects.ts";

const NOT_FOUND = blockDrain("ControllerNotFound");
const TOO_FEW = blockDrain("MinReplicasReached");

test.each<[string, OwnerReference | null, unknown]>([
  ["no controller", null, UNDEFINED],
  ["Job", owner("Job"), NOT_FOUND],
  ["Job of Volcano", owner("Job", "batch.volcano.sh/v1alpha1"), NOT_FOUND],
  ["ReplicaSet", owner("ReplicaSet"), NOT_FOUND],
  ["ReplicaSet without a group", owner("ReplicaSet", ""), NOT_FOUND],
  ["ReplicaSet of an unreadable group", owner("ReplicaSet", "a/b/c"), UNDEFINED],
  ["ReplicationController", owner("ReplicationController"), NOT_FOUND],
  ["ReplicationController of another group", owner("ReplicationController", "x.io/v1"), NOT_FOUND],
  ["StatefulSet", owner("StatefulSet"), NOT_FOUND],
  ["StatefulSet of OpenKruise", owner("StatefulSet", "apps.kruise.io/v1beta1"), UNDEFINED],
  ["StatefulSet without a group", owner("StatefulSet", "v1"), UNDEFINED],
  ["DaemonSet", owner("DaemonSet"), NOT_FOUND],
  ["DaemonSet of OpenKruise", owner("DaemonSet", "apps.kruise.io/v1alpha1"), UNDEFINED],
  ["a kind that nobody lists", owner("PyTorchJob", "kubeflow.org/v1"), UNDEFINED],
  ["Deployment", owner("Deployment"), UNDEFINED],
])("a pod with a missing controller: %s", (_, by, expected) => {
  expect(replicaCount(pod({ owner: by }), context({ controllers: [] }))).toEqual(expected);
});

test.each(["Job", "ReplicaSet", "ReplicationController", "StatefulSet", "DaemonSet"] as const)(
  "a %s is looked up by namespace and name",
  (kind) => {
    const asked = pod({ owner: owner(kind) });
    expect(replicaCount(asked, context({ controllers: [controller(kind)] }))).toEqual(UNDEFINED);
    expect(replicaCount(asked, context({ controllers: [controller(kind, { namespace: "other" })] }))).toEqual(
      NOT_FOUND,
    );
    expect(replicaCount(asked, context({ controllers: [controller(kind, { name: "other" })] }))).toEqual(NOT_FOUND);
  },
);

test.each([
  ["ReplicaSet", 1, 2, TOO_FEW],
  ["ReplicaSet", 2, 2, UNDEFINED],
  ["ReplicaSet", 0, 1, TOO_FEW],
  ["ReplicaSet", 0, 0, UNDEFINED],
  ["ReplicaSet", null, 2, UNDEFINED],
  ["ReplicationController", 1, 2, TOO_FEW],
  ["ReplicationController", 2, 2, UNDEFINED],
  ["StatefulSet", 1, 2, UNDEFINED],
  ["Job", 1, 2, UNDEFINED],
  ["DaemonSet", 1, 2, UNDEFINED],
] as const)("%s of %s replicas where %s are the fewest", (kind, replicas, minReplicaCount, expected) => {
  const around = context({ controllers: [controller(kind, { replicas })], settings: { minReplicaCount } });
  expect(replicaCount(pod({ owner: owner(kind) }), around)).toEqual(expected);
});

test("a pod that only says that it is a DaemonSet's is not looked up", () => {
  const annotations = { "cluster-autoscaler.kubernetes.io/daemonset-pod": "true" };
  const around = context({ controllers: [] });
  expect(replicaCount(pod({ owner: owner("ReplicaSet"), annotations }), around)).toEqual(UNDEFINED);
  expect(replicaCount(pod({ owner: owner("ReplicationController"), annotations }), around)).toEqual(NOT_FOUND);
});
