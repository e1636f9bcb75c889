import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** A pod as a vector names it. */
export interface Named {
  readonly namespace: string;
  readonly name: string;
}

export interface NamedBlocker extends Named {
  readonly reason: string;
}

/** `utilization.Calculate`; `null` is where Go said NaN or infinite. */
export interface ExpectedUtilization {
  readonly cpu: number | null;
  readonly mem: number | null;
  readonly gpu: number | null;
  readonly resource: string;
  readonly utilization: number | null;
  readonly error?: string;
  readonly rawCpu: number | null;
  readonly rawMem: number | null;
}

export interface ExpectedRemoval {
  readonly removable: boolean;
  readonly reason: string;
  readonly blockingPod?: NamedBlocker | null;
  readonly onCompletionPods?: readonly Named[];
  /** One possible placement, in the order in which the pods were placed. */
  readonly destinations: readonly (Named & { readonly node: string })[];
  readonly risky: boolean;
  /** The simulation repeated with other orders of the nodes. */
  readonly orders: { readonly tried: number; readonly removable: number };
  readonly failedPod?: Named;
  readonly failedPredicates?: Readonly<Record<string, number>>;
}

/** What the autoscaler's own code said of one node. */
export interface ExpectedNode {
  readonly node: string;
  readonly eligibility: string;
  readonly utilization: ExpectedUtilization;
  readonly drain: {
    readonly reason: string;
    readonly blockingPod: NamedBlocker | null;
    readonly podsToMove: readonly Named[];
    readonly daemonSetPods: readonly Named[];
    readonly onCompletionPods: readonly Named[];
  };
  readonly pods: readonly (Named & { readonly outcome: string; readonly rule: string; readonly reason?: string })[];
  readonly allBlockers: readonly NamedBlocker[];
  readonly removal: ExpectedRemoval;
  readonly counterfactual: ExpectedRemoval | null;
  readonly counterfactualUtilization?: ExpectedUtilization | null;
}

/** A cluster with its options and time, and what the autoscaler said of it. */
export interface Vector {
  readonly name: string;
  readonly now: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly objects: readonly unknown[];
  readonly expected: { readonly nodes: readonly ExpectedNode[] };
}

/** A vector and where it comes from. */
export interface Source {
  /** `clusters/17`, `cases/05 kube-system, …` */
  readonly id: string;
  readonly vector: Vector;
}

/** The vectors of a folder in the layout of `../shared/vectors`, one at a time: they are large. */
export function* readVectors(folder: string): Generator<Source> {
  for (const part of ["clusters", "large"]) {
    for (const file of sortedByNumber(readdirSync(join(folder, part)))) {
      yield { id: `${part}/${file.replace(".json.gz", "")}`, vector: readVector(join(folder, part, file)) };
    }
  }
  yield* readCases(join(folder, "cases.json"));
}

/** The vectors of one folder of clusters. */
export function* readClusters(folder: string): Generator<Source> {
  for (const file of sortedByNumber(readdirSync(folder).filter((name) => name !== "cases.json.gz"))) {
    yield { id: file.replace(".json.gz", ""), vector: readVector(join(folder, file)) };
  }
}

/** The hand-made cases: a list of small vectors in one file. */
export function* readCases(file: string): Generator<Source> {
  // The vectors are our own recorded data; their shape is the README's.
  for (const vector of readJson(file) as readonly Vector[]) yield { id: `cases/${vector.name}`, vector };
}

function readVector(file: string): Vector {
  return readJson(file) as Vector;
}

function readJson(file: string): unknown {
  const bytes = readFileSync(file);
  return JSON.parse((file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8"));
}

function sortedByNumber(files: readonly string[]): readonly string[] {
  return files.toSorted((left, right) => Number.parseInt(left, 10) - Number.parseInt(right, 10));
}
