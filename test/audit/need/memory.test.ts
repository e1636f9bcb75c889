import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { figuresOf } from "../../../bench/memory/figures.ts";
import { NOW, workloads } from "../../../bench/memory/workloads.ts";
import { memoryNeed, type Peak, roundUp } from "../../../src/audit/need/memory.ts";
import { DAY, instant } from "../../../src/model/time.ts";

const GIB = 1024 ** 3;
const SETTINGS = { minRuns: 5, risk: 0.01 };

function peak(daysAgo: number, gib: number, more: Partial<Peak> = {}): Peak {
  return { at: instant(NOW - daysAgo * DAY), bytes: gib * GIB, outOfMemory: false, open: false, ...more };
}

/** One run a day, the last one today. */
function daily(gib: readonly number[], more: Partial<Peak> = {}): readonly Peak[] {
  return gib.map((each, at) => peak(gib.length - at, each, more));
}

function proposed(peaks: readonly Peak[]) {
  const need = memoryNeed(peaks, SETTINGS, NOW);
  if (need.kind !== "proposed") throw new Error(`${need.kind}: ${need.runs}`);
  return need;
}

describe("too few runs make no proposal", () => {
  test.for<[string, readonly Peak[], number]>([
    ["none", [], 0],
    ["two", daily([1, 1]), 2],
    ["four", daily([1, 1, 1, 1]), 4],
    ["five, one of which still runs", [...daily([1, 1, 1, 1]), peak(0, 1, { open: true })], 4],
    ["five, one of which measured nothing", [...daily([1, 1, 1, 1]), peak(0, 0)], 4],
    ["five, one of which is no number", [...daily([1, 1, 1, 1]), peak(0, Number.NaN)], 4],
  ])("%s", ([, peaks, runs]) => {
    expect(memoryNeed(peaks, SETTINGS, NOW)).toMatchObject({ kind: "too-few-runs", runs, needed: 5 });
  });
});

describe("the margin depends on the runs' number and spread", () => {
  const wave = (count: number, spread: number) =>
    daily(Array.from({ length: count }, (_, n) => 2 * (1 + spread * Math.sin(n * 2.399))));

  test("runs that are all alike get the least margin", () => {
    expect(proposed(daily([2, 2, 2, 2, 2, 2])).requestBytes).toBe(roundUp(2 * 1.05 * GIB));
  });

  test("a wider spread asks for more", () => {
    expect(proposed(wave(8, 0.2)).requestBytes / (2.4 * GIB)).toBeGreaterThan(
      proposed(wave(8, 0.02)).requestBytes / (2.04 * GIB),
    );
  });

  test("more runs state less risk", () => {
    const risks = [5, 10, 20, 40, 80].map((count) => proposed(wave(count, 0.05)).risk ?? 1);
    expect(risks).toEqual(risks.toSorted((left, right) => right - left));
    expect(risks[4]).toBeLessThan(0.01);
  });

  test("the risk is never said to be less than that of a kind of run which has not been seen", () => {
    expect(proposed(daily([2, 2, 2, 2, 2])).risk).toBeCloseTo((5 / 6) ** 5 / 6, 6);
  });

  test("a gap between two kinds of runs is no spread", () => {
    const runs = daily([2, 8.1, 2.1, 8, 2.05, 8.2, 2, 8.05, 2.1, 8.1, 2, 8.15]);
    expect(proposed(runs).requestBytes).toBeLessThan(10 * GIB);
  });
});

