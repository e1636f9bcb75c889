import type { Mutation } from "../mutation.ts";

/** Which pods are seen, the node checks, utilization, budgets and settings. */
export const NODE: readonly Mutation[] = [
  {
    file: "src/judge/visible.ts",
    find: "pod.spec.priority < settings.expendablePodsPriorityCutoff",
    replace: "pod.spec.priority <= settings.expendablePodsPriorityCutoff",
    why: "visible: a pod with exactly the cutoff's priority counts",
  },
  {
    file: "src/judge/budgets.ts",
    find: "=> matchingIn(byNamespace.get(pod.namespace), pod.labels);",
    replace: "=> budgets.filter((budget) => selects(budget.selector, pod.labels));",
    why: "budgets: a budget covers pods of its own namespace only",
  },
  {
    file: "src/judge/budgets.ts",
    find: "used.set(budget, (used.get(budget) ?? 0) + 1);",
    replace: "used.set(budget, 1);",
    why: "budgets: every pod uses up one, they do not share it",
  },
  {
    file: "src/judge/eligibility.ts",
    find: "utilization.max > thresholdOf(node, settings)",
    replace: "utilization.max >= thresholdOf(node, settings)",
    why: "eligibility: exactly the threshold is underutilized",
  },
  {
    file: "src/judge/eligibility.ts",
    find: `  if (utilization === null) return "UnexpectedError";
  if (!settings.scaleDownUnreadyEnabled && !isReady(node)) return "ScaleDownUnreadyDisabled";
`,
    replace: `  if (!settings.scaleDownUnreadyEnabled && !isReady(node)) return "ScaleDownUnreadyDisabled";
  if (utilization === null) return "UnexpectedError";
`,
    why: "eligibility: a utilization that cannot be computed is an error before readiness is asked",
  },
  {
    file: "src/judge/eligibility.ts",
    find: "gpusOf(node) === null ?",
    replace: 'gpusOf(node)?.kind !== "resource" ?',
    why: "eligibility: GPUs handed out by claims have the GPU threshold too",
  },
  {
    file: "src/judge/gpu.ts",
    find: '"habana.ai/gaudi", "gpu.intel.com/xe"',
    replace: '"gpu.intel.com/xe", "habana.ai/gaudi"',
    why: "GPUs: of two makers' on one node the autoscaler's list decides",
  },
  {
    file: "src/judge/utilization.ts",
    find: "return cpu > memory",
    replace: "return cpu >= memory",
    why: "utilization: a tie says memory",
  },
  {
    file: "src/judge/utilization.ts",
    find: "return (quantity + MILLI - 1n) / MILLI;",
    replace: "return quantity / MILLI;",
    why: "utilization: parts of a thousandth are rounded up",
  },
  {
    file: "src/judge/utilization.ts",
    find: "Number(allocatable - millis(sum(resource, setAside)))",
    replace: "Number(allocatable)",
    why: "utilization: what ignored DaemonSets ask for is taken off allocatable",
  },
  {
    file: "src/judge/settings.ts",
    find: "scaleDownGpuUtilizationThreshold: 0.5",
    replace: "scaleDownGpuUtilizationThreshold: 0.6",
    why: "settings: the default threshold of GPU nodes",
  },
  {
    file: "src/judge/settings.ts",
    find: "minor < 33 ?",
    replace: "minor <= 33 ?",
    why: "settings: 1.33 knows the time after which kube-system pods may go",
  },
];
