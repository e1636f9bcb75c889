import { expect, test } from "vitest";
import { isReady } from "../../src/judge/readiness.ts";
import { type NodeChanges, node } from "./objects.ts";

const condition = (type: string, status: string) => ({ type, status, changedAt: null });
const READY = condition("Ready", "True");
const taint = (key: string): NodeChanges => ({ taints: [{ key, value: "", effect: "NoSchedule", addedAt: null }] });

test.each<[string, NodeChanges, boolean]>([
  ["ready", {}, true],
  ["silent", { conditions: [] }, false],
  ["with other conditions only", { conditions: [condition("DiskPressure", "False")] }, false],
  ["not ready", { conditions: [condition("Ready", "False")] }, false],
  ["unknown", { conditions: [condition("Ready", "Unknown")] }, false],
  ["ready in an odd word", { conditions: [condition("Ready", "Maybe")] }, true],
  ["under disk pressure", { conditions: [READY, condition("DiskPressure", "True")] }, false],
  ["perhaps under disk pressure", { conditions: [READY, condition("DiskPressure", "Unknown")] }, true],
  ["without network", { conditions: [READY, condition("NetworkUnavailable", "True")] }, false],
  ["under memory pressure", { conditions: [READY, condition("MemoryPressure", "True")] }, true],
  ["tainted not-ready", taint("node.kubernetes.io/not-ready"), false],
  ["tainted disk-pressure", taint("node.kubernetes.io/disk-pressure"), false],
  ["tainted network-unavailable", taint("node.kubernetes.io/network-unavailable"), false],
  ["tainted unreachable", taint("node.kubernetes.io/unreachable"), true],
])("a node that is %s", (_, changes, expected) => {
  expect(isReady(node("n1", changes))).toBe(expected);
});
