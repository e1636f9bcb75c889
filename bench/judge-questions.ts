/** What is measured, each question of every node. */
export const QUESTIONS = ["eligibility", "rules", "blockers", "removal", "without blockers", "complete"] as const;

export type Question = (typeof QUESTIONS)[number];

export function isQuestion(text: string): text is Question {
  return QUESTIONS.some((question) => question === text);
}
