import type { Brand } from "./brand.ts";

/** A Kubernetes quantity, exact, in billionths (Kubernetes rounds anything finer up to a billionth when it parses). */
export type Quantity = Brand<bigint, "Quantity">;

const NANO = 1_000_000_000n;
const MILLI = 1_000_000n;

export const ZERO: Quantity = 0n as Quantity;

const BINARY: Readonly<Record<string, bigint>> = {
  Ki: 1n << 10n,
  Mi: 1n << 20n,
  Gi: 1n << 30n,
  Ti: 1n << 40n,
  Pi: 1n << 50n,
  Ei: 1n << 60n,
};

const DECIMAL_EXPONENT: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  "": 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};

/** The largest quantity that Kubernetes keeps: 2^63 - 1 (`resource.maxAllowed`); larger input is capped there by the API server. */
const MOST = ((1n << 63n) - 1n) * NANO;

const SHAPE = /^([+-]?)(\d*)(?:\.(\d*))?(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E|[eE][+-]?\d{1,9})?$/u;

/** A quantity, or the reason why the text is none. */
export type ParsedQuantity =
  | { readonly ok: true; readonly value: Quantity }
  | { readonly ok: false; readonly why: string };

/**
 * Reads a quantity as `resource.ParseQuantity` does (apimachinery `pkg/api/resource/quantity.go`), then refuses what no
 * request or capacity may be: a negative amount, or one beyond 2^63 - 1, which Kubernetes would cap in silence.
 */
export function parseQuantity(text: string): ParsedQuantity {
  const match = SHAPE.exec(text);
  const whole = match?.[2] ?? "";
  const fraction = match?.[3] ?? "";
  if (match === null || whole + fraction === "") {
    return { ok: false, why: "is not a Kubernetes quantity such as 500m, 2, 0.5Gi or 1e3" };
  }
  const digits = BigInt(whole + fraction);
  if (match[1] === "-" && digits !== 0n) return { ok: false, why: "is negative" };
  const value = scale(digits, fraction.length, match[4] ?? "");
  if (value === null || value > MOST) return { ok: false, why: "is larger than Kubernetes can hold (2^63 - 1)" };
  return { ok: true, value: value as Quantity };
}

/** `digits x 10^-places x suffix`, in billionths, rounded up; `null` when absurdly large. */
function scale(digits: bigint, places: number, suffix: string): bigint | null {
  if (digits === 0n) return 0n;
  const binary = BINARY[suffix];
  if (binary !== undefined) return divideUp(digits * binary * NANO, 10n ** BigInt(places));
  const exponent = (DECIMAL_EXPONENT[suffix] ?? Number(suffix.slice(1))) - places + 9;
  if (exponent > 60) return null;
  if (exponent >= 0) return digits * 10n ** BigInt(exponent);
  // Below this the result is a billionth, however many digits there are (quantity text is at most some KB long).
  if (exponent < -10_000) return 1n;
  return divideUp(digits, 10n ** BigInt(-exponent));
}

function divideUp(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return quotient * divisor === dividend ? quotient : quotient + 1n;
}

/** Thousandths, rounded up, as `Quantity.MilliValue()`: millicores for cpu. Exact below 2^53. */
export function milliValue(quantity: Quantity): number {
  return Number(divideUp(quantity, MILLI));
}

/** Whole units, rounded up, as `Quantity.Value()`: bytes for memory. Exact below 2^53. */
export function wholeValue(quantity: Quantity): number {
  return Number(divideUp(quantity, NANO));
}

/** The quantity of `value` whole units. */
export function fromWhole(value: number): Quantity {
  return (BigInt(value) * NANO) as Quantity;
}

/** The quantity of `value` thousandths. */
export function fromMilli(value: number): Quantity {
  return (BigInt(value) * MILLI) as Quantity;
}

export function plus(left: Quantity, right: Quantity): Quantity {
  return (left + right) as Quantity;
}

export function larger(left: Quantity, right: Quantity): Quantity {
  return left >= right ? left : right;
}

const BINARY_NAMES = ["Ei", "Pi", "Ti", "Gi", "Mi", "Ki"] as const;

/** A short text that parses back to the same quantity: `500m`, `2`, `2Gi`, `1500Mi`. */
export function formatQuantity(quantity: Quantity): string {
  if (quantity % NANO !== 0n) return formatFraction(quantity);
  const whole = quantity / NANO;
  for (const name of BINARY_NAMES) {
    const unit = BINARY[name] ?? 1n;
    if (whole !== 0n && whole % unit === 0n) return `${whole / unit}${name}`;
  }
  return whole.toString();
}

function formatFraction(quantity: Quantity): string {
  if (quantity % MILLI === 0n) return `${quantity / MILLI}m`;
  if (quantity % 1_000n === 0n) return `${quantity / 1_000n}u`;
  return `${quantity}n`;
}
