import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Episode } from "../../src/audit/episode.ts";
import type { Payload } from "../../src/model/slack.ts";
import { DAY, HOUR } from "../../src/model/time.ts";

import type { Store } from "../../src/warehouse/store.ts";
import { blocker, owner } from "../report/sample.ts";
import { noticeStore } from "./notice-store.ts";
import { openStage, type Stage } from "./play.ts";
import { slackOf } from "./settings.ts";
import type { SlackMessageRow } from "./workspace.ts";
import { type Actor, auditAt, closedRows, hourOf } from "./world.ts";

/** What is told when: each test a small story of runs against a Slack of the tests, with a memory. */

let stage: Stage;
let store: Store;

beforeEach(async () => {
  stage = await openStage(["C0DEFAULT", "C0TEAMML", "C0OTHERS"]);
  store = noticeStore();
});

afterEach(async () => {
  await stage.server.close();
  await store.close();
});

const DEFAULT = slackOf("channel: C0DEFAULT");

function actor(name: string, pins: Actor["pins"], more: Partial<Actor> = {}): Actor {
  return { name, waste: 5.29, pins, ...more };
}

async function runs(actors: readonly Actor[], hours: readonly number[], slack = DEFAULT): Promise<void> {
  let before = -1;
  for (const hour of hours) {
    await stage.tell(auditAt(actors, hour, before), slack, { store });
    before = hour;
  }
}

function messages(channel = "C0DEFAULT"): readonly SlackMessageRow[] {
  return stage.server.workspace.channel(channel).messages;
}

const roots = (channel?: string) => messages(channel).filter(({ thread, bot }) => thread === null && bot !== null);
const told = (channel?: string) =>
  messages(channel)
    .filter(({ thread, bot }) => thread !== null && bot !== null)
    .map(({ metadata }) => String(metadata?.event_payload["told"]).replace(/:.*$/u, ""));
const payload = (channel?: string): Payload => roots(channel)[0]?.metadata?.event_payload as Payload;
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

