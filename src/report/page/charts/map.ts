import type { PageModel, PageNode } from "../model.ts";
import { fill, type PageWords } from "../words.ts";
import { type ChartSpec, INK } from "./spec.ts";

/** Rectangles that can still be told apart. Beyond it, nodes that hold nothing are drawn together. */
const MOST_RECTANGLES = 900;
/** A node of unknown price is drawn as large as the mean of the others, hatched by its border. */
const LEAST_PRICE = 0.001;

const WIDTH = 1080;
const HEIGHT = 560;
/** Square pixels that a rectangle needs for a name to be read. */
const LABELLED = 5_200;

/** Square pixels of a rectangle that has room for more of it. */
const ROOMY = 12_500;

/** What a node is on the map. */
type MapKind = "pinned" | "risk" | "held" | "plain";

/** The kind of a node: pinned and worth telling, at risk, holding pods that may not be evicted, or none of these. */
function mapKind(node: PageNode): MapKind {
  if (node.whyNot === null) return "pinned";
  if (node.observed.includes("at-risk")) return "risk";
  return node.blockers.length > 0 ? "held" : "plain";
}

interface Rectangle {
  readonly index: number;
  readonly node: PageNode;
  readonly price: number;
  readonly kind: MapKind;
}

/** How many nodes are drawn together, of those that hold nothing. */
export interface NodeMap {
  readonly chart: ChartSpec;
  readonly merged: number;
}

/** A treemap: pools, in them nodes by price, each filled from below by what its pods ask for. */
export function nodeMap({ nodes }: PageModel, words: PageWords): NodeMap {
  const rectangles = rectanglesOf(nodes);
  const own = ownOf(rectangles);
  const total = rectangles.reduce((sum, { price }) => sum + price, 0);
  const marks = new Map<string, number>();
  let item = 0;
  const pools = [...Map.groupBy(rectangles, ({ node }) => node.pool ?? "")].map(([pool, members]) => {
    item += 1;
    const alone = members.filter((member) => own.has(member.index));
    const rest = members.filter((member) => !own.has(member.index));
    const children = alone.map((rectangle) => {
      item += 1;
      marks.set(`0/${item}`, rectangle.index);
      return rectangleItem(rectangle, (rectangle.price / total) * WIDTH * HEIGHT);
    });
    if (rest.length > 0) item += 1;
    const merged = rest.length === 0 ? [] : [mergedItem(rest, words)];
    return {
      name: pool === "" ? words.phrases.noPool : pool,
      itemStyle: { color: "var(--map-asked)" },
      children: [...children, ...merged],
    };
  });
  return {
    merged: rectangles.length - own.size,
    chart: { id: "map", width: WIDTH, height: HEIGHT, marks, option: { animation: false, series: [series(pools)] } },
  };
}

function rectanglesOf(nodes: readonly PageNode[]): readonly Rectangle[] {
  const known = nodes.flatMap(({ usdPerHour }) => (usdPerHour === null ? [] : [usdPerHour]));
  const mean = known.length === 0 ? 1 : known.reduce((sum, price) => sum + price, 0) / known.length;
  return nodes.map((node, index) => ({
    index,
    node,
    price: Math.max(node.usdPerHour ?? mean, LEAST_PRICE),
    kind: mapKind(node),
  }));
}

const TURN = { pinned: 0, risk: 1, held: 2, plain: 3 } satisfies Record<MapKind, number>;

/** The nodes that get a rectangle of their own: what holds something first, then the dearest. */
function ownOf(rectangles: readonly Rectangle[]): ReadonlySet<number> {
  const turn = [...rectangles].sort((left, right) => TURN[left.kind] - TURN[right.kind] || right.price - left.price);
  return new Set(turn.slice(0, MOST_RECTANGLES).map(({ index }) => index));
}

