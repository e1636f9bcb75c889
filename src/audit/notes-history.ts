import { formatCluster } from "../model/snapshot.ts";
import { formatInstant } from "../model/time.ts";
import type { Folded } from "./episode-fold.ts";
import type { AuditSettings, Note, RunFacts } from "./finding.ts";
import type { History } from "./history.ts";
import { nodeKey, type RunLook } from "./look.ts";

/** Everything that a note about earlier runs may be about. */
export interface Remembered {
  readonly run: RunFacts;
  readonly settings: Pick<AuditSettings, "period" | "maxGap">;
  readonly history: History;
  readonly look: RunLook;
  readonly folded: readonly Folded[];
}

/** What a reader must know of how this run follows on earlier ones. */
export function historyNotes(remembered: Remembered): readonly Note[] {
  return [
    ...missedRuns(remembered),
    ...lateRun(remembered),
    ...otherBook(remembered),
    ...replacedNodes(remembered),
    ...notLookedAt(remembered),
    ...overlap(remembered),
  ];
}

const SHOWN = 5;

function some(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN).join(", ");
  return names.length > SHOWN ? `${shown} and ${names.length - SHOWN} more` : shown;
}

function missedRuns({ run, settings, history: { previous } }: Remembered): readonly Note[] {
  if (previous === null) return [];
  const missed = Math.round((run.scheduledAt - previous.scheduledAt) / settings.period) - 1;
  const tooLong = run.takenAt - previous.takenAt > settings.maxGap;
  if (missed < 1 && !tooLong) return [];
  const runs = missed < 1 ? "No run" : `${missed === 1 ? "1 run was" : `${missed} runs were`} missed`;
  const since = `between the last one, of ${formatInstant(previous.takenAt)}, and this`;
  const counts = tooLong ? "; what is between them is longer than maxGap and counts nothing" : "";
  return [{ kind: "missed-runs", text: `${runs} ${since}${counts}.` }];
}

function lateRun({ history: { later } }: Remembered): readonly Note[] {
  if (later === null) return [];
  const text = `A run that was taken later, at ${formatInstant(later.takenAt)}, is stored already: what it and those after it say of episodes is worked out anew with this one.`;
  return [{ kind: "late-run", text }];
}

function otherBook({ run, history }: Remembered): readonly Note[] {
  const before = [...history.open.values()].find(({ book }) => book !== run.book);
  if (before === undefined) return [];
  const text = `The deciding price book was ${before.book} in the run before and is ${run.book} now: what lies between them is counted by ${run.book}, where the run before knew it.`;
  return [{ kind: "book-changed", text }];
}

function replacedNodes({ folded, look }: Remembered): readonly Note[] {
  const keys = new Map([...look.nodes].map(([key, { node }]) => [node.name, key]));
  const replaced = folded.filter(({ episode, change }) => {
    const now = keys.get(episode.node.name);
    return change === "closed" && now !== undefined && now !== nodeKey(episode.node);
  });
  if (replaced.length === 0) return [];
  const names = some(replaced.map(({ episode }) => episode.node.name));
  return [
    {
      kind: "node-replaced",
      text: `Another node of the same name stands where one was pinned, and has a history of its own: ${names}.`,
    },
  ];
}

function notLookedAt({ folded, look, run }: Remembered): readonly Note[] {
  const kept = folded.filter(
    ({ episode, change }) => change === "continued" && episode.lastSeenAt < run.takenAt && episode.found,
  );
  if (kept.length === 0) return [];
  const kinds = [...look.missingKinds].join(", ");
  const names = some(kept.map(({ episode }) => episode.node.name));
  const text = `Kept open without being counted, since this run could not tell whether they are pinned (not listed: ${kinds}): ${names}.`;
  return [{ kind: "partial-run", text }];
}

function overlap({ history: { elsewhere }, look }: Remembered): readonly Note[] {
  const here = [...look.nodes.values()].filter(({ node }) => elsewhere.has(node.uid));
  if (here.length === 0) return [];
  const clusters = new Set(
    here
      .map(({ node }) => elsewhere.get(node.uid))
      .map((id) => (id == null ? "an unnamed cluster" : formatCluster(id))),
  );
  const text = `The store has open episodes of these nodes under another name, ${some([...clusters])}: was the cluster renamed, or is it audited twice? Their waste stands under both: ${some(here.map(({ node }) => node.name))}.`;
  return [{ kind: "cluster-overlap", text }];
}