describe("one message an episode", () => {
  test("is posted once, kept true, and closed with the reason", async () => {
    await runs([actor("a", [{ from: 1, to: 4.5 }])], range(0, 8));
    expect(roots()).toHaveLength(1);
    expect(roots()[0]?.text).toBe("Resolved · $18.52 in all: gke-prod-a");
    expect(told()).toEqual(["patch", "step", "end"]);
    expect(payload()).toMatchObject({ state: "resolved", usd: 3.5 * 5.29, step: 10 });
  });

  test("goes on in the same thread when the node comes back within an hour, not later", async () => {
    await runs(
      [
        actor("a", [
          { from: 1, to: 3 },
          { from: 4, to: 6 },
          { from: 8, to: 9 },
        ]),
      ],
      range(0, 10),
    );
    expect(roots().map(({ text }) => text)).toEqual([
      "Resolved · $21.16 in all: gke-prod-a",
      "Resolved · $5.29 in all: gke-prod-a",
    ]);
    expect(told()).toEqual(["patch", "end", "back", "step", "end", "patch", "end"]);
  });

  test("tells of each step once, the highest that was passed", async () => {
    await runs([actor("a", [{ from: 0, to: 99 }], { waste: 40 })], [0, 1, 2, 3, 13]);
    const steps = messages().filter(({ text }) => text.startsWith("Passed"));
    expect(steps.map(({ text }) => text.slice(0, 12))).toEqual([
      "Passed $10: ",
      "Passed $50: ",
      "Passed $100:",
      "Passed $500:",
    ]);
  });

  test("tells of another holder, and of one that took over; the next pod of the same workload is no news", async () => {
    const pod = (name: string, cron: string) => blocker({ name, owners: [owner("CronJob", "batch", cron)] });
    const by = [
      [pod("x-1", "x")],
      [pod("x-2", "x")],
      [pod("x-3", "x"), pod("y-1", "y")],
      [pod("y-2", "y")],
      [pod("z-1", "z")],
    ];
    await runs([actor("a", [{ from: 0, to: 99 }], { waste: 1, blockers: (hour) => by[hour] ?? [] })], range(0, 5));
    const replies = messages().filter(({ thread, text }) => thread !== null && text.includes("holds it now"));
    expect(replies.map(({ text }) => text.replace(/, team.*$/u, ""))).toEqual([
      "This holds it now too: • CronJob batch/y",
      "Something else holds it now: • CronJob batch/z",
    ]);
  });

  test("is the flood's where there are too many at once", async () => {
    const many = range(0, 13).map((index) =>
      actor(`n${index}`, [{ from: 0, to: index < 5 ? 2 : 4 }], { waste: index + 1 }),
    );
    await runs(many, range(0, 6));
    expect(roots()).toHaveLength(1);
    expect(roots()[0]?.text).toBe("Resolved · 13 nodes · $334.00 in all");
    expect(told()).toEqual(["patch", "step", "step", "end"]);
    const [patch] = messages().filter(({ metadata }) => metadata?.event_payload["told"] === "patch");
    expect(patch?.text).toContain("What to change: ");
  });

  test("is the flood's, and its sum unknown, where no price is known", async () => {
    const many = range(0, 13).map((index) => actor(`n${index}`, [{ from: 0, to: 2 }], { waste: null }));
    await runs(many, [0, 1]);
    expect(roots().map(({ text }) => text)).toEqual(["13 nodes held; what they waste is unknown"]);
    expect(JSON.stringify(roots()[0]?.blocks)).toContain("the price of 13 nodes is unknown and not counted");
    await runs(many, [2]);
    expect(roots().map(({ text }) => text)).toEqual(["Resolved · 13 nodes · what it wasted is unknown"]);
  });

  test("is the flood's, whose end at night is told in the morning", async () => {
    const slack = slackOf('channel: C0DEFAULT\ntimeZone: UTC\nquietNight: { from: "19:00", until: "09:00" }');
    const many = range(0, 13).map((index) => actor(`n${index}`, [{ from: 10, to: 20 }], { waste: 0.2 }));
    await runs(many, range(10, 24), slack);
    expect(roots().map(({ text }) => text)).toEqual(["Resolved · 13 nodes · $26.00 in all"]);
    expect(told()).toEqual(["patch", "step"]);
    await runs(many, range(24, 36), slack);
    expect(told()).toEqual(["patch", "step", "end"]);
    expect(roots().map(({ text }) => text)).toEqual(["Resolved · 13 nodes · $26.00 in all"]);
  });

  test("is the flood's, which can be muted, says when that is over, and how to mute", async () => {
    const many = range(0, 13).map((index) => actor(`n${index}`, [{ from: 0, to: 99 }], { waste: 0.1 }));
    await runs(many, [0]);
    const ts = roots()[0]?.ts ?? "";
    stage.server.workspace.say("C0DEFAULT", "U0PERSON", "mute please", ts);
    stage.server.workspace.react("C0DEFAULT", ts, "zzz", "U0PERSON");
    await runs(many, range(1, 27));
    expect(told()).toEqual(["patch", "unclear", "unmuted", "step"]);
  });

  test("of an unknown price says so, and no sum", async () => {
    await runs([actor("a", [{ from: 0, to: 9 }], { waste: null })], range(0, 3));
    expect(roots()[0]?.text).toBe("Held by small pods; what it wastes is unknown: gke-prod-a, CronJob batch/small-x");
  });
});

describe("when", () => {
  test("floors hold back what is not worth a person's time", async () => {
    const slack = slackOf("channel: C0DEFAULT\nfloors: { wasteUsdPerHour: 1, accruedUsd: 10, age: 4h }");
    const actors = [actor("small", [{ from: 0, to: 99 }], { waste: 0.9 }), actor("a", [{ from: 0, to: 99 }])];
    await runs(actors, range(0, 4), slack);
    expect(roots()).toEqual([]);
    await runs(actors, range(4, 6), slack);
    expect(roots().map(({ text }) => text)).toEqual([
      "Wasting $5.29/h · $126.96/day · $26.45 so far: gke-prod-a, CronJob batch/small-x",
    ]);
  });

  test("a quiet night waits for the morning, unless it burns", async () => {
    const slack = slackOf(
      'channel: C0DEFAULT\ntimeZone: Asia/Tokyo\nquietNight: { from: "19:00", until: "09:00", unlessUsdPerHour: 20 }',
    );
    const actors = [actor("quiet", [{ from: 11, to: 99 }]), actor("burns", [{ from: 11, to: 99 }], { waste: 30 })];
    await runs(actors, range(11, 24), slack);
    expect(roots().map(({ text }) => text.replace(/^.*: (gke-prod-\w+).*$/u, "$1"))).toEqual(["gke-prod-burns"]);
    await runs(actors, [24], slack);
    expect(roots()).toHaveLength(2);
  });

  test("an end in the night is seen at once and told in the morning", async () => {
    const slack = slackOf('channel: C0DEFAULT\ntimeZone: Asia/Tokyo\nquietNight: { from: "19:00", until: "09:00" }');
    await runs([actor("a", [{ from: 5, to: 14 }])], range(4, 23), slack);
    expect(payload()).toMatchObject({ state: "resolved" });
    expect(told()).not.toContain("end");
    await runs([actor("a", [{ from: 5, to: 14 }])], [24, 25], slack);
    expect(told().filter((each) => each === "end")).toHaveLength(1);
  });

  test("an end that is told in the morning still knows what ended it", async () => {
    const slack = slackOf('channel: C0DEFAULT\ntimeZone: Asia/Tokyo\nquietNight: { from: "19:00", until: "09:00" }');
    const actors = [actor("a", [{ from: 5, to: 14 }])];
    store = noticeStore(() => closedRows(actors, 25));
    await runs(actors, range(4, 26), slack);
    const texts = [...roots(), ...messages().filter(({ thread }) => thread !== null)].map(({ blocks }) =>
      JSON.stringify(blocks),
    );
    expect(texts.filter((each) => each.includes("Pod batch/small-a finished"))).toHaveLength(2);
  });

  test("what a node of unknown price came to is unknown, not nothing", async () => {
    await runs([actor("a", [{ from: 1, to: 3 }], { waste: null })], range(0, 5));
    expect(roots()[0]?.text).toBe("Resolved · what it wasted is unknown: gke-prod-a");
  });
});