function rectangleItem({ node, price, kind }: Rectangle, area: number): Readonly<Record<string, unknown>> {
  const edge = EDGES[kind];
  return {
    name: node.name,
    value: price,
    itemStyle: {
      color: filling(node.utilization ?? 0, kind),
      borderColor: edge.color,
      borderWidth: edge.width,
      gapWidth: 0,
    },
    label: { show: area >= LABELLED, formatter: () => shortName(node.name, area) },
  };
}

const EDGES = {
  pinned: { color: "var(--waste-fill)", width: 2.5 },
  risk: { color: "var(--risk-fill)", width: 2.5 },
  held: { color: "var(--held)", width: 1 },
  plain: { color: "var(--card)", width: 1 },
} satisfies Record<MapKind, { readonly color: string; readonly width: number }>;

const GROUND = {
  pinned: "var(--map-pinned)",
  risk: "var(--map-free)",
  held: "var(--map-free)",
  plain: "var(--map-free)",
} satisfies Record<MapKind, string>;

/** Steps of the filling: so few that nodes share their gradients. */
const STEPS = 40;
const MARK = 0.035;

/** Bands from below: the mark of pods that may not be evicted, what is asked for, what is free. */
function filling(utilization: number, kind: MapKind): unknown {
  const asked = Math.min(Math.ceil(Math.max(utilization, 0) * STEPS) / STEPS, 1);
  const held = kind === "plain" ? 0 : MARK;
  const top = Math.max(asked, held);
  const bands = [
    { to: held, color: EDGES[kind].color },
    { to: top, color: "var(--map-asked)" },
    { to: 1, color: GROUND[kind] },
  ];
  return { type: "linear", x: 0, y: 1, x2: 0, y2: 0, colorStops: stopsOf(bands) };
}

interface Band {
  readonly to: number;
  readonly color: string;
}

function stopsOf(bands: readonly Band[]): readonly { readonly offset: number; readonly color: string }[] {
  let from = 0;
  return bands.flatMap(({ to, color }) => {
    if (to <= from) return [];
    const stops = [
      { offset: from, color },
      { offset: to, color },
    ];
    from = to;
    return stops;
  });
}

function mergedItem(rest: readonly Rectangle[], words: PageWords): Readonly<Record<string, unknown>> {
  const price = rest.reduce((sum, one) => sum + one.price, 0);
  const asked = rest.reduce((sum, one) => sum + one.price * (one.node.utilization ?? 0), 0);
  return {
    name: "",
    value: price,
    itemStyle: { color: filling(price === 0 ? 0 : asked / price, "plain"), borderColor: "var(--card)", borderWidth: 1 },
    label: { formatter: () => fill(words.phrases.merged, { n: rest.length }) },
  };
}

/** The end of a node's name, which differs, as far as there is room: names of a pool begin alike. */
function shortName(name: string, area: number): string {
  const most = area < ROOMY ? 5 : 13;
  return name.length <= most ? name : `…${name.slice(-most)}`;
}

function series(data: readonly unknown[]): Readonly<Record<string, unknown>> {
  return {
    type: "treemap",
    left: 0,
    right: 0,
    top: 0,
    bottom: 0,
    roam: false,
    nodeClick: false,
    silent: false,
    breadcrumb: { show: false },
    squareRatio: 1.2,
    visibleMin: 4,
    label: { show: true, color: INK, fontSize: 11, position: "insideTopLeft", padding: [2, 2] },
    upperLabel: { show: true, height: 22, color: INK, fontSize: 12, fontWeight: 600 },
    itemStyle: { borderColor: "var(--card)" },
    levels: [
      { itemStyle: { borderColor: "var(--card)", borderWidth: 0, gapWidth: 4 }, upperLabel: { show: false } },
      { itemStyle: { borderColor: "var(--pool)", borderWidth: 2, gapWidth: 1 }, upperLabel: { show: true } },
      { itemStyle: { gapWidth: 0 } },
    ],
    emphasis: { disabled: true },
    data,
  };
}
