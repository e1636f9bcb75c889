import type { FindingBlocker, NodeFacts } from "../finding.ts";
import { globMatches } from "./glob.ts";
import type { Destination, Route, RouteMatch, SlackSettings } from "./settings.ts";

/** Where a finding goes, and by which rule: `null` is the default. */
export interface Routed {
  readonly destination: Destination;
  readonly by: Route | null;
}

/** The first route that matches, else the default. A route matches when all that it asks for holds of the node and of one blocker. */
export function routeOf(
  settings: Pick<SlackSettings, "routes" | "fallback">,
  node: NodeFacts,
  blockers: readonly FindingBlocker[],
): Routed {
  const route = settings.routes.find(({ match }) => matches(match, node, blockers));
  return { destination: route ?? settings.fallback, by: route ?? null };
}

function matches(match: RouteMatch, node: NodeFacts, blockers: readonly FindingBlocker[]): boolean {
  if (match.nodePool !== null && !globMatches(match.nodePool, node.pool ?? "")) return false;
  const asksBlocker =
    match.team !== null || match.namespace !== null || match.label !== null || match.annotation !== null;
  return !asksBlocker || blockers.some((blocker) => fits(match, blocker));
}

function fits(match: RouteMatch, blocker: FindingBlocker): boolean {
  if (match.team !== null && !globMatches(match.team, blocker.team)) return false;
  if (match.namespace !== null && !globMatches(match.namespace, blocker.namespace)) return false;
  return marked(blocker, "label", match.label) && marked(blocker, "annotation", match.annotation);
}

function marked(
  blocker: FindingBlocker,
  kind: "label" | "annotation",
  asked: { readonly key: string; readonly value: string } | null,
): boolean {
  if (asked === null) return true;
  const value = blocker.marks?.get(markKey(kind, asked.key))?.value;
  return value !== undefined && globMatches(asked.value, value);
}

/** The key of `FindingBlocker.marks` for a label or an annotation. */
export function markKey(kind: "label" | "annotation", key: string): string {
  return `${kind}:${key}`;
}
