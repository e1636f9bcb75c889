import type { EndCause } from "../../../audit/episode.ts";
import type { ObservationKind } from "../../../audit/finding.ts";
import type { PodRole } from "../../../audit/subject.ts";
import type { PredicateName } from "../../../judge/scheduling.ts";

/** A phrase with a number: `{n} node`, `{n} nodes`. A language without plurals has the same twice. */
export interface Counted {
  readonly one: string;
  readonly other: string;
}

/** Units as the language writes them after a number, with the space before. */
export interface UnitWords {
  readonly second: string;
  readonly minute: string;
  readonly hour: string;
  readonly day: string;
  readonly anHour: string;
  readonly aMonth: string;
}

/** A part of the page: its heading, and one or two sentences on what it shows. */
export interface PartWords {
  readonly title: string;
  readonly about: string;
}

export type Part = "worst" | "overTime" | "map" | "timeline" | "workloads" | "risk" | "muted" | "quality" | "nodes";

export type CountedThing = "nodes" | "nodesAre" | "pods" | "smallPods" | "runs";

/** Every text of the page besides the words for kinds (`report/words`), with `{name}` where a value goes. */
export interface PageShape<Phrase extends string> {
  /** BCP 47. */
  readonly lang: string;
  /** For dates and times. */
  readonly locale: string;
  readonly units: UnitWords;
  readonly parts: Readonly<Record<Part, PartWords>>;
  readonly counts: Readonly<Record<CountedThing, Counted>>;
  /** What an observation's numbers and names say, by their names, in the order in which they are told. */
  readonly details: Readonly<Record<string, string>>;
  readonly causes: Readonly<Record<string, string>>;
  /** What a pod is to its node, by `audit/subject.ts`. */
  readonly roles: Readonly<Record<PodRole, string>>;
  /** Why a filter of the scheduler refuses a pod. */
  readonly filters: Readonly<Record<PredicateName, string>>;
  readonly endings: Readonly<Record<EndCause, string>>;
  readonly phrases: Readonly<Record<Phrase, string>>;
}

const TURN = {
  "at-risk": 0,
  "oversized-blocker": 1,
  "crowded-by-blockers": 2,
  "other-remedy": 3,
  "billed-otherwise": 4,
} satisfies Record<ObservationKind, number>;

/** Kinds of observations, the ones to look at first. */
export const OBSERVATIONS = (Object.keys(TURN) as ObservationKind[]).sort((left, right) => TURN[left] - TURN[right]);
