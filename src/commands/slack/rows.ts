import { payloadOf, storyOf } from "../../audit/notify/payload.ts";
import type { Story } from "../../audit/notify/story.ts";
import type { Payload } from "../../model/slack.ts";
import type { ClusterId } from "../../model/snapshot.ts";
import type { Instant } from "../../model/time.ts";
import { type NoticeRow, numeric } from "../../warehouse/tables.ts";

/** What a notice's row says beside its story. */
export interface RowFacts {
  readonly cluster: ClusterId | null;
  readonly runId: string;
  /** Counts the row's revisions, not the message's. */
  readonly revision: number;
  readonly updatedAt: Instant;
  readonly route: string | null;
  readonly error: string | null;
}

/** The row that keeps a story. */
export function noticeRow(story: Story, facts: RowFacts): NoticeRow {
  return {
    project: facts.cluster?.project ?? null,
    location: facts.cluster?.location ?? null,
    cluster: facts.cluster?.name ?? null,
    episode_id: story.id,
    channel: story.channel,
    revision: facts.revision,
    kind: story.kind,
    state: story.state,
    updated_at: facts.updatedAt,
    run_id: facts.runId,
    route: facts.route,
    ts: story.ts,
    thread_ts: story.ts,
    muted_until: story.mute?.until ?? null,
    muted_by: story.mute?.by ?? null,
    mute_reason: story.mute?.why ?? null,
    taken_by: story.takenBy === "" ? null : story.takenBy,
    last_step_usd: numeric(story.step),
    payload: JSON.stringify(payloadOf(story)),
    error: facts.error,
  };
}

/** The story that a row keeps; `null` for a row that cannot be read, which is then looked for in the channel. */
function rowStory(row: NoticeRow): Story | null {
  const payload = parsed(row.payload);
  return payload === null ? null : storyOf(payload, row.channel, row.ts);
}

function parsed(text: string | null): Payload | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return null;
    const entries = Object.entries(value).filter((entry): entry is [string, string | number | boolean] =>
      ["string", "number", "boolean"].includes(typeof entry[1]),
    );
    return Object.fromEntries(entries);
  } catch {
    return null;
  }
}

/** Of several rows about one thing (a message that went to another channel) the latest. */
export function latestStories(rows: readonly NoticeRow[]): readonly Story[] {
  const latest = new Map<string, { readonly story: Story; readonly at: Instant }>();
  for (const row of rows) {
    const story = rowStory(row);
    if (story === null) continue;
    const known = latest.get(story.id);
    const newer =
      known === undefined ||
      story.revision > known.story.revision ||
      (story.revision === known.story.revision && row.updated_at >= known.at);
    if (newer) latest.set(story.id, { story, at: row.updated_at });
  }
  return [...latest.values()].map(({ story }) => story);
}
