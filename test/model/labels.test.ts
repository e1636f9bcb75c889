import { expect, test } from "vitest";
import { type LabelRequirement, selects } from "../../src/model/labels.ts";

const labels = new Map([
  ["app", "web"],
  ["tier", ""],
]);
const requirement = (operator: LabelRequirement["operator"], key: string, ...values: string[]): LabelRequirement => ({
  operator,
  key,
  values,
});

test.each([
  ["nothing selects nothing", null, false],
  ["the empty selector selects all", [], true],
  ["In, one of several", [requirement("In", "app", "db", "web")], true],
  ["In, none of them", [requirement("In", "app", "db")], false],
  ["In, the key is missing", [requirement("In", "zone", "a")], false],
  ["In, the empty value", [requirement("In", "tier", "")], true],
  ["NotIn, another value", [requirement("NotIn", "app", "db")], true],
  ["NotIn, that value", [requirement("NotIn", "app", "web")], false],
  ["NotIn, the key is missing", [requirement("NotIn", "zone", "a")], true],
  ["Exists", [requirement("Exists", "tier")], true],
  ["Exists, the key is missing", [requirement("Exists", "zone")], false],
  ["DoesNotExist", [requirement("DoesNotExist", "tier")], false],
  ["DoesNotExist, the key is missing", [requirement("DoesNotExist", "zone")], true],
  ["a key that every object has", [requirement("Exists", "constructor")], false],
  ["all must hold", [requirement("Exists", "app"), requirement("Exists", "zone")], false],
])("%s", (_, selector, expected) => {
  expect(selects(selector, labels)).toBe(expected);
});
