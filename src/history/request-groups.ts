import type { NodeQuestion } from "../model/learned.ts";
import type { RequestedResource } from "../model/requested.ts";
import { HOUR, type Instant, instant, MINUTE } from "../model/time.ts";
import { batches } from "./filter.ts";

/** A node whose requests are asked for in a part of the time. */
export interface WantedRequests {
  readonly question: NodeQuestion;
  readonly from: Instant;
  readonly to: Instant;
}

/** Nodes that are asked for together: of the same resources, from about the same time, as many as a filter holds. */
export interface RequestGroup {
  readonly wanted: readonly WantedRequests[];
  readonly resources: readonly RequestedResource[];
  readonly withoutDaemonSets: boolean;
  readonly from: Instant;
  readonly to: Instant;
  readonly step: number;
}

/** `any`: in spans as long as they must be for a page; `by-the-minute`: in as many groups as that takes. */
export type Fineness = "any" | "by-the-minute";

/** A page holds 100,000 points: a question is made to fit into one. */
const POINTS_A_QUESTION = 90_000;
const STEPS = [1, 5, 15, 60, 360, 1_440].map((minutes) => minutes * MINUTE);

export function requestGroups(
  wanted: readonly WantedRequests[],
  fineness: Fineness,
  filter: (names: readonly string[], withoutDaemonSets: boolean) => string,
): readonly RequestGroup[] {
  const kinds = Map.groupBy(wanted, ({ question }) => `${resourcesOf(question).join()} ${question.withoutDaemonSets}`);
  return [...kinds.values()].flatMap((alike) => {
    const sorted = alike.toSorted((left, right) => left.from - right.from);
    const withoutDaemonSets = sorted[0]?.question.withoutDaemonSets ?? false;
    const fitting = batches(
      sorted,
      ({ question }) => question.node,
      (names) => filter(names, withoutDaemonSets),
    );
    const groups = fineness === "any" ? fitting : fitting.flatMap(byTheMinute);
    return groups.flatMap((group) => groupOf(group, withoutDaemonSets));
  });
}

function groupOf(wanted: readonly WantedRequests[], withoutDaemonSets: boolean): readonly RequestGroup[] {
  const [first] = wanted;
  if (first === undefined) return [];
  const { from, to } = around(wanted);
  const step = STEPS.find((each) => ((to - from) / each) * wanted.length <= POINTS_A_QUESTION) ?? 24 * HOUR;
  const start = to - Math.ceil((to - from) / step) * step;
  const resources = resourcesOf(first.question);
  return [{ wanted, resources, withoutDaemonSets, from: instant(start), to: instant(to), step }];
}

/** Parts a group, in the order of time, so that each part by the minute fits into a page. */
function byTheMinute(wanted: readonly WantedRequests[]): readonly (readonly WantedRequests[])[] {
  const parts: WantedRequests[][] = [];
  for (const each of wanted) {
    const last = parts.at(-1);
    const together = last === undefined ? null : around([...last, each]);
    const fits =
      last !== undefined &&
      together !== null &&
      ((together.to - together.from) / MINUTE) * (last.length + 1) <= POINTS_A_QUESTION;
    if (fits) last.push(each);
    else parts.push([each]);
  }
  return parts;
}

function around(wanted: readonly WantedRequests[]): { readonly from: number; readonly to: number } {
  return {
    from: Math.min(...wanted.map(({ from }) => from)),
    to: Math.max(...wanted.map(({ to }) => to)),
  };
}

function resourcesOf({ limits }: NodeQuestion): readonly RequestedResource[] {
  return (["cpu", "memory", "gpu"] as const).filter((resource) => limits[resource] !== undefined);
}
