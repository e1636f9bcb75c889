import fc from "fast-check";
import { expect, test } from "vitest";
import { createBudgets } from "../../src/judge/budgets.ts";
import type { Budget } from "../../src/model/budget.ts";
import { selects } from "../../src/model/labels.ts";
import { budget, pod } from "./objects.ts";

const app = (value: string): Budget["selector"] => [{ key: "app", operator: "In", values: [value] }];
const a = pod({ name: "a", labels: { app: "a" } });
const a2 = pod({ name: "a2", labels: { app: "a" } });
const b = pod({ name: "b", labels: { app: "b" } });

test.each<[string, readonly Budget[], readonly (typeof a)[], unknown]>([
  ["none", [], [a, b], { canRemove: true, inParallel: true, blocking: null }],
  [
    "one for one",
    [budget({ selector: app("a"), disruptionsAllowed: 1 })],
    [a, b],
    { canRemove: true, inParallel: true, blocking: null },
  ],
  [
    "one for two",
    [budget({ selector: app("a"), disruptionsAllowed: 1 })],
    [a, a2],
    { canRemove: true, inParallel: false, blocking: a2 },
  ],
  [
    "two for two",
    [budget({ selector: app("a"), disruptionsAllowed: 2 })],
    [a, a2],
    { canRemove: true, inParallel: true, blocking: null },
  ],
  ["none left", [budget({ selector: app("b") })], [a, b], { canRemove: false, inParallel: false, blocking: b }],
  [
    "too few, then none left",
    [budget({ selector: app("a"), disruptionsAllowed: 1 }), budget()],
    [a, a2],
    { canRemove: false, inParallel: false, blocking: a },
  ],
])("budgets %s", (_, budgets, pods, expected) => {
  expect(createBudgets(budgets).canRemove(pods)).toEqual(expected);
});

test("pods that are removed use up every budget that selects them", () => {
  const narrow = budget({ name: "narrow", selector: app("a"), disruptionsAllowed: 2 });
  const wide = budget({ name: "wide", disruptionsAllowed: 5 });
  const budgets = createBudgets([narrow, wide]);
  budgets.remove([a, b]);
  expect([budgets.allowed(narrow), budgets.allowed(wide)]).toEqual([1, 3]);
  budgets.remove([a]);
  expect(budgets.canRemove([a2])).toEqual({ canRemove: false, inParallel: false, blocking: a2 });
  expect(budgets.canRemove([b]).canRemove).toBe(true);
});

test("the index finds what a walk over all budgets finds", () => {
  const values = fc.constantFrom("a", "b", "c");
  const selector = fc.option(
    fc.array(
      fc.record({
        key: fc.constantFrom("app", "tier"),
        operator: fc.constantFrom("In", "NotIn", "Exists", "DoesNotExist"),
        values: fc.array(values),
      }),
      { maxLength: 2 },
    ),
  );
  const namespace = fc.constantFrom("x", "y");
  const labels = fc.dictionary(fc.constantFrom("app", "tier"), values);
  fc.assert(
    fc.property(
      fc.array(fc.record({ namespace, selector }), { maxLength: 8 }),
      fc.array(fc.record({ namespace, labels }), { maxLength: 8 }),
      (somes, others) => {
        const all = somes.map((some, index) => budget({ ...some, name: String(index) }));
        const budgets = createBudgets(all);
        const shared = new Map([["app", "a"]]);
        const pods = [
          ...others.map((other) => pod(other)),
          { ...pod({ namespace: "x" }), labels: shared },
          { ...pod({ namespace: "y" }), labels: shared },
        ];
        for (const asked of pods) {
          const walked = all.filter((one) => one.namespace === asked.namespace && selects(one.selector, asked.labels));
          expect(budgets.matching(asked)).toEqual(walked);
        }
      },
    ),
  );
});