describe("talking back", () => {
  const ts = () => roots()[0]?.ts ?? "";
  const long = [actor("a", [{ from: 0, to: 9_999 }])];

  test(":no_bell: mutes until it is taken back", async () => {
    await runs(long, [0, 1]);
    stage.server.workspace.react("C0DEFAULT", ts(), "no_bell", "U0PERSON");
    await runs(long, range(2, 30));
    expect(told()).toEqual(["patch"]);
    expect(payload()).toMatchObject({ mute_from: "no_bell", mute_by: "U0PERSON", mute_until: "", revision: 30 });
    stage.server.workspace.unreact("C0DEFAULT", ts(), "no_bell");
    await runs(long, [30]);
    expect(told()).toEqual(["patch", "step"]);
  });

  test(":zzz: mutes for a day, then it speaks again, and once only", async () => {
    await runs(long, [0]);
    stage.server.workspace.react("C0DEFAULT", ts(), "zzz", "U0PERSON");
    await runs(long, range(1, 25));
    expect(told()).toEqual(["patch"]);
    await runs(long, range(25, 60));
    expect(told()).toEqual(["patch", "unmuted", "step"]);
  });

  test("another person's :zzz: mutes for another day, though the first one's stands there still", async () => {
    await runs(long, [0]);
    stage.server.workspace.react("C0DEFAULT", ts(), "zzz", "U0PERSON");
    await runs(long, range(1, 26));
    expect(told()).toEqual(["patch", "unmuted", "step"]);
    stage.server.workspace.react("C0DEFAULT", ts(), "zzz", "U0OTHER");
    await runs(long, range(26, 40));
    expect(told()).toEqual(["patch", "unmuted", "step"]);
    expect(payload()).toMatchObject({ mute_from: "zzz", mute_by: "U0OTHER" });
    await runs(long, range(40, 52));
    expect(told()).toEqual(["patch", "unmuted", "step", "unmuted"]);
  });

  test(":eyes: says who is on it", async () => {
    await runs(long, [0]);
    stage.server.workspace.react("C0DEFAULT", ts(), "eyes", "U0PERSON");
    await runs(long, [1]);
    expect(JSON.stringify(roots()[0]?.blocks)).toContain(
      '{"type":"user","user_id":"U0PERSON"},{"type":"text","text":" is on it"}',
    );
    const rows = await store.notices({});
    expect(rows.map(({ taken_by }) => taken_by)).toEqual(["U0PERSON"]);
  });

  test.for([
    ["mute 2d the deadline is near", "the deadline is near"],
    ["ムート 2日 締め切りが近い", "締め切りが近い"],
  ] as const)("a reply %s mutes until its end", async ([words, why]) => {
    await runs(long, [0]);
    stage.clock.now = hourOf(0) + HOUR / 2;
    stage.server.workspace.say("C0DEFAULT", "U0PERSON", words, ts());
    await runs(long, range(1, 48));
    expect(told()).toEqual(["patch"]);
    const [row] = await store.notices({});
    expect(row).toMatchObject({ muted_by: "U0PERSON", mute_reason: why });
    expect(row?.muted_until).toBe(hourOf(0) + HOUR / 2 + 2 * DAY);
    await runs(long, [49]);
    expect(told()).toEqual(["patch", "unmuted", "step"]);
  });

  test("who could not be understood is told how, once", async () => {
    await runs(long, [0]);
    stage.server.workspace.say("C0DEFAULT", "U0PERSON", "mute please", ts());
    await runs(long, [1, 1.5]);
    expect(told()).toEqual(["patch", "unclear"]);
  });

  test("unmute ends it", async () => {
    await runs(long, [0]);
    stage.server.workspace.say("C0DEFAULT", "U0PERSON", "mute 9d", ts());
    await runs(long, range(1, 4));
    stage.server.workspace.say("C0DEFAULT", "U0PERSON", "unmute", ts());
    await runs(long, [4]);
    expect(told()).toEqual(["patch", "step"]);
  });

  test("nobody but a person of the channel is heard: bots and ourselves are not", async () => {
    await runs(long, [0]);
    stage.server.workspace.react("C0DEFAULT", ts(), "no_bell", "UBARNACLE");
    await runs(long, range(1, 4));
    expect(payload()).toMatchObject({ mute_from: "" });
  });

  test("without the scopes it is turned off with one line, not the run", async () => {
    stage.server.scopes = ["chat:write", "channels:history"];
    await runs(long, [0]);
    stage.server.workspace.react("C0DEFAULT", ts(), "no_bell", "U0PERSON");
    stage.said.length = 0;
    await runs(long, [1, 2]);
    expect(told()).toEqual(["patch", "step"]);
    expect(stage.said.filter((line) => line.includes("reactions:read"))).toHaveLength(2);
  });

  test("a message that somebody deleted is not posted again", async () => {
    await runs(long, [0]);
    stage.server.workspace.remove("C0DEFAULT", ts());
    await runs(long, range(1, 6));
    expect(roots()).toEqual([]);
    expect(stage.said.filter((line) => line.includes("deleted"))).toHaveLength(1);
  });
});

