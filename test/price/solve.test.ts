import { expect, test } from "vitest";
import { type Priced, round, solveFamily } from "../../prices/make/solve.ts";

const type = (cores: number, memoryGib: number, usdPerHour: number): Priced => ({ cores, memoryGib, usdPerHour });

/** N2 in Japan, as listed. */
const N2 = [type(4, 16, 0.249176), type(64, 512, 5.37408), type(96, 96, 4.419552), type(128, 864, 9.88112)];

test("core and memory of N2 in Japan follow from the list", () => {
  expect(solveFamily(N2)).toEqual({ core: 0.040618, memory: 0.005419 });
});

test("a type that contradicts the others leaves no answer; one within a millionth does not", () => {
  expect(solveFamily([...N2, type(8, 32, 0.498352 * 1.00001)])).toBeNull();
  expect(solveFamily([...N2, type(8, 32, 0.498352 / 1.00001)])).toBeNull();
  expect(solveFamily([...N2, type(8, 32, 0.498352 * 1.0000005)])).not.toBeNull();
});

test("one memory a core, one type or none leave no answer", () => {
  expect(solveFamily([type(4, 16, 0.2), type(8, 32, 0.4)])).toBeNull();
  expect(solveFamily([type(4, 16, 0.2)])).toBeNull();
  expect(solveFamily([])).toBeNull();
});

test("solved prices have the list's decimals", () => {
  expect(round(0.04061799999999999)).toBe(0.040618);
  expect(round(0.0050571234567)).toBe(0.005057123);
});
