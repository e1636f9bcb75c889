import type { Books } from "../../src/collect/books.ts";
import type { Node } from "../../src/model/node.ts";
import type { MachineShape } from "../../src/price/catalog.ts";
import { BOOK_NAMES, type BookName, type Quote } from "../../src/price/quote.ts";

/** The types that docs/prices.md shows; the accelerator is what its nodes are labelled with. */
const SHOWN: readonly (readonly [machineType: string, accelerator?: string])[] = [
  ["e2-small"],
  ["e2-medium"],
  ["e2-standard-2"],
  ["e2-standard-16"],
  ["n1-standard-4"],
  ["n2-standard-8"],
  ["n2-highmem-64"],
  ["n2d-standard-16"],
  ["n4-standard-16"],
  ["c2-standard-60"],
  ["c3-standard-44"],
  ["c3d-standard-60"],
  ["c4-standard-48"],
  ["t2d-standard-16"],
  ["m1-ultramem-40"],
  ["m3-ultramem-32"],
  ["g2-standard-12", "nvidia-l4"],
  ["a2-highgpu-1g", "nvidia-tesla-a100"],
  ["a2-ultragpu-8g", "nvidia-a100-80gb"],
  ["a3-highgpu-8g", "nvidia-h100-80gb"],
];

const TOKYO = "asia-northeast1-a";
const IOWA = "us-central1-a";

/** A node of `shape` with a 100 GB balanced disk. */
function nodeOf(shape: MachineShape, zone: string, spot: boolean, accelerator?: string): Node {
  const labels = new Map([
    ["node.kubernetes.io/instance-type", shape.machineType],
    ["topology.kubernetes.io/zone", zone],
    ["cloud.google.com/gke-boot-disk", "pd-balanced"],
  ]);
  if (spot) labels.set("cloud.google.com/gke-spot", "true");
  if (accelerator !== undefined) labels.set("cloud.google.com/gke-accelerator", accelerator);
  return {
    name: shape.machineType,
    uid: "",
    labels,
    annotations: new Map(),
    createdAt: null,
    unschedulable: false,
    taints: [],
    capacity: shape.capacity,
    allocatable: shape.allocatable,
    conditions: [],
    kubeletVersion: "",
    providerId: "",
  };
}

/** The three books side by side, as Markdown; a star marks what rests on a fallback. */
export function sideBySide(books: Books): string {
  const rows = SHOWN.map(([machineType, accelerator]) => {
    const shape = books.catalog.get(machineType);
    if (shape === undefined) throw new Error(`no machine type ${machineType} in the catalog`);
    const price = (book: BookName, zone: string): string =>
      [false, true].map((spot) => cell(books.pricer(book).node(nodeOf(shape, zone, spot, accelerator)))).join(" | ");
    return `| ${machineType} | ${price("list", TOKYO)} | ${price("list", IOWA)} | ${price("autoscaler", TOKYO)} | ${price("gke", TOKYO)} |`;
  });
  return [
    "| machine type | list, Tokyo | spot | list, us-central1 | spot | autoscaler | spot | gke | spot |",
    "| --- | --: | --: | --: | --: | --: | --: | --: | --: |",
    ...rows,
  ].join("\n");
}

function cell({ usdPerHour, estimated }: Quote): string {
  if (usdPerHour === null) return "unknown";
  return `${usdPerHour.toFixed(4)}${estimated.length > 0 ? " *" : ""}`;
}

/** What the autoscalers' tables say of all types that the list has in us-central1, as Markdown. */
function measured(books: Books): string {
  const listed = [...books.catalog.values()].filter((shape) => machinePrice(books, "list", shape, false) !== null);
  const rows = (["autoscaler", "gke"] as const).flatMap((book) =>
    [false, true].map((spot) => measuredRow(books, book, spot, listed)),
  );
  return [
    `| book | of ${listed.length} types it knows | its price over the list's: least | median | most |`,
    "| --- | --: | --: | --: | --: |",
    ...rows,
  ].join("\n");
}

function measuredRow(books: Books, book: BookName, spot: boolean, listed: readonly MachineShape[]): string {
  const ratios: (readonly [number, string])[] = [];
  for (const shape of listed) {
    const [theirs, real] = [machinePrice(books, book, shape, spot), machinePrice(books, "list", shape, spot)];
    if (theirs !== null && real !== null) ratios.push([theirs / real, shape.machineType]);
  }
  ratios.sort(([left], [right]) => left - right);
  const show = ([ratio, name]: readonly [number, string]): string => `${ratio.toFixed(3)} (${name})`;
  const [least, most, middle] = [ratios[0], ratios.at(-1), ratios[Math.floor(ratios.length / 2)]];
  if (least === undefined || most === undefined || middle === undefined) throw new Error(`${book} knows no type`);
  return `| ${book}${spot ? ", spot" : ""} | ${ratios.length} | ${show(least)} | ${middle[0].toFixed(3)} | ${show(most)} |`;
}

/** What a book has in its table for the type alone; `null` when it has nothing. */
function machinePrice(books: Books, book: BookName, shape: MachineShape, spot: boolean): number | null {
  const quote = books.pricer(book).node(nodeOf(shape, IOWA, spot));
  return quote.parts.find(({ what }) => what === shape.machineType)?.usdPerHour ?? null;
}

/** The families of the list in us-central1 that a book's table does not know. */
function unknownFamilies(books: Books): string {
  return BOOK_NAMES.filter((book) => book !== "list")
    .map((book) => {
      const families = new Map<string, boolean>();
      for (const shape of books.catalog.values()) {
        if (machinePrice(books, "list", shape, false) === null) continue;
        const known = machinePrice(books, book, shape, false) !== null;
        families.set(shape.family, known || (families.get(shape.family) ?? false));
      }
      const unknown = [...families].filter(([, known]) => !known).map(([family]) => family);
      return `- \`${book}\`: ${unknown.length === 0 ? "none" : unknown.sort().join(", ")}`;
    })
    .join("\n");
}

/** `page` with what stands between the markers of each table made anew. */
export function withTables(page: string, books: Books): string {
  const tables = {
    "side-by-side": sideBySide(books),
    measured: measured(books),
    "unknown-families": unknownFamilies(books),
  };
  let text = page;
  for (const [name, table] of Object.entries(tables)) {
    const [begin, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
    const [from, to] = [text.indexOf(begin), text.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`the page has no markers ${begin} and ${end}`);
    text = `${text.slice(0, from + begin.length)}\n${table}\n${text.slice(to)}`;
  }
  return text;
}
