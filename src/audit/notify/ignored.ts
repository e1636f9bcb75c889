import { type Instant, parseInstant } from "../../model/time.ts";
import type { FindingBlocker, NodeFacts } from "../finding.ts";
import { globMatches } from "./glob.ts";
import { workloadOf } from "./holders.ts";
import { markKey } from "./route.ts";
import { type Ignore, MUTE_ANNOTATION } from "./settings.ts";
import type { Mute } from "./story.ts";

/** A mute by config or annotation, and the annotations that nobody can read. */
export interface Ignored {
  readonly mute: Mute | null;
  readonly problems: readonly string[];
}

/**
 * Is a finding muted by the config or by an annotation at `now`? It is when each of its blockers is, since one that is not may still
 * be news; the mute ends when the first of them ends.
 */
export function ignoredBy(
  ignore: readonly Ignore[],
  node: NodeFacts,
  blockers: readonly FindingBlocker[],
  now: Instant,
): Ignored {
  const problems: string[] = [];
  const mutes = blockers.map((blocker) => muteOf(ignore, node, blocker, now, problems));
  if (mutes.length === 0 || mutes.includes(null)) return { mute: null, problems };
  return { mute: mutes.reduce((first, next) => ((first?.until ?? 0) <= (next?.until ?? 0) ? first : next)), problems };
}

function muteOf(
  ignore: readonly Ignore[],
  node: NodeFacts,
  blocker: FindingBlocker,
  now: Instant,
  problems: string[],
): Mute | null {
  const entry = ignore.find((each) => each.until > now && entryMatches(each, node, blocker));
  if (entry !== undefined) return { from: "config", by: "config", why: entry.reason, until: entry.until };
  const mark = blocker.marks?.get(markKey("annotation", MUTE_ANNOTATION));
  if (mark === undefined) return null;
  const [, date = "", why = ""] = /^(\S+)\s*(.*)$/su.exec(mark.value.trim()) ?? [];
  const until = parseInstant(/^\d{4}-\d{2}-\d{2}$/u.test(date) ? `${date}T23:59:59Z` : date);
  if (until === null) {
    problems.push(`${mark.on}: the annotation ${MUTE_ANNOTATION} must be a day and a reason, such as "2026-12-01 why"`);
    return null;
  }
  return until > now ? { from: "annotation", by: mark.on, why: why.slice(0, 200), until } : null;
}

function entryMatches(entry: Ignore, node: NodeFacts, blocker: FindingBlocker): boolean {
  if (entry.nodePool !== null && !globMatches(entry.nodePool, node.pool ?? "")) return false;
  if (entry.namespace !== null && !globMatches(entry.namespace, blocker.namespace)) return false;
  if (entry.workload === null) return true;
  const { kind, name } = workloadOf(blocker);
  return globMatches(entry.workload, entry.workload.includes("/") ? `${kind}/${name}` : name);
}
