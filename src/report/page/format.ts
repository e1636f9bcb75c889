import { usd, usdPerHour } from "../../model/money.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../model/time.ts";
import { amount, fine, monthly, percent } from "../money.ts";
import type { PageWords } from "./words.ts";

/** How figures and times are written on the page: the server's part and the browser's part write them alike. */
export interface Format {
  /** `$5.37/h`; `null` is "unknown", never $0. */
  rate(value: number | null): string;
  /** The same with "~" before what is partly guessed. */
  guessed(value: number | null, estimated: boolean): string;
  /** `$3,920/month` */
  month(value: number | null): string;
  /** `$17.60` */
  sum(value: number): string;
  /** `13 %` */
  share(value: number): string;
  /** `20 Nov 2026, 21:00 JST` */
  time(instant: number): string;
  /** `6 h 12 min` */
  lasting(millis: number): string;
}

/** Writes figures in the language of `words`, times in `timeZone` (an IANA name). */
export function formatIn(words: PageWords, timeZone: string): Format {
  const { units, phrases } = words;
  const clock = new Intl.DateTimeFormat(words.locale, {
    timeZone,
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  });
  const rate = (value: number | null) => (value === null ? phrases.unknown : `${fine(value)}${units.anHour}`);
  return {
    rate,
    guessed: (value, estimated) => (value !== null && estimated ? `~${rate(value)}` : rate(value)),
    month: (value) => (value === null ? phrases.unknown : `${monthly(usdPerHour(value))}${units.aMonth}`),
    sum: (value) => amount(usd(value)),
    share: percent,
    time: (instant) => clock.format(instant),
    lasting: (millis) => lasting(Math.max(0, millis), words),
  };
}

function lasting(length: number, { units }: PageWords): string {
  if (length < MINUTE) return `${Math.floor(length / SECOND)}${units.second}`;
  if (length < HOUR) return `${Math.floor(length / MINUTE)}${units.minute}`;
  if (length < DAY) return two(length, HOUR, units.hour, MINUTE, units.minute);
  return two(length, DAY, units.day, HOUR, units.hour);
}

function two(length: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.floor((length % large) / small);
  const first = `${Math.floor(length / large)}${largeName}`;
  return rest === 0 ? first : `${first} ${rest}${smallName}`;
}
