import type { LearnedNote } from "../model/learned.ts";

/** What can be wrong with what Cloud Monitoring answers, or with the asking; each is told once. */
const WORDS = {
  "no-cluster": () => "which cluster this is is not known (--cluster PROJECT/LOCATION/NAME), so nothing was asked",
  "permission-denied": () =>
    "the account may not read the project's metrics: give it roles/monitoring.viewer on the project",
  unauthenticated: () =>
    "no credentials were found or they were refused: in GKE use Workload Identity, elsewhere gcloud auth application-default login",
  "quota-exhausted": () => "the project's quota of time series reads is used up; the rest was not asked",
  unavailable: () => "the service could not be reached, after retries",
  "deadline-exceeded": () => "the service did not answer in time; the rest was not asked (monitoring.timeout)",
  "call-limit": () => "the limit of calls for a run was reached; the rest was not asked (monitoring.maxCalls)",
  refused: () => "a question was refused",
  incomplete: () => "the service said that an answer was not complete, and it was not used",
  "other-cluster": () => "time series of another cluster or location were left out",
  "wrong-type": () => "time series of another type than the metric's were left out",
  "wrong-unit": () => "time series in another unit than the metric's were left out",
  "no-number": () => "values that are no numbers, negative or endless were left out",
  "out-of-order": () => "points came out of order and were sorted",
  "same-time": () => "points came twice for one time; the larger one was taken",
  "counter-back": () => "counters went back; what they had counted then was left out",
  "from-the-future": () => "points later than the audit's own time were left out; look at the clocks",
  "name-twice": () => "pods of the same name ran at several times and were taken as several runs",
  empty: () =>
    "nothing was found of some of what was asked; are system metrics switched on, and is the location the cluster's own?",
  gap: () => "there are gaps in the data; nothing was concluded from them",
} as const satisfies Record<string, () => string>;

export type Fault = keyof typeof WORDS;

/** Collects faults, each with how often it was met and a first example. */
export class Faults {
  readonly #met = new Map<Fault, { times: number; readonly example: string }>();

  add(fault: Fault, example = ""): void {
    const known = this.#met.get(fault);
    if (known === undefined) this.#met.set(fault, { times: 1, example });
    else known.times++;
  }

  notes(): readonly LearnedNote[] {
    return [...this.#met].map(([fault, { times, example }]) => ({
      kind: `monitoring-${fault}`,
      text: `Cloud Monitoring: ${WORDS[fault]()}${detail(times, example)}.`,
    }));
  }
}

function detail(times: number, example: string): string {
  const often = times === 1 ? "" : `${times} times`;
  const parts = [often, example].filter((part) => part !== "");
  return parts.length === 0 ? "" : ` (${parts.join("; ")})`;
}
