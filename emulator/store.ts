import { setTimeout as sleep } from "node:timers/promises";
import { millis } from "../src/model/time.ts";
import { openBigQuery } from "../src/warehouse/bigquery.ts";
import type { Store } from "../src/warehouse/store.ts";
import { createDataset, dropDataset, PROJECT, sql } from "./local.ts";

let made = 0;

/** A new, empty dataset. */
export interface Dataset {
  readonly name: string;
  /** `endpoint`: another way to it, such as through a proxy. */
  open(endpoint?: string): Promise<Store>;
  /** What the administrator would see. */
  sql(query: string): Promise<readonly (readonly (string | null)[])[]>;
  /** Takes it away: the server gets slower with all that it holds. */
  drop(): Promise<void>;
}

export async function dataset(endpoint: string): Promise<Dataset> {
  made += 1;
  const name = `d${process.pid}_${made}`;
  await createDataset(endpoint, name);
  const settings = {
    location: null,
    jobProject: null,
    retentionDays: null,
    labels: { team: "infra" },
    patience: millis(900_000),
    requestTimeout: millis(600_000),
  };
  // Faults are passed quickly: waits are a tenth of what they are.
  const clock = {
    now: () => performance.now(),
    sleep: (wait: number) => sleep(wait / 10),
    random: () => Math.random(),
  };
  return {
    name,
    open: (way = endpoint) =>
      openBigQuery(
        `${PROJECT}.${name}`,
        { ...settings, endpoint: way },
        { clock, note: (text) => Promise.reject(new Error(text)) },
      ),
    sql: (query) => sql(endpoint, name, query),
    drop: () => dropDataset(endpoint, name),
  };
}
