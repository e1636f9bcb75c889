import { expect, test } from "vitest";
import { atVersion, GKE_DEFAULTS } from "../../src/judge/settings.ts";
import { HOUR, MINUTE } from "../../src/model/time.ts";

test("GKE's defaults are the autoscaler's flags as GKE sets them", () => {
  expect(GKE_DEFAULTS).toEqual({
    scaleDownUtilizationThreshold: 0.5,
    scaleDownGpuUtilizationThreshold: 0.5,
    skipNodesWithSystemPods: true,
    skipNodesWithLocalStorage: false,
    skipNodesWithCustomControllerPods: true,
    minReplicaCount: 0,
    bspDisruptionTimeout: HOUR,
    ignoreDaemonSetsUtilization: false,
    ignoreMirrorPodsUtilization: false,
    scaleDownUnreadyEnabled: true,
    expendablePodsPriorityCutoff: -10,
    scaleDownUnneededTime: 10 * MINUTE,
    scaleDownUnreadyTime: 20 * MINUTE,
    notAutoscaledPools: null,
    onCompletion: true,
  });
});

test.each([
  ["1.32", Number.POSITIVE_INFINITY, false],
  ["1.33", HOUR, false],
  ["1.35", HOUR, false],
  ["1.36", HOUR, true],
  ["1.37", HOUR, true],
])(
  "an autoscaler of %s lets kube-system pods go after %d ms, and knows on-completion: %s",
  (version, timeout, known) => {
    const { bspDisruptionTimeout, onCompletion } = atVersion(GKE_DEFAULTS, version);
    expect([bspDisruptionTimeout, onCompletion]).toEqual([timeout, known]);
  },
);

test("what is switched off stays off in every version", () => {
  expect(atVersion({ ...GKE_DEFAULTS, onCompletion: false }, "1.36").onCompletion).toBe(false);
});
