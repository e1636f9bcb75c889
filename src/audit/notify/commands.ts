import { DAY, type Duration, HOUR, millis, WEEK } from "../../model/time.ts";

/** What a reply in a thread asks for; `null` when it asks for nothing. */
export type Command =
  | { readonly kind: "mute"; readonly length: Duration; readonly why: string }
  | { readonly kind: "unmute" }
  /** It begins like a command, but cannot be understood. */
  | { readonly kind: "unclear" };

const MUTE = /^(?:mute|ムート|ミュート)(?=\s|\d|[0-9]|$)\s*(.*)$/isu;
const UNMUTE = /^(?:unmute|ムート解除|ミュート解除|解除)\s*$/iu;
const LENGTH = /^([0-9]{1,4})\s*(hours?|hrs?|days?|weeks?|[hdw]|時間|日間?|週間?)(?=\s|$)\s*(.*)$/isu;

const UNITS: readonly (readonly [RegExp, Duration])[] = [
  [/^(?:h|時間)/iu, HOUR],
  [/^(?:d|日)/iu, DAY],
  [/^(?:w|週)/iu, WEEK],
];

/** The longest that a reply may mute. */
const LONGEST_MUTE: Duration = millis(366 * DAY);

const LONGEST_WHY = 200;

/** Reads `mute 7d why`, `ムート 7日 理由`, `unmute`. Full-width digits and spaces are read too. */
export function commandOf(text: string): Command | null {
  const plain = text.normalize("NFKC").trim();
  if (UNMUTE.test(plain)) return { kind: "unmute" };
  const [, rest] = MUTE.exec(plain) ?? [];
  if (rest === undefined) return null;
  const [, amount, unit, why] = LENGTH.exec(rest.trim()) ?? [];
  if (amount === undefined || unit === undefined) return { kind: "unclear" };
  const size = UNITS.find(([name]) => name.test(unit))?.[1];
  const length = millis(Number(amount) * (size ?? 0));
  if (length <= 0 || length > LONGEST_MUTE) return { kind: "unclear" };
  return { kind: "mute", length, why: (why ?? "").trim().slice(0, LONGEST_WHY) };
}
