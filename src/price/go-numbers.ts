const MOST = (1n << 63n) - 1n;
const LEAST = -(1n << 63n);

/**
 * `strconv.ParseInt(text, 10, 64)` with the error thrown away, as the price model does: 0 for what is no number, the nearest
 * 64-bit number for what is too large.
 */
export function goInt(text: string): number {
  if (!/^[+-]?\d+$/u.test(text)) return 0;
  const value = BigInt(text.startsWith("+") ? text.slice(1) : text);
  if (value > MOST) return Number(MOST);
  return Number(value < LEAST ? LEAST : value);
}

/**
 * `strconv.ParseFloat(text, 64)` with the error thrown away: 0 for what is no number, infinity for what is too large.
 * Hexadecimal numbers are not read.
 */
export function goFloat(text: string): number {
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/u.test(text)) return Number(text);
  if (/^nan$/iu.test(text)) return Number.NaN;
  const infinite = /^([+-]?)inf(?:inity)?$/iu.exec(text);
  if (infinite === null) return 0;
  return infinite[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
