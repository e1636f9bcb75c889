import type { Advice, Audit, NodeStory, PinnedNode } from "../../audit/finding.ts";
import type { PodStory, WorkloadStory } from "../../audit/subject.ts";
import type { BlockingReason } from "../../judge/verdict.ts";
import { sumRates, usd } from "../../model/money.ts";
import { patchLines } from "../changes.ts";
import { asksText, holdersOf, objectName } from "../holders.ts";
import { hang, spread, wrap } from "../layout.ts";
import { amount, hourly, monthly, priced } from "../money.ts";
import type { Page } from "../page.ts";
import { count, machine, sinceParts } from "../phrases.ts";
import { safeText } from "../text.ts";
import { observedAdvice } from "./change.ts";
import { whyNotText } from "./why-not.ts";

/** The nodes that a workload's pods stand on, each with those pods; nodes that are found pinned through it first, dearest first. */
export interface WorkloadNode {
  readonly story: NodeStory;
  readonly pods: readonly PodStory[];
  /** `null`: the node is no finding. */
  readonly finding: PinnedNode | null;
}

export function nodesOf({ pods }: WorkloadStory, { findings }: Audit): readonly WorkloadNode[] {
  const nodes = new Map<NodeStory, PodStory[]>();
  for (const pod of pods) {
    if (pod.node === null || pod.role === "ended") continue;
    nodes.set(pod.node, [...(nodes.get(pod.node) ?? []), pod]);
  }
  const all = Array.from(nodes, ([story, own]): WorkloadNode => {
    const found = findings.find(({ node }) => node.name === story.node.name && node.uid === story.node.uid);
    return { story, pods: own, finding: isHeld({ pods: own }) ? (found ?? null) : null };
  });
  return all.sort((left, right) => weight(right) - weight(left));
}

function isHeld({ pods }: Pick<WorkloadNode, "pods">): boolean {
  return pods.some(({ role }) => role === "holds");
}

function weight({ finding, story, pods }: WorkloadNode): number {
  const holds = isHeld({ pods }) ? 1e6 : 0;
  return (finding === null ? 0 : 1e9 + (finding.wasteUsdPerHour ?? 0)) + holds + (story.price.usdPerHour ?? 0);
}

/** What the workload holds, and what to change in it. */
export function workloadLines(story: WorkloadStory, audit: Audit, page: Page): readonly string[] {
  const { paint, columns } = page;
  const nodes = nodesOf(story, audit);
  const ended = story.pods.filter(({ role }) => role === "ended").length;
  const each = story.pods.find(({ role }) => role !== "ended")?.requests;
  const facts = [
    `Team ${safeText(story.team)}`,
    `${count(story.pods.length - ended, "pod")} on ${count(nodes.length, "node")}${ended === 0 ? "" : `, ${ended} more ended`}`,
    ...(each === undefined ? [] : [`one ${asksText(each)}`]),
  ].join("; ");
  return [
    paint.title(objectName(story.workload)),
    ...wrap(paint.faint(facts), columns),
    ...section("Does it hold nodes?", holding(nodes, page), page),
    ...section("What do I change?", changing(story, nodes, audit, page), page),
  ];
}

function section(question: string, lines: readonly string[], { paint }: Page): readonly string[] {
  return lines.length === 0 ? [] : ["", paint.strong(question), ...lines.map((line) => `  ${line}`)];
}

const SHOWN = 20;
/** Nodes that it does not hold are worth few lines. */
const SHOWN_FREE = 3;

function holding(nodes: readonly WorkloadNode[], page: Page): readonly string[] {
  const columns = page.columns - 2;
  if (nodes.length === 0) return wrap("No: it has no pods on nodes now.", columns);
  const held = nodes.filter(isHeld).length;
  const shown = nodes.slice(0, Math.min(held, SHOWN) + (held > SHOWN ? 0 : SHOWN_FREE));
  const lines = shown.flatMap((node) => nodeLines(node, columns, page));
  const hidden = nodes.length - shown.length;
  const more = hidden > 0 ? [page.paint.faint(`… and ${count(hidden, "more node")}`)] : [];
  return [...wrap(sum(nodes, page), columns), ...lines, ...more];
}

