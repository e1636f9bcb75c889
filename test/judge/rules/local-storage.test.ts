import { expect, test } from "vitest";
import { localStorage } from "../../../src/judge/rules/local-storage.ts";
import type { PodVolume } from "../../../src/model/pod.ts";
import { context } from "../around.ts";
import { pod } from "../objects.ts";

const disk = (name: string): PodVolume => ({ kind: "emptyDir", name, medium: "" });
const memory: PodVolume = { kind: "emptyDir", name: "m", medium: "Memory" };
const huge: PodVolume = { kind: "emptyDir", name: "h", medium: "HugePages" };
const host = (name: string): PodVolume => ({ kind: "hostPath", name });
const claim: PodVolume = { kind: "claim", name: "c", claimName: "c", ephemeral: false };

test.each<[string, readonly PodVolume[], string | null, boolean]>([
  ["no volume", [], null, false],
  ["an emptyDir", [disk("v")], null, true],
  ["an emptyDir in memory", [memory], null, false],
  ["an emptyDir in huge pages", [huge], null, true],
  ["a hostPath", [host("v")], null, true],
  ["a claim", [claim], null, false],
  ["an emptyDir named safe", [disk("v")], "v", false],
  ["a hostPath named safe", [host("v")], "v", false],
  ["another one named safe", [disk("v")], "w", true],
  ["two, one named safe", [disk("v"), disk("w")], "v", true],
  ["two, both named safe", [disk("v"), disk("w")], "v,w", false],
  ["named safe after a space", [disk("v")], "x, v", true],
  ["named safe before a space", [disk("v")], "v ,x", true],
  ["named safe with an empty list", [disk("v")], "", true],
])("a pod with %s", (_, volumes, safe, blocks) => {
  const annotations = safe === null ? {} : { "cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes": safe };
  const outcome = localStorage(pod({ spec: { volumes }, annotations }), context());
  expect(outcome).toEqual(
    blocks ? { kind: "BlockDrain", reason: "LocalStorageRequested" } : { kind: "UndefinedOutcome" },
  );
});
