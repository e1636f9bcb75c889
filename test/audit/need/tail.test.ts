import { describe, expect, test } from "vitest";
import { random } from "../../../bench/memory/workloads.ts";
import { exceedsLargest, marginFor, riskAt, tailOf, unseenKind } from "../../../src/audit/need/tail.ts";

const DRAWS = 25_000;

/** How often the next of n + 1 runs exceeds the largest of n by more than `margin`, and the mean of what was stated of it. */
function played(
  draw: (next: () => number) => number,
  runs: number,
  margin: (tail: ReturnType<typeof tailOf>) => number,
) {
  const next = random(11);
  let exceeded = 0;
  let stated = 0;
  for (let n = 0; n < DRAWS; n++) {
    const logs = Array.from({ length: runs }, () => draw(next));
    const tail = tailOf(logs.map((log) => ({ log, bound: false })));
    const by = margin(tail);
    if (draw(next) > Math.max(...logs) + by) exceeded++;
    stated += (riskAt(tail, by) ?? 1) - unseenKind(tail);
  }
  return { exceeded: exceeded / DRAWS, stated: stated / DRAWS };
}

const exponential = (next: () => number) => -Math.log(1 - next());
const normal = (next: () => number) => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
const even = (next: () => number) => next();

describe("the stated risk of runs of a kind that was seen", () => {
  test.for([8, 20, 60])("is exact for %i runs whose upper end falls off like a power", (runs) => {
    const { exceeded, stated } = played(exponential, runs, ({ spread }) => spread / 4);
    const error = Math.sqrt(stated / DRAWS);
    // Leaving out what looks like a gap takes a little of the spread away.
    expect(Math.abs(exceeded - stated)).toBeLessThan(3 * error + 0.04 * stated);
  });

  test.for([
    ["a normal", normal],
    ["an even", even],
  ] as const)("is not less than the truth for %s distribution", ([, draw]) => {
    const { exceeded, stated } = played(draw, 20, (tail) => marginFor(tail, 0.01));
    expect(exceeded).toBeLessThan(stated + 3 * Math.sqrt(stated / DRAWS));
  });

  test("is what the margin was made for", () => {
    const tail = tailOf([1, 1.1, 1.3, 0.8, 0.9, 1.05, 1.2, 0.7].map((log) => ({ log, bound: false })));
    expect((riskAt(tail, marginFor(tail, 0.01)) ?? 1) - unseenKind(tail)).toBeCloseTo(0.01, 10);
  });
});

test("a kind of run that comes with any probability and was not seen adds no more than was stated", () => {
  for (const runs of [5, 20, 100]) {
    const worst = Math.max(...Array.from({ length: 999 }, (_, n) => (n + 1) / 1_000).map((g) => g * (1 - g) ** runs));
    expect(worst).toBeLessThanOrEqual(unseenKind({ runs, stopped: 0, spread: 0, distances: 0 }));
  }
});

test("stopped runs count as exceeding", () => {
  const levels = [1, 1, 1, 1, 1, 1, 1, 1, 1.2].map((log, at) => ({ log, bound: at === 8 }));
  expect(exceedsLargest(tailOf(levels))).toBe(0.2);
});
