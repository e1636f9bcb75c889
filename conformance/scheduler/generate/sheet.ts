import fc from "fast-check";
import { HOSTS, keyOf, NAMESPACES, type Raw, WIDE_HOSTS } from "../universe.ts";
import { weighted } from "./chance.ts";
import { ephemeralClaims, type Mood, sharedClaims } from "./claims.ts";
import { storageClasses } from "./classes.ts";
import { csiNodes } from "./csi-nodes.ts";
import { type Move, moves, type Often } from "./moves.ts";
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

const MOVING: Often = { search: 9, fromBeginning: 30, most: 10 };
const SEARCHING: Often = { search: 40, fromBeginning: 65, most: 16 };
const PODS = 14;
/** As many nodes as the search takes in one look. */
const TINY = 32;
const ASKED = 8;
const ASKED_AFTER_MOVES = 3;

type Stored = (pods: readonly Raw[]) => readonly Raw[];

function storage(mood: Mood | null): fc.Arbitrary<Stored> {
  if (mood === null) return fc.constant(() => []);
  return fc
    .tuple(storageClasses, sharedClaims(mood), ephemeralClaims(PODS), freeVolumes, csiNodes)
    .map(([classes, claims, ephemeral, free, csi]): Stored => {
      return (pods) => [...classes, ...claims, ...ephemeral(pods), ...free, ...csi];
    });
}

function sheetOf(name: string, theme: Theme): fc.Arbitrary<Sheet> {
  const hosts = theme.wide ? WIDE_HOSTS : HOSTS;
  const sizeOf = (index: number): Theme["node"] =>
    theme.wide && index < TINY ? { ...theme.node, size: "tiny" } : theme.node;
  return fc
    .record({
      nodes: fc.tuple(...hosts.map((host, index) => node(host, sizeOf(index)))),
      pods: fc.tuple(...Array.from({ length: PODS }, (_, index) => pod(index, theme.pod, hosts))),
      stored: storage(theme.storage),
      moves: weighted(
        [theme.wide ? 0 : 2, fc.constant(() => [])],
        [1, moves(PODS, hosts, theme.wide ? SEARCHING : MOVING)],
      ),
    })
    .map(({ nodes, pods, stored, moves: list }) => {
      const keys = pods.map(keyOf);
      const done = list(keys);
      return {
        theme: name,
        objects: [...namespaces, ...nodes, ...stored(pods), ...pods],
        moves: done,
        asked: keys.slice(0, asked(theme, done)),
      };
    });
}

/** How many pods are asked about in the end. */
function asked({ wide }: Theme, done: readonly Move[]): number {
  if (wide) return 1;
  return done.length === 0 ? ASKED : ASKED_AFTER_MOVES;
}

/** Clusters of six nodes (or eighty) and fourteen pods, awkward on purpose, each in one of the themes. */
export const sheet: fc.Arbitrary<Sheet> = weighted(
  ...Object.entries(THEMES).map(([name, { share, theme }]) => [share, sheetOf(name, theme)] as const),
);
