import type { Duration, Instant } from "../../model/time.ts";

/** Who is called to a new message: a user, a user group, or whoever is at hand. Never the whole channel. */
export type Mention =
  | { readonly kind: "user"; readonly id: string }
  | { readonly kind: "usergroup"; readonly id: string }
  | { readonly kind: "here" };

/** Where messages go, and how they are written there. */
export interface Destination {
  /** Slack's id of the channel, `C0123456789`. */
  readonly channel: string;
  readonly mention: Mention | null;
  readonly language: "en" | "ja";
  /** IANA name. */
  readonly timeZone: string;
}

/** What a finding must have to go some way; each that is given must hold. `*` in a name stands for any text. */
export interface RouteMatch {
  readonly team: string | null;
  readonly namespace: string | null;
  readonly nodePool: string | null;
  readonly label: { readonly key: string; readonly value: string } | null;
  readonly annotation: { readonly key: string; readonly value: string } | null;
}

export interface Route extends Destination {
  readonly match: RouteMatch;
}

/** What a finding must reach before anybody is told of it; all three. */
export interface Floors {
  readonly wasteUsdPerHour: number;
  readonly accruedUsd: number;
  readonly age: Duration;
}

/** Minutes since midnight in the destination's time zone. */
export interface QuietNight {
  readonly from: number;
  readonly until: number;
  /** What burns at least this much is told at night too; `null`: nothing is. */
  readonly unlessUsdPerHour: number | null;
}

/** A second currency, at a rate of a day. */
export interface SecondCurrency {
  /** ISO 4217. */
  readonly code: string;
  readonly perUsd: number;
  /** The day of the rate, `2026-11-20`. */
  readonly date: string;
}

/** Templates; `{project}`, `{location}`, `{cluster}`, `{node}` and `{reason}` are filled in. */
export interface LinkTemplates {
  readonly dashboard: string | null;
  readonly reasons: string;
}

/** Everything that decides what is told to whom, when and how. */
export interface SlackSettings {
  readonly fallback: Destination;
  readonly routes: readonly Route[];
  readonly floors: Floors;
  readonly quietNight: QuietNight | null;
  /** Dollars, ascending: passing one is news. */
  readonly steps: readonly number[];
  /** More new messages than this in a channel become one. */
  readonly flood: number;
  readonly currency: SecondCurrency | null;
  readonly links: LinkTemplates;
  readonly ignore: readonly Ignore[];
}

/** A mute from the config: what matches it is not told until then. */
export interface Ignore {
  readonly nodePool: string | null;
  readonly namespace: string | null;
  /** `CronJob/x`, or `x` of any kind; `*` stands for any text. */
  readonly workload: string | null;
  readonly reason: string;
  readonly until: Instant;
}

/** A node that comes back within this time goes on in its old thread. */
export const COMES_BACK_WITHIN = 3_600_000 as Duration;

/** The annotation on a pod or on an owner of it that mutes: `2026-12-01 why`. */
export const MUTE_ANNOTATION = "barnacle.dev/mute-until";
