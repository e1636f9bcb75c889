/**
 * What is measured, each of every node. `rules`: up to the first blocker, as the autoscaler goes. `removal`: the simulation of
 * the nodes that have none. `without blockers`: of all nodes, as though they had none; `crowded`: the same where hardly any node
 * has room. `complete`: all of a verdict, with the indexes that the others find made.
 */
export const QUESTIONS = [
  "eligibility",
  "rules",
  "blockers",
  "removal",
  "without blockers",
  "crowded",
  "complete",
] as const;

export type Question = (typeof QUESTIONS)[number];

export function isQuestion(text: string): text is Question {
  return QUESTIONS.some((question) => question === text);
}
