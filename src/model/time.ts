import type { Brand } from "./brand.ts";

/** A point in time: milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = Brand<number, "Instant">;

/** A length of time in milliseconds. */
export type Duration = Brand<number, "Duration">;

export const SECOND: Duration = 1_000 as Duration;
export const MINUTE: Duration = 60_000 as Duration;
export const HOUR: Duration = 3_600_000 as Duration;
export const DAY: Duration = 86_400_000 as Duration;
export const WEEK: Duration = 604_800_000 as Duration;

/** Hours that the cloud's price list counts in a month (365 days / 12 months x 24 hours, as Google's calculator does). */
export const HOURS_PER_MONTH = 730;

const RFC3339 = /^(\d{4}-\d{2}-\d{2})[Tt ]((?:[01]\d|2[0-3]):\d{2}:\d{2})(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/u;

/** Reads an RFC 3339 time as Kubernetes writes it; `null` when the text is no such time or names no real day. */
export function parseInstant(text: string): Instant | null {
  const match = RFC3339.exec(text);
  if (match === null) return null;
  const [, date, clock, fraction, zone] = match;
  const millis = fraction === undefined ? "" : fraction.slice(0, 4);
  const value = Date.parse(`${date}T${clock}${millis}${zone?.toUpperCase()}`);
  if (Number.isNaN(value)) return null;
  const day = Date.parse(`${date}T00:00:00Z`);
  return new Date(day).toISOString().startsWith(date ?? "-") ? (value as Instant) : null;
}

/** `2026-11-20T12:00:00Z`; fractions of a second are kept only where there are any. */
export function formatInstant(instant: Instant): string {
  return new Date(instant).toISOString().replace(".000Z", "Z");
}

/** `to - from`; negative when `to` is earlier. */
export function between(from: Instant, to: Instant): Duration {
  return (to - from) as Duration;
}

/** Wraps milliseconds. */
export function millis(value: number): Duration {
  return value as Duration;
}

/** Wraps milliseconds since 1970-01-01T00:00:00Z. */
export function instant(value: number): Instant {
  return value as Instant;
}

const GO_UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** Reads a Go duration (`1h30m`, `20m`, `0s`, `90s`, `1.5h`), as the autoscaler's flags are written; `null` when it is none. */
export function parseDuration(text: string): Duration | null {
  if (text === "0") return 0 as Duration;
  if (!/^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/u.test(text)) return null;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/gu)) {
    total += Number(amount) * (GO_UNITS[unit ?? ""] ?? 0);
  }
  return total as Duration;
}
