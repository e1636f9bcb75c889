import { afterEach, beforeEach, expect, test } from "vitest";
import { numeric, type RunRow } from "../../src/warehouse/tables.ts";
import { noticeStore } from "./notice-store.ts";
import { openStage, type Stage } from "./play.ts";
import { slackOf } from "./settings.ts";
import { messageWords } from "./transcript.ts";
import { type Actor, auditAt, closedRows, hourOf } from "./world.ts";

/** The digest as it stands in a channel: when it comes, where, and what it says. It is due in the world's hour 24. */

const DUE = 24;
const DIGEST = 'channel: C0DEFAULT\ntimeZone: UTC\ndigest: { cron: "0 0 * * 1", channel: C0WEEKLY';

let stage: Stage;
let looked: readonly number[];
let actors: readonly Actor[];
let hour: number;
let store: ReturnType<typeof noticeStore>;

beforeEach(async () => {
  stage = await openStage(["C0DEFAULT", "C0WEEKLY"]);
  looked = [];
  actors = [];
  hour = 0;
  store = noticeStore(
    () => closedRows(actors, hour),
    () => looked.filter((each) => each <= DUE).map(runRow),
  );
});

afterEach(() => stage.server.close());

function runRow(at: number): RunRow {
  const row: Partial<RunRow> = {
    taken_at: hourOf(at),
    waste_usd_per_hour: numeric(0),
    open_episodes: 0,
    findings: 0,
    unpriced_nodes: 0,
  };
  return row as RunRow;
}

async function play(hours: readonly number[], more = ""): Promise<void> {
  const slack = slackOf(`${DIGEST}${more} }`);
  for (const each of hours) {
    looked = [...looked, each];
    await stage.tell(auditAt(actors, each, hour), slack, { store });
    hour = each;
  }
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
const digests = (channel = "C0WEEKLY") =>
  stage.server.workspace
    .channel(channel)
    .messages.filter(({ metadata }) => metadata?.event_payload["kind"] === "digest")
    .map(messageWords);

test("a cluster that nobody had looked at when it was due has no week, quiet or not", async () => {
  await play([30, 31]);
  expect(digests()).toEqual([]);
});

test("a week that began late says since when anything is known", async () => {
  await play(range(20, 26));
  expect(digests()).toHaveLength(1);
  expect(digests()[0]).toContain("A quiet week: no node was held.");
  expect(digests()[0]).toContain("nothing is known of before Nov 1, 2026, 8:00 PM UTC, none of 5 runs was missed");
});

test("what is in use again was not solved, and saves nothing", async () => {
  actors = [
    { name: "a", waste: 5, pins: [{ from: 1, to: 9 }] },
    { name: "b", waste: 5, pins: [{ from: 1, to: 9, cause: "busy-again", what: "" }] },
  ];
  await play(range(0, 25));
  expect(digests()[0]).toContain("1 node freed: $3,650/month less if it stays so\n• gke-prod-a");
  const [ended] = stage.server.workspace
    .channel("C0DEFAULT")
    .messages.filter(({ text }) => text.startsWith("Resolved") && text.endsWith("-b"));
  expect(ended === undefined ? "" : messageWords(ended)).not.toContain("less from now on");
});

test("every mute is in it, of one node, of a flood, and of this very run; none of what is over", async () => {
  const one: Actor = { name: "one", waste: 5, pins: [{ from: 0, to: 99 }] };
  const gone: Actor = { name: "gone", waste: 5, pins: [{ from: 0, to: 20 }] };
  const many = range(0, 12).map((index) => ({ name: `n${index}`, waste: 1, pins: [{ from: 2, to: 99 }] }));
  actors = [one, gone, ...many];
  await play(range(0, 23));
  const { workspace } = stage.server;
  for (const { ts, thread, text } of workspace.channel("C0DEFAULT").messages) {
    if (thread === null) workspace.react("C0DEFAULT", ts, text.includes("nodes") ? "no_bell" : "zzz", "U0SATO");
  }
  await play([24]);
  expect(digests()[0]).toMatch(
    /Muted\n• gke-prod-one until Nov 3, 2026, 12:00 AM UTC, by @U0SATO\n• 12 nodes in one message without an end, by @U0SATO\n/u,
  );
});

test("a channel that takes nothing leaves it to the default one, which is told why; who is called is called there", async () => {
  stage.server.workspace.channel("C0WEEKLY").archived = true;
  await play(range(0, 27), ", mention: U0BOSS0");
  expect(digests("C0DEFAULT")).toHaveLength(1);
  expect(digests("C0DEFAULT")[0]).toContain("Meant for channel C0WEEKLY, which took no message (is_archived).");
  expect(digests("C0DEFAULT")[0]).toContain("@U0BOSS0 A quiet week");
  expect(stage.said).toContain("channel C0WEEKLY took no message (is_archived): it went to C0DEFAULT instead");
});

test("of an unknown fate it is looked for; where that is not allowed it is reported, not repeated", async () => {
  stage.server.scopes = ["chat:write", "files:write"];
  await play(range(0, 24));
  stage.server.trouble = ({ method }) => (method === "chat.postMessage" ? { kind: "cut", after: true } : null);
  await play([24]);
  stage.server.trouble = () => null;
  await play([25, 26]);
  expect(digests()).toHaveLength(1);
  expect(stage.said).toContain("the digest may have been told already and was not told again");
});
