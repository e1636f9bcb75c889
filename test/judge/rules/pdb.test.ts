import { expect, test } from "vitest";
import { pdb } from "../../../src/judge/rules/pdb.ts";
import type { Budget } from "../../../src/model/budget.ts";
import { context } from "../around.ts";
import { budget, pod } from "../objects.ts";

const app = (value: string): Budget["selector"] => [{ key: "app", operator: "In", values: [value] }];

test.each<[string, readonly Budget[], boolean]>([
  ["no budget", [], false],
  ["a budget of 0", [budget({ selector: app("a") })], true],
  ["a budget of 1", [budget({ selector: app("a"), disruptionsAllowed: 1 })], false],
  ["a negative budget", [budget({ selector: app("a"), disruptionsAllowed: -1 })], true],
  ["a budget of 0 for others", [budget({ selector: app("b") })], false],
  ["a budget of 0 elsewhere", [budget({ namespace: "other", selector: app("a") })], false],
  ["an empty selector", [budget({ selector: [] })], true],
  ["a missing selector", [budget({ selector: null })], false],
  ["two budgets of 1", [budget({ disruptionsAllowed: 1 }), budget({ disruptionsAllowed: 1 })], false],
  ["budgets of 1 and 0", [budget({ disruptionsAllowed: 1 }), budget()], true],
])("a pod with %s", (_, budgets, blocks) => {
  const outcome = pdb(pod({ labels: { app: "a" } }), context({ budgets }));
  expect(outcome).toEqual(blocks ? { kind: "BlockDrain", reason: "NotEnoughPdb" } : { kind: "UndefinedOutcome" });
});

test("a budget that was used up blocks", () => {
  const around = context({ budgets: [budget({ disruptionsAllowed: 1 })] });
  around.budgets.remove([pod()]);
  expect(pdb(pod(), around).kind).toBe("BlockDrain");
});
