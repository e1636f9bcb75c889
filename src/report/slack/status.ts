import { isMuted, type Mute, type Story } from "../../audit/notify/story.ts";
import { safeText } from "../text.ts";
import { type Inline, type RichPart, section, text } from "./blocks.ts";
import { time, type Voice } from "./voice.ts";

/** Who has taken it on, and who muted it until when and why. */
export function statusParts(story: Story, voice: Voice): readonly RichPart[] {
  const lines: RichPart[] = [];
  const [before, after] = voice.slack.taken;
  if (story.takenBy !== "") {
    lines.push(section({ type: "emoji", name: "eyes" }, text(` ${before}`), user(story.takenBy), text(after)));
  }
  if (story.mute !== null && isMuted(story.mute, voice.now)) lines.push(section(...muteLine(story.mute, voice)));
  return lines;
}

function muteLine(mute: Mute, voice: Voice): readonly Inline[] {
  const { muted, mutedUntil, mutedForGood } = voice.slack;
  const who: readonly Inline[] =
    mute.from === "config"
      ? []
      : [mute.from === "annotation" ? text(safeText(mute.by), { code: true }) : user(mute.by)];
  const end: readonly Inline[] =
    mute.until === null ? [text(mutedForGood)] : [text(mutedUntil[0]), time(mute.until, voice), text(mutedUntil[1])];
  const why = mute.why === "" ? [] : [text(`: ${safeText(mute.why)}`)];
  return [
    { type: "emoji", name: mute.from === "zzz" ? "zzz" : "no_bell" },
    text(` ${muted[mute.from]}`),
    ...who,
    ...end,
    ...why,
  ];
}

const USER_ID = /^[UW][A-Z0-9]+$/u;

/** A person, by Slack's id. */
export function user(id: string): Inline {
  return USER_ID.test(id) ? { type: "user", user_id: id } : text(safeText(id));
}
