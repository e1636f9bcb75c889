import { pinnedCases, type WeighedCase } from "./cases.ts";
import { type Context, createContext } from "./context.ts";
import type { Audit, PinnedNode } from "./finding.ts";
import { findingOf, worstFirst } from "./findings.ts";
import type { AuditInput } from "./input.ts";
import { learnedNotes } from "./learned-notes.ts";
import { notesOf } from "./notes.ts";
import { observe, worstObserved } from "./observations.ts";
import { oversized } from "./oversized.ts";
import { type Pool, poolsOf } from "./pools.ts";
import { type Rehoming, rehome } from "./rehome.ts";
import { rehomeInput } from "./rehome-input.ts";
import { storyOf } from "./stories.ts";
import { totalsOf } from "./totals.ts";

/**
 * The audit of a cluster: which nodes are pinned, where their blockers could run instead, what that would save, what to change, and of
 * every other node why it is no finding. `scheduling` is given back as it was.
 */
export function audit(input: AuditInput): Audit {
  const context = createContext(input);
  const cases = pinnedCases(context);
  const rehoming = rehomeAll(context, cases);
  const pools = poolsOf(context);
  const findings = findingsOf(context, cases, rehoming, pools);
  const byName = new Map(findings.map((finding) => [finding.node.name, finding]));
  const stories = input.verdicts.map((verdict) => {
    const { name } = verdict.node;
    const known = { pinned: cases.get(name), rehomed: rehoming.outcomes.get(name), finding: byName.get(name) };
    return storyOf(context, verdict, known);
  });
  const observations = input.verdicts.flatMap((verdict) => {
    const excluded = cases.get(verdict.node.name)?.excluded ?? null;
    const { spare } = rehoming;
    return oversized(context, pools, verdict, spare) ?? observe(context, { verdict, excluded, spare }) ?? [];
  });
  return {
    run: input.run,
    totals: totalsOf(stories, findings, input.snapshot.pods.length),
    findings: worstFirst(findings),
    observations: worstObserved(observations),
    notes: [...notesOf({ context, cases, findings, stories }), ...learnedNotes(input, cases)],
    nodes: stories,
    episodes: [],
    ...(input.learned === undefined
      ? {}
      : { monitoring: { calls: input.learned.calls, points: input.learned.points } }),
  };
}

function rehomeAll(context: Context, cases: ReadonlyMap<string, WeighedCase>): Rehoming {
  const { scheduling } = context.input;
  const mark = scheduling.mark();
  const rehoming = rehome(rehomeInput(context, cases));
  scheduling.revert(mark);
  return rehoming;
}

function findingsOf(
  context: Context,
  cases: ReadonlyMap<string, WeighedCase>,
  { outcomes, spare }: Rehoming,
  pools: readonly Pool[],
): readonly PinnedNode[] {
  return [...cases].flatMap(([name, pinned]) => {
    const rehomed = outcomes.get(name);
    if (rehomed === undefined || rehomed.weighed.whyNot !== null) return [];
    return [findingOf(context, { pools, spare }, pinned, rehomed)];
  });
}
