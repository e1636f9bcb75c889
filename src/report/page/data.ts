import { type Instant, instant } from "../../model/time.ts";
import type { Words } from "../words/shape.ts";
import type { PageBlocker, PageFinding, PageModel, PageNode, PageObservation, PagePod } from "./model.ts";
import { type Cell, type Packed, pack, unpack } from "./pack.ts";
import type { PageWords } from "./words.ts";

const NODE_KEYS = [
  "name",
  "pool",
  "zone",
  "machineType",
  "provisioning",
  "createdAt",
  "verdict",
  "whyNot",
  "utilization",
  "resource",
  "cpu",
  "memory",
  "gpu",
  "usdPerHour",
  "estimates",
  "wasteUsdPerHour",
  "pinned",
  "observed",
  "uncertain",
  "pods",
  "podsToMove",
  "listed",
] as const;
const BLOCKER_KEYS = [
  "node",
  "namespace",
  "name",
  "reason",
  "team",
  "workload",
  "chain",
  "requests",
  "startedAt",
] as const;
const POD_KEYS = ["node", "namespace", "name", "role", "workload", "requests"] as const;

type Row<Keys extends readonly string[]> = Readonly<Record<Keys[number], Cell>>;

/** What the page's script reads: the nodes and findings of the model, packed, and the words to tell them in. */
export interface PageData {
  readonly version: 1;
  readonly timeZone: string;
  readonly takenAt: number;
  readonly book: PageModel["book"];
  readonly words: PageWords;
  readonly kinds: Words;
  readonly nodes: Packed<(typeof NODE_KEYS)[number]>;
  readonly blockers: Packed<(typeof BLOCKER_KEYS)[number]>;
  readonly pods: Packed<(typeof POD_KEYS)[number]>;
  readonly findings: readonly PageFinding[];
  readonly observations: readonly PageObservation[];
}

/** The data of a page. Shares are kept to a hundredth of a percent, prices to a millionth of a dollar. */
export function pageData(model: PageModel, words: PageWords, kinds: Words): PageData {
  return {
    version: 1,
    timeZone: model.timeZone,
    takenAt: model.takenAt,
    book: model.book,
    words,
    kinds,
    nodes: pack(NODE_KEYS, model.nodes.map(nodeRow)),
    blockers: pack(
      BLOCKER_KEYS,
      model.nodes.flatMap(({ blockers }, node) => blockers.map((blocker) => ({ ...blocker, node }))),
    ),
    pods: pack(
      POD_KEYS,
      model.nodes.flatMap(({ podList }, node) => (podList ?? []).map((pod) => ({ ...pod, node }))),
    ),
    findings: model.findings,
    observations: model.observations,
  };
}

function rounded(value: number | null, places: number): number | null {
  return value === null ? null : Number(value.toFixed(places));
}

function nodeRow(node: PageNode): Row<typeof NODE_KEYS> {
  const { blockers: _, podList, estimates, observed, uncertain, ...cells } = node;
  return {
    ...cells,
    utilization: rounded(node.utilization, 4),
    cpu: rounded(node.cpu, 4),
    memory: rounded(node.memory, 4),
    gpu: rounded(node.gpu, 4),
    usdPerHour: rounded(node.usdPerHour, 6),
    wasteUsdPerHour: rounded(node.wasteUsdPerHour, 6),
    estimates: estimates.join("\n"),
    observed: observed.join("\n"),
    uncertain: uncertain.join("\n"),
    listed: podList !== null,
  };
}

type Cells<Keys extends readonly string[]> = Readonly<Record<Keys[number], readonly Cell[]>>;

/** The nodes of a page again, as far as the script needs them. */
export function nodesOf(data: PageData): readonly PageNode[] {
  const cells = unpack(NODE_KEYS, data.nodes);
  const blockers = byNode(unpack(BLOCKER_KEYS, data.blockers), data.blockers.rows, blockerAt);
  const pods = byNode(unpack(POD_KEYS, data.pods), data.pods.rows, podAt);
  return Array.from({ length: data.nodes.rows }, (_, index) => nodeAt(cells, index, blockers, pods));
}

/** Rows by the node that they are of. */
function byNode<Keys extends { readonly node: readonly Cell[] }, Row>(
  cells: Keys,
  rows: number,
  rowAt: (cells: Keys, index: number) => Row,
): ReadonlyMap<Cell, readonly Row[]> {
  const groups = new Map<Cell, Row[]>();
  for (let index = 0; index < rows; index++) {
    const node = cells.node[index] ?? null;
    const group = groups.get(node) ?? [];
    groups.set(node, group);
    group.push(rowAt(cells, index));
  }
  return groups;
}

function nodeAt(
  cells: Cells<typeof NODE_KEYS>,
  index: number,
  blockers: ReadonlyMap<Cell, readonly PageBlocker[]>,
  pods: ReadonlyMap<Cell, readonly PagePod[]>,
): PageNode {
  return {
    name: text(cells.name[index]),
    pool: maybeText(cells.pool[index]),
    zone: maybeText(cells.zone[index]),
    machineType: maybeText(cells.machineType[index]),
    provisioning: text(cells.provisioning[index]),
    createdAt: instantOf(cells.createdAt[index]),
    verdict: text(cells.verdict[index]),
    whyNot: maybeText(cells.whyNot[index]),
    utilization: maybeNumber(cells.utilization[index]),
    resource: maybeText(cells.resource[index]),
    cpu: maybeNumber(cells.cpu[index]),
    memory: maybeNumber(cells.memory[index]),
    gpu: maybeNumber(cells.gpu[index]),
    usdPerHour: maybeNumber(cells.usdPerHour[index]),
    estimates: lines(cells.estimates[index]),
    wasteUsdPerHour: maybeNumber(cells.wasteUsdPerHour[index]),
    pinned: cells.pinned[index] === true,
    observed: lines(cells.observed[index]),
    uncertain: lines(cells.uncertain[index]),
    pods: maybeNumber(cells.pods[index]) ?? 0,
    podsToMove: maybeNumber(cells.podsToMove[index]) ?? 0,
    blockers: blockers.get(index) ?? NONE,
    podList: cells.listed[index] === true ? (pods.get(index) ?? NONE) : null,
  };
}

const NONE: readonly never[] = [];

function blockerAt(cells: Cells<typeof BLOCKER_KEYS>, index: number): PageBlocker {
  return {
    namespace: text(cells.namespace[index]),
    name: text(cells.name[index]),
    reason: text(cells.reason[index]),
    team: text(cells.team[index]),
    workload: text(cells.workload[index]),
    chain: text(cells.chain[index]),
    requests: text(cells.requests[index]),
    startedAt: instantOf(cells.startedAt[index]),
  };
}

function podAt(cells: Cells<typeof POD_KEYS>, index: number): PagePod {
  return {
    namespace: text(cells.namespace[index]),
    name: text(cells.name[index]),
    role: text(cells.role[index]),
    workload: text(cells.workload[index]),
    requests: text(cells.requests[index]),
  };
}

type Maybe = Cell | undefined;

function text(cell: Maybe): string {
  return typeof cell === "string" ? cell : "";
}

function maybeText(cell: Maybe): string | null {
  return typeof cell === "string" ? cell : null;
}

function maybeNumber(cell: Maybe): number | null {
  return typeof cell === "number" ? cell : null;
}

function instantOf(cell: Maybe): Instant | null {
  return typeof cell === "number" ? instant(cell) : null;
}

function lines(cell: Maybe): readonly string[] {
  return typeof cell === "string" && cell !== "" ? cell.split("\n") : NONE;
}
