import type { Ending, Thread } from "../../audit/notify/plan.ts";
import type { Story } from "../../audit/notify/story.ts";
import { StoreFailure } from "../../failure.ts";
import type { ClusterId } from "../../model/snapshot.ts";
import { DAY, type Instant, instant } from "../../model/time.ts";
import type { Ledger } from "../../publish/slack/deliver.ts";
import type { Delivery, Outcome } from "../../report/slack/delivery.ts";
import type { Store } from "../../warehouse/store.ts";
import type { NoticeRow } from "../../warehouse/tables.ts";
import { endedEpisodes } from "./past.ts";
import { latestStories, noticeRow } from "./rows.ts";

/** What the store remembers of our messages, and how it is told what is done. A store that fails is told of once; Slack goes on. */
export interface Memory {
  readonly stories: readonly Story[];
  /** Is there a memory at all? Without one the channels are looked at far back. */
  readonly works: () => boolean;
  readonly problems: readonly string[];
  readonly save: (story: Story, route: string | null, error?: string) => Promise<void>;
  /** Episodes that ended in earlier runs, of these nodes. */
  readonly past: (nodes: readonly string[]) => Promise<readonly Ending[]>;
}

export interface MemoryFacts {
  readonly cluster: ClusterId | null;
  readonly runId: string;
  readonly now: () => Instant;
}

/** What was not written for so long is over: open messages are written by every run. */
const LONGEST = 90 * DAY;

/** Opens the memory that the store keeps; `null` is no store. */
export async function openMemory(store: Store | null, facts: MemoryFacts): Promise<Memory> {
  const problems: string[] = [];
  let rows: readonly NoticeRow[] = [];
  let works = store !== null;
  const guarded = async (action: () => Promise<void>) => {
    if (!works) return;
    try {
      await action();
    } catch (error) {
      if (!(error instanceof StoreFailure)) throw error;
      works = false;
      problems.push(`what was told in Slack cannot be remembered: ${error.message}`);
    }
  };
  await guarded(async () => {
    const updatedFrom = instant(facts.now() - LONGEST);
    rows = (await store?.notices({ cluster: facts.cluster, updatedFrom })) ?? [];
  });
  const revisions = new Map(rows.map((row) => [key(row.episode_id, row.channel), row.revision]));
  return {
    stories: latestStories(rows),
    works: () => works,
    problems,
    save: (story, route, error) =>
      guarded(async () => {
        const revision = (revisions.get(key(story.id, story.channel)) ?? 0) + 1;
        revisions.set(key(story.id, story.channel), revision);
        const { cluster, runId, now } = facts;
        const row = noticeRow(story, { cluster, runId, revision, updatedAt: now(), route, error: error ?? null });
        await store?.saveNotices([row]);
      }),
    past: async (nodes) => {
      const found: Ending[] = [];
      if (store !== null && nodes.length > 0) {
        await guarded(async () => void found.push(...(await endedEpisodes(store, facts.cluster, nodes))));
      }
      return found;
    },
  };
}

function key(id: string, channel: string): string {
  return JSON.stringify([id, channel]);
}

/** A ledger that writes into the memory: before a post that it is tried, after it what became of it. */
export function ledgerOf(memory: Memory, threads: readonly Pick<Thread, "story" | "why">[]): Ledger {
  const byId = new Map(threads.map((thread) => [thread.story.id, thread]));
  const of = (delivery: Delivery) => byId.get(delivery.id);
  return {
    before: async (delivery) => {
      const thread = of(delivery);
      if (thread !== undefined) await memory.save({ ...thread.story, ts: null, state: "posting" }, thread.why);
    },
    after: async (delivery, outcome) => {
      const thread = of(delivery);
      if (thread === undefined) return;
      const next = remembered(thread.story, outcome);
      if (next !== null) await memory.save(next, thread.why, "why" in outcome ? outcome.why : undefined);
    },
  };
}

/** The story after its delivery; `null` when nothing has changed. */
function remembered(story: Story, outcome: Outcome): Story | null {
  switch (outcome.kind) {
    case "stands": {
      const { channel, ts } = outcome;
      const moved = channel !== story.channel || (story.ts !== null && story.ts !== ts);
      const told = [...new Set([...story.told, ...outcome.told])];
      return { ...story, channel, ts, told, revision: moved ? story.revision + 1 : story.revision };
    }
    case "failed":
      return story.ts === null ? { ...story, state: "failed" } : null;
    case "unknown":
      return story.ts === null ? { ...story, state: "unknown" } : null;
    case "gone":
      return { ...story, state: "muted" };
    case "left":
      return null;
  }
}
