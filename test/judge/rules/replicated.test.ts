import { expect, test } from "vitest";
import { replicated } from "../../../src/judge/rules/replicated.ts";
import type { OwnerReference } from "../../../src/model/owner.ts";
import { context } from "../around.ts";
import { owner, pod } from "../objects.ts";

test.each<[string, OwnerReference | null, boolean, boolean]>([
  ["no controller", null, false, false],
  ["ReplicaSet", owner("ReplicaSet"), true, true],
  ["Job", owner("Job"), true, true],
  ["Job of Volcano", owner("Job", "batch.volcano.sh/v1alpha1"), true, true],
  ["StatefulSet", owner("StatefulSet"), true, true],
  ["StatefulSet of OpenKruise", owner("StatefulSet", "apps.kruise.io/v1beta1"), true, true],
  ["ReplicationController", owner("ReplicationController"), true, true],
  ["Rollout", owner("Rollout", "argoproj.io/v1alpha1"), false, true],
  ["RayCluster", owner("RayCluster", "ray.io/v1"), false, true],
  ["Node", owner("Node"), false, true],
])("a pod of %s", (_, by, standard, custom) => {
  const free = (skipNodesWithCustomControllerPods: boolean): boolean =>
    replicated(pod({ owner: by }), context({ settings: { skipNodesWithCustomControllerPods } })).kind ===
    "UndefinedOutcome";
  expect(free(true)).toBe(standard);
  expect(free(false)).toBe(custom);
});
