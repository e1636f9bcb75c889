import type { Pod } from "../model/pod.ts";
import type { DrainContext, Rule } from "./drain-context.ts";
import { type Outcome, UNDEFINED } from "./outcome.ts";
import { daemonSet } from "./rules/daemon-set.ts";
import { localStorage } from "./rules/local-storage.ts";
import { longTerminating } from "./rules/long-terminating.ts";
import { mirror } from "./rules/mirror.ts";
import { notSafeToEvict } from "./rules/not-safe-to-evict.ts";
import { onCompletion } from "./rules/on-completion.ts";
import { pdb } from "./rules/pdb.ts";
import { replicaCount } from "./rules/replica-count.ts";
import { replicated } from "./rules/replicated.ts";
import { safeToEvict } from "./rules/safe-to-evict.ts";
import { system } from "./rules/system.ts";
import { terminal } from "./rules/terminal.ts";
import type { AutoscalerSettings } from "./settings.ts";

/** The rules by the names that the autoscaler gives them. */
export type RuleName =
  | "Mirror"
  | "LongTerminating"
  | "ReplicaCount"
  | "DaemonSet"
  | "SafeToEvict"
  | "Terminal"
  | "OnCompletion"
  | "Replicated"
  | "System"
  | "NotSafeToEvict"
  | "LocalStorage"
  | "PDB";

/** A rule in its place. */
export interface OrderedRule {
  readonly name: RuleName;
  readonly rule: Rule;
  /** Why it stands where it stands. */
  readonly why: string;
  /** The option that switches it on; absent when it is always on. */
  readonly when?: (settings: AutoscalerSettings) => boolean;
}

/**
 * The drain rules in the autoscaler's order; the first one with an opinion decides.
 * Source: `pkg/simulator/drainability/rules/rules.go` `Default`.
 */
export const DRAIN_ORDER: readonly OrderedRule[] = [
  { name: "Mirror", rule: mirror, why: "nothing can evict a mirror pod, so nothing else about it matters" },
  { name: "LongTerminating", rule: longTerminating, why: "a pod that counts as gone cannot block" },
  {
    name: "ReplicaCount",
    rule: replicaCount,
    why: "a lost controller is asked for before any annotation may free the pod",
    when: (settings) => settings.skipNodesWithCustomControllerPods,
  },
  { name: "DaemonSet", rule: daemonSet, why: "its pod ends with the node, whatever it asks for" },
  { name: "SafeToEvict", rule: safeToEvict, why: "the owner's word frees a pod of all that follows" },
  { name: "Terminal", rule: terminal, why: "what has ended loses nothing" },
  {
    name: "OnCompletion",
    rule: onCompletion,
    why: "a pod that is waited for needs no controller and no budget",
    when: (settings) => settings.onCompletion,
  },
  { name: "Replicated", rule: replicated, why: "the first block: a bare kube-system pod is named as bare" },
  {
    name: "System",
    rule: system,
    why: "an old kube-system pod may go before its own annotation, storage or budget is asked",
    when: (settings) => settings.skipNodesWithSystemPods,
  },
  { name: "NotSafeToEvict", rule: notSafeToEvict, why: "the owner's word against it, after all that overrules it" },
  {
    name: "LocalStorage",
    rule: localStorage,
    why: "data that would be lost, where nobody said that it may be",
    when: (settings) => settings.skipNodesWithLocalStorage,
  },
  { name: "PDB", rule: pdb, why: "the budget last, for it is used up only by pods that would move" },
];

/** The rules that are on under `settings`, in order. */
export function rulesFor(settings: AutoscalerSettings): readonly OrderedRule[] {
  return DRAIN_ORDER.filter(({ when }) => when?.(settings) ?? true);
}

/** What the rules say of a pod, and which of them said it: `null` when none has an opinion. */
export interface Judgement {
  readonly outcome: Outcome;
  readonly rule: RuleName | null;
}

const NO_OPINION: Judgement = { outcome: UNDEFINED, rule: null };

/** Asks the rules one after the other. Source: `rules.go` `Drainable`. */
export function judgePod(rules: readonly OrderedRule[], pod: Pod, context: DrainContext): Judgement {
  for (const { name, rule } of rules) {
    const outcome = rule(pod, context);
    if (outcome.kind !== "UndefinedOutcome") return { outcome, rule: name };
  }
  return NO_OPINION;
}
