import { expect, test } from "vitest";
import { longTerminating } from "../../../src/judge/rules/long-terminating.ts";
import { MINUTE, SECOND } from "../../../src/model/time.ts";
import { context } from "../around.ts";
import { ago, pod } from "../objects.ts";

test.each([
  ["not deleted", null, 30, "UndefinedOutcome"],
  ["deleted 60 s ago, grace 30 s", ago(60 * SECOND), 30, "UndefinedOutcome"],
  ["deleted 1 ms longer ago", ago(60 * SECOND + 1), 30, "SkipDrain"],
  ["deleted 61 s ago, grace 30 s", ago(61 * SECOND), 30, "SkipDrain"],
  ["deleted 61 s ago, default grace", ago(61 * SECOND), null, "SkipDrain"],
  ["deleted 60 s ago, default grace", ago(60 * SECOND), null, "UndefinedOutcome"],
  ["deleted 30 s ago, no grace", ago(30 * SECOND), 0, "UndefinedOutcome"],
  ["deleted 31 s ago, no grace", ago(31 * SECOND), 0, "SkipDrain"],
  ["deleted 61 s ago, grace 10 min", ago(61 * SECOND), 600, "UndefinedOutcome"],
  ["deleted 11 min ago, grace 10 min", ago(11 * MINUTE), 600, "SkipDrain"],
  ["to be deleted in the future", ago(-MINUTE), 0, "UndefinedOutcome"],
])("a pod %s", (_, deletedAt, terminationGraceSeconds, expected) => {
  expect(longTerminating(pod({ deletedAt, spec: { terminationGraceSeconds } }), context()).kind).toBe(expected);
});