describe("mutes of config and annotation", () => {
  const UNTIL = "2026-11-02";

  test.for([
    ["nodePool: highmem-*", true],
    ["namespace: batch", true],
    ["workload: CronJob/small-x", true],
    ["workload: small-x", true],
    ["workload: Deployment/small-x", false],
    ["namespace: web", false],
  ] as const)("ignore: { %s } holds: %s", async ([entry, holds]) => {
    const rest = `ignore: [{ ${entry}, reason: planned, until: ${UNTIL} }]`;
    const slack = slackOf("channel: C0DEFAULT", rest);
    await runs([actor("a", [{ from: 0, to: 999 }])], range(0, 3), slack);
    expect(roots()).toHaveLength(holds ? 0 : 1);
    const [row] = await store.notices({});
    expect(row).toMatchObject(
      holds ? { state: "muted", muted_by: "config", mute_reason: "planned" } : { state: "posted" },
    );
    await runs([actor("a", [{ from: 0, to: 999 }])], [50], slack);
    expect(roots()).toHaveLength(1);
  });

  test("an annotation on the workload does the same, and one that cannot be read is told", async () => {
    const marked = (value: string) => {
      const marks = new Map([["annotation:barnacle.dev/mute-until", { value, on: "CronJob batch/small-x" }]]);
      return actor("a", [{ from: 0, to: 999 }], { blockers: () => [blocker({ marks })] });
    };
    await runs([marked("2026-11-01 planned work")], range(0, 3));
    expect(roots()).toEqual([]);
    const [row] = await store.notices({});
    expect(row).toMatchObject({ muted_by: "CronJob batch/small-x", mute_reason: "planned work" });
    await runs([marked("for a while")], [3]);
    expect(roots()).toHaveLength(1);
    expect(stage.said.join("\n")).toContain(
      "CronJob batch/small-x: the annotation barnacle.dev/mute-until must be a day",
    );
  });

  test("a finding with one blocker that nobody muted is told", async () => {
    const slack = slackOf("channel: C0DEFAULT", `ignore: [{ workload: small-x, reason: r, until: ${UNTIL} }]`);
    const two = [blocker(), blocker({ name: "y", owners: [owner("CronJob", "batch", "y")] })];
    await runs([actor("a", [{ from: 0, to: 99 }], { blockers: () => two })], [0], slack);
    expect(roots()).toHaveLength(1);
  });
});

