import { join } from "node:path";
import { expect, test } from "vitest";
import { type Comparison, compare, emptyComparison } from "../../conformance/compare.ts";
import { featuresOf } from "../../conformance/features.ts";
import { isBigDecimal } from "../../conformance/grown.ts";
import { readCases, readClusters } from "../../conformance/vectors.ts";

const RECORDED = join(import.meta.dirname, "../../conformance/recorded");

const clusters = [...readClusters(RECORDED)];
const features = clusters.map(({ vector }) => featuresOf(vector));
const cases = [...readCases(join(RECORDED, "cases.json.gz"))];

test.each(cases.map((source) => [source.id, source] as const))(
  "%s is judged as the autoscaler judges it",
  (_, source) => {
    expect(compared(source).differences).toEqual([]);
  },
);

test.each(clusters.map((source) => [source.id, source] as const))(
  "cluster %s is judged as the autoscaler judges it",
  (_, source) => {
    const { counts, differences } = compared(source);
    expect(differences).toEqual([]);
    expect(counts.get("verdict")).toBe(source.vector.expected.nodes.length);
  },
);

function compared(source: (typeof clusters)[number]): Comparison {
  const comparison = emptyComparison();
  compare(source, comparison);
  return comparison;
}

test.each([
  ...[
    "",
    "CurrentlyBeingDeleted",
    "NotUnderutilized",
    "ScaleDownDisabledAnnotation",
    "ScaleDownUnreadyDisabled",
    "UnexpectedError",
  ].map((reason) => `eligibility ${reason}`),
  "pod Mirror SkipDrain ",
  "pod LongTerminating SkipDrain ",
  "pod ReplicaCount BlockDrain ControllerNotFound",
  "pod ReplicaCount BlockDrain MinReplicasReached",
  "pod DaemonSet DrainOk ",
  "pod SafeToEvict DrainOk ",
  "pod Terminal DrainOk ",
  "pod OnCompletion WaitForCompletion ",
  "pod Replicated BlockDrain NotReplicated",
  "pod System BlockDrain UnmovableKubeSystemPod",
  "pod System DrainOk ",
  "pod NotSafeToEvict BlockDrain NotSafeToEvictAnnotation",
  "pod LocalStorage BlockDrain LocalStorageRequested",
  "pod PDB BlockDrain NotEnoughPdb",
  ...[
    "InterPodAffinity",
    "NodeAffinity",
    "NodePorts",
    "NodeResourcesFit",
    "NodeUnschedulable",
    "PodTopologySpread",
    "TaintToleration",
  ].map((name) => `removal refused by ${name}`),
])("the recorded clusters reach: %s", (feature) => {
  expect(features.some((reached) => reached.has(feature))).toBe(true);
});

test.each([
  ["1.5Gi", true],
  ["1.0Gi", true],
  ["99999Gi", false],
  ["123456Gi", true],
  ["1536Mi", false],
  ["1.5", false],
  ["1500m", false],
  ["123456789012345678", false],
  ["1234567890123456789", true],
  ["0", false],
])("Go keeps %s as a big decimal: %s", (text, expected) => {
  expect(isBigDecimal(text)).toBe(expected);
});
