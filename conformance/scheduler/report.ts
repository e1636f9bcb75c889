import type { Comparison } from "./compare.ts";
import type { Difference } from "./differ.ts";
import type { Found } from "./shrink.ts";

/** A branch that fewer questions took than this says nothing of our code: the generator must reach it. */
export const LEAST = 50;

/** The branches that too few questions took. */
export function missed({ features }: Comparison): readonly string[] {
  return [...features].filter(([, count]) => count < LEAST).map(([name]) => name);
}

/** The counts, a line each: the answers by filter, then the branches in the order of the filters. */
export function histogram({ answers, features }: Comparison): readonly string[] {
  const line = ([name, count]: readonly [string, number]): string => `${String(count).padStart(8)}  ${name}`;
  const byCount = [...answers].sort((left, right) => right[1] - left[1]);
  return [
    "Answers of the scheduler:",
    ...byCount.map(([name, count]) => line([name === "" ? "(fits)" : name, count])),
    `Branches (${features.size}):`,
    ...[...features].map(line),
  ];
}

/** The sentence with the outcome. */
export function outcome({ sheets, questions, searches, differing }: Comparison): string {
  const asked = `${questions} questions and ${searches} searches of ${sheets} clusters`;
  return differing === 0 ? `${asked}: no difference` : `${asked}: ${differing} clusters differ`;
}

export function told(difference: Difference): string {
  const { pod, ours, theirs } = difference;
  switch (difference.question) {
    case "filter":
      return `pod ${pod} on node ${difference.node}: ours ${ours || "fits"}, the scheduler's ${theirs || "fits"}`;
    case "search":
      return `place of pod ${pod}: ours ${ours || "nowhere"}, the scheduler's ${theirs || "nowhere"}`;
    case "tally":
      return `nodes on which ${difference.filter} refuses pod ${pod}: ours ${ours}, the scheduler's ${theirs}`;
  }
}

/** The cluster as JSON Lines, which `barnacle verdicts --snapshot` reads. */
export function snapshotText({ sheet }: Found): string {
  return sheet.objects.map((object) => `${JSON.stringify(object)}\n`).join("");
}
