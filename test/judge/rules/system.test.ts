import { expect, test } from "vitest";
import { blockDrain, DRAIN_OK, type Outcome, UNDEFINED } from "../../../src/judge/outcome.ts";
import { system } from "../../../src/judge/rules/system.ts";
import { HOUR, type Instant, MINUTE, millis } from "../../../src/model/time.ts";
import { context } from "../around.ts";
import { ago, budget, pod } from "../objects.ts";

const BLOCKED = blockDrain("UnmovableKubeSystemPod");

test.each<[string, string, Instant | null, Outcome]>([
  ["20 min old", "kube-system", ago(20 * MINUTE), BLOCKED],
  ["exactly 1 h old", "kube-system", ago(HOUR), BLOCKED],
  ["1 h and 1 ms old", "kube-system", ago(HOUR + 1), DRAIN_OK],
  ["2 h old", "kube-system", ago(2 * HOUR), DRAIN_OK],
  ["of unknown age", "kube-system", null, BLOCKED],
  ["from the future", "kube-system", ago(-HOUR), BLOCKED],
  ["20 min old, elsewhere", "kube-public", ago(20 * MINUTE), UNDEFINED],
])("a pod %s", (_, namespace, createdAt, expected) => {
  expect(system(pod({ namespace, createdAt }), context())).toEqual(expected);
});

test.each([
  ["no timeout", 0, ago(1), DRAIN_OK],
  ["no timeout, just made", 0, ago(0), BLOCKED],
  ["2 h", 2 * HOUR, ago(2 * HOUR), BLOCKED],
  ["before 1.33", Number.POSITIVE_INFINITY, ago(1_000 * HOUR), BLOCKED],
])("with a disruption timeout: %s", (_, timeout, createdAt, expected) => {
  const around = context({ settings: { bspDisruptionTimeout: millis(timeout) } });
  expect(system(pod({ namespace: "kube-system", createdAt }), around)).toEqual(expected);
});

test.each([
  ["a budget with room", budget({ namespace: "kube-system", disruptionsAllowed: 1 }), UNDEFINED],
  ["an exhausted budget", budget({ namespace: "kube-system", disruptionsAllowed: 0 }), UNDEFINED],
  ["a budget elsewhere", budget({ namespace: "default", disruptionsAllowed: 1 }), BLOCKED],
  ["a budget that selects nothing", budget({ namespace: "kube-system", selector: null }), BLOCKED],
])("a new pod with %s", (_, covering, expected) => {
  const young = pod({ namespace: "kube-system", createdAt: ago(MINUTE) });
  expect(system(young, context({ budgets: [covering] }))).toEqual(expected);
});
