import { createBuilder } from "../../src/collect/builder.ts";
import { createScheduling } from "../../src/judge/cluster-scheduling.ts";
import type { Scheduling } from "../../src/judge/scheduling.ts";
import { GKE_DEFAULTS } from "../../src/judge/settings.ts";
import { podsByNode, stands, visiblePods } from "../../src/judge/visible.ts";
import type { Node, Taint } from "../../src/model/node.ts";
import { type Pod, podKey } from "../../src/model/pod.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import type { Move } from "./generate/moves.ts";
import type { Sheet } from "./generate/sheet.ts";
import type { Questions } from "./oracle.ts";
import { added, haunted, moved, removed, type Standing, standingOf } from "./standing.ts";
import type { Raw } from "./universe.ts";

/** Our own answers at one time of a sheet, and all that it takes to ask another program the same. */
export interface Stop extends Questions {
  /** For each asked pod, for each node: the filter that refuses, or "". */
  readonly ours: readonly (readonly string[])[];
  /** Our search for the first asked pod's place, where there was one. */
  readonly search: Search | null;
  /** Our count of refusals of the first asked pod, by filter. */
  readonly tally: ReadonlyMap<string, number>;
  /** What was done since the cluster was read. */
  readonly done: readonly Move["do"][];
}

export interface Search {
  readonly after: string | null;
  readonly but: string | null;
  readonly found: string | null;
}

/** The taint of a node that the simulation takes away. */
const GHOST: Taint = { key: "ToBeDeletedByClusterAutoscaler", value: "1", effect: "NoSchedule", addedAt: null };

/** The sheet's objects as our own code reads them. */
export function snapshotOf(objects: readonly Raw[]): Snapshot {
  const builder = createBuilder();
  for (const object of objects) builder.add(object, "sheet");
  return builder.finish();
}

/** Does to one `Scheduling` all that the sheet says, and answers wherever it asks, and at the end. */
export function play(sheet: Sheet): readonly Stop[] {
  const player = createPlayer(sheet);
  const stops = sheet.moves.flatMap((move) => player.play(move) ?? []);
  return [...stops, player.stop(sheet.asked)];
}

interface Player {
  /** Gives a stop for a move that asks. A move that cannot be made is left out. */
  play(move: Move): Stop | null;
  stop(asked: readonly string[]): Stop;
}

/** Everything that `revert` brings back. */
interface Position {
  readonly standing: Standing;
  readonly mark: ReturnType<Scheduling["mark"]>;
}

function createPlayer(sheet: Sheet): Player {
  const snapshot = snapshotOf(sheet.objects);
  const scheduling = createScheduling(snapshot, podsByNode(visiblePods(snapshot.pods, GKE_DEFAULTS)));
  const pods = new Map(snapshot.pods.map((pod) => [podKey(pod), pod]));
  const positions: Position[] = [];
  const done: Move["do"][] = [];
  let standing = standingOf(sheet.objects);

  const stop = (asked: readonly string[], search: Search | null = null): Stop => {
    const known = asked.flatMap((key) => pods.get(key) ?? []);
    const answers = known.map((pod) => askAbout(scheduling, pod, standing.nodes));
    return {
      ...standing,
      asked: known.map(podKey),
      ours: answers.map(({ refusals }) => refusals),
      tally: answers[0]?.tally ?? new Map(),
      search,
      done: [...done],
    };
  };
  const moveTo = (pod: Pod, node: string | null): void => {
    scheduling.take(pod);
    if (node !== null) scheduling.put(pod, node);
    standing = moved(standing, podKey(pod), node);
  };
  const place = (pod: Pod, after: string | null, but: string | null): Stop => {
    moveTo(pod, null);
    const before = stop([podKey(pod)]);
    const found = scheduling.place(pod, (name) => name !== but, after ?? undefined);
    if (found !== null) standing = moved(standing, podKey(pod), found);
    return { ...before, search: { after, but, found } };
  };
  const isThere = (node: string): boolean => standing.nodes.includes(node);

  const make = (move: Move): Stop | "done" | null => {
    const pod = "pod" in move ? movable(pods.get(move.pod)) : undefined;
    switch (move.do) {
      case "ask":
        return stop([move.pod]);
      case "take":
        if (pod === undefined) return null;
        moveTo(pod, null);
        return "done";
      case "put":
        if (pod === undefined || !isThere(move.node)) return null;
        moveTo(pod, move.node);
        return "done";
      case "place":
        if (pod === undefined || (move.after !== null && !isThere(move.after))) return null;
        return place(pod, move.after, move.but);
      case "ghost":
        if (!isThere(move.node)) return null;
        scheduling.ghost(move.node, GHOST);
        standing = haunted(standing, move.node, GHOST);
        return "done";
      case "add": {
        const node = nodeOf(move.node);
        if (node === null || standing.objects.some(isNode(node.name))) return null;
        scheduling.addNode(node);
        standing = added(standing, move.node);
        return "done";
      }
      case "remove":
        if (!isThere(move.node)) return null;
        scheduling.removeNode(move.node);
        standing = removed(standing, move.node);
        return "done";
      case "mark":
        positions.push({ standing, mark: scheduling.mark() });
        return "done";
      case "revert": {
        const position = positions.pop();
        if (position === undefined) return null;
        scheduling.revert(position.mark);
        standing = position.standing;
        return "done";
      }
    }
  };
  return {
    stop,
    play(move) {
      const made = make(move);
      if (made !== null) done.push(move.do);
      return made === "done" ? null : made;
    },
  };
}

/** Pods that the autoscaler does not see are nowhere, and stay there. */
function movable(pod: Pod | undefined): Pod | undefined {
  if (pod === undefined) return undefined;
  const bound = { ...pod, nodeName: "anywhere" };
  return stands(bound) && visiblePods([bound], GKE_DEFAULTS).length === 1 ? pod : undefined;
}

function isNode(name: string): (object: Raw) => boolean {
  return ({ kind, metadata }) => kind === "Node" && metadata.name === name;
}

function nodeOf(raw: Raw): Node | null {
  return snapshotOf([raw]).nodes[0] ?? null;
}

function askAbout(
  scheduling: Scheduling,
  pod: Pod,
  nodes: readonly string[],
): { readonly refusals: readonly string[]; readonly tally: ReadonlyMap<string, number> } {
  const mark = scheduling.mark();
  scheduling.take(pod);
  const refusals = nodes.map((node) => scheduling.refusal(pod, node) ?? "");
  const tally = scheduling.refusals(pod);
  scheduling.revert(mark);
  return { refusals, tally };
}