function sum(nodes: readonly WorkloadNode[], { paint }: Page): string {
  const findings = nodes.flatMap(({ finding }) => finding ?? []);
  if (findings.length === 0) {
    const holds = nodes.filter(isHeld).length;
    return holds === 0
      ? "No: its pods may be moved, or go with their node."
      : `Its pods may not be moved from ${count(holds, "node")}, but none of them is a finding.`;
  }
  const rates = findings.flatMap(({ wasteUsdPerHour }) => wasteUsdPerHour ?? []);
  const unknown = findings.length - rates.length;
  const waste = sumRates(rates);
  const accrued = findings.reduce((total, { accruedUsd }) => total + accruedUsd, 0);
  const besides = unknown === 0 ? "" : ` (${unknown} unknown)`;
  return `It keeps ${count(findings.length, "large node")}: ${paint.waste(hourly(waste))}${besides}, ${monthly(waste)}/month; confirmed so far: ${amount(usd(accrued))}.`;
}

function nodeLines({ story, pods, finding }: WorkloadNode, columns: number, page: Page): readonly string[] {
  const head = spread(safeText(story.node.name), priced(machine(story.node, page.words), story.price), columns);
  return [
    ...head,
    ...hang(
      "  ",
      told({ story, pods, finding }, page).flatMap((text) => wrap(text, columns - 2)),
    ),
  ];
}

function told({ story, pods, finding }: WorkloadNode, page: Page): readonly string[] {
  const { words, paint } = page;
  const held = pods.filter(({ role }) => role === "holds");
  if (held.length === 0)
    return [paint.faint(`${count(pods.length, "pod")}, which ${pods.length === 1 ? "does" : "do"} not hold it`)];
  const reasons = [...new Set(held.flatMap(({ reason }) => reason ?? []))].map(
    (reason) => words.blocking[reason].brief,
  );
  const by = `held by ${count(held.length, "pod")}: ${reasons.join("; ")}`;
  if (finding === null) {
    const numbers = whyNotText(story);
    const why = story.whyNot === null ? "" : words.notAFinding[story.whyNot];
    return [by, paint.faint(`no finding: ${why}${numbers === "" ? "" : ` ${numbers}`}`)];
  }
  const others = holdersOf(finding.blockers).length - 1;
  const shared = others > 0 ? [paint.doubt(`with ${count(others, "other lock")}: all of them must go`)] : [];
  const [begin, evidence] = sinceParts(finding.since, page.now, words, page.timeZone);
  const waste = `waste ${hourly(finding.wasteUsdPerHour)}, ${begin}${evidence === "" ? "" : `: ${evidence}`}`;
  return [by, waste, ...shared];
}

/** Reasons that a disruption budget cures. */
const OF_BUDGETS: ReadonlySet<BlockingReason> = new Set(["NotEnoughPdb", "UnmovableKubeSystemPod"]);

const namespaceOf = ({ namespace }: PodStory) => namespace;

/** `: PodDisruptionBudget serving/web`; "" for what the heading names already. */
function otherThan(mine: ReadonlySet<string>, target: Advice["target"]): string {
  const named = target === null ? "" : objectName(target);
  return named === "" || mine.has(named) ? "" : `: ${named}`;
}

/** Advice of its nodes that is about this object, what makes it, or the disruption budgets over its pods; each once. */
function changing(
  { workload, pods }: WorkloadStory,
  nodes: readonly WorkloadNode[],
  audit: Audit,
  page: Page,
): readonly string[] {
  const chains = pods.flatMap(({ owners }) => owners);
  const mine = new Set([workload, ...chains].map(objectName));
  const all = new Map<string, Advice>();
  for (const { finding, story, pods: here } of nodes) {
    const budgets = new Set(here.filter(({ reason }) => reason !== null && OF_BUDGETS.has(reason)).map(namespaceOf));
    for (const advice of finding?.advice ?? observedAdvice(story, audit) ?? []) {
      const { kind, target, patch } = advice;
      if (target === null) continue;
      const budget = target.kind === "PodDisruptionBudget" && budgets.has(target.namespace);
      if (budget || mine.has(objectName(target))) all.set(JSON.stringify([kind, target, patch]), advice);
    }
  }
  const { words, paint, columns } = page;
  return [...all.values()].flatMap((advice) => [
    ...wrap(paint.strong(`${words.advice[advice.kind]}${otherThan(mine, advice.target)}`), columns - 2),
    ...wrap(safeText(advice.text), columns - 4).map((line) => `  ${line}`),
    ...patchLines(advice, paint.good, paint.faint),
  ]);
}
