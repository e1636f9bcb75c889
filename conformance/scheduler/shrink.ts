import { type Difference, differences } from "./differ.ts";
import type { Sheet } from "./generate/sheet.ts";
import type { Oracle } from "./oracle.ts";
import { play, type Stop, snapshotOf } from "./play.ts";
import { type Json, pathsOf, without } from "./prune.ts";
import type { Raw } from "./universe.ts";

/** A sheet on which the two disagree, and in what. */
export interface Found {
  readonly sheet: Sheet;
  readonly stop: Stop;
  readonly difference: Difference;
}

/**
 * The smallest sheet that we can get to with the very same difference: the cluster read anew in place of the moves, then
 * without moves, without objects, without fields of objects, until nothing can be left out.
 */
export async function shrink(oracle: Oracle, found: Found): Promise<Found> {
  const { difference } = found;
  const tried = async (sheet: Sheet): Promise<Found | null> => again(oracle, sheet, difference);
  const still: Sheet = { ...found.sheet, objects: found.stop.objects, moves: [], asked: [difference.pod] };
  let smallest = (await tried(still)) ?? (await tried({ ...found.sheet, asked: [difference.pod] })) ?? found;
  for (let size = Number.POSITIVE_INFINITY; sizeOf(smallest.sheet) < size; ) {
    size = sizeOf(smallest.sheet);
    smallest = await shrinkList(smallest, "moves", tried);
    smallest = await shrinkList(smallest, "objects", tried);
    smallest = await shrinkObjects(smallest, tried);
  }
  return smallest;
}

type Try = (sheet: Sheet) => Promise<Found | null>;

function sizeOf(sheet: Sheet): number {
  return JSON.stringify(sheet).length;
}

/** Leaves out runs of the list: half of it, a quarter, …, one. */
async function shrinkList(found: Found, list: "moves" | "objects", tried: Try): Promise<Found> {
  let smallest = found;
  for (let run = Math.ceil(found.sheet[list].length / 2); run >= 1; run = run === 1 ? 0 : Math.ceil(run / 2)) {
    for (let from = 0; from < smallest.sheet[list].length; ) {
      const rest = smallest.sheet[list].toSpliced(from, run);
      const smaller = await tried({ ...smallest.sheet, [list]: rest });
      if (smaller === null) from += run;
      else smallest = smaller;
    }
  }
  return smallest;
}

/** Leaves out fields, the outer ones first. What makes an object what it is stays. */
async function shrinkObjects(found: Found, tried: Try): Promise<Found> {
  let smallest = found;
  for (const index of found.sheet.objects.keys()) {
    const object = found.sheet.objects[index];
    if (object === undefined) continue;
    for (const path of pathsOf(asJson(object))) {
      if (KEPT.has(path.join("."))) continue;
      const objects = smallest.sheet.objects.map((each, at) => (at === index ? without(each, path) : each));
      smallest = (await tried({ ...smallest.sheet, objects })) ?? smallest;
    }
  }
  return smallest;
}

const KEPT: ReadonlySet<string> = new Set(["apiVersion", "kind", "metadata", "metadata.name", "metadata.namespace"]);

function asJson(object: Raw): Json {
  return { ...object };
}

/** Plays the sheet again: does any stop still show the difference? */
async function again(oracle: Oracle, sheet: Sheet, wanted: Difference): Promise<Found | null> {
  if (!isReadable(sheet)) return null;
  const text = JSON.stringify(wanted);
  try {
    for (const stop of play(sheet)) {
      const found = differences(stop, await oracle.ask(stop)).find((each) => JSON.stringify(each) === text);
      if (found !== undefined) return { sheet, stop, difference: found };
    }
    return null;
  } catch {
    return null;
  }
}

/** An object that we cannot read is no fair question. */
function isReadable({ objects }: Sheet): boolean {
  return snapshotOf(objects).problems.every(({ field }) => field === "spec.nodeName");
}
