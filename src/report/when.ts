import { DAY, type Duration, formatInstant, HOUR, type Instant, MINUTE, SECOND } from "../model/time.ts";

/** `45 s`, `12 min`, `3 h 20 min`, `2 d 4 h`: two units, rounded down. Negative lengths (a clock that ran ahead) are `0 s`. */
export function lasting(duration: Duration): string {
  const length = Math.max(0, duration);
  if (length < MINUTE) return `${Math.floor(length / SECOND)} s`;
  if (length < HOUR) return `${Math.floor(length / MINUTE)} min`;
  if (length < DAY) return two(length, HOUR, "h", MINUTE, "min");
  return two(length, DAY, "d", HOUR, "h");
}

function two(length: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.floor((length % large) / small);
  const first = `${Math.floor(length / large)} ${largeName}`;
  return rest === 0 ? first : `${first} ${rest} ${smallName}`;
}

/**
 * RFC 3339 to the minute: `2026-11-20T12:00Z`, or in a time zone (an IANA name) `2026-11-20T21:00+09:00`.
 * @throws RangeError for a zone that ICU does not know: the config's door has asked already.
 */
export function at(instant: Instant, timeZone?: string): string {
  if (timeZone === undefined || timeZone === "UTC") return `${formatInstant(instant).slice(0, 16)}Z`;
  const parts = new Map(
    formatterFor(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? "";
  const offset = part("timeZoneName").replace("GMT", "") || "Z";
  return `${part("year")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}${offset}`;
}

function formatterFor(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZoneName: "longOffset",
  });
}
