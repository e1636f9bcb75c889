import { finished } from "../model/steps.ts";
import { pinnedCases, type WeighedCase } from "./cases.ts";
import { type Context, createContext } from "./context.ts";
import { foldRun } from "./episode-fold.ts";
import { statesOf, withBills } from "./episodes.ts";
import type { Audit, NodeStory, PinnedNode } from "./finding.ts";
import { findingOf, worstFirst } from "./findings.ts";
import type { AuditInput } from "./input.ts";
import { learnedNotes } from "./learned-notes.ts";
import { type Looked, lookOf } from "./looks.ts";
import { notesOf } from "./notes.ts";
import { historyNotes } from "./notes-history.ts";
import { observe, worstObserved } from "./observations.ts";
import { oversized } from "./oversized.ts";
import { type Pool, poolsOf } from "./pools.ts";
import type { RunRecord } from "./record.ts";
import { type Rehoming, rehome } from "./rehome.ts";
import { rehomeInput } from "./rehome-input.ts";
import { storyOf } from "./stories.ts";
import { totalsOf } from "./totals.ts";

/**
 * The audit of a cluster: which nodes are pinned, where their blockers could run instead, what that would save, what to change, and of
 * every other node why it is no finding. `scheduling` is given back as it was.
 */
export function audit(input: AuditInput): Audit {
  return finished(auditing(input));
}

/** The same in steps, none of which takes long even in a large cluster. */
export function* auditing(input: AuditInput): Generator<void, Audit> {
  const context = createContext(input);
  const cases = pinnedCases(context);
  yield;
  const rehoming = rehomeAll(context, cases);
  yield;
  const pools = poolsOf(context);
  const unbilled = worstFirst(findingsOf(context, cases, rehoming, pools));
  yield;
  const stories = storiesOf(context, cases, rehoming, unbilled);
  yield;
  const record = recordOf({ context, cases, rehoming, findings: byName(unbilled), stories });
  yield;
  const findings = withBills(unbilled, record.folded);
  const observations = input.verdicts.flatMap((verdict) => {
    const excluded = cases.get(verdict.node.name)?.excluded ?? null;
    const { spare } = rehoming;
    return oversized(context, pools, verdict, spare) ?? observe(context, { verdict, excluded, spare }) ?? [];
  });
  yield;
  const { run, history, auditSettings: settings } = input;
  const remembered = historyNotes({ run, history, settings, look: record.look, folded: record.folded });
  return {
    run,
    totals: totalsOf(stories, findings, input.snapshot.pods.length),
    findings,
    observations: worstObserved(observations),
    notes: [...notesOf({ context, cases, findings, stories }), ...learnedNotes(input, cases), ...remembered],
    nodes: stories,
    episodes: statesOf(findings, record.folded),
    record,
    ...(input.learned === undefined
      ? {}
      : { monitoring: { calls: input.learned.calls, points: input.learned.points } }),
  };
}

function byName(findings: readonly PinnedNode[]): ReadonlyMap<string, PinnedNode> {
  return new Map(findings.map((finding) => [finding.node.name, finding]));
}

function storiesOf(
  context: Context,
  cases: ReadonlyMap<string, WeighedCase>,
  { outcomes }: Rehoming,
  findings: readonly PinnedNode[],
): readonly NodeStory[] {
  const found = byName(findings);
  return context.input.verdicts.map((verdict) => {
    const { name } = verdict.node;
    const known = { pinned: cases.get(name), rehomed: outcomes.get(name), finding: found.get(name) };
    return storyOf(context, verdict, known);
  });
}

/** What the run saw, and what it makes of the episodes that earlier runs left open. */
function recordOf(looked: Looked): RunRecord {
  const { history, auditSettings } = looked.context.input;
  const look = lookOf(looked);
  return { look, folded: foldRun(history, look), previous: history.previous, period: auditSettings.period };
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
