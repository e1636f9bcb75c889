import fc from "fast-check";
import { expect, test } from "vitest";
import { DRAIN_ORDER, judgePod, rulesFor } from "../../src/judge/order.ts";
import type { AutoscalerSettings } from "../../src/judge/settings.ts";
import { MINUTE } from "../../src/model/time.ts";
import { type ContextChanges, context, settings } from "./around.ts";
import { ago, budget, owner, type PodChanges, pod } from "./objects.ts";

test("the rules stand in the autoscaler's order, each with a reason", () => {
  expect(DRAIN_ORDER.map(({ name }) => name)).toEqual([
    "Mirror",
    "LongTerminating",
    "ReplicaCount",
    "DaemonSet",
    "SafeToEvict",
    "Terminal",
    "OnCompletion",
    "Replicated",
    "System",
    "NotSafeToEvict",
    "LocalStorage",
    "PDB",
  ]);
  expect(new Set(DRAIN_ORDER.map(({ why }) => why)).size).toBe(DRAIN_ORDER.length);
});

test.each<[Partial<AutoscalerSettings>, string]>([
  [{ skipNodesWithCustomControllerPods: false }, "ReplicaCount"],
  [{ onCompletion: false }, "OnCompletion"],
  [{ skipNodesWithSystemPods: false }, "System"],
  [{ skipNodesWithLocalStorage: false }, "LocalStorage"],
])("%o switches %s off", (off, name) => {
  const all = settings({ skipNodesWithLocalStorage: true });
  const names = (of: AutoscalerSettings): readonly string[] => rulesFor(of).map((rule) => rule.name);
  expect(names(all)).toContain(name);
  expect(names({ ...all, ...off })).toEqual(names(all).filter((other) => other !== name));
});

const SAFE = "cluster-autoscaler.kubernetes.io/safe-to-evict";
const MIRROR = "kubernetes.io/config.mirror";
const FALSE = { [SAFE]: "false" };
const TRUE = { [SAFE]: "true" };
const LATER = { [SAFE]: "on-completion" };
const EXHAUSTED: ContextChanges = { budgets: [budget(), budget({ namespace: "kube-system" })] };
const GONE: ContextChanges = { controllers: [] };
const YOUNG = { namespace: "kube-system", createdAt: ago(20 * MINUTE) };
const OLD = { namespace: "kube-system", createdAt: ago(120 * MINUTE) };

test.each<[string, PodChanges, ContextChanges, string]>([
  ["a mirror pod with false", { annotations: { [MIRROR]: "x", ...FALSE } }, GONE, "Mirror SkipDrain"],
  ["a bare pod deleted long ago", { owner: null, deletedAt: ago(2 * MINUTE) }, {}, "LongTerminating SkipDrain"],
  ["true, its controller gone", { annotations: TRUE }, GONE, "ReplicaCount BlockDrain"],
  ["on-completion, its controller gone", { annotations: LATER }, GONE, "ReplicaCount BlockDrain"],
  ["a DaemonSet's, which is gone", { owner: owner("DaemonSet") }, GONE, "ReplicaCount BlockDrain"],
  ["a DaemonSet's with false", { owner: owner("DaemonSet"), annotations: FALSE }, EXHAUSTED, "DaemonSet DrainOk"],
  [
    "true, bare, in kube-system, no budget left",
    { ...YOUNG, owner: null, annotations: TRUE },
    EXHAUSTED,
    "SafeToEvict DrainOk",
  ],
  ["failed, with false", { phase: "Failed", annotations: FALSE }, EXHAUSTED, "Terminal DrainOk"],
  ["on-completion, bare", { owner: null, annotations: LATER }, EXHAUSTED, "OnCompletion WaitForCompletion"],
  ["on-completion, failed", { phase: "Failed", annotations: LATER }, {}, "Terminal DrainOk"],
  ["bare, in kube-system, old", { ...OLD, owner: null }, {}, "Replicated BlockDrain"],
  ["bare, with false", { owner: null, annotations: FALSE }, {}, "Replicated BlockDrain"],
  ["young, in kube-system, with false", { ...YOUNG, annotations: FALSE }, {}, "System BlockDrain"],
  ["old, in kube-system, with false", { ...OLD, annotations: FALSE }, {}, "System DrainOk"],
  ["old, in kube-system, no budget left", OLD, EXHAUSTED, "PDB BlockDrain"],
  ["false, no budget left", { annotations: FALSE }, EXHAUSTED, "NotSafeToEvict BlockDrain"],
  ["False", { annotations: { [SAFE]: "False" } }, {}, "null UndefinedOutcome"],
  [
    "its controller gone, custom ones trusted",
    {},
    { ...GONE, settings: { skipNodesWithCustomControllerPods: false } },
    "null UndefinedOutcome",
  ],
  [
    "on-completion before 1.36, bare",
    { owner: null, annotations: LATER },
    { settings: { onCompletion: false } },
    "Replicated BlockDrain",
  ],
])("%s", (_, changes, around, expected) => {
  const at = context(around);
  const { rule, outcome } = judgePod(rulesFor(at.settings), pod(changes), at);
  expect(`${rule} ${outcome.kind}`).toBe(expected);
});

test("the first rule with an opinion decides, whatever the later ones say", () => {
  const pods = fc.record({
    namespace: fc.constantFrom("default", "kube-system"),
    phase: fc.constantFrom("Running", "Failed", "Succeeded"),
    owner: fc.constantFrom(null, owner("Job"), owner("DaemonSet"), owner("Rollout", "argoproj.io/v1alpha1")),
    deletedAt: fc.constantFrom(null, ago(61_000)),
    createdAt: fc.constantFrom(null, ago(20 * MINUTE), ago(120 * MINUTE)),
    annotations: fc.constantFrom({}, FALSE, TRUE, LATER, { [MIRROR]: "x" }),
  });
  const around = fc.record({
    budgets: fc.constantFrom([], [budget()], [budget({ namespace: "kube-system", disruptionsAllowed: 1 })]),
    controllers: fc.constantFrom([], undefined),
  });
  fc.assert(
    fc.property(pods, around, (changes, { budgets, controllers }) => {
      const at = context(controllers === undefined ? { budgets } : { budgets, controllers });
      const rules = rulesFor(at.settings);
      const asked = pod(changes);
      const { rule, outcome } = judgePod(rules, asked, at);
      const opinions = rules
        .map((ordered) => ordered.rule(asked, at))
        .filter(({ kind }) => kind !== "UndefinedOutcome");
      expect(outcome).toEqual(opinions[0] ?? { kind: "UndefinedOutcome" });
      expect(rule === null).toBe(opinions.length === 0);
    }),
  );
});
