import { describe, expect, test } from "vitest";
import type { KnownUsage, UsageDay } from "../../src/model/learned.ts";
import { DAY, type Instant, instant } from "../../src/model/time.ts";
import { knownUsage, usageRows } from "../../src/report/rows-usage.ts";

const ZERO = instant(Date.UTC(2026, 10, 1));
const NOW = instant(Date.UTC(2026, 10, 9, 3));
const CLUSTER = { project: "p", location: "l", name: "c" };

function on(day: number): Instant {
  return instant(ZERO + day * DAY);
}

function usage(name: string, from: number, until: number, days: readonly number[]): KnownUsage {
  const workload = { kind: "CronJob", namespace: "batch", name };
  return {
    ...workload,
    from: on(from),
    until: on(until),
    days: days.map(
      (day): UsageDay => ({
        ...workload,
        pod: `${name}-${day}`,
        container: "main",
        day: on(day),
        peakBytes: 1_000 + day,
        limitBytes: day % 2 === 0 ? null : 5_000,
        cpuSeconds: 12.5,
        seconds: 60,
        restarts: day,
      }),
    ),
  };
}

describe("what was learned of workloads", () => {
  test("comes back from the rows as it was", () => {
    const learned = [usage("a", 1, 8, [1, 3, 7]), usage("b", 1, 8, [])];
    expect(knownUsage(usageRows(learned, [], CLUSTER, NOW))).toEqual(learned);
  });

  test("is written once: the next day adds that day alone", () => {
    const before = [usage("a", 1, 8, [1, 3, 7])];
    const rows = usageRows([usage("a", 2, 9, [3, 7, 8])], before, CLUSTER, NOW);
    expect(rows.map(({ pod, container }) => [pod, container])).toEqual([
      ["CronJob batch/a", ""],
      ["a-8", "main"],
    ]);
    expect(usageRows(before, before, CLUSTER, NOW)).toEqual([]);
  });

  test("of a later question replaces what was asked before, without the days that left the window", () => {
    const before = [usage("a", 1, 8, [1, 3, 7])];
    const after = [usage("a", 2, 9, [3, 7, 8])];
    const rows = [...usageRows(before, [], CLUSTER, NOW), ...usageRows(after, before, CLUSTER, NOW)];
    expect(knownUsage(rows)).toEqual(after);
  });

  test("days without a row that says they were asked for are not known", () => {
    const rows = usageRows([usage("a", 1, 8, [1])], [], CLUSTER, NOW).filter(({ container }) => container !== "");
    expect(knownUsage(rows)).toEqual([]);
  });
});
