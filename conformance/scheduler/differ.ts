import type { Answers } from "./oracle.ts";
import type { Stop } from "./play.ts";
import type { Raw } from "./universe.ts";

/** One thing that the scheduler's own code says otherwise. */
export type Difference = FilterDifference | SearchDifference | TallyDifference;

/** Which filter refuses the pod on the node; "" where none does. */
export interface FilterDifference {
  readonly question: "filter";
  readonly pod: string;
  readonly node: string;
  readonly ours: string;
  readonly theirs: string;
}

/** Where first fit puts the pod; "" for nowhere. */
export interface SearchDifference {
  readonly question: "search";
  readonly pod: string;
  readonly ours: string;
  readonly theirs: string;
}

/** On how many nodes the filter is the first to refuse the pod. */
export interface TallyDifference {
  readonly question: "tally";
  readonly pod: string;
  readonly filter: string;
  readonly ours: number;
  readonly theirs: number;
}

/** Everything on which the two disagree at this stop. */
export function differences(stop: Stop, theirs: Answers): readonly Difference[] {
  return [...filterDifferences(stop, theirs), ...searchDifferences(stop, theirs), ...tallyDifferences(stop, theirs)];
}

function filterDifferences({ asked, nodes, ours }: Stop, theirs: Answers): readonly Difference[] {
  return asked.flatMap((pod, row) =>
    nodes.flatMap((node, column) => {
      const our = ours[row]?.[column] ?? "no answer";
      const their = theirs[row]?.[column]?.plugin ?? "";
      return our === their ? [] : [{ question: "filter" as const, pod, node, ours: our, theirs: their }];
    }),
  );
}

/** The autoscaler takes the first node behind `after` that is not cordoned and that no filter refuses, once round. */
function searchDifferences({ asked, nodes, objects, search }: Stop, theirs: Answers): readonly Difference[] {
  const [pod] = asked;
  if (search === null || pod === undefined) return [];
  const start = search.after === null ? 0 : nodes.indexOf(search.after) + 1;
  const order = [...nodes.slice(start), ...nodes.slice(0, start)];
  const fits = new Set(nodes.filter((_, column) => theirs[0]?.[column] === null));
  const expected = order.find((node) => fits.has(node) && node !== search.but && !isCordoned(node, objects)) ?? "";
  const found = search.found ?? "";
  return found === expected ? [] : [{ question: "search", pod, ours: found, theirs: expected }];
}

function isCordoned(name: string, objects: readonly Raw[]): boolean {
  const node = objects.find(({ kind, metadata }) => kind === "Node" && metadata.name === name);
  const spec = node?.["spec"];
  return typeof spec === "object" && spec !== null && "unschedulable" in spec && spec.unschedulable === true;
}

function tallyDifferences({ asked, tally }: Stop, theirs: Answers): readonly Difference[] {
  const [pod] = asked;
  if (pod === undefined) return [];
  const counts = Map.groupBy(theirs[0]?.flatMap((refusal) => refusal ?? []) ?? [], ({ plugin }) => plugin);
  return [...new Set([...counts.keys(), ...tally.keys()])].flatMap((filter) => {
    const [our, their] = [tally.get(filter) ?? 0, counts.get(filter)?.length ?? 0];
    return our === their ? [] : [{ question: "tally" as const, pod, filter, ours: our, theirs: their }];
  });
}
