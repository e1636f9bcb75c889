import type { Blocker, Verdict } from "../judge/verdict.ts";
import type { NodeQuestion, Questions, WorkloadQuestion } from "../model/learned.ts";
import type { Pod } from "../model/pod.ts";
import type { Duration } from "../model/time.ts";
import { targetOf } from "./advice-patch.ts";
import { createContext } from "./context.ts";
import type { Audit } from "./finding.ts";
import type { AuditInput } from "./input.ts";
import { oversizedCandidates } from "./oversized.ts";
import { limitsOf, measureOf } from "./shares.ts";
import { heldSince } from "./since.ts";
import { provenBlockers } from "./unlisted.ts";

/**
 * What an audit wants to know of the past: since when the nodes of its findings are underutilized, and how much the workloads use that hold
 * them, or that keep a node busy by what they ask for. Worst first.
 */
export function questionsOf(input: AuditInput, audit: Audit, window: Duration, mostWorkloads: number): Questions {
  const context = createContext(input);
  const verdicts = new Map(input.verdicts.map((verdict) => [verdict.node.name, verdict]));
  const pinned = audit.findings.flatMap(({ node }) => verdicts.get(node.name) ?? []);
  const workloads = new Map<string, { readonly question: WorkloadQuestion; readonly pods: Pod[] }>();
  const { kinds } = input.snapshot;
  const add = ({ pod }: Blocker) => {
    const target = targetOf(pod, context.ownersOf(pod).links);
    const key = `${target.kind} ${target.namespace}/${target.name}`;
    const known = workloads.get(key);
    if (known !== undefined) known.pods.push(pod);
    else if (workloads.size < mostWorkloads) {
      workloads.set(key, { question: { ...target, running: [], outOfMemory: [] }, pods: [pod] });
    }
  };
  for (const verdict of pinned) provenBlockers(verdict, kinds).forEach(add);
  for (const verdict of oversizedCandidates(context)) provenBlockers(verdict, kinds).forEach(add);
  const podsOf = podsByTarget(input.snapshot.pods, context.ownersOf, new Set(workloads.keys()));
  return {
    cluster: input.run.cluster,
    now: input.now,
    window,
    nodes: pinned.flatMap((verdict) => nodeQuestion(input, verdict)),
    workloads: [...workloads].map(([key, { question }]) => {
      const pods = podsOf.get(key) ?? [];
      return {
        ...question,
        running: pods.filter(isRunning).map(({ name }) => name),
        outOfMemory: pods.flatMap(stopped),
      };
    }),
  };
}

/** Nothing is asked of a node whose blockers' and own age is not known: there is nothing to look back to. */
function nodeQuestion(input: AuditInput, verdict: Verdict): readonly NodeQuestion[] {
  const { scheduling, settings, snapshot, now } = input;
  const { node } = verdict;
  const { since } = heldSince(node, provenBlockers(verdict, snapshot.kinds));
  if (since === null || since >= now) return [];
  const limits = limitsOf(measureOf(verdict, scheduling.podsOn(node.name), settings, now));
  return [{ node: node.name, from: since, limits, withoutDaemonSets: settings.ignoreDaemonSetsUtilization }];
}

function podsByTarget(
  pods: readonly Pod[],
  ownersOf: ReturnType<typeof createContext>["ownersOf"],
  wanted: ReadonlySet<string>,
): ReadonlyMap<string, readonly Pod[]> {
  const found = new Map<string, Pod[]>();
  for (const pod of pods) {
    const { kind, namespace, name } = targetOf(pod, ownersOf(pod).links);
    const key = `${kind} ${namespace}/${name}`;
    if (!wanted.has(key)) continue;
    const known = found.get(key) ?? [];
    found.set(key, known);
    known.push(pod);
  }
  return found;
}

function isRunning({ phase }: Pod): boolean {
  return phase !== "Succeeded" && phase !== "Failed";
}

function stopped({ name, ends }: Pod): readonly string[] {
  return ends.filter(({ reason }) => reason === "OOMKilled").map(({ container }) => `${name}/${container}`);
}
