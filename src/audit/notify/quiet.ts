import type { Instant } from "../../model/time.ts";
import type { QuietNight } from "./settings.ts";

/** Is it night at `now` in the time zone? A night may go over midnight; one that ends when it begins is none. */
export function isNight(night: QuietNight, now: Instant, timeZone: string): boolean {
  const minute = minuteOfDay(now, timeZone);
  if (night.from <= night.until) return minute >= night.from && minute < night.until;
  return minute >= night.from || minute < night.until;
}

/** Is somebody who reads in this time zone to be left alone about what burns `wasteUsdPerHour`? */
export function isQuiet(
  night: QuietNight | null,
  wasteUsdPerHour: number | null,
  now: Instant,
  timeZone: string,
): boolean {
  if (night === null || !isNight(night, now, timeZone)) return false;
  return night.unlessUsdPerHour === null || (wasteUsdPerHour ?? 0) < night.unlessUsdPerHour;
}

function minuteOfDay(now: Instant, timeZone: string): number {
  const parts = new Map(
    new Intl.DateTimeFormat("en", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" })
      .formatToParts(now)
      .map(({ type, value }) => [type, value]),
  );
  return Number(parts.get("hour")) * 60 + Number(parts.get("minute"));
}
