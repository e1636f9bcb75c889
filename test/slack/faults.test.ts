import { afterEach, beforeEach, expect, test } from "vitest";
import type { Duration } from "../../src/model/time.ts";
import { openSlack } from "../../src/publish/slack/api.ts";
import { noticeStore } from "./notice-store.ts";
import { openStage, type Stage, type TellOptions } from "./play.ts";
import type { Trouble } from "./server.ts";
import { slackOf } from "./settings.ts";
import { auditAt } from "./world.ts";

/** Each thing that can go wrong in Slack: what is told of it, what the run's end says, and that the next run leaves one message. */

let stage: Stage;
let store: ReturnType<typeof noticeStore>;

beforeEach(async () => {
  stage = await openStage(["C0DEFAULT", "C0TEAMML"]);
  store = noticeStore();
});

afterEach(() => stage.server.close());

const SLACK = slackOf("channel: C0DEFAULT\nroutes: [{ team: ml, channel: C0TEAMML }]");
const ACTORS = [{ name: "a", waste: 5.29, pins: [{ from: 0, to: 4 }] }];
const SHORT = 1_000 as Duration;

const tell = (hour: number, more: Partial<TellOptions> = {}) =>
  stage.tell(auditAt(ACTORS, hour, hour - 1), SLACK, { store, ...more });

/** Gives up soon on the first post, and on nothing else: on a busy machine every call may be slow. */
const hasty: TellOptions["open"] = async (connection) => {
  const patient = await openSlack(connection);
  const short = await openSlack({ ...connection, timeout: SHORT });
  let first = true;
  return {
    ...patient,
    once: (method, args) => {
      const isFirst = first && method === "chat.postMessage";
      if (isFirst) first = false;
      return (isFirst ? short : patient).once(method, args);
    },
  };
};

const rootsOf = (channel: string) =>
  stage.server.workspace.channel(channel).messages.filter(({ thread, bot }) => thread === null && bot !== null);
const roots = () => [...rootsOf("C0TEAMML"), ...rootsOf("C0DEFAULT")];

/** The first call of a method is in trouble. */
function once(method: string, trouble: Trouble): void {
  let done = false;
  stage.server.trouble = (call) => {
    if (done || call.method !== method) return null;
    done = true;
    return trouble;
  };
}

interface Case {
  readonly name: string;
  readonly trouble: Trouble;
  /** Was everything told in the first run? */
  readonly ok: boolean;
  readonly says: RegExp;
  /** Does the message stand after the first run? */
  readonly stands: boolean;
}

const POST: readonly Case[] = [
  { name: "a 429", trouble: { kind: "limit", seconds: 7 }, ok: true, says: /1 posted/u, stands: true },
  {
    name: "a 429 without a time",
    trouble: { kind: "limit", seconds: null },
    ok: true,
    says: /1 posted/u,
    stands: true,
  },
  {
    name: "invalid_blocks",
    trouble: { kind: "error", code: "invalid_blocks" },
    ok: true,
    says: /refused a message \(invalid_blocks\); it was sent in a simpler shape/u,
    stands: true,
  },
  {
    name: "msg_too_long",
    trouble: { kind: "error", code: "msg_too_long" },
    ok: true,
    says: /refused a message \(msg_too_long\)/u,
    stands: true,
  },
  {
    name: "metadata_too_large",
    trouble: { kind: "error", code: "metadata_too_large" },
    ok: true,
    says: /refused a message \(metadata_too_large\)/u,
    stands: true,
  },
  {
    name: "invalid_auth",
    trouble: { kind: "error", code: "invalid_auth" },
    ok: false,
    says: /Slack refuses the token: invalid_auth/u,
    stands: false,
  },
  {
    name: "an error of another kind",
    trouble: { kind: "error", code: "no_text" },
    ok: false,
    says: /about node gke-prod-a was not sent: no_text/u,
    stands: false,
  },
  {
    name: "a 500, nothing done",
    trouble: { kind: "status", status: 500 },
    ok: false,
    says: /may or may not have been posted; the next run looks: Slack answered HTTP 500/u,
    stands: false,
  },
  {
    name: "a 500, though it was posted",
    trouble: { kind: "status", status: 500, after: true },
    ok: true,
    says: /1 posted/u,
    stands: true,
  },
  {
    name: "fatal_error, though it was posted",
    trouble: { kind: "error", code: "fatal_error", after: true },
    ok: true,
    says: /1 posted/u,
    stands: true,
  },
  {
    name: "a cut before",
    trouble: { kind: "cut" },
    ok: false,
    says: /may or may not have been posted; the next run looks: the connection to Slack was cut/u,
    stands: false,
  },
  { name: "a cut after", trouble: { kind: "cut", after: true }, ok: true, says: /1 posted/u, stands: true },
  { name: "no answer", trouble: { kind: "hang" }, ok: false, says: /Slack did not answer in time/u, stands: false },
  {
    name: "no answer, though it was posted",
    trouble: { kind: "hang", after: true },
    ok: true,
    says: /1 posted/u,
    stands: true,
  },
  {
    name: "a page instead of an answer",
    trouble: { kind: "html", after: true },
    ok: true,
    says: /1 posted/u,
    stands: true,
  },
];

test.for(POST)("a post meets $name", async ({ trouble, ok, says, stands }) => {
  once("chat.postMessage", trouble);
  expect(await tell(0, trouble.kind === "hang" ? { open: hasty } : {})).toBe(ok);
  expect(stage.said.join("\n")).toMatch(says);
  expect(roots()).toHaveLength(stands ? 1 : 0);
  await tell(1);
  expect(roots()).toHaveLength(1);
  await tell(4);
  expect(roots()[0]?.text).toMatch(/^Resolved · \$21\.16/u);
  expect(JSON.stringify(store.rows, (_, value) => (typeof value === "bigint" ? `${value}` : value))).not.toContain(
    "SECRET",
  );
});

