import { instantOfTs, type Reply, type StandingMessage } from "../../model/slack.ts";
import { DAY, type Instant, instant } from "../../model/time.ts";
import { commandOf } from "./commands.ts";
import { isMuted, type Mute, type Story } from "./story.ts";

const MUTES = "no_bell";
const NAPS = "zzz";
const TAKES = "eyes";

/** What people said to a message, as far as it was read. */
export type Answers = Pick<StandingMessage, "reactions" | "replies">;

/** The story as people's answers leave it. Without answers (they could not be read) it stays as it was. */
export function withAnswers(story: Story, answers: Answers | null, now: Instant): Story {
  if (answers === null) return story;
  // A reaction in another colour of skin is one of its own.
  const all = (name: string) => [
    ...new Set(answers.reactions.flatMap((reaction) => (reaction.name === name ? reaction.users : []))),
  ];
  const by = (name: string) => all(name)[0] ?? null;
  const nap = napOf(story, all(NAPS), now);
  const bell = by(MUTES);
  const mutes: readonly (Mute | null)[] = [
    bell === null ? null : { from: "no_bell", by: bell, why: "", until: null },
    replyMute(answers.replies),
    nap === null ? null : { from: "zzz", by: nap.by.at(-1) ?? "", why: "", until: nap.until },
  ];
  const active = mutes.filter((mute) => mute !== null).filter((mute) => isMuted(mute, now));
  const mute = active.toSorted((left, right) => endOf(right) - endOf(left))[0] ?? null;
  return { ...story, mute, nap, takenBy: by(TAKES) ?? "" };
}

function endOf(mute: Mute): number {
  return mute.until ?? Number.POSITIVE_INFINITY;
}

const MOST_NAPPERS = 20;

/** A nap lasts a day from the run that first sees it. Another person's, or one given anew, is another nap, though the first stands there still. */
function napOf(story: Story, users: readonly string[], now: Instant): Story["nap"] {
  const there = users.slice(0, MOST_NAPPERS);
  const known = (story.nap?.by ?? []).filter((each) => there.includes(each));
  const fresh = there.filter((each) => !known.includes(each));
  if (fresh.length > 0) return { by: [...known, ...fresh], until: instant(now + DAY) };
  return story.nap === null || known.length === 0 ? null : { by: known, until: story.nap.until };
}

/** What the last command of a thread asks for. Its length counts from when it was written. */
function replyMute(replies: readonly Reply[]): Mute | null {
  let mute: Mute | null = null;
  for (const reply of replies) {
    const command = commandOf(reply.text);
    const at = instantOfTs(reply.ts);
    if (command === null || command.kind === "unclear" || at === null) continue;
    mute =
      command.kind === "unmute"
        ? null
        : { from: "reply", by: reply.user, why: command.why, until: instant(at + command.length) };
  }
  return mute;
}

/** The replies that begin like a command and cannot be read as one. */
export function unclearReplies(answers: Answers | null): readonly Reply[] {
  return answers?.replies.filter((reply) => commandOf(reply.text)?.kind === "unclear") ?? [];
}
