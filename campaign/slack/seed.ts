import type { Duration } from "../../src/model/time.ts";
import { openSlack } from "../../src/publish/slack/api.ts";
import { noticeStore } from "../../test/slack/notice-store.ts";
import { openStage, type Stage } from "../../test/slack/play.ts";
import type { Trouble } from "../../test/slack/server.ts";
import { slackOf } from "../../test/slack/settings.ts";
import type { SlackMessageRow } from "../../test/slack/workspace.ts";
import { type Actor, auditAt, closedRows, hourOf } from "../../test/slack/world.ts";
import { type Chance, chanceOf } from "./chance.ts";
import { Fuse, Killed, killableApi, killableStore } from "./killing.ts";

/** What came of one seed. */
export interface Played {
  readonly faults: readonly string[];
  readonly runs: number;
  readonly kills: number;
  readonly troubles: number;
  readonly lost: number;
  readonly messages: number;
}

const HOURS = 14;
const CHANNEL = "C0DEFAULT";
/** Long enough for a busy machine: only a call that is never answered takes it, and runs without faults have no end. */
const TIMEOUT = 4_000 as Duration;
const PATIENCE = 300_000 as Duration;

/** One cluster's fourteen hours under faults and two without; then the channel is looked at. */
export async function playSeed(seed: number): Promise<Played> {
  const chance = chanceOf(seed);
  const actors = cast(chance);
  const slack = slackOf(
    `channel: ${CHANNEL}\nflood: ${chance.is(0.2) ? 3 : 50}\ndeadline: ${chance.is(0.2) ? "20s" : "10m"}`,
  );
  const stage = await openStage([CHANNEL]);
  const count = { runs: 0, kills: 0, troubles: 0, lost: 0 };
  const faults: string[] = [];
  let hour = 0;
  const freshStore = () => noticeStore(() => closedRows(actors, hour));
  let store = freshStore();
  const run = async (fuse: Fuse, timeout = TIMEOUT): Promise<boolean> => {
    count.runs += 1;
    const audit = auditAt(actors, hour, hour - 1);
    const open: typeof openSlack = async (connection) => killableApi(await openSlack(connection), fuse);
    try {
      return await stage.tell(audit, slack, { store: killableStore(store, fuse), timeout, open });
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      count.kills += 1;
      return false;
    }
  };
  for (; hour < HOURS; hour++) {
    if (chance.is(0.07)) {
      store = freshStore();
      count.lost += 1;
    }
    stage.server.trouble = troubles(chance, count);
    // A run that was killed is tried again by its Job, which may be killed too.
    for (let tried = 0; tried < 3; tried++) {
      const fuse = new Fuse(chance.is(0.5) ? 1 + chance.below(40) : Number.POSITIVE_INFINITY);
      await run(fuse);
      if (!fuse.dead || chance.is(0.3)) break;
    }
    faults.push(...twice(stage, hour));
  }
  stage.server.trouble = () => null;
  for (; hour < HOURS + 2; hour++) {
    if (!(await run(new Fuse(Number.POSITIVE_INFINITY), PATIENCE)))
      faults.push(`a run without faults failed: ${stage.said.slice(-4).join(" | ")}`);
  }
  faults.push(...twice(stage, hour), ...untrue(stage, actors, hour - 1));
  await stage.server.close();
  return { faults, ...count, messages: roots(stage).length };
}

function cast(chance: Chance): readonly Actor[] {
  return Array.from({ length: 2 + chance.below(4) }, (_, index) => {
    const pins: { from: number; to: number }[] = [];
    for (let at = chance.below(6); at < HOURS + 2; ) {
      const to = at + 1 + chance.below(9);
      pins.push({ from: at, to });
      at = to + 1 + chance.below(5);
    }
    return { name: `n${index}`, waste: 1 + chance.below(40), pins };
  });
}

const KINDS: readonly Trouble[] = [
  { kind: "cut" },
  { kind: "cut", after: true },
  { kind: "hang", after: true },
  { kind: "status", status: 500 },
  { kind: "status", status: 502, after: true },
  { kind: "error", code: "internal_error", after: true },
  { kind: "html", after: true },
  { kind: "error", code: "invalid_blocks" },
  { kind: "limit", seconds: 2 },
];

