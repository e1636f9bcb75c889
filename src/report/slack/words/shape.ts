import type { EndCause } from "../../../audit/episode.ts";
import type { AdviceKind } from "../../../audit/finding.ts";
import type { HeldBecause } from "../../../audit/notify/plan.ts";
import type { MuteSource } from "../../../audit/notify/story.ts";

/** What messages in Slack say, in one language, beside the words that all reports share. Arguments are formatted already. */
export interface SlackWords {
  /** BCP 47, for numbers and dates. */
  readonly locale: string;
  readonly units: { readonly s: string; readonly min: string; readonly h: string; readonly d: string };
  /** After a sum: an hour, a day, a month. */
  readonly per: { readonly hour: string; readonly day: string; readonly month: string };
  readonly unknownPrice: string;
  /** Between sentences, and between the words of a list. */
  readonly space: string;
  readonly comma: string;

  readonly headline: (hour: string, day: string) => string;
  readonly headlineUnknown: string;
  readonly soFar: (sum: string) => string;
  /** `null`: no book knows the node's price. */
  readonly resolved: (sum: string | null) => string;
  readonly heldBy: string;
  readonly team: (name: string) => string;
  readonly pods: (count: number) => string;
  readonly podOf: (workload: string) => string;
  readonly bare: string;
  readonly moreHolders: (pods: number, workloads: number) => string;
  /** Before what the workloads need by their past runs. */
  readonly needs: string;
  /** Before where they could run if they asked for that. */
  readonly thenHome: string;
  readonly since: (time: string, length: string) => readonly [before: string, after: string];
  readonly atMostSince: (time: string, length: string) => readonly [before: string, after: string];
  /** Measured between two points in time: it began after the first and by the second. */
  readonly sinceBetween: (
    from: string,
    to: string,
    length: string,
  ) => readonly [before: string, middle: string, after: string];
  readonly sinceUnknown: string;
  readonly change: string;
  /** Behind what to change, to whose name they are joined. */
  readonly patchBelow: string;
  readonly howBelow: string;
  /** What a piece of advice means, for the kind of object that it is about; `null`: its own sentence, which is English, says so. */
  readonly advice: ((kind: AdviceKind, target: string | null) => string) | null;
  readonly links: Readonly<Record<"node" | "workload" | "dashboard", string>>;
  readonly pool: (name: string) => string;
  readonly spareRoom: (nodes: number) => string;
  readonly spareOn: string;
  readonly noHome: string;
  readonly and: string;
  readonly onceDropped: (constraints: string) => string;
  readonly cordoned: string;
  readonly rate: (code: string, amount: string, date: string) => string;
  readonly beforeInThread: (sum: string) => string;

  /** `Pod batch/x finished`, as an object told it, in the reader's language. */
  readonly fact: (what: string) => string;
  readonly ended: Readonly<Record<EndCause, string>>;
  readonly endedAt: readonly [before: string, after: string];
  readonly lasted: (hours: string) => string;
  readonly noLonger: (rate: string, month: string) => string;

  readonly muted: Readonly<Record<MuteSource, string>>;
  readonly mutedUntil: readonly [before: string, after: string];
  readonly mutedForGood: string;
  readonly taken: readonly [before: string, after: string];

  readonly news: {
    readonly patch: string;
    readonly step: (step: string, sum: string, rate: string) => string;
    readonly came: string;
    readonly changed: string;
    readonly back: (sum: string | null) => string;
    readonly unmuted: (rate: string | null, sum: string | null) => string;
    readonly end: (sum: string | null) => string;
    readonly unclear: string;
    /** `null`: nobody knows what it came to. */
    readonly floodEnd: (nodes: number, sum: string | null) => string;
  };

  readonly flood: {
    readonly headline: (nodes: number, hour: string, day: string) => string;
    readonly headlineUnknown: (nodes: number) => string;
    readonly worst: (shown: number) => string;
    readonly rest: (nodes: number, rate: string) => string;
    readonly ended: (ended: number, all: number) => string;
    readonly resolved: (nodes: number, sum: string | null) => string;
    readonly why: string;
  };

  /** `channel` refused a message. */
  readonly elsewhere: (channel: string, refusal: string) => string;

  readonly held: Readonly<Record<HeldBecause, string>>;

  readonly digest: {
    readonly title: (from: string, to: string) => string;
    readonly quiet: string;
    /** No run looked. */
    readonly unseen: string;
    readonly total: (sum: string, before: string | null) => string;
    readonly now: (rate: string, nodes: number) => string;
    readonly teams: string;
    readonly teamLine: (sum: string, nodes: number) => string;
    readonly solved: string;
    readonly solvedNone: string;
    readonly solvedSum: (count: number, month: string) => string;
    readonly muted: string;
    readonly mutedLine: (until: string | null, why: string) => readonly [before: string, after: string];
    /** A message for many nodes that is muted. */
    readonly mutedMany: (nodes: number) => string;
    readonly quality: string;
    /** Nothing is known of before this time. */
    readonly begins: (time: string) => string;
    readonly missed: (missed: number, expected: number) => string;
    readonly allRuns: (runs: number) => string;
    readonly unpriced: (nodes: number) => string;
    readonly noUnpriced: string;
    readonly picture: string;
    readonly axis: string;
    readonly otherTeams: string;
  };
}
