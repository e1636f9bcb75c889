import type { Payload } from "../../model/slack.ts";
import { formatInstant, type Instant, parseInstant } from "../../model/time.ts";
import { MUTE_SOURCES, type Mute, NOTICE_STATES, STORY_KINDS, type Story } from "./story.ts";

/** The type of our messages' metadata. */
export const EVENT_TYPE = "barnacle_notice";

const VERSION = 1;

/** A story as flat JSON, for a message's metadata and for the store. What stands elsewhere (channel, ts) is left out. */
export function payloadOf(story: Story): Payload {
  return {
    v: VERSION,
    id: story.id,
    kind: story.kind,
    cluster: story.cluster,
    state: story.state,
    revision: story.revision,
    node: story.node,
    node_name: story.nodeName,
    episode: story.episode,
    seen: formatInstant(story.seenAt),
    opened: timeText(story.openedAt),
    closed: timeText(story.closedAt),
    usd: story.usd,
    before_usd: story.beforeUsd,
    step: story.step,
    holders: story.holders.join(","),
    told: story.told.join(","),
    mute_from: story.mute?.from ?? "",
    mute_by: story.mute?.by ?? "",
    mute_why: story.mute?.why ?? "",
    mute_until: timeText(story.mute?.until ?? null),
    nap_by: (story.nap?.by ?? []).join(","),
    nap_until: timeText(story.nap?.until ?? null),
    taken_by: story.takenBy,
    members: story.members.join(""),
  };
}

/** Reads a story back; `null` for what is no story of ours, or of a version to come. */
export function storyOf(payload: Payload, channel: string, ts: string | null): Story | null {
  const read = reader(payload);
  const kind = STORY_KINDS.find((known) => known === read.text("kind"));
  const state = NOTICE_STATES.find((known) => known === read.text("state"));
  const seenAt = read.time("seen");
  if (read.number("v") !== VERSION || kind === undefined || state === undefined || seenAt === null) return null;
  return {
    id: read.text("id"),
    kind,
    cluster: read.text("cluster"),
    channel,
    ts,
    state,
    revision: read.number("revision"),
    node: read.text("node"),
    nodeName: read.text("node_name"),
    episode: read.text("episode"),
    seenAt,
    openedAt: read.time("opened"),
    closedAt: read.time("closed"),
    usd: read.number("usd"),
    beforeUsd: read.number("before_usd"),
    step: read.number("step"),
    holders: read.list("holders"),
    told: read.list("told"),
    mute: muteOf(read),
    nap: napOf(read),
    takenBy: read.text("taken_by"),
    members: read.text("members").match(/.{8}/gu) ?? [],
  };
}

function muteOf(read: Reader): Mute | null {
  const from = MUTE_SOURCES.find((known) => known === read.text("mute_from"));
  if (from === undefined) return null;
  return { from, by: read.text("mute_by"), why: read.text("mute_why"), until: read.time("mute_until") };
}

function napOf(read: Reader): Story["nap"] {
  const until = read.time("nap_until");
  return until === null ? null : { by: read.list("nap_by"), until };
}

function timeText(time: Instant | null): string {
  return time === null ? "" : formatInstant(time);
}

interface Reader {
  text(key: string): string;
  number(key: string): number;
  time(key: string): Instant | null;
  list(key: string): readonly string[];
}

function reader(payload: Payload): Reader {
  const values = new Map(Object.entries(payload));
  const text = (key: string) => {
    const value = values.get(key);
    return typeof value === "string" ? value : "";
  };
  return {
    text,
    number: (key) => {
      const value = values.get(key);
      return typeof value === "number" && Number.isFinite(value) ? value : 0;
    },
    time: (key) => parseInstant(text(key)),
    list: (key) =>
      text(key)
        .split(",")
        .filter((part) => part !== ""),
  };
}
