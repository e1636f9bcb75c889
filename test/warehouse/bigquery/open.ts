import { millis } from "../../../src/model/time.ts";
import { type BigQuerySettings, openBigQuery, type Surroundings } from "../../../src/warehouse/bigquery.ts";
import type { Clock } from "../../../src/warehouse/bigquery-retry.ts";
import type { Store } from "../../../src/warehouse/store.ts";
import { DATASET, PROJECT } from "./fake-state.ts";

/** A clock whose sleeps take no time, though they pass. */
export function quickClock(): Clock & { readonly slept: number[] } {
  let past = 0;
  const slept: number[] = [];
  return {
    slept,
    now: () => performance.now() + past,
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
      past += milliseconds;
    },
    random: () => 0.5,
  };
}

export const SPEC = `${PROJECT}.${DATASET}`;

export function settings(endpoint: string | null, changes: Partial<BigQuerySettings> = {}): BigQuerySettings {
  return {
    endpoint,
    location: null,
    jobProject: null,
    retentionDays: null,
    labels: {},
    patience: millis(60_000),
    requestTimeout: millis(10_000),
    ...changes,
  };
}

export function surroundings(): Surroundings & {
  readonly notes: string[];
  readonly clock: ReturnType<typeof quickClock>;
} {
  const notes: string[] = [];
  return {
    notes,
    clock: quickClock(),
    note: async (sentence) => {
      notes.push(sentence);
    },
  };
}

/** The store in the fake, or in whatever is at `endpoint`. */
export function openAt(
  endpoint: string,
  changes: Partial<BigQuerySettings> = {},
  around = surroundings(),
): Promise<Store> {
  return openBigQuery(SPEC, settings(endpoint, changes), around);
}
