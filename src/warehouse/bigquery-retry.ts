import { BigQueryFault, outlookOf } from "./bigquery-fault.ts";

/** Time as retries need it: a clock that never jumps, in milliseconds. */
export interface Clock {
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** From 0 to 1. */
  random(): number;
}

/** The end of all patience: `at` on the clock. What is not done by then is given up. */
export interface Deadline {
  readonly clock: Clock;
  readonly at: number;
  /** How long there was in all, in milliseconds. */
  readonly whole: number;
}

/** A deadline that many milliseconds from now. */
export function deadlineIn(clock: Clock, whole: number): Deadline {
  return { clock, at: clock.now() + whole, whole };
}

const FIRST_WAIT = 400;
const LONGEST_WAIT = 16_000;
/** A server that is not there is not waited for as long as one that is busy. */
const UNREACHABLE_FOR = 30_000;

/** Growing waits, each between a half and the whole of its length, so that two who failed together do not come again together. */
export function backoff(clock: Clock, tries: number): number {
  const whole = Math.min(FIRST_WAIT * 2 ** tries, LONGEST_WAIT);
  return whole * (0.5 + clock.random() / 2);
}

/**
 * Does `work` again after faults that pass, until the deadline. Only for work that may be done twice.
 * @throws BigQueryFault the last one, when it is final or the deadline is over
 */
export async function patiently<T>(deadline: Deadline, work: () => Promise<T>): Promise<T> {
  const { clock } = deadline;
  const began = clock.now();
  for (let tries = 0; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof BigQueryFault)) throw error;
      const wait = Math.max(backoff(clock, tries), error.retryAfter);
      if (clock.now() + wait > lastTry(error, began, deadline)) throw error;
      await clock.sleep(wait);
    }
  }
}

function lastTry(fault: BigQueryFault, began: number, deadline: Deadline): number {
  switch (outlookOf(fault)) {
    case "passing":
      return deadline.at;
    case "unreachable":
      return Math.min(deadline.at, began + UNREACHABLE_FOR);
    case "final":
      return Number.NEGATIVE_INFINITY;
  }
}
