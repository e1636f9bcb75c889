import { describe, expect, test } from "vitest";
import { type CpuRun, cpuNeed } from "../../../src/audit/need/cpu.ts";

const SETTINGS = { minRuns: 5, cpuQuantile: 0.9 };

/** Runs of an hour with these mean cores. */
function hours(cores: readonly number[]): readonly CpuRun[] {
  return cores.map((each) => ({ coreSeconds: each * 3_600, seconds: 3_600 }));
}

describe("CPU is a trade of time for money", () => {
  test("nine of ten runs have all that they use", () => {
    const need = cpuNeed(hours([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.8]), SETTINGS);
    expect(need).toEqual({ kind: "proposed", requestMillicores: 900, runs: 10, above: 0.1, longestDelay: 1 });
  });

  test("by the mean over the time that a run took, short and long ones alike", () => {
    const runs = [60, 600, 6_000, 60_000, 100].map((seconds) => ({ coreSeconds: seconds * 1.204, seconds }));
    expect(cpuNeed(runs, SETTINGS)).toMatchObject({ requestMillicores: 1_210, above: 0, longestDelay: 0 });
  });

  test.for<[string, readonly CpuRun[], number]>([
    ["none", [], 0],
    ["four", hours([1, 1, 1, 1]), 4],
    ["five, one of a single sample", [...hours([1, 1, 1, 1]), { coreSeconds: 9, seconds: 30 }], 4],
    ["five, one whose counter went back", [...hours([1, 1, 1, 1]), { coreSeconds: -5, seconds: 300 }], 4],
  ])("too few runs make no proposal: %s", ([, runs, counted]) => {
    expect(cpuNeed(runs, SETTINGS)).toEqual({ kind: "too-few-runs", runs: counted, needed: 5 });
  });

  test("a run that idles still asks for something", () => {
    expect(cpuNeed(hours([0, 0, 0, 0, 0]), SETTINGS)).toMatchObject({ requestMillicores: 10, longestDelay: 0 });
  });
});
