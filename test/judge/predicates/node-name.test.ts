import { expect, test } from "vitest";
import { nodeNameRefuses } from "../../../src/judge/predicates/node-name.ts";

test.each([
  ["", "n1", false],
  ["n1", "n1", false],
  ["n2", "n1", true],
])("a pod that asks for %j on %s", (requested, name, refuses) => {
  expect(nodeNameRefuses(requested, name)).toBe(refuses);
});
