import { afterEach, beforeEach, expect, test } from "vitest";
import type { Advice } from "../../src/audit/finding.ts";
import { openStage, type Stage } from "./play.ts";
import { slackOf } from "./settings.ts";
import { messageWords } from "./transcript.ts";
import { auditAt } from "./world.ts";

/** What a message and its thread say is to be changed, so that a person can do it. */

let stage: Stage;

beforeEach(async () => {
  stage = await openStage();
});

afterEach(() => stage.server.close());

async function told(advice: readonly Advice[], language: "en" | "ja" = "en"): Promise<readonly (string | undefined)[]> {
  const actor = { name: "a", waste: 5, pins: [{ from: 0, to: 9 }], more: { advice } };
  await stage.tell(auditAt([actor], 0, -1), slackOf(`channel: C0DEFAULT\nlanguage: ${language}`));
  const [root, ...replies] = stage.server.workspace.channel("C0DEFAULT").messages.map(messageWords);
  const lines = (root ?? "").split("\n");
  const from = lines.findIndex((line) => /^(?:Change|変更案): /u.test(line));
  const to = lines.findIndex((line) => /^(?:Node|ノード)/u.test(line));
  return [lines.slice(from, to).join("\n"), ...replies];
}

const cronJob = { kind: "CronJob", namespace: "batch", name: "x" };
const PATCH: Advice = {
  kind: "keep-off-large-nodes",
  target: cronJob,
  text: "Let its pods run on node pool small.",
  patch: "spec:\n  suspend: false",
  command: "kubectl patch cronjob x -n batch --patch-file batch.x.keep-off-large-nodes.yaml",
};
const BUDGET: Advice = {
  kind: "free-the-budget",
  target: { kind: "PodDisruptionBudget", namespace: "batch", name: "b" },
  text: "It allows no disruption now.",
  patch: null,
  command: null,
};
const POOL: Advice = {
  kind: "taint-large-pool",
  target: { kind: "NodePool", namespace: "", name: "large" },
  text: "Taint node pool large.",
  patch: null,
  command: "gcloud container node-pools update large --node-taints=dedicated=large:NoSchedule",
};

test("a short patch stands in the message; in the thread with its file's name and its command", async () => {
  expect(await told([PATCH])).toEqual([
    "Change: Keep these pods off large nodes: CronJob batch/x\n```\nspec:\n  suspend: false\n```",
    [
      "What to change:",
      "Keep these pods off large nodes: CronJob batch/x",
      "Let its pods run on node pool small.",
      "```",
      "# batch.x.keep-off-large-nodes.yaml",
      "spec:",
      "  suspend: false",
      "```",
      "```",
      "kubectl patch cronjob x -n batch --patch-file batch.x.keep-off-large-nodes.yaml",
      "```",
    ].join("\n"),
  ]);
});

test("a long one is in the thread only", async () => {
  const [change] = await told([
    { ...PATCH, patch: Array.from({ length: 20 }, (_, line) => `line${line}: 1`).join("\n") },
  ]);
  expect(change).toBe("Change: Keep these pods off large nodes: CronJob batch/x. The patch is in the thread.");
});

test("no patch is promised where there is none", async () => {
  const [change] = await told([BUDGET, PATCH]);
  expect(change).toBe(
    "Change: Let the disruption budget allow an eviction: PodDisruptionBudget batch/b. What to do is in the thread.",
  );
});

test("what needs neither patch nor command is told at once", async () => {
  expect(await told([BUDGET])).toEqual([
    "Change: Let the disruption budget allow an eviction: PodDisruptionBudget batch/b\nIt allows no disruption now.",
  ]);
});

test("in Japanese it says what to mind, and keeps facts that only the English has", async () => {
  const [, thread] = await told([BUDGET, PATCH, POOL], "ja");
  expect(thread).toContain("先に、このプールを使うすべてのワークロードに toleration を付けてください。");
  expect(thread).not.toContain("Taint node pool large.");
  expect(thread).not.toContain("Let its pods run");
  expect(thread).toContain("maxUnavailable: 1 にしてください。\nIt allows no disruption now.");
});
