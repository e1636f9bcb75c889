import { type Instant, instant, parseInstant } from "../../model/time.ts";
import { shown, Unreadable } from "./raw.ts";

/** Reads a time; `null` when it is missing. Throws `Unreadable` for a text that is no time. */
export type ReadTime = (value: unknown, field: string) => Instant | null;

/**
 * A reader of times that remembers days: a snapshot holds several times for each pod, nearly all in the one form that the
 * API server writes (`2026-11-20T12:00:00Z`), and of few days.
 */
export function timeReader(): ReadTime {
  const days = new Map<string, number>();
  return (value, field) => {
    if (value === undefined || value === null || value === "") return null;
    if (typeof value !== "string") throw new Unreadable(field, `${shown(value)} is not a time`);
    const millis = canonicalClock(value);
    if (millis === null) return slowly(value, field);
    const day = value.slice(0, 11);
    const known = days.get(day);
    if (known !== undefined) return instant(known + millis);
    const whole = slowly(value, field);
    days.set(day, whole - millis);
    return whole;
  };
}

function slowly(value: string, field: string): Instant {
  const parsed = parseInstant(value);
  if (parsed !== null) return parsed;
  throw new Unreadable(field, `${shown(value)} is not a time such as 2026-11-20T12:00:00Z`);
}

/** Milliseconds since midnight of a text that ends in `T12:00:00Z` and is as long as it should be; else `null`. */
function canonicalClock(text: string): number | null {
  if (text.length !== 20 || text[10] !== "T" || text[13] !== ":" || text[16] !== ":" || text[19] !== "Z") return null;
  const hours = twoDigits(text, 11);
  const minutes = twoDigits(text, 14);
  const seconds = twoDigits(text, 17);
  if (!(hours < 24 && minutes < 60 && seconds < 60)) return null;
  return ((hours * 60 + minutes) * 60 + seconds) * 1_000;
}

/** The number at `at`; `NaN` when it is none. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}
