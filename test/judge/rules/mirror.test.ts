import { expect, test } from "vitest";
import { mirror } from "../../../src/judge/rules/mirror.ts";
import { context } from "../around.ts";
import { pod } from "../objects.ts";

test.each([
  ["with a hash", { "kubernetes.io/config.mirror": "a1b2" }, "SkipDrain"],
  ["with an empty value", { "kubernetes.io/config.mirror": "" }, "SkipDrain"],
  ["that is static only", { "kubernetes.io/config.source": "file" }, "UndefinedOutcome"],
  ["without annotations", {}, "UndefinedOutcome"],
])("a pod %s", (_, annotations, expected) => {
  expect(mirror(pod({ annotations }), context()).kind).toBe(expected);
});
