import { expect, test } from "vitest";
import { blockDrain, DRAIN_OK, type Outcome, UNDEFINED, WAIT_FOR_COMPLETION } from "../../../src/judge/outcome.ts";
import { notSafeToEvict } from "../../../src/judge/rules/not-safe-to-evict.ts";
import { onCompletion } from "../../../src/judge/rules/on-completion.ts";
import { safeToEvict } from "../../../src/judge/rules/safe-to-evict.ts";
import { context } from "../around.ts";
import { pod } from "../objects.ts";

const BLOCKED = blockDrain("NotSafeToEvictAnnotation");

test.each<[string | null, Outcome, Outcome, Outcome]>([
  ["true", DRAIN_OK, UNDEFINED, UNDEFINED],
  ["false", UNDEFINED, UNDEFINED, BLOCKED],
  ["on-completion", UNDEFINED, WAIT_FOR_COMPLETION, UNDEFINED],
  ["True", UNDEFINED, UNDEFINED, UNDEFINED],
  ["False", UNDEFINED, UNDEFINED, UNDEFINED],
  ["FALSE", UNDEFINED, UNDEFINED, UNDEFINED],
  ["On-Completion", UNDEFINED, UNDEFINED, UNDEFINED],
  [" false", UNDEFINED, UNDEFINED, UNDEFINED],
  ["no", UNDEFINED, UNDEFINED, UNDEFINED],
  ["", UNDEFINED, UNDEFINED, UNDEFINED],
  [null, UNDEFINED, UNDEFINED, UNDEFINED],
])("safe-to-evict: %j", (value, safe, waits, unsafe) => {
  const annotations = value === null ? {} : { "cluster-autoscaler.kubernetes.io/safe-to-evict": value };
  const asked = pod({ annotations });
  expect(safeToEvict(asked, context())).toEqual(safe);
  expect(onCompletion(asked, context())).toEqual(waits);
  expect(notSafeToEvict(asked, context())).toEqual(unsafe);
});
