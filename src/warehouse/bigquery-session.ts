import type { Ask } from "./bigquery-http.ts";
import { type Clock, type Deadline, deadlineIn } from "./bigquery-retry.ts";

/** An open dataset: where requests go, and how long they may take. */
export interface Session {
  readonly ask: Ask;
  readonly clock: Clock;
  /** Where the dataset is. */
  readonly project: string;
  readonly dataset: string;
  /** The dataset's location; jobs must run there. */
  readonly location: string;
  /** The project that runs the jobs and pays for them. */
  readonly jobProject: string;
  /** Labels on jobs and tables, for the bill. */
  readonly labels: Readonly<Record<string, string>>;
  /** Rows of tables that may expire are kept this many days; `null`: for good. */
  readonly retentionDays: number | null;
  /** Longest time for one operation of the store, in milliseconds. */
  readonly patience: number;
}

/** The deadline of an operation that begins now. */
export function deadlineOf({ clock, patience }: Session): Deadline {
  return deadlineIn(clock, patience);
}

/** A path of the REST API under the dataset. */
export function datasetPath({ project, dataset }: Pick<Session, "project" | "dataset">): string {
  return `projects/${encodeURIComponent(project)}/datasets/${encodeURIComponent(dataset)}`;
}

/** A path of the REST API under the project that runs jobs. */
export function jobsPath({ jobProject }: Pick<Session, "jobProject">, rest: string): string {
  return `projects/${encodeURIComponent(jobProject)}/${rest}`;
}
