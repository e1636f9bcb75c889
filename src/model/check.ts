/** What was looked at. */
export const CHECK_AREAS = ["cluster", "identity", "store", "monitoring", "slack", "prices", "time"] as const;
export type CheckArea = (typeof CHECK_AREAS)[number];

/** `skipped`: not set up, and so not asked. */
export type CheckState = "ok" | "warning" | "failed" | "skipped";

/** One thing that must be right for Barnacle to work, how it stands, and what puts it right. */
export interface Check {
  readonly area: CheckArea;
  /** `list cronjobs.batch` */
  readonly name: string;
  readonly state: CheckState;
  /** How it stands, as half a sentence. */
  readonly what: string;
  /** The command that cures it; `null` where it is well, or nothing is to be done. */
  readonly cure: string | null;
  /** What belongs to it, whole and one by one: the statements that would run. */
  readonly details?: readonly string[];
}

export function check(
  area: CheckArea,
  name: string,
  state: CheckState,
  what: string,
  cure: string | null = null,
): Check {
  return { area, name, state, what, cure };
}