const REPLY: readonly Trouble[] = [
  { kind: "cut", after: true },
  { kind: "cut" },
  { kind: "status", status: 503, after: true },
  { kind: "limit", seconds: 3 },
  { kind: "error", code: "internal_error", after: true },
];

test.for(REPLY)("a reply meets %j: it stands once", async (trouble) => {
  await tell(0);
  let done = false;
  stage.server.trouble = ({ method, args }) => {
    if (done || method !== "chat.postMessage" || args["thread_ts"] === undefined) return null;
    done = true;
    return trouble;
  };
  for (const hour of [1, 2, 3, 4]) await tell(hour);
  const replies = stage.server.workspace.channel("C0TEAMML").messages.filter(({ thread }) => thread !== null);
  expect(replies.map(({ metadata }) => metadata?.event_payload["told"])).toEqual([
    "patch",
    "step:10",
    "end:episode-a-0",
  ]);
});

test.for<Trouble>([
  { kind: "cut", after: true },
  { kind: "status", status: 500 },
  { kind: "limit", seconds: 2 },
  { kind: "error", code: "internal_error" },
])("a change meets %j: it is made all the same", async (trouble) => {
  await tell(0);
  once("chat.update", trouble);
  expect(await tell(1)).toBe(true);
  expect(roots()[0]?.text).toContain("$5.29 so far");
});

test.for(["archived", "member", "missing"] as const)(
  "a channel that is %s: the default one gets it, and says so",
  async (fault) => {
    const { workspace } = stage.server;
    const channel = workspace.channel("C0TEAMML");
    if (fault === "archived") channel.archived = true;
    if (fault === "member") channel.member = false;
    if (fault === "missing") workspace.channels.delete("C0TEAMML");
    const code = { archived: "is_archived", member: "not_in_channel", missing: "channel_not_found" }[fault];
    expect(await tell(0)).toBe(true);
    expect(stage.said).toContain(`channel C0TEAMML took no message (${code}): it went to C0DEFAULT instead`);
    for (const hour of [1, 2, 4]) await tell(hour);
    expect(rootsOf("C0DEFAULT")).toHaveLength(1);
    expect(rootsOf("C0DEFAULT")[0]?.text).toMatch(/^Resolved/u);
  },
);

test("a message that went elsewhere says where it was meant to go", async () => {
  stage.server.workspace.channel("C0TEAMML").archived = true;
  await tell(0);
  expect(JSON.stringify(rootsOf("C0DEFAULT")[0]?.blocks)).toContain(
    "Meant for channel C0TEAMML, which took no message (is_archived).",
  );
});

test("a channel that is archived later: the story goes on in the default one", async () => {
  await tell(0);
  stage.server.workspace.channel("C0TEAMML").archived = true;
  for (const hour of [1, 2, 4]) await tell(hour);
  expect(rootsOf("C0DEFAULT").map(({ text }) => text.slice(0, 17))).toEqual(["Resolved · $21.16"]);
});

test("no token that is right: one line, and nothing else is tried", async () => {
  const ok = await stage.tell(auditAt(ACTORS, 0, -1), SLACK, { store, token: "xoxb-wrong-SECRET" });
  expect({ ok, said: stage.said }).toEqual({ ok: false, said: ["nothing was told: Slack refused it: invalid_auth"] });
  expect(stage.server.calls).toHaveLength(1);
});

test("no Slack at all: one line", async () => {
  await stage.server.close();
  expect(await tell(0)).toBe(false);
  expect(stage.said).toEqual(["nothing was told: Slack cannot be reached (ECONNREFUSED)"]);
  stage = await openStage();
});

test("without the history scope a post of unknown fate is reported, not repeated", async () => {
  stage.server.scopes = ["chat:write"];
  once("chat.postMessage", { kind: "cut", after: true });
  expect(await tell(0)).toBe(false);
  expect(await tell(1)).toBe(false);
  expect(stage.said.filter((line) => line.includes("were not told again"))).toHaveLength(1);
  expect(roots()).toHaveLength(1);
});

test("what there is no time for waits for the next run", async () => {
  const many = Array.from({ length: 8 }, (_, index) => ({
    name: `n${index}`,
    waste: 9 - index,
    pins: [{ from: 0, to: 99 }],
  }));
  const slack = slackOf("channel: C0DEFAULT\ndeadline: 10s");
  expect(await stage.tell(auditAt(many, 0, -1), slack, { store })).toBe(false);
  const first = rootsOf("C0DEFAULT").length;
  expect(first).toBeGreaterThan(2);
  expect(first).toBeLessThan(8);
  expect(stage.said.join("\n")).toMatch(new RegExp(`${8 - first} messages wait for the next run`, "u"));
  for (const hour of [1, 2, 3]) await stage.tell(auditAt(many, hour, hour - 1), slack, { store });
  expect(rootsOf("C0DEFAULT")).toHaveLength(8);
});

test("the token is in nothing that is said or stored, whatever goes wrong", async () => {
  for (const [hour, trouble] of [
    { kind: "status", status: 500 },
    { kind: "cut" },
    { kind: "html" },
    { kind: "limit", seconds: 1 },
  ].entries()) {
    stage.server.trouble = (call) => (call.number % 3 === 0 ? (trouble as Trouble) : null);
    await tell(hour);
  }
  const stored = JSON.stringify(store.rows, (_, value: unknown) => (typeof value === "bigint" ? `${value}` : value));
  expect(stage.said.join("\n") + stored).not.toMatch(/SECRET|xoxb/u);
});
