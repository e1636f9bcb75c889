import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LARGE, Scene, SMALL } from "../../fixtures/make/situations/scene.ts";

/** One snapshot of the story, with the time at which it was taken. */
export interface Told {
  readonly at: string;
  readonly file: string;
}

/** `HH:00` of the day on which all situations happen. */
function hour(number: number): string {
  return `2026-11-20T${String(number).padStart(2, "0")}:00:00Z`;
}

/**
 * Five snapshots, an hour apart. At midnight a large batch has its node in use, beside a small one. It ends at 00:30 and leaves the small
 * one alone until 02:20; the Job of the large one is gone from two o'clock on. At four the node is gone too.
 */
const CHAPTERS: readonly ((scene: Scene) => void)[] = [
  (scene) => beside(scene, {}),
  (scene) => beside(scene, { big: "2h30m" }),
  (scene) => scene.batch("small", scene.node(LARGE), { ...SMALL, age: "5h" }),
  (scene) => scene.batch("small", scene.node(LARGE), { ...SMALL, age: "5h", finished: "40m" }),
  () => undefined,
];

function beside(scene: Scene, { big }: { readonly big?: string }): void {
  const large = scene.node(LARGE);
  const end = big === undefined ? {} : { finished: big };
  scene.batch("big", large, { age: "8h", cpu: "60", memory: "400Gi", ...end });
  scene.batch("small", large, { ...SMALL, age: "5h" });
}

/** Writes the snapshots into the folder. */
export async function tellStory(folder: string, cluster = "training"): Promise<readonly Told[]> {
  const told: Told[] = [];
  for (const [at, chapter] of CHAPTERS.entries()) {
    const scene = new Scene();
    scene.fullNode();
    chapter(scene);
    const id = { project: "research", location: "asia-northeast1", name: cluster };
    const head = { kind: "BarnacleSnapshot", version: 1, takenAt: hour(at), cluster: id, kubernetesVersion: "1.36" };
    const file = join(folder, `${cluster}-${at}.jsonl`);
    await writeFile(file, [head, ...scene.objects].map((each) => `${JSON.stringify(each)}\n`).join(""));
    told.push({ at: hour(at), file });
  }
  return told;
}
