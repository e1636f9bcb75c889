import { describe, expect, test } from "vitest";
import { DAY, HOUR, MINUTE, millis, SECOND } from "../../src/model/time.ts";
import { at, lasting } from "../../src/report/when.ts";
import { time } from "./sample.ts";

describe("lasting", () => {
  test.each([
    [0, "0 s"],
    [-5 * MINUTE, "0 s"],
    [59.9 * SECOND, "59 s"],
    [MINUTE, "1 min"],
    [HOUR - 1, "59 min"],
    [HOUR, "1 h"],
    [3 * HOUR + 20 * MINUTE, "3 h 20 min"],
    [DAY - 1, "23 h 59 min"],
    [2 * DAY + 4 * HOUR, "2 d 4 h"],
    [400 * DAY, "400 d"],
  ])("%d ms are %s", (length, expected) => {
    expect(lasting(millis(length))).toBe(expected);
  });
});

describe("at", () => {
  test.each([
    ["UTC unless asked", undefined, "2026-11-20T20:40Z"],
    ["UTC by name", "UTC", "2026-11-20T20:40Z"],
    ["Tokyo, the next day", "Asia/Tokyo", "2026-11-21T05:40+09:00"],
    ["half an hour off", "Asia/Kolkata", "2026-11-21T02:10+05:30"],
    ["winter in New York", "America/New_York", "2026-11-20T15:40-05:00"],
  ])("%s", (_, zone, expected) => {
    expect(at(time("2026-11-20T20:40:59Z"), zone)).toBe(expected);
  });

  test("midnight is 00, not 24", () => {
    expect(at(time("2026-11-20T15:00:00Z"), "Asia/Tokyo")).toBe("2026-11-21T00:00+09:00");
  });
});
