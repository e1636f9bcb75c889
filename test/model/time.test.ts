import fc from "fast-check";
import { expect, test } from "vitest";
import { formatInstant, HOUR, instant, MINUTE, parseDuration, parseInstant, SECOND } from "../../src/model/time.ts";

test.each([
  ["2026-11-20T12:00:00Z", Date.UTC(2026, 10, 20, 12)],
  ["2026-11-20T21:00:00+09:00", Date.UTC(2026, 10, 20, 12)],
  ["2026-11-20t12:00:00z", Date.UTC(2026, 10, 20, 12)],
  ["2026-11-20T12:00:00.123456Z", Date.UTC(2026, 10, 20, 12) + 123],
  ["2024-02-29T00:00:00Z", Date.UTC(2024, 1, 29)],
])("%s is a time", (text, expected) => {
  expect(parseInstant(text)).toBe(expected);
});

test.each([
  "",
  "now",
  "2026-11-20",
  "2026-11-20T12:00:00",
  "2026-02-30T00:00:00Z",
  "2026-13-01T00:00:00Z",
  "2026-11-20T24:00:00Z",
  "2026-11-20T25:00:00Z",
])("%j is no time", (text) => {
  expect(parseInstant(text)).toBeNull();
});

test("a time printed reads back as itself", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), (value) => {
      expect(parseInstant(formatInstant(instant(value)))).toBe(value);
    }),
  );
});

test.each([
  ["1h", HOUR],
  ["1h30m", HOUR + 30 * MINUTE],
  ["90s", 90 * SECOND],
  ["1.5h", 90 * MINUTE],
  ["250ms", 250],
  ["0", 0],
  ["0s", 0],
])("%s is a duration", (text, expected) => {
  expect(parseDuration(text)).toBe(expected);
});

test.each(["", "1", "h", "-1h", "1 h", "1d", "one hour"])("%j is no duration", (text) => {
  expect(parseDuration(text)).toBeNull();
});
