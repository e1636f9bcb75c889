import fc from "fast-check";
import { HOSTS, keyOf, NAMESPACES, type Raw } from "../universe.ts";
import { weighted } from "./chance.ts";
import { ephemeralClaims, sharedClaims } from "./claims.ts";
import { storageClasses } from "./classes.ts";
import { csiNodes } from "./csi-nodes.ts";
import { type Move, moves } from "./moves.ts";
import { node } from "./node.ts";
import { pod } from "./pod.ts";
import { THEMES, type Theme } from "./themes.ts";
import { freeVolumes } from "./volumes.ts";

/** A made-up cluster, what is done to it, and which of its pods are asked about then; every node is asked for each. */
export interface Sheet {
  readonly theme: string;
  readonly objects: readonly Raw[];
  readonly moves: readonly Move[];
  readonly asked: readonly string[];
}

const namespaces: readonly Raw[] = NAMESPACES.slice(0, 3).map((name, index) => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name, labels: { color: name, ...(index === 0 ? { shared: "yes" } : {}) } },
}));

const PODS = 14;
const ASKED = 6;
const ASKED_AFTER_MOVES = 2;

const storage: fc.Arbitrary<(pods: readonly Raw[]) => readonly Raw[]> = fc
  .tuple(storageClasses, sharedClaims, ephemeralClaims(PODS), freeVolumes, csiNodes)
  .map(([classes, claims, ephemeral, free, csi]) => (pods) => [
    ...classes,
    ...claims,
    ...ephemeral(pods),
    ...free,
    ...csi,
  ]);

const noStorage = fc.constant((): readonly Raw[] => []);

function sheetOf(name: string, theme: Theme): fc.Arbitrary<Sheet> {
  return fc
    .record({
      nodes: fc.tuple(...HOSTS.map((host) => node(host, theme.node))),
      pods: fc.tuple(...Array.from({ length: PODS }, (_, index) => pod(index, theme.pod))),
      stored: theme.storage ? storage : noStorage,
      moves: weighted([2, fc.constant(() => [])], [1, moves(PODS)]),
    })
    .map(({ nodes, pods, stored, moves: list }) => {
      const keys = pods.map(keyOf);
      const done = list(keys);
      return {
        theme: name,
        objects: [...namespaces, ...nodes, ...stored(pods), ...pods],
        moves: done,
        asked: keys.slice(0, done.length === 0 ? ASKED : ASKED_AFTER_MOVES),
      };
    });
}

/** Clusters of six nodes and fourteen pods, awkward on purpose, each in one of the themes. */
export const sheet: fc.Arbitrary<Sheet> = weighted(
  ...Object.entries(THEMES).map(([name, { share, theme }]) => [share, sheetOf(name, theme)] as const),
);