describe("a peak that was seen is never gone below", () => {
  test("not even one of long ago", () => {
    expect(proposed(daily([16, 8, 4, 2, 1, 1, 1, 1])).requestBytes).toBeGreaterThanOrEqual(16 * GIB);
  });

  test("not even one of a run that still runs", () => {
    const need = proposed([...daily([1, 1, 1, 1, 1, 1]), peak(0, 9, { open: true })]);
    expect(need).toMatchObject({ runs: 6, peakBytes: 9 * GIB });
    expect(need.requestBytes).toBeGreaterThanOrEqual(9 * GIB);
  });

  test("whatever the peaks are", () => {
    const peaks = fc.array(
      fc.record({
        daysAgo: fc.double({ min: 0, max: 40, noNaN: true }),
        gib: fc.double({ min: 1e-6, max: 2_000, noNaN: true }),
        outOfMemory: fc.boolean(),
        open: fc.boolean(),
      }),
      { minLength: 5, maxLength: 60 },
    );
    fc.assert(
      fc.property(peaks, (all) => {
        const need = memoryNeed(
          all.map(({ daysAgo, gib, ...more }) => peak(daysAgo, gib, more)),
          SETTINGS,
          NOW,
        );
        if (need.kind !== "proposed") return;
        expect(need.requestBytes).toBeGreaterThanOrEqual(need.peakBytes);
        expect(need.risk ?? 0).toBeGreaterThanOrEqual(0);
        expect(need.risk ?? 0).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe("runs that were stopped for want of memory", () => {
  test("are lower bounds: the request goes above the limit, by more than without them", () => {
    const runs = [3, 3.4, 2.8, 3.9, 3.1, 3.6, 2.9, 3.3, 3.2, 3, 3.5, 3.7, 3.1, 3.3, 2.9, 3.8];
    const need = proposed([...daily(runs), peak(0.5, 4, { outOfMemory: true }), peak(0.2, 4, { outOfMemory: true })]);
    expect(need.outOfMemoryRuns).toBe(2);
    expect(need.requestBytes).toBeGreaterThan(proposed([...daily(runs), peak(0.5, 4), peak(0.2, 4)]).requestBytes);
  });

  test("alone say that it was too little, and not by how much", () => {
    const need = proposed(daily([4, 4, 4, 4, 4, 4], { outOfMemory: true }));
    expect(need).toMatchObject({ risk: null, outOfMemoryRuns: 6, requestBytes: 8 * GIB });
  });

  test("count although they run again", () => {
    const need = proposed([...daily([1, 1, 1, 1]), peak(0, 2, { open: true, outOfMemory: true })]);
    expect(need.runs).toBe(5);
  });
});

describe("growth", () => {
  const growing = Array.from({ length: 30 }, (_, n) => 2 * 1.02 ** n * (1 + 0.01 * Math.sin(n * 2.399)));

  test("is seen, and carried on for two weeks", () => {
    const need = proposed(daily(growing));
    expect(need.growthPerDay).toBeCloseTo(0.02, 3);
    expect(need.requestBytes).toBeGreaterThan(2 * 1.02 ** 44 * GIB);
    expect(need.requestBytes).toBeLessThan(2 * 1.02 ** 44 * 1.25 * GIB);
  });

  test("a decline is none", () => {
    expect(proposed(daily(growing.toReversed())).growthPerDay).toBeNull();
  });

  test("one giant run is none", () => {
    expect(proposed(daily([2, 2.1, 2, 2.2, 2.1, 2, 2.1, 2, 2.2, 12])).growthPerDay).toBeNull();
  });

  test("many runs of one day prove none", () => {
    const runs = Array.from({ length: 40 }, (_, n) => peak(1 - n / 40, 1 + n / 40));
    expect(proposed(runs).growthPerDay).toBeNull();
  });
});

test("a request is a figure that people write", () => {
  const mib = [1, 100, 1000, 1025, 5000, 9000, 70_000].map((each) => roundUp(each * 1024 ** 2) / 1024 ** 2);
  expect(mib).toEqual([16, 112, 1008, 1088, 5056, 9216, 70_656]);
});

describe("on 1,000 simulated workloads", () => {
  const all = figuresOf(workloads(1_000, 7));

  test.for(all.filter(({ shape }) => shape !== "one-off"))("$shape: exceeded no more often than stated", (figures) => {
    expect(figures.held).toBeLessThanOrEqual(figures.stated + 2 * figures.heldError);
    const oneOff = all.find(({ shape }) => shape === "one-off")?.workloads ?? 0;
    expect(figures.rules.barnacle.proposed).toBe(
      figures.shape === "all" ? figures.workloads - oneOff : figures.workloads,
    );
  });

  test("a batch that ran once or a few times gets no proposal", () => {
    expect(all.find(({ shape }) => shape === "one-off")?.rules.barnacle.proposed).toBe(0);
  });

  test("exceeded less often than by the rules of KRR and VPA, on each shape", () => {
    for (const { shape, rules } of all) {
      if (shape === "one-off") continue;
      expect(rules.barnacle.exceeded, shape).toBeLessThan(rules.krr.exceeded);
      expect(rules.barnacle.exceeded, shape).toBeLessThan(rules.vpa.exceeded);
    }
  });
});
