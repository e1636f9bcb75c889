import fc from "fast-check";
import {
  DRIVER,
  NO_PROVISIONER,
  OLD_PROVISIONER,
  OTHER_DRIVER,
  type Raw,
  REGION,
  regionOf,
  ZONE,
  ZONES,
} from "../universe.ts";
import { type Fields, some, weighted, withoutNothing } from "./chance.ts";

const zone = fc.constantFrom(...ZONES);

const zoneExpression = some(zone, 1, 2).map((values) => ({ key: ZONE, values }));
const regionExpression = zone.map((name) => ({ key: REGION, values: [regionOf(name)] }));

const topology = weighted<Fields>(
  [6, fc.tuple(zoneExpression).map((matchLabelExpressions) => ({ matchLabelExpressions }))],
  [2, fc.tuple(zoneExpression, regionExpression).map((matchLabelExpressions) => ({ matchLabelExpressions }))],
  [1, fc.constant({ matchLabelExpressions: [{ key: ZONE, values: [] }] })],
  [1, fc.constant({})],
);

interface ClassShape {
  readonly provisioner: string;
  readonly mode: "WaitForFirstConsumer" | "Immediate" | undefined;
  readonly topologies?: unknown;
  readonly isDefault?: boolean;
}

function storageClass(name: string, { provisioner, mode, topologies, isDefault = false }: ClassShape): Raw {
  return {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: {
      name,
      ...(isDefault ? { annotations: { "storageclass.kubernetes.io/is-default-class": "true" } } : {}),
    },
    ...withoutNothing({ provisioner, volumeBindingMode: mode, allowedTopologies: topologies }),
  };
}

/** The classes that claims and volumes name. The last one is never there. */
export const CLASSES = [
  "waiting",
  "zoned",
  "local",
  "immediate",
  "old",
  "files",
  "nobody",
  "modeless",
  "unknown",
] as const;

const WAITS = "WaitForFirstConsumer";

/** The storage classes of a cluster; the default one may be absent. */
export const storageClasses: fc.Arbitrary<readonly Raw[]> = fc
  .record({ topologies: some(topology, 1, 2), isDefault: fc.boolean() })
  .map(({ topologies, isDefault }) => [
    storageClass("waiting", { provisioner: DRIVER, mode: WAITS, isDefault }),
    storageClass("zoned", { provisioner: DRIVER, mode: WAITS, topologies }),
    storageClass("local", { provisioner: NO_PROVISIONER, mode: WAITS }),
    storageClass("immediate", { provisioner: DRIVER, mode: "Immediate" }),
    storageClass("old", { provisioner: OLD_PROVISIONER, mode: WAITS }),
    storageClass("files", { provisioner: OTHER_DRIVER, mode: WAITS }),
    storageClass("nobody", { provisioner: "", mode: WAITS }),
    storageClass("modeless", { provisioner: DRIVER, mode: undefined }),
  ]);
