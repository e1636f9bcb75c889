import type { EndCause } from "../../audit/episode.ts";
import type { AdviceKind, NotAFinding, ObservationKind, Provisioning, SinceEvidence } from "../../audit/finding.ts";
import type { BlockingReason, UnremovableReason } from "../../judge/verdict.ts";
import type { BookName } from "../../price/quote.ts";

/** Words for a reason: in half a line, and as what the autoscaler means by it. */
export interface ReasonWords {
  /** Half a line, lower case, without a full stop; its subject is named just before (the pod, the node). */
  readonly brief: string;
  /** Whole sentences: what the autoscaler means and does. */
  readonly meaning: string;
}

/** Words for a kind of observation. */
export interface ObservationWords {
  /** A heading that names the nodes of this kind. */
  readonly title: string;
  /** One sentence: why it is worth knowing and why it is no waste. */
  readonly meaning: string;
}

/** Every sentence that a kind of thing has, in one language. Names and numbers are put beside it, never inside. */
export interface Words {
  readonly blocking: Readonly<Record<BlockingReason, ReasonWords>>;
  readonly verdict: Readonly<Record<"Removable" | UnremovableReason, ReasonWords>>;
  /** What dates the beginning, after "since …:" or "at most since …:". */
  readonly since: Readonly<Record<SinceEvidence, string>>;
  /** Why a node is no finding, as whole sentences. */
  readonly notAFinding: Readonly<Record<NotAFinding, string>>;
  readonly observation: Readonly<Record<ObservationKind, ObservationWords>>;
  /** After a machine type; "" for the ordinary kind. */
  readonly provisioning: Readonly<Record<Provisioning, string>>;
  /** What a change does, as a heading. */
  readonly advice: Readonly<Record<AdviceKind, string>>;
  /** What the figures of a book are. */
  readonly book: Readonly<Record<BookName, string>>;
  /** What the figures of the list are with contract discounts in them; the discounts stand beside it. */
  readonly discounted: string;
  readonly limitedBy: Readonly<Record<"room" | "poolMinimum", string>>;
  /** Why an episode ended, after the time of its end. */
  readonly endCause: Readonly<Record<EndCause, string>>;
}
