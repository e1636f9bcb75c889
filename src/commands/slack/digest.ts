import { Cron } from "croner";
import { END_CAUSES } from "../../audit/episode.ts";
import { DIGEST_SPAN, type Digest, digestOf } from "../../audit/notify/digest.ts";
import { isMuted, type Story } from "../../audit/notify/story.ts";
import type { DigestSettings } from "../../config-slack.ts";
import { type ClusterId, formatCluster } from "../../model/snapshot.ts";
import { DAY, type Duration, type Instant, instant } from "../../model/time.ts";
import { insteadOf } from "../../report/slack/deliveries.ts";
import type { Delivery } from "../../report/slack/delivery.ts";
import { digestMessage, type Muted } from "../../report/slack/digest-blocks.ts";
import { type Picture, trendPicture } from "../../report/slack/trend.ts";
import { type VoiceSettings, voiceFor } from "../../report/slack/voice.ts";
import type { Store } from "../../warehouse/store.ts";
import type { EpisodeRow } from "../../warehouse/tables.ts";
import { dollars } from "./past.ts";

/** A digest that is due and was not told: what is sent, and the picture for its thread. */
export interface DueDigest {
  readonly story: Story;
  readonly delivery: Delivery;
  readonly picture: Picture;
  /** The picture's name in the thread. */
  readonly file: string;
}

/** A digest that is later than this is not sent any more. */
const LATEST = 2 * DAY;

/** When the digest was last due at `now`; `null` when that is too long ago. */
function lastDue({ cron, destination }: DigestSettings, now: Instant): Instant | null {
  const before = new Date(now + 1_000);
  const [last] = new Cron(cron, { paused: true, timezone: destination.timeZone }).previousRuns(1, before);
  if (last === undefined) return null;
  const due = instant(last.getTime());
  return due <= now && now - due <= LATEST ? due : null;
}

export interface DigestFacts {
  readonly settings: DigestSettings;
  readonly cluster: ClusterId | null;
  readonly now: Instant;
  readonly period: Duration;
  /** As they stand after this run. */
  readonly stories: readonly Story[];
  /** The channel for what its own channel refuses. */
  readonly fallback: string;
  readonly voice: VoiceSettings;
}

/** The digest that is due now, unless it stands in the channel with its picture already. `unsure`: it may stand there, unseen. */
export async function dueDigest(store: Store, facts: DigestFacts): Promise<DueDigest | "unsure" | null> {
  const due = lastDue(facts.settings, facts.now);
  if (due === null) return null;
  const cluster = facts.cluster === null ? "" : formatCluster(facts.cluster);
  const id = `digest:${cluster}:${due}`;
  const known = facts.stories.find((story) => story.id === id) ?? null;
  if (known !== null && known.ts !== null && known.told.includes("picture")) return null;
  // Where the channel was seen this is settled by now.
  if (known !== null && known.ts === null && (known.state === "posting" || known.state === "unknown")) return "unsure";
  const digest = await figures(store, facts, due);
  // A cluster that nobody had looked at when it was due has no week to tell of.
  if (digest === null) return null;
  const { destination } = facts.settings;
  const voice = voiceFor(destination, facts.voice);
  const story = storyOf(id, cluster, destination.channel, facts.now, known);
  const muted = facts.stories.flatMap((each) => mutedOf(each, facts));
  const root = digestMessage(digest, muted, { story, mention: destination.mention }, voice);
  const title = `${voice.slack.digest.picture} · ${cluster}`;
  return {
    story,
    delivery: {
      id,
      channel: destination.channel,
      ts: story.ts,
      root,
      replies: [],
      instead: insteadOf(root, { channel: destination.channel, fallback: facts.fallback }, voice),
      about: "the week",
    },
    picture: trendPicture(digest.trend, title, voice),
    file: `barnacle-${new Date(due).toISOString().slice(0, 10)}.png`,
  };
}

function mutedOf({ kind, cluster, nodeName, members, mute, state }: Story, facts: DigestFacts): readonly Muted[] {
  const own = cluster === (facts.cluster === null ? "" : formatCluster(facts.cluster));
  if (!own || kind === "digest" || state === "resolved" || mute === null || !isMuted(mute, facts.now)) return [];
  return kind === "flood" ? [{ nodeName: null, nodes: members.length, mute }] : [{ nodeName, nodes: 1, mute }];
}

function storyOf(id: string, cluster: string, channel: string, now: Instant, known: Story | null): Story {
  return {
    id,
    kind: "digest",
    cluster,
    channel,
    ts: known?.ts ?? null,
    state: "posted",
    revision: (known?.revision ?? 0) + 1,
    node: "",
    nodeName: "",
    episode: id,
    seenAt: now,
    openedAt: null,
    closedAt: null,
    usd: 0,
    beforeUsd: 0,
    step: 0,
    holders: [],
    told: known?.told ?? [],
    mute: null,
    nap: null,
    takenBy: "",
    members: [],
  };
}

/** More runs than four weeks have, but for one every minute. */
const MOST_RUNS = 50_000;

async function figures(store: Store, { cluster, period }: DigestFacts, due: Instant): Promise<Digest | null> {
  const from = instant(due - DIGEST_SPAN);
  const runs = await store.runs({ cluster, takenFrom: from, takenUntil: due, limit: MOST_RUNS });
  if (runs.length === 0) return null;
  const episodes = await store.episodes({ cluster, closedAfter: from, openedUntil: due });
  return digestOf({
    due,
    period,
    runs: runs
      .map((run) => ({
        takenAt: run.taken_at,
        wasteUsdPerHour: dollars(run.waste_usd_per_hour),
        openEpisodes: run.open_episodes ?? run.findings,
        unpricedNodes: run.unpriced_nodes,
      }))
      .toSorted((left, right) => left.takenAt - right.takenAt),
    episodes: episodes.filter(({ found }) => found).map(episodeOf),
  });
}

function episodeOf(row: EpisodeRow) {
  return {
    nodeName: row.resource_name,
    machineType: row.machine_type,
    team: row.team,
    workload: `${row.workload_kind} ${row.workload_namespace}/${row.workload_name}`,
    openedAt: row.opened_at,
    until: row.closed_at ?? row.last_seen_at,
    closedAt: row.closed_at,
    endCause: END_CAUSES.find((cause) => cause === row.end_cause) ?? null,
    accruedUsd: dollars(row.accrued_usd),
    wasteUsdPerHour: row.waste_usd_per_hour === null ? null : dollars(row.waste_usd_per_hour),
  };
}
