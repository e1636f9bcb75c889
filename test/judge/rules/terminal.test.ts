import { expect, test } from "vitest";
import { terminal } from "../../../src/judge/rules/terminal.ts";
import { context } from "../around.ts";
import { pod } from "../objects.ts";

test.each([
  ["Failed", "Always", "DrainOk"],
  ["Failed", "OnFailure", "DrainOk"],
  ["Failed", "Never", "DrainOk"],
  ["Succeeded", "Never", "DrainOk"],
  ["Succeeded", "OnFailure", "DrainOk"],
  ["Succeeded", "Always", "UndefinedOutcome"],
  ["Running", "Never", "UndefinedOutcome"],
  ["Pending", "Never", "UndefinedOutcome"],
  ["Unknown", "Never", "UndefinedOutcome"],
])("%s with restartPolicy %s", (phase, restartPolicy, expected) => {
  expect(terminal(pod({ phase, spec: { restartPolicy } }), context()).kind).toBe(expected);
});
