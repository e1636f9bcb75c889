import fc from "fast-check";
import { HOSTNAME, OLD_REGION, OLD_ZONE, type Raw, REGION, regionOf, ZONE, ZONES } from "../universe.ts";
import { type Fields, some, sometimes, weighted } from "./chance.ts";
import { labels } from "./selectors.ts";
import { taint } from "./taints.ts";

export interface NodeWeights {
  /** Percent of nodes with taints, and of cordoned ones. */
  readonly taints: number;
  readonly cordoned: number;
  /** Do pods fill them? */
  readonly size: "ample" | "tight" | "tiny";
  /** Do most of them share one zone? */
  readonly oneZone: boolean;
}

const zone = fc.constantFrom(...ZONES);

/** Labels of the node's place: the newer ones, the older ones, or none. */
const placeLabels = weighted<Fields>(
  [12, zone.map((name) => ({ [ZONE]: name, [REGION]: regionOf(name) }))],
  [2, zone.map((name) => ({ [ZONE]: name }))],
  [6, zone.map((name) => ({ [OLD_ZONE]: name, [OLD_REGION]: regionOf(name) }))],
  [2, fc.constant({})],
);

const nearlyOnePlace = weighted<Fields>(
  [9, fc.constant({ [ZONE]: ZONES[0], [REGION]: regionOf(ZONES[0]) })],
  [1, placeLabels],
);

const ample = fc.record({
  cpu: fc.constant("16"),
  memory: fc.constant("64Gi"),
  pods: fc.constant("110"),
  "ephemeral-storage": fc.constant("100Gi"),
  "example.com/widget": fc.constant("40"),
  "hugepages-2Mi": fc.constant("80Mi"),
});

const tight = fc.record({
  cpu: fc.constantFrom("1", "2", "2", "1930m", "4", "500m"),
  memory: fc.constantFrom("2Gi", "4Gi", "3221225473", "8Gi", "1Gi"),
  pods: fc.constantFrom("2", "3", "6", "110", "110", "110"),
  "ephemeral-storage": fc.constantFrom("1Gi", "2Gi", "10Gi", "10G"),
  "example.com/widget": fc.constantFrom(undefined, "0", "2", "3"),
  "hugepages-2Mi": fc.constantFrom(undefined, "4Mi", "8Mi"),
  "attachable-volumes-odd": fc.constantFrom(undefined, "1"),
  "kubernetes.io/odd": fc.constantFrom(undefined, "1"),
});

const tiny = fc.record({
  cpu: fc.constantFrom("500m", "400m"),
  memory: fc.constantFrom("1Gi", "512Mi"),
  pods: fc.constantFrom("3", "110"),
});

const SIZES = { ample, tight, tiny } satisfies Readonly<Record<NodeWeights["size"], fc.Arbitrary<Fields>>>;

/** What the kubelet says that it can do, for those pods that need it. */
const FEATURES = ["Odd", "RestartAllContainersOnContainerExits", "UserNamespacesHostNetworkSupport"];

/** The node of this name. */
export function node(name: string, weights: NodeWeights): fc.Arbitrary<Raw> {
  return fc
    .record({
      labels,
      place: weights.oneZone ? nearlyOnePlace : placeLabels,
      host: sometimes(91, fc.constant(name)),
      rack: sometimes(40, fc.constantFrom("1", "2", "")),
      taints: sometimes(weights.taints, weighted([2, some(taint, 1, 1)], [1, some(taint, 2, 2)])),
      unschedulable: sometimes(weights.cordoned, fc.constant(true)),
      allocatable: SIZES[weights.size],
      declaredFeatures: sometimes(15, fc.constantFrom(["RestartAllContainersOnContainerExits"], FEATURES)),
    })
    .map((made) => ({
      apiVersion: "v1",
      kind: "Node",
      metadata: {
        name,
        uid: `uid-${name}`,
        labels: {
          ...made.labels,
          ...made.place,
          ...(made.host === undefined ? {} : { [HOSTNAME]: made.host }),
          ...(made.rack === undefined ? {} : { "example.com/rack": made.rack }),
        },
      },
      spec: {
        ...(made.taints === undefined ? {} : { taints: made.taints }),
        ...(made.unschedulable === undefined ? {} : { unschedulable: true }),
      },
      status: {
        allocatable: Object.fromEntries(Object.entries(made.allocatable).filter(([, amount]) => amount !== undefined)),
        conditions: [{ type: "Ready", status: "True" }],
        ...(made.declaredFeatures === undefined ? {} : { declaredFeatures: made.declaredFeatures }),
      },
    }));
}
