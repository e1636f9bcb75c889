import { describe, expect, test } from "vitest";
import type { NodeStory, NotAFinding, PinnedNode } from "../../src/audit/finding.ts";
import { usdPerHour } from "../../src/model/money.ts";
import { explainJson, explainNode } from "../../src/report/explain.ts";
import { wordsIn } from "../../src/report/words.ts";
import { audit, blocker, finding, node, observation, storyOf, variety } from "./sample.ts";

const WHY_NOT: readonly NotAFinding[] = [
  "removable",
  "not-pinned",
  "not-underutilized",
  "no-place-without-blockers",
  "not-large",
  "too-young",
  "no-room",
  "pool-minimum",
  "billed-otherwise",
  "other-remedy",
  "rests-on-unlisted-kind",
  "home-not-cheaper",
];

const PLAIN = { width: 80, color: false };
const [first, second, third] = variety();

function explained(pinned: PinnedNode | undefined): string {
  if (pinned === undefined) throw new Error("the sample has fewer findings");
  return explainNode(audit(variety()), storyOf(pinned), PLAIN);
}

function notFound(more: Partial<NodeStory>): string {
  const story = storyOf(finding({ node: node({ name: "gke-prod-other", uid: "uid-other" }) }), more);
  return explainNode(audit(variety(), { nodes: [story] }), story, PLAIN);
}

const questions = (text: string) => text.split("\n").filter((line) => /^\S.*\?$/u.test(line));

describe("explainNode of a finding", () => {
  test.each([
    ["pinned", first],
    ["two-locks", second],
    ["unknown", third],
  ])("%s", async (name, pinned) => {
    await expect(explained(pinned)).toMatchFileSnapshot(`expected/explain-${name}.txt`);
  });

  test("answers in the order in which a person asks", () => {
    expect(questions(explained(first))).toEqual([
      "Is it needed?",
      "Who holds it, and since when?",
      "What does it cost?",
      "Where could its pods have run?",
      "What do I change?",
    ]);
  });

  test("has the whole patch and the command, unbroken at any width", () => {
    const text = explainNode(audit(variety()), storyOf(finding()), { width: 40, color: false });
    for (const line of finding().advice[0]?.patch?.trimEnd().split("\n") ?? []) expect(text).toContain(line);
    expect(text).toContain("kubectl patch cronjob small-x -n batch --patch-file small-x.yaml");
    expect(text).toContain("gcloud container node-pools update highmem-64 --node-taints=dedicated=large:NoSchedule");
  });

  test("a node of the same name but another uid is not the finding", () => {
    const other = storyOf(finding({ node: node({ uid: "reborn" }) }), { whyNot: "too-young" });
    expect(explainNode(audit(variety()), other, PLAIN)).not.toContain("What do I change?");
  });
});

describe("explainNode of a node that is no finding", () => {
  test("pinned, but small", async () => {
    const text = notFound({ whyNot: "not-large", wasteUsdPerHour: usdPerHour(0.04) });
    await expect(text).toMatchFileSnapshot("expected/explain-not-large.txt");
  });

  test("in use", async () => {
    const more: Partial<NodeStory> = {
      verdict: "NotUnderutilized",
      whyNot: "not-underutilized",
      pinned: false,
      home: null,
      blockers: [],
      utilization: { resource: "cpu", cpu: 0.658, memory: 0.21, gpu: null, max: 0.658 },
      uncertain: ["pod batch/x has a volume whose claim is not in the snapshot"],
    };
    await expect(notFound(more)).toMatchFileSnapshot("expected/explain-in-use.txt");
  });

  test.each(WHY_NOT)("%s says why", (whyNot) => {
    const story = storyOf(finding({ node: node({ uid: "other" }) }), { whyNot });
    const told = explainNode(audit([]), story, PLAIN).replace(/\s+/gu, " ");
    expect(told).toContain(`No finding: ${wordsIn("en").notAFinding[whyNot]}`);
  });

  test("what was observed of it is told with its numbers", () => {
    const story = storyOf(finding({ node: observation().node }), { whyNot: "not-underutilized" });
    const text = explainNode(audit([], { observations: [observation()] }), story, PLAIN);
    expect(text.replace(/\s+/gu, " ")).toContain("At risk: Needed now");
    expect(text.replace(/\s+/gu, " ")).toContain("(its pods ask for 66 %, later for 1 %, the threshold is 50 %,");
  });

  test("a crowd of pods is cut and counted", () => {
    const blockers = Array.from({ length: 25 }, (_, index) => blocker({ name: `small-x-${index}` }));
    expect(notFound({ blockers, whyNot: "not-large" })).toContain("… and 15 more");
  });

  test("hostile names are made visible", () => {
    const evil = "\u001b[2J\n\u202e";
    const story = storyOf(finding({ node: node({ name: evil, pool: evil }) }), {
      uncertain: [evil],
      blockers: [blocker({ name: evil, team: evil })],
    });
    expect(explainNode(audit([]), story, PLAIN).replaceAll("\n", "")).not.toMatch(/\p{C}/u);
  });
});

describe("explainJson", () => {
  test("a finding, with its keys", () => {
    const value = JSON.parse(JSON.stringify(explainJson(audit(variety()), storyOf(finding()))));
    expect(Object.keys(value)).toEqual([
      "run",
      "node",
      "verdict",
      "utilization",
      "price",
      "pods",
      "pinned",
      "whyNot",
      "wasteUsdPerHour",
      "home",
      "blockers",
      "uncertain",
      "finding",
    ]);
    expect(value).toMatchObject({
      verdict: "BlockedByPod",
      pinned: true,
      whyNot: null,
      finding: { kind: "pinned-node" },
    });
  });

  test("no finding: why not, by name and in words", () => {
    const story = storyOf(finding({ node: node({ uid: "other" }) }), {
      whyNot: "no-room",
      wasteUsdPerHour: usdPerHour(0),
    });
    expect(explainJson(audit(variety()), story)).toMatchObject({
      whyNot: { reason: "no-room", text: wordsIn("en").notAFinding["no-room"], numbers: {} },
      finding: null,
    });
  });
});
