import { type MemoryNeed, memoryNeed } from "../../src/audit/need/memory.ts";
import { DAY } from "../../src/model/time.ts";
import { NOW, type SimulatedWorkload } from "./workloads.ts";

export const RULES = ["barnacle", "krr", "vpa"] as const;
export type Rule = (typeof RULES)[number];

const RULE_SETTINGS = { minRuns: 5, risk: 0.01 } as const;

/** Barnacle's own answer, whole. */
export function barnacle({ past, limit }: SimulatedWorkload): MemoryNeed {
  const peaks = past.map(({ at, seen, stopped }) => ({
    at,
    bytes: stopped ? Math.max(seen, limit) : seen,
    outOfMemory: stopped,
    open: false,
  }));
  return memoryNeed(peaks, RULE_SETTINGS, NOW);
}

/** What the other rules ask for, in bytes; `null`: for nothing yet. */
export const KRR_AND_VPA: Readonly<Record<Exclude<Rule, "barnacle">, (workload: SimulatedWorkload) => number | null>> =
  {
    krr,
    vpa,
  };

const KRR_DAYS = 14;
const KRR_MARGIN = 1.15;
const KRR_LEAST = 100e6;

/** KRR's rule by default: the largest sample of 14 days and 15 %. */
function krr({ past }: SimulatedWorkload): number | null {
  const recent = past.filter(({ at }) => at >= NOW - KRR_DAYS * DAY);
  if (recent.length === 0) return null;
  return Math.max(...recent.map(({ seen }) => seen * KRR_MARGIN), KRR_LEAST);
}

const VPA = {
  firstBucket: 1e7,
  growth: 1.05,
  percentile: 0.9,
  margin: 1.15,
  halfLife: DAY,
  oomRatio: 1.2,
  oomLeast: 100 * 1024 ** 2,
  least: 250 * 1024 ** 2,
} as const;

/** The vertical pod autoscaler's: a histogram of peaks whose weight halves every day, its 90th percentile (a bucket's end) and 15 %. */
function vpa({ past, request }: SimulatedWorkload): number | null {
  if (past.length === 0) return null;
  const buckets = new Map<number, number>();
  for (const { at, seen, stopped } of past) {
    const used = Math.max(seen, request);
    const sample = stopped ? Math.max(used * VPA.oomRatio, used + VPA.oomLeast) : seen;
    const bucket = bucketOf(sample);
    buckets.set(bucket, (buckets.get(bucket) ?? 0) + 2 ** ((at - NOW) / VPA.halfLife));
  }
  const sorted = [...buckets].sort(([left], [right]) => left - right);
  const wanted = VPA.percentile * sorted.reduce((sum, [, weight]) => sum + weight, 0);
  let sum = 0;
  for (const [bucket, weight] of sorted) {
    sum += weight;
    if (sum >= wanted) return Math.max(startOf(bucket + 1) * VPA.margin, VPA.least);
  }
  return null;
}

/** Each bucket is 5 % wider than the one before. */
function startOf(bucket: number): number {
  return (VPA.firstBucket * (VPA.growth ** bucket - 1)) / (VPA.growth - 1);
}

function bucketOf(value: number): number {
  return value < VPA.firstBucket
    ? 0
    : Math.floor(Math.log((value * (VPA.growth - 1)) / VPA.firstBucket + 1) / Math.log(VPA.growth));
}
