import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatQuantity,
  fromMilli,
  fromWhole,
  larger,
  milliValue,
  parseQuantity,
  plus,
  type Quantity,
  wholeValue,
} from "../../src/model/quantity.ts";

/** Billionths. */
function parsed(text: string): bigint {
  const quantity = parseQuantity(text);
  if (!quantity.ok) throw new Error(`${text} ${quantity.why}`);
  return quantity.value;
}

const NANO = 1_000_000_000n;

describe("what Kubernetes takes for a quantity", () => {
  test.each([
    ["0", 0n],
    ["-0", 0n],
    ["1", NANO],
    ["+1", NANO],
    ["01", NANO],
    ["1.", NANO],
    [".5", NANO / 2n],
    ["500m", NANO / 2n],
    ["1n", 1n],
    ["1u", 1_000n],
    ["1k", 1_000n * NANO],
    ["1M", 1_000_000n * NANO],
    ["1G", NANO * NANO],
    ["1T", 1_000n * NANO * NANO],
    ["1P", 1_000_000n * NANO * NANO],
    ["1E", NANO * NANO * NANO],
    ["1E3", 1_000n * NANO],
    ["1e3", 1_000n * NANO],
    ["1e-3", 1_000_000n],
    ["1.5e+3", 1_500n * NANO],
    ["1Ki", 1_024n * NANO],
    ["0.5Gi", 536_870_912n * NANO],
    ["1Mi", 1_048_576n * NANO],
    ["1Ti", 1_024n ** 4n * NANO],
    ["1Pi", 1_024n ** 5n * NANO],
    ["7Ei", 7n * 1_024n ** 6n * NANO],
    ["9223372036854775807", (2n ** 63n - 1n) * NANO],
  ])("%s", (text, billionths) => {
    expect(parsed(text)).toBe(billionths);
  });

  test.each([
    ["0.1n", 1n],
    ["1.0000000001", NANO + 1n],
    ["1e-99999", 1n],
    ["0.00000000000000000001Ki", 1n],
  ])("%s is finer than a billionth and rounds up", (text, billionths) => {
    expect(parsed(text)).toBe(billionths);
  });
});

test.each([
  ["abc", "is not a Kubernetes quantity"],
  ["", "is not a Kubernetes quantity"],
  [".", "is not a Kubernetes quantity"],
  ["1 Gi", "is not a Kubernetes quantity"],
  ["1gi", "is not a Kubernetes quantity"],
  ["1K", "is not a Kubernetes quantity"],
  ["1e", "is not a Kubernetes quantity"],
  ["1ki", "is not a Kubernetes quantity"],
  ["1,5", "is not a Kubernetes quantity"],
  ["0x10", "is not a Kubernetes quantity"],
  ["1\n", "is not a Kubernetes quantity"],
  ["١", "is not a Kubernetes quantity"],
  ["-1", "is negative"],
  ["-1n", "is negative"],
  ["8Ei", "is larger than Kubernetes can hold"],
  ["9223372036854775808", "is larger than Kubernetes can hold"],
  ["1e99", "is larger than Kubernetes can hold"],
  ["1e999999999", "is larger than Kubernetes can hold"],
  ["1234567890123456789012345678901234567890", "is larger than Kubernetes can hold"],
])("%j is none", (text, why) => {
  const quantity = parseQuantity(text);
  expect(quantity.ok ? "" : quantity.why).toContain(why);
});

test.each([
  ["1n", 1, 1],
  ["1m", 1, 1],
  ["1001u", 2, 1],
  ["999m", 999, 1],
  ["1", 1_000, 1],
  ["1.0001", 1_001, 2],
  ["2.5", 2_500, 3],
  ["0", 0, 0],
])("%s rounds up to %d thousandths and %d whole", (text, milli, whole) => {
  const quantity = parseQuantity(text);
  expect(quantity.ok && [milliValue(quantity.value), wholeValue(quantity.value)]).toEqual([milli, whole]);
});

const EXPONENTS: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, "": 0, k: 3, M: 6, G: 9, T: 12, P: 15 };
const POWERS: Readonly<Record<string, bigint>> = { Ki: 1n, Mi: 2n, Gi: 3n, Ti: 4n, Pi: 5n };

/** The exact value of `digits / 10^places x suffix` in billionths, rounded up: written anew, with fractions. */
function oracle(digits: bigint, places: number, suffix: string): bigint {
  const power = POWERS[suffix];
  const exponent = EXPONENTS[suffix] ?? 0;
  const numerator = digits * NANO * (power === undefined ? 1n : 1_024n ** power) * 10n ** BigInt(Math.max(exponent, 0));
  const denominator = 10n ** BigInt(places + Math.max(-exponent, 0));
  return (numerator + denominator - 1n) / denominator;
}

const written = fc
  .record({
    digits: fc.bigInt({ min: 0n, max: 999_999n }),
    places: fc.integer({ min: 0, max: 12 }),
    suffix: fc.constantFrom(...Object.keys(EXPONENTS), ...Object.keys(POWERS)),
  })
  .map(({ digits, places, suffix }) => {
    const text = digits.toString().padStart(places + 1, "0");
    const cut = text.length - places;
    return {
      text: `${text.slice(0, cut)}${places === 0 ? "" : "."}${text.slice(cut)}${suffix}`,
      digits,
      places,
      suffix,
    };
  })
  .filter(({ digits, places, suffix }) => oracle(digits, places, suffix) <= (2n ** 63n - 1n) * NANO);

describe("quantities", () => {
  test("are what the fraction says, rounded up to a billionth", () => {
    fc.assert(
      fc.property(written, ({ text, digits, places, suffix }) => {
        expect(parsed(text)).toBe(oracle(digits, places, suffix));
      }),
    );
  });

  test("printed read back as themselves", () => {
    fc.assert(
      fc.property(written, ({ text }) => {
        const value = parsed(text);
        expect(parsed(formatQuantity(value as Quantity))).toBe(value);
      }),
    );
  });

  test("keep the order of what they mean", () => {
    fc.assert(
      fc.property(written, written, (one, other) => {
        const [left, right] = [parsed(one.text) as Quantity, parsed(other.text) as Quantity];
        expect(larger(left, right)).toBe(left > right ? left : right);
        expect(milliValue(left) <= milliValue(right) || left > right).toBe(true);
        expect(wholeValue(left) <= wholeValue(right) || left > right).toBe(true);
      }),
    );
  });

  test("round up by less than one", () => {
    fc.assert(
      fc.property(written, ({ text }) => {
        const value = parsed(text) as Quantity;
        const whole = BigInt(wholeValue(value));
        fc.pre(whole < 2n ** 53n);
        expect(whole * NANO >= value && whole * NANO < value + NANO).toBe(true);
      }),
    );
  });
});

test("a sum is the sum", () => {
  expect(formatQuantity(plus(fromMilli(1_500), fromWhole(2)))).toBe("3500m");
});

test.each([
  [fromWhole(0), "0"],
  [fromWhole(1_024), "1Ki"],
  [fromWhole(1_536 * 1_024 ** 2), "1536Mi"],
  [fromWhole(1_000), "1000"],
  [fromMilli(250), "250m"],
  [1_500n as Quantity, "1500n"],
  [2_000n as Quantity, "2u"],
])("%s billionths print as %s", (quantity, text) => {
  expect(formatQuantity(quantity)).toBe(text);
});