/** An hour is calm, or has single faults, or a storm of 429. */
function troubles(chance: Chance, count: { troubles: number }): Stage["server"]["trouble"] {
  const weather = chance.next();
  const stormy = weather < 0.8 ? 0.15 : 0.6;
  const probability = weather < 0.4 ? 0 : stormy;
  return () => {
    if (!chance.is(probability)) return null;
    count.troubles += 1;
    if (weather >= 0.8) return { kind: "limit", seconds: 1 + chance.below(3) };
    const trouble = KINDS[chance.below(KINDS.length)] ?? null;
    // A call without an answer takes the whole timeout: a few of them are enough.
    return trouble?.kind === "hang" && !chance.is(0.1) ? { kind: "cut", after: true } : trouble;
  };
}

function roots(stage: Stage): readonly SlackMessageRow[] {
  return stage.server.workspace.channel(CHANNEL).messages.filter(({ thread }) => thread === null);
}

const field = (row: SlackMessageRow, name: string) => row.metadata?.event_payload[name];

/** What was told twice: two open messages about one node, or one piece of news twice in a thread. */
function twice(stage: Stage, hour: number): readonly string[] {
  const faults: string[] = [];
  const open = roots(stage).filter((row) => field(row, "state") === "posted" && field(row, "kind") === "episode");
  for (const [node, rows] of Map.groupBy(open, (row) => String(field(row, "node")))) {
    if (rows.length > 1) faults.push(`hour ${hour}: ${node} has ${rows.length} open messages`);
  }
  const ids = roots(stage).map((row) => String(field(row, "id")));
  for (const id of new Set(ids.filter((each, index) => ids.indexOf(each) !== index))) {
    faults.push(`hour ${hour}: ${id} was posted twice`);
  }
  const news = stage.server.workspace
    .channel(CHANNEL)
    .messages.filter(({ thread }) => thread !== null)
    .map((row) => `${row.thread} ${String(field(row, "told"))}`);
  for (const each of new Set(news.filter((key, index) => news.indexOf(key) !== index))) {
    faults.push(`hour ${hour}: told twice: ${each}`);
  }
  return faults;
}

/** What the channel says that is not so: a state, a sum, a node without its message, or with more than it had episodes. */
function untrue(stage: Stage, actors: readonly Actor[], hour: number): readonly string[] {
  const all = roots(stage);
  const flooded = all.filter((row) => field(row, "kind") === "flood");
  const faults: string[] = [];
  for (const { name, pins, waste } of actors) {
    const uid = `uid-${name}`;
    const own = all.filter((row) => field(row, "node") === uid);
    const now = pins.find(({ from, to }) => from <= hour && hour < to);
    const open = own.filter((row) => field(row, "state") === "posted");
    if (now !== undefined && open.length === 0 && flooded.length === 0)
      faults.push(`${uid} is pinned and nobody is told`);
    if (now === undefined && open.length > 0) faults.push(`${uid} is free and its message says it is pinned`);
    if (own.length > pins.length) faults.push(`${uid} has ${own.length} messages for ${pins.length} episodes`);
    for (const row of open) {
      const usd = Number(field(row, "usd"));
      if (now !== undefined && Math.abs(usd - (hour - now.from) * (waste ?? 0)) > 0.01) {
        faults.push(`${uid}: the message says $${usd} after ${hour - now.from} h at $${waste}`);
      }
    }
    for (const row of own.filter((each) => field(each, "state") === "resolved"))
      faults.push(...wrongSum(row, uid, pins, waste ?? 0));
  }
  return faults;
}

/** A resolved message tells the whole bill of its last episode, as the run that closed it or the store knew it. */
function wrongSum(row: SlackMessageRow, uid: string, pins: Actor["pins"], waste: number): readonly string[] {
  const pin = pins.find(({ from }) => String(field(row, "episode")) === `episode-${uid.slice(4)}-${from}`);
  if (pin === undefined) return [`${uid}: a message about an episode that never was: ${String(field(row, "episode"))}`];
  const usd = Number(field(row, "usd"));
  return Math.abs(usd - (pin.to - pin.from) * waste) > 0.01
    ? [
        `${uid}: closed with $${usd} instead of $${(pin.to - pin.from) * waste} (at ${new Date(hourOf(pin.to)).toISOString()})`,
      ]
    : [];
}
