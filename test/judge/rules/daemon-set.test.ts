import { expect, test } from "vitest";
import { daemonSet } from "../../../src/judge/rules/daemon-set.ts";
import { context } from "../around.ts";
import { owner, pod } from "../objects.ts";

const SAYS_SO = "cluster-autoscaler.kubernetes.io/daemonset-pod";

test.each([
  ["of a DaemonSet", owner("DaemonSet"), {}, "DrainOk"],
  ["of OpenKruise's DaemonSet", owner("DaemonSet", "apps.kruise.io/v1alpha1"), {}, "DrainOk"],
  ["of a ReplicaSet", owner("ReplicaSet"), {}, "UndefinedOutcome"],
  ["without a controller", null, {}, "UndefinedOutcome"],
  ["that says so", null, { [SAYS_SO]: "true" }, "DrainOk"],
  ["that says True", null, { [SAYS_SO]: "True" }, "UndefinedOutcome"],
  ["that says false", owner("DaemonSet"), { [SAYS_SO]: "false" }, "DrainOk"],
])("a pod %s", (_, by, annotations, expected) => {
  expect(daemonSet(pod({ owner: by, annotations }), context()).kind).toBe(expected);
});
