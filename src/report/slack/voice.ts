import type { Destination, LinkTemplates, SecondCurrency } from "../../audit/notify/settings.ts";
import { usd, usdPerHour } from "../../model/money.ts";
import type { ClusterId } from "../../model/snapshot.ts";
import type { Duration, Instant } from "../../model/time.ts";
import type { Quote } from "../../price/quote.ts";
import { amount, hourly, monthly, quoted } from "../money.ts";
import { lasting } from "../when.ts";
import type { Words } from "../words/shape.ts";
import { wordsIn } from "../words.ts";
import type { Inline } from "./blocks.ts";
import { ENGLISH } from "./words/en.ts";
import { JAPANESE } from "./words/ja.ts";
import type { SlackWords } from "./words/shape.ts";

const SLACK_WORDS = { en: ENGLISH, ja: JAPANESE } as const satisfies Record<Destination["language"], SlackWords>;

/** What a message is written with: its language, the readers' time zone and currency, and what its links are made of. */
export interface Voice {
  readonly words: Words;
  readonly slack: SlackWords;
  readonly timeZone: string;
  readonly currency: SecondCurrency | null;
  readonly links: LinkTemplates;
  readonly cluster: ClusterId | null;
  readonly now: Instant;
}

export interface VoiceSettings {
  readonly currency: SecondCurrency | null;
  readonly links: LinkTemplates;
  readonly cluster: ClusterId | null;
  readonly now: Instant;
}

export function voiceFor(destination: Pick<Destination, "language" | "timeZone">, settings: VoiceSettings): Voice {
  const { currency, links, cluster, now } = settings;
  const slack = SLACK_WORDS[destination.language];
  const words = wordsIn(destination.language);
  return { words, slack, timeZone: destination.timeZone, currency, links, cluster, now };
}

/** `$5.29/h`, `$5.29/時` */
export function rate(value: number, { slack }: Voice): string {
  return hourly(usdPerHour(value)).replace(/\/h$/u, slack.per.hour);
}

/** `$127/day (￥19,035)`: what a rate comes to in a day. */
export function daily(value: number, voice: Voice): string {
  const day = value * 24;
  return `${amount(usd(day))}${voice.slack.per.day}${inSecond(day, voice)}`;
}

/** `$3,860/month` */
export function aMonth(value: number, { slack }: Voice): string {
  return `${monthly(usdPerHour(value))}${slack.per.month}`;
}

/** `$17.63 (¥2,645)` */
export function sum(value: number, voice: Voice): string {
  return `${amount(usd(value))}${inSecond(value, voice)}`;
}

function inSecond(value: number, { currency, slack }: Voice): string {
  if (currency === null || value === 0) return "";
  return ` (${new Intl.NumberFormat(slack.locale, { style: "currency", currency: currency.code }).format(value * currency.perUsd)})`;
}

/** What the second currency was reckoned with; "" without one. */
export function rateLine({ currency, slack }: Voice): string {
  if (currency === null) return "";
  const figure = new Intl.NumberFormat(slack.locale, { maximumFractionDigits: 4 }).format(currency.perUsd);
  return slack.rate(
    currency.code,
    figure,
    day(Date.parse(`${currency.date}T00:00:00Z`) as Instant, slack.locale, "UTC"),
  );
}

/** The price of a quote, `~$5.37/h` when some of it is guessed. */
export function price(quote: Quote, { slack }: Voice): string {
  return quote.usdPerHour === null ? slack.unknownPrice : quoted(quote).replace(/\/h$/u, slack.per.hour);
}

/** `3 h 20 min`, `3 時間 20 分` */
export function length(duration: Duration, { slack }: Voice): string {
  return lasting(duration).replaceAll(/\b(?:s|min|h|d)\b/gu, (unit) => slack.units[unit as keyof SlackWords["units"]]);
}

/** A time that Slack shows in each reader's own time zone; readers of notifications get the destination's. */
export function time(at: Instant, voice: Voice): Inline {
  return {
    type: "date",
    timestamp: Math.floor(at / 1_000),
    format: "{date_short} {time}",
    fallback: timeText(at, voice),
  };
}

/** `Nov 20, 2026, 9:00 PM GMT+9`, `2026年11月20日 21:00 JST` */
export function timeText(at: Instant, { slack, timeZone }: Voice): string {
  return new Intl.DateTimeFormat(slack.locale, {
    timeZone,
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "numeric",
    minute: "2-digit",
    timeZoneName: "short",
  })
    .format(at)
    .replaceAll("\u202f", " ");
}

/** `Nov 20, 2026`, `2026年11月20日` */
export function day(at: Instant, locale: string, timeZone: string): string {
  return new Intl.DateTimeFormat(locale, { timeZone, year: "numeric", month: "short", day: "numeric" }).format(at);
}
