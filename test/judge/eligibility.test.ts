import { expect, test } from "vitest";
import { ineligibility } from "../../src/judge/eligibility.ts";
import type { AutoscalerSettings } from "../../src/judge/settings.ts";
import type { Utilization } from "../../src/judge/verdict.ts";
import { MINUTE, SECOND } from "../../src/model/time.ts";
import { settings } from "./around.ts";
import { ago, NOW, type NodeChanges, node } from "./objects.ts";

const used = (max: number): Utilization => ({ resource: "cpu", cpu: max, memory: 0, gpu: null, max });
const IDLE = used(0);

function reason(
  changes: NodeChanges,
  utilization: Utilization | null = IDLE,
  flags: Partial<AutoscalerSettings> = {},
): string {
  return ineligibility(node("n1", changes), utilization, true, settings(flags), NOW) ?? "eligible";
}

const deleting = (...values: readonly string[]): NodeChanges => ({
  taints: values.map((value) => ({
    key: "ToBeDeletedByClusterAutoscaler",
    value,
    effect: "NoSchedule",
    addedAt: null,
  })),
});
const unix = (millis: number): string => String(ago(millis) / SECOND);

test.each([
  ["just now", deleting(unix(0)), "CurrentlyBeingDeleted"],
  ["1 min ago", deleting(unix(MINUTE)), "CurrentlyBeingDeleted"],
  ["299 s ago", deleting(unix(299 * SECOND)), "CurrentlyBeingDeleted"],
  ["300 s ago", deleting(unix(300 * SECOND)), "eligible"],
  ["40 min ago", deleting(unix(40 * MINUTE)), "eligible"],
  ["in the future", deleting(unix(-40 * MINUTE)), "CurrentlyBeingDeleted"],
  ["with a sign", deleting(`+${unix(MINUTE)}`), "CurrentlyBeingDeleted"],
  ["in 1969", deleting("-5"), "eligible"],
  ["soon", deleting("soon"), "eligible"],
  ["at no time", deleting(""), "eligible"],
  ["at a time with a fraction", deleting(`${unix(MINUTE)}.5`), "eligible"],
  ["beyond all time", deleting("9".repeat(40)), "eligible"],
  ["first of two taints unreadable", deleting("soon", unix(MINUTE)), "eligible"],
  ["first of two taints old", deleting(unix(40 * MINUTE), unix(MINUTE)), "eligible"],
  ["first of two taints young", deleting(unix(MINUTE), "soon"), "CurrentlyBeingDeleted"],
])("a deletion begun %s", (_, changes, expected) => {
  expect(reason(changes)).toBe(expected);
});

test.each([
  ["true", "ScaleDownDisabledAnnotation"],
  ["True", "eligible"],
  ["false", "eligible"],
  ["", "eligible"],
])("scale-down-disabled: %j", (value, expected) => {
  expect(reason({ annotations: { "cluster-autoscaler.kubernetes.io/scale-down-disabled": value } })).toBe(expected);
});

const GPU_LABEL = { "cloud.google.com/gke-accelerator": "nvidia-l4" };
const CLAIMED = { ...GPU_LABEL, "cloud.google.com/gke-gpu-dra-driver": "true" };

test.each<[string, number, NodeChanges, Partial<AutoscalerSettings>, string]>([
  ["at the threshold", 0.5, {}, {}, "eligible"],
  ["just above it", 0.500001, {}, {}, "NotUnderutilized"],
  ["at a lower threshold", 0.3, {}, { scaleDownUtilizationThreshold: 0.3 }, "eligible"],
  ["above a lower threshold", 0.4, {}, { scaleDownUtilizationThreshold: 0.3 }, "NotUnderutilized"],
  ["between both thresholds", 0.4, {}, { scaleDownGpuUtilizationThreshold: 0.25 }, "eligible"],
  [
    "between both, with GPUs",
    0.4,
    { labels: GPU_LABEL },
    { scaleDownGpuUtilizationThreshold: 0.25 },
    "NotUnderutilized",
  ],
  [
    "between both, GPUs by claims",
    0.4,
    { labels: CLAIMED },
    { scaleDownGpuUtilizationThreshold: 0.25 },
    "NotUnderutilized",
  ],
  ["infinite", Number.POSITIVE_INFINITY, {}, {}, "NotUnderutilized"],
  ["not a number", Number.NaN, {}, {}, "eligible"],
  ["negative", -1, {}, {}, "eligible"],
])("utilization %s", (_, max, changes, flags, expected) => {
  expect(reason(changes, used(max), flags)).toBe(expected);
});

test("the checks come one after the other", () => {
  const flags = settings({ scaleDownUnreadyEnabled: false });
  const unready: NodeChanges = { conditions: [{ type: "Ready", status: "False", changedAt: null }] };
  const disabled = { annotations: { "cluster-autoscaler.kubernetes.io/scale-down-disabled": "true" } };
  const all = node("n1", { ...unready, ...disabled, ...deleting(unix(MINUTE)) });
  expect(ineligibility(all, null, false, flags, NOW)).toBe("CurrentlyBeingDeleted");
  expect(ineligibility(node("n1", { ...unready, ...disabled }), null, false, flags, NOW)).toBe(
    "ScaleDownDisabledAnnotation",
  );
  expect(ineligibility(node("n1", unready), null, false, flags, NOW)).toBe("NotAutoscaled");
  expect(ineligibility(node("n1", unready), null, true, flags, NOW)).toBe("UnexpectedError");
  expect(ineligibility(node("n1", unready), used(1), true, flags, NOW)).toBe("ScaleDownUnreadyDisabled");
  expect(ineligibility(node("n1", unready), used(1), true, settings(), NOW)).toBe("NotUnderutilized");
  expect(ineligibility(node("n1", unready), IDLE, true, settings(), NOW)).toBeNull();
});