describe("routes", () => {
  const ROUTES = `channel: C0DEFAULT
routes:
  - { team: web-*, channel: C0OTHERS }
  - { label: "app=train*", channel: C0TEAMML, mention: S0MLTEAM }
  - { annotation: "example.com/slack=ml", channel: C0TEAMML }
  - { namespace: kube-*, channel: C0OTHERS }
  - { nodePool: gpu, team: ml, channel: C0TEAMML }`;
  const marks = (key: string, value: string) => new Map([[key, { value, on: "Pod a/b" }]]);

  test.for([
    ["a team", { team: "web-shop" }, "C0OTHERS"],
    ["a label", { marks: marks("label:app", "training") }, "C0TEAMML"],
    ["an annotation", { marks: marks("annotation:example.com/slack", "ml") }, "C0TEAMML"],
    ["a namespace", { namespace: "kube-system" }, "C0OTHERS"],
    ["nothing that matches wholly", { team: "ml" }, "C0DEFAULT"],
    ["the first that matches", { team: "web-a", marks: marks("label:app", "train") }, "C0OTHERS"],
  ] as const)("%s", async ([_, more, channel]) => {
    await runs([actor("a", [{ from: 0, to: 9 }], { blockers: () => [blocker(more)] })], [0], slackOf(ROUTES));
    expect(["C0DEFAULT", "C0OTHERS", "C0TEAMML"].filter((each) => roots(each).length > 0)).toEqual([channel]);
  });

  test("a mention is made when the message is posted, and never again", async () => {
    const labelled = actor("a", [{ from: 0, to: 9 }], {
      blockers: () => [blocker({ marks: marks("label:app", "train") })],
    });
    await runs([labelled], [0], slackOf(ROUTES));
    expect(JSON.stringify(roots("C0TEAMML")[0]?.blocks)).toContain('"usergroup_id":"S0MLTEAM"');
    await runs([labelled], [1], slackOf(ROUTES));
    expect(JSON.stringify(roots("C0TEAMML")[0]?.blocks)).not.toContain("S0MLTEAM");
  });
});

describe("memory", () => {
  test("lost, it comes back from the channel", async () => {
    const long = [actor("a", [{ from: 0, to: 30 }])];
    await runs(long, range(0, 5));
    await store.close();
    store = noticeStore();
    await runs(long, range(5, 32));
    expect(roots()).toHaveLength(1);
    expect(payload()).toMatchObject({ state: "resolved", usd: 30 * 5.29 });
    expect(told().filter((each) => each === "patch")).toHaveLength(1);
  });

  test("lost, with it the episodes' ids: the node's message goes on", async () => {
    await runs([actor("a", [{ from: 0, to: 30 }])], range(0, 5));
    await store.close();
    store = noticeStore();
    const renamed = (episode: Episode): Episode => ({ ...episode, id: `again-${episode.id}` });
    const audit = auditAt([actor("a", [{ from: 0, to: 30 }])], 5, 4);
    const episodes = audit.episodes.map((state) => ({ ...state, episode: renamed(state.episode) }));
    await stage.tell({ ...audit, episodes }, DEFAULT, { store });
    expect(roots()).toHaveLength(1);
    expect(payload()).toMatchObject({ usd: 5 * 5.29, before_usd: 0 });
  });

  test("without a store the channels alone are the memory", async () => {
    let before = -1;
    for (const hour of range(0, 8)) {
      await stage.tell(auditAt([actor("a", [{ from: 1, to: 5 }])], hour, before), DEFAULT);
      before = hour;
    }
    expect(roots()).toHaveLength(1);
    expect(told()).toEqual(["patch", "step", "end"]);
  });

  test("an episode that ended while Slack was away is closed later", async () => {
    const actors = [actor("a", [{ from: 0, to: 3 }])];
    await runs(actors, range(0, 3));
    stage.server.trouble = () => ({ kind: "status", status: 503 });
    await runs(actors, [3]);
    stage.server.trouble = () => null;
    await runs(actors, [4]);
    expect(roots()[0]?.text).toContain("Resolved");
  });

  test("another cluster's messages are left alone", async () => {
    await runs([actor("a", [{ from: 0, to: 9 }])], range(0, 2));
    const other = auditAt([], 2, 1);
    await stage.tell(
      { ...other, run: { ...other.run, cluster: { project: "p", location: "l", name: "other" } } },
      DEFAULT,
      { store },
    );
    expect(payload()).toMatchObject({ state: "posted" });
  });
});
