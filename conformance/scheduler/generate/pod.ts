import fc from "fast-check";
import { LOST_HOST, NAMESPACES, type Raw } from "../universe.ts";
import { type Fields, some, sometimes, weighted, withoutNothing } from "./chance.ts";
import { type Appetite, containers } from "./containers.ts";
import { podTerms, spreads } from "./neighbours.ts";
import { volumes } from "./pod-volumes.ts";
import { resizeStatus } from "./resize.ts";
import { easyNodeAffinity, labelKey, labels, labelValue, nodeAffinity } from "./selectors.ts";
import { toleration } from "./taints.ts";

/** Of how many of 100 pods each thing is said. */
export interface PodWeights {
  readonly appetite: Appetite;
  readonly ports: number;
  readonly init: number;
  readonly podLevel: number;
  readonly resized: number;
  readonly tolerations: number;
  readonly nodeSelector: number;
  readonly nodeAffinity: number;
  /** Are the wishes of nodes ones that most nodes fulfil? */
  readonly easyWishes: boolean;
  readonly affinity: number;
  readonly antiAffinity: number;
  readonly spread: number;
  readonly claims: number;
  readonly disks: number;
}

/** What a pod asks of its node. */
function spec(weights: PodWeights): fc.Arbitrary<Fields> {
  return fc
    .record({
      base: containers(weights, weights.podLevel),
      nodeSelector: sometimes(weights.nodeSelector, fc.dictionary(labelKey, labelValue, { minKeys: 1, maxKeys: 1 })),
      affinity: fc
        .record({
          nodeAffinity: sometimes(weights.nodeAffinity, weights.easyWishes ? easyNodeAffinity : nodeAffinity),
          podAffinity: sometimes(weights.affinity, podTerms),
          podAntiAffinity: sometimes(weights.antiAffinity, podTerms),
        })
        .map(withoutNothing),
      topologySpreadConstraints: sometimes(weights.spread, spreads),
      tolerations: sometimes(weights.tolerations, weighted([2, some(toleration, 1, 1)], [1, some(toleration, 2, 2)])),
      volumes: volumes(weights),
      hostNetwork: sometimes(8, fc.constant(true)),
      hostUsers: sometimes(15, fc.boolean()),
      priority: sometimes(5, fc.constantFrom(-11, -10, 100)),
    })
    .map(({ base, affinity, ...rest }) =>
      withoutNothing({ ...base, ...rest, affinity: Object.keys(affinity).length === 0 ? undefined : affinity }),
    );
}

const DELETED = { deletionTimestamp: "2026-11-20T11:59:50Z", deletionGracePeriodSeconds: 30 };

/** Where the pod is: on a node, only nominated for one, not placed, or on a node that is not there. */
function whereabouts(
  hosts: readonly string[],
): fc.Arbitrary<{ readonly nodeName?: string; readonly nominatedNodeName?: string }> {
  const host = fc.constantFrom(...hosts);
  return weighted<{ readonly nodeName?: string; readonly nominatedNodeName?: string }>(
    [40, host.map((nodeName) => ({ nodeName }))],
    [3, host.map((nominatedNodeName) => ({ nominatedNodeName }))],
    [2, fc.constant({})],
    [1, fc.constant({ nodeName: LOST_HOST })],
  );
}

/** The pod of this number, most likely on one of `hosts`. */
export function pod(index: number, weights: PodWeights, hosts: readonly string[]): fc.Arbitrary<Raw> {
  return fc
    .record({
      namespace: weighted([8, fc.constant(NAMESPACES[0])], [5, fc.constantFrom(...NAMESPACES)]),
      labels,
      place: whereabouts(hosts),
      deleted: sometimes(17, fc.constant(DELETED)),
      spec: spec(weights),
      phase: weighted([30, fc.constant("Running")], [1, fc.constantFrom("Succeeded", "Failed")]),
      resized: sometimes(weights.resized, resizeStatus),
    })
    .map((made) => ({
      apiVersion: "v1",
      kind: "Pod",
      metadata: {
        name: `p${index}`,
        namespace: made.namespace,
        uid: `uid-p${index}`,
        labels: made.labels,
        ...made.deleted,
      },
      spec: withoutNothing({ ...made.spec, nodeName: made.place.nodeName }),
      status: withoutNothing({
        phase: made.phase,
        nominatedNodeName: made.place.nominatedNodeName,
        ...made.resized,
      }),
    }));
}
