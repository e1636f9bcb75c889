import type { Instant } from "../../model/time.ts";
import type { EpisodeState } from "../episode.ts";
import type { Answers } from "./answers.ts";
import { ending } from "./ended.ts";
import { type Flooded, floodThreads } from "./flood.ts";
import { fresh } from "./fresh.ts";
import { goingOn } from "./going-on.ts";
import { matchStories } from "./match.ts";
import type { Burning, Ending, Held, Plan, Thread } from "./plan.ts";
import type { SlackSettings } from "./settings.ts";
import type { Story } from "./story.ts";

/** All that decides what happens in Slack. */
export interface NotifyInput {
  readonly runId: string;
  /** `PROJECT/LOCATION/NAME`, or "". */
  readonly cluster: string;
  readonly now: Instant;
  /** Open episodes and those closed by this run, worst first. */
  readonly episodes: readonly EpisodeState[];
  /** Episodes that were closed earlier, by id: of those that a message still shows as open. */
  readonly past: ReadonlyMap<string, Ending>;
  /** Uids of nodes of which this run cannot say whether they are pinned. */
  readonly doubtful: ReadonlySet<string>;
  /** What memory and channels know together. */
  readonly stories: readonly Story[];
  /** What people answered, by the message's ts. */
  readonly answers: ReadonlyMap<string, Answers>;
  /**
   * Can what stands in this channel be seen as far back as needed? Where it cannot, nothing is posted of which somebody may have been
   * told already.
   */
  readonly seen: (channel: string) => boolean;
  readonly settings: SlackSettings;
  /** A message that was not written into for longer than this is about something that ended. */
  readonly staleAfter: number;
}

/** What should happen in Slack now: which messages are posted, kept true, answered and closed, and what is held back and why. */
export function decide(input: NotifyInput): Plan {
  const problems: string[] = [];
  const matched = matchStories(input);
  const threads: Thread[] = [];
  const held: Held[] = [];
  const flooded: Flooded[] = [];
  const untold: Thread[] = [];
  for (const { state, story } of matched.burning) {
    const burning = burningOf(state);
    // Whose message was deleted wants to hear no more of it.
    if (burning === null || (story !== null && wasDeleted(story))) continue;
    if (story?.kind === "flood") flooded.push({ story, burning });
    else if (story !== null && story.ts !== null) threads.push(goingOn(input, story, burning, problems));
    else {
      const next = fresh(input, story, { state, burning }, problems);
      if (next.kind === "held") held.push(next.held);
      else untold.push(next.thread);
    }
  }
  threads.push(...ending(input, matched.ended));
  threads.push(...floodThreads(input, matched.floods, flooded, untold));
  return { threads, held, problems: [...new Set(problems)] };
}

function wasDeleted({ ts, state }: Story): boolean {
  return ts !== null && state === "muted";
}

function burningOf({ episode, finding }: EpisodeState): Burning | null {
  return finding === null ? null : { episode, finding };
}
