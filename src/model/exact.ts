import type { Brand } from "./brand.ts";
import { type Duration, HOUR } from "./time.ts";

/** An exact amount with nine places, in billionths: what BigQuery's NUMERIC and a DECIMAL(38,9) hold. */
export type Billionths = Brand<bigint, "Billionths">;

export const NOTHING = 0n as Billionths;

const BILLION = 1_000_000_000n;

/**
 * The exact decimal value of a float64, rounded to nine places (half away from zero, as BigQuery does).
 * @throws RangeError when it is not a number, or infinite
 */
export function billionths(value: number): Billionths {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is no amount`);
  // `toFixed` rounds the exact binary value, but gives up at 10^21; all floats above 2^53 are whole.
  const magnitude = Math.abs(value);
  const whole = magnitude < 2 ** 53 ? BigInt(magnitude.toFixed(9).replace(".", "")) : BigInt(magnitude) * BILLION;
  return (value < 0 ? -whole : whole) as Billionths;
}

/** Wraps an amount that is in billionths already. */
export function exactly(amount: bigint): Billionths {
  return amount as Billionths;
}

/** The nearest float64. */
export function toNumber(amount: Billionths): number {
  return Number(amount) / 1e9;
}

/** What a rate an hour, zero or more, comes to over `duration`, rounded half up to a billionth. */
export function accrueExactly(rate: Billionths, duration: Duration): Billionths {
  const hour = BigInt(HOUR);
  return ((rate * BigInt(duration) * 2n + hour) / (2n * hour)) as Billionths;
}
