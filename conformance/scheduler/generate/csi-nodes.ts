import fc from "fast-check";
import { DRIVER, EXTRA_HOST, HOSTS, OLD_PROVISIONER, OTHER_DRIVER, type Raw } from "../universe.ts";
import { type Fields, sometimes, weighted } from "./chance.ts";

const count = weighted<number | null>(
  [1, fc.constant(null)],
  [2, fc.constant(0)],
  [6, fc.constantFrom(1, 2)],
  [1, fc.constant(15)],
);

function driver(name: string, node: string, limit: number | null): Fields {
  return { name, nodeID: node, topologyKeys: [], ...(limit === null ? {} : { allocatable: { count: limit } }) };
}

function csiNode(name: string): fc.Arbitrary<readonly Raw[]> {
  const shape = fc.record({ own: sometimes(90, count), other: sometimes(60, count), migrated: fc.boolean() });
  return sometimes(75, shape).map((made) =>
    made === undefined
      ? []
      : [
          {
            apiVersion: "storage.k8s.io/v1",
            kind: "CSINode",
            metadata: {
              name,
              ...(made.migrated
                ? {
                    annotations: {
                      "storage.alpha.kubernetes.io/migrated-plugins": `kubernetes.io/cinder,${OLD_PROVISIONER}`,
                    },
                  }
                : {}),
            },
            spec: {
              drivers: [
                ...(made.own === undefined ? [] : [driver(DRIVER, name, made.own)]),
                ...(made.other === undefined ? [] : [driver(OTHER_DRIVER, name, made.other)]),
              ],
            },
          },
        ],
  );
}

/** How many volumes the nodes take; some have no CSINode at all. */
export const csiNodes: fc.Arbitrary<readonly Raw[]> = fc
  .tuple(...[...HOSTS, EXTRA_HOST].map(csiNode))
  .map((nodes) => nodes.flat());
