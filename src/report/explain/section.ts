import type { Audit, NodeStory, PinnedNode } from "../../audit/finding.ts";

/** A node's story with what the run found of it. */
export interface Told {
  readonly story: NodeStory;
  /** `null`: it is no finding. */
  readonly finding: PinnedNode | null;
  readonly audit: Audit;
}

/** A question that a person asks, with its answer; no answer, no question. */
export interface Section {
  readonly question: string;
  readonly lines: readonly string[];
}
