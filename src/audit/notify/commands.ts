import { DAY, type Duration, HOUR, millis, WEEK } from "../../model/time.ts";

/** What a reply in a thread asks for; `null` when it asks for nothing. */
export type Command =
  | { readonly kind: "mute"; readonly length: Duration; readonly why: string }
  | { readonly kind: "unmute" }
  /** It begins like a command, but cannot be understood. */
  | { readonly kind: "unclear" };

const MUTE = /^(?:mute|ムート|ミュート)(?=[\s\d:,、-]|$)[\s:,、]*(?:for\s+)?(.*)$/isu;
const UNMUTE = /^(?:unmute|ムート解除|ミュート解除|解除)[\s.!。]*$/iu;
/** With more behind it nobody knows whether it is meant now. */
const UNMUTE_AND_MORE = /^(?:unmute(?![\p{L}\p{N}])|ムート解除|ミュート解除)/iu;
const LENGTH =
  /^([0-9]{1,4})\s*(hours?|hrs?|days?|weeks?|[hdw]|時間|日間?|週間?)(?=[\s,.:;、。]|$)[\s,.:;、。-]*(.*)$/isu;

/** Who writes to the bot, or as code or bold, means the same. */
const ADDRESSED = /^(?:<@[A-Z0-9]+(?:\|[^>]*)?>[\s,:]*)+/u;
const MARKUP = /^[\s*_~`]+|[\s*_~`]+$/gu;

const UNITS: readonly (readonly [RegExp, Duration])[] = [
  [/^(?:h|時間)/iu, HOUR],
  [/^(?:d|日)/iu, DAY],
  [/^(?:w|週)/iu, WEEK],
];

/** The longest that a reply may mute. */
const LONGEST_MUTE: Duration = millis(366 * DAY);

const LONGEST_WHY = 200;

/** Reads `mute 7d why`, `ムート 7日 理由`, `unmute`, as Slack gives them. Full-width digits, spaces and colons are read too. */
export function commandOf(text: string): Command | null {
  const plain = shown(text.trim().replace(ADDRESSED, "")).normalize("NFKC").replaceAll(MARKUP, "");
  if (UNMUTE.test(plain)) return { kind: "unmute" };
  if (UNMUTE_AND_MORE.test(plain)) return { kind: "unclear" };
  const [, rest] = MUTE.exec(plain) ?? [];
  if (rest === undefined) return null;
  const [, amount, unit, why] = LENGTH.exec(rest.trim()) ?? [];
  if (amount === undefined || unit === undefined) return { kind: "unclear" };
  const size = UNITS.find(([name]) => name.test(unit))?.[1];
  const length = millis(Number(amount) * (size ?? 0));
  if (length <= 0 || length > LONGEST_MUTE) return { kind: "unclear" };
  return { kind: "mute", length, why: (why ?? "").replaceAll(/\s+/gu, " ").slice(0, LONGEST_WHY).trim() };
}

const ENTITIES: Readonly<Record<string, string>> = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

/** The words of a message as a reader sees them: Slack gives people, channels and links in brackets, and escapes three characters. */
function shown(text: string): string {
  return text
    .replaceAll(/<([@#!])?([^<>|]*)(?:\|([^<>]*))?>/gu, (_, sign = "", target: string, label?: string) => {
      const words = label === undefined || label === "" ? target : label;
      return sign === "#" || sign === "@" ? `${sign}${words}` : words;
    })
    .replaceAll(/&(?:amp|lt|gt);/gu, (entity) => ENTITIES[entity] ?? entity);
}
