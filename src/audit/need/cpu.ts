/** How much CPU a run took and how long it ran. */
export interface CpuRun {
  readonly coreSeconds: number;
  readonly seconds: number;
}

export interface CpuSettings {
  readonly minRuns: number;
  /** The part of the runs that have all the CPU they use by the request alone. */
  readonly cpuQuantile: number;
}

/**
 * How much CPU to ask for: a trade of time for money. With less than it uses a run takes longer, when others on its node want the
 * rest; with spare CPU on the node it does not.
 */
export type CpuNeed =
  | { readonly kind: "too-few-runs"; readonly runs: number; readonly needed: number }
  | {
      readonly kind: "proposed";
      readonly requestMillicores: number;
      readonly runs: number;
      /** The part of the runs that used more on average. */
      readonly above: number;
      /** How much longer the most demanding run would have taken on a full node, as a fraction: 0.25 is a quarter. */
      readonly longestDelay: number;
    };

const STEP = 10;
/** Less is not worth a line in a manifest. */
const LEAST = 10;
/** Shorter runs are of one sample: their mean says nothing. */
const SHORTEST_SECONDS = 60;

/** The CPU request that covers `cpuQuantile` of the runs, each taken by its mean over the time that it ran. */
export function cpuNeed(runs: readonly CpuRun[], settings: CpuSettings): CpuNeed {
  const means = runs
    .filter(({ coreSeconds, seconds }) => seconds >= SHORTEST_SECONDS && coreSeconds >= 0)
    .map(({ coreSeconds, seconds }) => (coreSeconds / seconds) * 1_000)
    .sort((left, right) => left - right);
  if (means.length < Math.max(settings.minRuns, 1)) {
    return { kind: "too-few-runs", runs: means.length, needed: settings.minRuns };
  }
  const at = Math.min(Math.ceil(settings.cpuQuantile * means.length), means.length) - 1;
  const requestMillicores = Math.max(Math.ceil((means[Math.max(at, 0)] ?? 0) / STEP) * STEP, LEAST);
  const most = means.at(-1) ?? 0;
  return {
    kind: "proposed",
    requestMillicores,
    runs: means.length,
    above: means.filter((mean) => mean > requestMillicores).length / means.length,
    longestDelay: Math.max(0, most / requestMillicores - 1),
  };
}
