import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { FindingBlocker } from "../../src/audit/finding.ts";
import { EVENT_TYPE, payloadOf, storyOf } from "../../src/audit/notify/payload.ts";
import { fallbackText } from "../../src/report/slack/fallback.ts";
import { blocker, node, owner } from "../report/sample.ts";
import { blockFaults, textLength } from "./block-rules.ts";
import { noticeStore } from "./notice-store.ts";
import { openStage, type Stage } from "./play.ts";
import { slackOf } from "./settings.ts";
import { type Actor, auditAt } from "./world.ts";

/** Names that want to be something else, names without end, and far too much at once. */

let stage: Stage;

beforeEach(async () => {
  stage = await openStage();
});

afterEach(() => stage.server.close());

const messages = () => stage.server.workspace.channel("C0DEFAULT").messages;
const EVIL = [
  "<!channel>",
  "&amp;<@U0PERSON>",
  "`code` *bold* ~no~",
  "\u202egnirts",
  ":fire::no_bell:",
  "a\nb",
  "<https://evil.example|click>",
  "x".repeat(253),
];

function evilActor(name: string): Actor {
  const owners = [owner(name, name, name)];
  const blockers: readonly FindingBlocker[] = [
    blocker({ namespace: name, name, team: name, owners }),
    blocker({ namespace: name, name: `${name}2`, owners: [] }),
  ];
  return {
    name: "a",
    waste: 5,
    pins: [{ from: 0, to: 3 }],
    blockers: () => blockers,
    more: { node: node({ name, pool: name, zone: name, machineType: name, uid: "uid-a" }) },
  };
}

test.for(EVIL)("the name %j is shown, never interpreted", async (name) => {
  const slack = slackOf("channel: C0DEFAULT\nlinks: { dashboard: 'https://d.example/?n={node}' }");
  for (const hour of [0, 1, 3]) expect(await stage.tell(auditAt([evilActor(name)], hour, hour - 1), slack)).toBe(true);
  const blocks = messages().map((row) => row.blocks);
  expect(blocks.flatMap((each) => blockFaults(each))).toEqual([]);
  expect(JSON.stringify(blocks)).not.toMatch(/"(?:mrkdwn|broadcast|usergroup)"/u);
  expect(
    messages()
      .map(({ text }) => text)
      .join("\n"),
  ).not.toMatch(/<|:\w+:|\u202e/u);
  expect(JSON.stringify(blocks)).not.toContain("\u202e");
});

const texts = fc.string({ unit: "binary", maxLength: 400 });

test("no text whatever becomes markup in the fallback, or is longer than Slack takes", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const safe = fallbackText(text.repeat(6));
      expect(safe).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)|:[\w+'-]+:/u);
      expect(safe.length).toBeLessThanOrEqual(3_000);
    }),
  );
});

test("whatever the names are, Slack's rules hold", async () => {
  await fc.assert(
    fc.asyncProperty(texts, fc.integer({ min: 1, max: 40 }), async (text, count) => {
      const own = await openStage();
      const blockers = Array.from({ length: count }, (_, index) =>
        blocker({ name: `${text}${index}`, team: text, owners: [owner("Job", text, `${index}${text}`)] }),
      );
      const actor: Actor = { name: "a", waste: 5, pins: [{ from: 0, to: 2 }], blockers: () => blockers };
      expect(await own.tell(auditAt([actor], 0, -1), slackOf("channel: C0DEFAULT"))).toBe(true);
      const rows = own.server.workspace.channel("C0DEFAULT").messages;
      expect(rows.flatMap((row) => blockFaults(row.blocks))).toEqual([]);
      expect(own.said.join("\n")).not.toContain("refused");
      await own.server.close();
    }),
    { numRuns: 12 },
  );
});

describe("500 findings in one run", () => {
  const actors = Array.from(
    { length: 500 },
    (_, index): Actor => ({
      name: `n${index}-${"long".repeat(40)}`,
      waste: 1 + index / 100,
      pins: [{ from: 0, to: 2 }],
    }),
  );

  test("are one message, within all limits, that knows all of them", async () => {
    const store = noticeStore();
    const slack = slackOf("channel: C0DEFAULT");
    for (const hour of [0, 1]) expect(await stage.tell(auditAt(actors, hour, hour - 1), slack, { store })).toBe(true);
    expect(messages().filter(({ thread }) => thread === null)).toHaveLength(1);
    expect(textLength(messages()[0]?.blocks)).toBeLessThan(10_000);
    const other = noticeStore();
    for (const hour of [2, 3])
      expect(await stage.tell(auditAt(actors, hour, hour - 1), slack, { store: other })).toBe(true);
    expect(
      messages()
        .filter(({ thread }) => thread === null)
        .map(({ text }) => text),
    ).toEqual([expect.stringMatching(/^Resolved · 500 nodes/u)]);
  });

  test("asked for one by one, they keep to one message a second, and it says how long that takes", async () => {
    const slack = slackOf("channel: C0DEFAULT\nflood: 1000\ndeadline: 1h");
    const begun = stage.clock.now;
    expect(await stage.tell(auditAt(actors.slice(0, 60), 0, -1), slack)).toBe(true);
    expect(messages().filter(({ thread }) => thread === null)).toHaveLength(60);
    expect(stage.said).toContain("120 messages to 1 channel take about 3 min: Slack takes one a second in a channel");
    expect(stage.clock.now - begun).toBeGreaterThan(119_000);
    expect(stage.server.calls.filter(({ method }) => method === "chat.postMessage")).toHaveLength(120);
  });
});

test("a story survives its payload, whatever its texts are", () => {
  fc.assert(
    fc.property(texts, fc.array(fc.stringMatching(/^[0-9a-f]{8}$/u)), (text, members) => {
      const story = {
        ...base(),
        nodeName: text,
        takenBy: text,
        members,
        mute: { from: "reply", by: text, why: text, until: null },
      } as const;
      const payload: unknown = JSON.parse(JSON.stringify(payloadOf(story)));
      expect(storyOf(payload as ReturnType<typeof payloadOf>, story.channel, story.ts)).toEqual(story);
    }),
  );
  expect(EVENT_TYPE).toMatch(/^\w+$/u);
});

function base() {
  return {
    id: "e",
    kind: "episode",
    cluster: "p/l/n",
    channel: "C0DEFAULT",
    ts: "1.000001",
    state: "posted",
    revision: 3,
    node: "uid",
    nodeName: "n",
    episode: "e",
    seenAt: 1_000,
    openedAt: null,
    closedAt: 2_000,
    usd: 1.5,
    beforeUsd: 0,
    step: 10,
    holders: ["aaaaaaaa"],
    told: ["patch", "step:10"],
    mute: null,
    nap: null,
    takenBy: "",
    members: [],
  } as unknown as NonNullable<ReturnType<typeof storyOf>>;
}
