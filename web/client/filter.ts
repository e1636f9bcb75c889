import type { PageNode } from "../../src/report/page/model.ts";
import type { State } from "./state.ts";

/** Does the filter let anything out? */
export function isFiltered({ q, team, pool, reason }: State): boolean {
  return q.trim() !== "" || team !== "" || pool !== "" || reason !== "";
}

/** Which nodes the filter lets through, by their index. */
export function matching(nodes: readonly PageNode[], haystacks: readonly string[], state: State): readonly boolean[] {
  const words = state.q
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== "");
  return nodes.map(({ pool, blockers }, index) => {
    if (state.pool !== "" && pool !== state.pool) return false;
    if (!blockers.some(({ team }) => team === state.team) && state.team !== "") return false;
    if (!blockers.some(({ reason }) => reason === state.reason) && state.reason !== "") return false;
    const hay = haystacks[index] ?? "";
    return words.every((word) => hay.includes(word));
  });
}

/** What the search looks in. */
export function haystackOf(node: PageNode): string {
  const held = node.blockers.flatMap(({ namespace, name, workload, team, reason }) => [
    `${namespace}/${name}`,
    workload,
    team,
    reason,
  ]);
  return [node.name, node.pool, node.zone, node.machineType, node.verdict, ...held].join(" ").toLowerCase();
}

type Compare = (left: PageNode, right: PageNode) => number;

const text = (left: string | null, right: string | null) => {
  const [one, other] = [left ?? "", right ?? ""];
  return one < other ? -1 : Number(one > other);
};

/** The unknown stands below everything known. */
const amount = (left: number | null, right: number | null) => (left ?? -1) - (right ?? -1);

const COLUMNS: ReadonlyMap<string, Compare> = new Map<string, Compare>([
  ["name", (left, right) => text(left.name, right.name)],
  ["pool", (left, right) => text(left.pool, right.pool)],
  ["type", (left, right) => text(left.machineType, right.machineType)],
  ["price", (left, right) => amount(left.usdPerHour, right.usdPerHour)],
  ["asked", (left, right) => amount(left.utilization, right.utilization)],
  ["waste", (left, right) => amount(wasteOf(left), wasteOf(right))],
  ["verdict", (left, right) => text(left.verdict, right.verdict)],
]);

/** Only a finding's waste is waste. */
export function wasteOf(node: PageNode): number | null {
  return node.whyNot === null ? (node.wasteUsdPerHour ?? 0) : null;
}

/** The nodes in the order that `sort` asks for; equals stay in the order of the snapshot. */
export function sorted(nodes: readonly PageNode[], indexes: readonly number[], sort: string): readonly number[] {
  const down = sort.startsWith("-");
  const compare = COLUMNS.get(down ? sort.slice(1) : sort);
  if (compare === undefined) return indexes;
  return [...indexes].sort((left, right) => {
    const [one, other] = [nodes[left], nodes[right]];
    if (one === undefined || other === undefined) return 0;
    return (down ? -compare(one, other) : compare(one, other)) || left - right;
  });
}
