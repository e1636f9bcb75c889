import { LARGE, Scene, SMALL } from "../../fixtures/make/situations/scene.ts";
import { randomOf } from "./random.ts";

/** Runs of a history. */
export const HOURS = 10;

const FIRST = Date.parse("2026-11-20T03:00:00Z");

/** When the run of this number was due, and its snapshot taken. */
export function timeOf(hour: number): string {
  return new Date(FIRST + hour * 3_600_000).toISOString().replace(".000Z", "Z");
}

/**
 * A small cluster at that hour, as `kubectl get -o json` prints it: a full node, one with room, and three large ones, on which small
 * pods come and go, and which come and go themselves. Another in each variant.
 */
export function snapshotOf(variant: number, hour: number): string {
  const scene = new Scene();
  scene.fullNode();
  scene.roomyNode();
  const random = randomOf(variant * 1_000 + 1);
  for (let large = 0; large < 3; large += 1) {
    // Drawn for all hours, so that each hour's cluster goes on from the one before.
    const [from, length, small] = [random(), random(), random()];
    const there = large === 0 || hour >= Math.floor(from * 4);
    const gone = large === 2 && hour > 4 + Math.floor(length * 6);
    if (!there || gone) continue;
    const name = scene.node({ ...LARGE, id: `large-${large}` });
    const held = hour >= Math.floor(small * 3) && (hour * 7 + large * 3 + variant) % 9 < 6;
    if (held) scene.batch(`dedupe-${large}-${Math.floor(hour / 4)}`, name, SMALL);
    if (held && large === 1)
      scene.service("serving", `lookup-${large}`, name, { cpu: "250m", memory: "1Gi", createdAt: timeOf(-24) });
  }
  return JSON.stringify({ apiVersion: "v1", kind: "List", items: scene.objects });
}
