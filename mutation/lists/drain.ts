import type { Mutation } from "../mutation.ts";

const RULES = "src/judge/rules";

/** The twelve drain rules and their order. */
export const DRAIN: readonly Mutation[] = [
  {
    file: "src/judge/pod-facts.ts",
    find: "pod.annotations.has(CONFIG_MIRROR)",
    replace: 'pod.annotations.get(CONFIG_MIRROR) === "true"',
    why: "Mirror: the annotation alone makes a mirror pod, whatever its value is",
  },
  {
    file: "src/judge/pod-facts.ts",
    find: "* SECOND < now",
    replace: "* SECOND <= now",
    why: "LongTerminating: exactly at the end of the grace period it is not long yet",
  },
  {
    file: `${RULES}/replica-count.ts`,
    find: "controller.replicas < context.settings.minReplicaCount",
    replace: "controller.replicas <= context.settings.minReplicaCount",
    why: "ReplicaCount: exactly the fewest replicas allowed is enough",
  },
  {
    file: `${RULES}/replica-count.ts`,
    find: 'owner.kind === "StatefulSet" && group === "apps"',
    replace: 'owner.kind === "StatefulSet"',
    why: "ReplicaCount: a StatefulSet of another API group is not looked up",
  },
  {
    file: "src/judge/pod-facts.ts",
    find: ' || pod.annotations.get(DAEMON_SET_POD) === "true"',
    replace: "",
    why: "DaemonSet: a pod may say by annotation that it is to be taken for one",
  },
  {
    file: `${RULES}/safe-to-evict.ts`,
    find: 'pod.annotations.get(SAFE_TO_EVICT) === "true"',
    replace: 'pod.annotations.get(SAFE_TO_EVICT)?.toLowerCase() === "true"',
    why: "SafeToEvict: only the exact word counts",
  },
  {
    file: `${RULES}/terminal.ts`,
    find: ' || spec.restartPolicy === "OnFailure"',
    replace: "",
    why: "Terminal: a pod that succeeded under OnFailure is not started again either",
  },
  {
    file: `${RULES}/on-completion.ts`,
    find: "WAIT_FOR_COMPLETION : UNDEFINED",
    replace: "UNDEFINED : WAIT_FOR_COMPLETION",
    why: "OnCompletion: who asks for it is waited for, and nobody else",
  },
  {
    file: `${RULES}/replicated.ts`,
    find: "!settings.skipNodesWithCustomControllerPods || ",
    replace: "",
    why: "Replicated: with the flag off every controller is trusted",
  },
  {
    file: `${RULES}/system.ts`,
    find: "now > pod.createdAt + settings.bspDisruptionTimeout",
    replace: "now >= pod.createdAt + settings.bspDisruptionTimeout",
    why: "System: a pod of exactly that age still blocks",
  },
  {
    file: `${RULES}/system.ts`,
    find: "return past ? DRAIN_OK :",
    replace: "return past ? UNDEFINED :",
    why: "System: an old pod may go, and no later rule is asked",
  },
  {
    file: `${RULES}/not-safe-to-evict.ts`,
    find: 'blockDrain("NotSafeToEvictAnnotation")',
    replace: 'blockDrain("UnmovableKubeSystemPod")',
    why: "NotSafeToEvict: the reason's name",
  },
  {
    file: `${RULES}/local-storage.ts`,
    find: 'volume.medium !== "Memory"',
    replace: 'volume.medium === ""',
    why: "LocalStorage: every medium but Memory is local, HugePages too",
  },
  {
    file: `${RULES}/local-storage.ts`,
    find: '?.split(",")',
    replace: '?.split(",").map((name) => name.trim())',
    why: "LocalStorage: the list of safe volumes is not trimmed",
  },
  {
    file: `${RULES}/pdb.ts`,
    find: "budgets.allowed(budget) < 1",
    replace: "budgets.allowed(budget) <= 1",
    why: "PDB: a budget of 1 lets a pod go",
  },
  {
    file: "src/judge/order.ts",
    find: `  { name: "Terminal", rule: terminal, why: "what has ended loses nothing" },
  {
    name: "OnCompletion",
    rule: onCompletion,
    why: "a pod that is waited for needs no controller and no budget",
    when: (settings) => settings.onCompletion,
  },
`,
    replace: `  {
    name: "OnCompletion",
    rule: onCompletion,
    why: "a pod that is waited for needs no controller and no budget",
    when: (settings) => settings.onCompletion,
  },
  { name: "Terminal", rule: terminal, why: "what has ended loses nothing" },
`,
    why: "order: a pod that has ended is not waited for",
  },
];
