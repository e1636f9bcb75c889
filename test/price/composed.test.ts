import { expect, test } from "vitest";
import { usdPerHour } from "../../src/model/money.ts";
import type { Book } from "../../src/price/book.ts";
import { usdPerGibHour } from "../../src/price/book.ts";
import { createPricer } from "../../src/price/create-pricer.ts";
import { books, DISK, node, parts, pod } from "./sample.ts";

const list = books.pricer("list");
const CUSTOM = "custom machines cost about 5 % more than that";
const SPOT = { "cloud.google.com/gke-spot": "true" };

function absent(type: string, spot = ""): string {
  return `the list has no ${spot}price for machine type ${type} here: composed from its family's core and memory prices`;
}

/** [type, what the part says, its price, what is guessed]. Tokyo: n2 0.040618 a core, 0.005419 a GiB. */
const COMPOSED: readonly (readonly [string, string, number, readonly string[]])[] = [
  ["n2-custom-8-20480", "8 cores, 20 GiB of family n2", 8 * 0.040618 + 20 * 0.005419, [CUSTOM]],
  ["custom-4-15360", "4 cores, 15 GiB of family n1", 4 * 0.040618 + 15 * 0.005419, [CUSTOM]],
  ["n2d-custom-16-65536", "16 cores, 64 GiB of family n2d", 16 * 0.035338 + 64 * 0.004715, [CUSTOM]],
  ["e2-custom-small-2048", "0.5 cores, 2 GiB of family e2", 0.5 * 0.02802642 + 2 * 0.00373911, [CUSTOM]],
  [
    "n2-custom-2-65536-ext",
    "2 cores, 64 GiB of family n2",
    2 * 0.040618 + 64 * 0.005419,
    [CUSTOM, "extended memory costs more than that"],
  ],
  ["n1-ultramem-40", "40 cores, 961 GiB of family m1", 40 * 0.0426 + 961 * 0.0062, []],
];

test.each(COMPOSED)("%s is composed of its family's rates", (type, what, price, doubts) => {
  const quote = list.node(node({ type }));
  expect(quote.parts[0]?.what).toBe(what);
  expect(quote.parts[0]?.usdPerHour).toBeCloseTo(price, 10);
  expect(quote.usdPerHour).toBeCloseTo(price + DISK, 10);
  expect(quote.estimated).toEqual([absent(type), ...doubts]);
});

test("what is attached to a custom machine is counted beside it", () => {
  const capacity = { "ephemeral-storage": "98831908Ki", "nvidia.com/gpu": "1" };
  const labels = {
    "cloud.google.com/gke-accelerator": "nvidia-tesla-t4",
    "cloud.google.com/gke-local-nvme-ssd": "true",
  };
  const attached = parts(list.node(node({ type: "custom-8-30720", labels, capacity })));
  expect(attached["1 x nvidia-tesla-t4"]).toBe(0.35);
  expect(attached["1 x 375 GiB local SSD"]).toBeCloseTo((0.104 / 730) * 375, 12);
});

test("a spot machine is composed of spot rates", () => {
  const quote = list.node(node({ type: "n2-custom-8-20480", labels: SPOT }));
  expect(quote.parts[0]?.usdPerHour).toBeCloseTo(8 * 0.01066 + 20 * 0.001423, 12);
  expect(quote.estimated).toEqual([absent("n2-custom-8-20480", "spot "), CUSTOM]);
});

test("an unknown type of a known family is composed of what its node reports", () => {
  const capacity = { cpu: "6", memory: "24Gi", "ephemeral-storage": "98831908Ki" };
  for (const type of ["n2-standard-6", "n2-custom-6"]) {
    const quote = list.node(node({ type, capacity }));
    expect(quote.parts[0]).toEqual({ what: "6 cores, 24 GiB of family n2", usdPerHour: 6 * 0.040618 + 24 * 0.005419 });
    expect(quote.estimated).toEqual([
      absent(type),
      "its cores and memory are what the node reports, a little less than what is billed",
    ]);
  }
});

/** [type, capacity]: no price follows. */
const UNKNOWN: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ["zz9-standard-4", { cpu: "4", memory: "16Gi" }],
  ["n2-standard-6", { cpu: "6" }],
  ["n2-standard-6", { memory: "24Gi" }],
  ["weird", { cpu: "4", memory: "16Gi" }],
  ["n2", { cpu: "4", memory: "16Gi" }],
  // Families whose types have all the same memory a core, or GPUs, or SSD: the two prices cannot be told apart.
  ["c2-standard-12", { cpu: "12", memory: "48Gi" }],
  ["a3-ultragpu-8g", { cpu: "224", memory: "2952Gi" }],
  ["ct5lp-hightpu-4t", { cpu: "112", memory: "192Gi" }],
];

test.each(UNKNOWN)("%s with %j has no price", (type, capacity) => {
  const quote = list.node(node({ type, capacity: { ...capacity, "ephemeral-storage": "98831908Ki" } }));
  expect(quote.usdPerHour).toBeNull();
  expect(quote.estimated).toEqual([`the list has no price for machine type ${type} here`]);
  expect(quote.parts).toEqual([{ what: "100 GB pd-balanced boot disk", usdPerHour: DISK }]);
});

test("a node without a machine type has no price", () => {
  for (const asked of [node(), node({ type: "" })]) {
    expect(list.node(asked)).toMatchObject({ usdPerHour: null, estimated: ["the node has no machine type"] });
  }
});

/** A list book in which nothing is listed, but families of f1, e2, a2 and c3 have rates. */
function emptyList(): Book {
  const rate = { core: usdPerHour(1), memory: usdPerGibHour(1), discount: 0.5 };
  const families = new Map(["f1", "e2", "a2", "c3"].map((name) => [name, rate]));
  const tier = {
    machines: new Map(),
    families,
    customFamilies: families,
    unknownFamily: null,
    gpus: new Map(),
    unknownGpu: null,
    localSsd: null,
  };
  const rates = { standard: tier, spot: tier, bootDisks: new Map([["pd-balanced", usdPerGibHour(0.1)]]) };
  return {
    name: "list",
    oddities: new Set(),
    rates: { kind: "by-region", regions: new Map([["asia-northeast1", rates]]) },
    localSsdGib: new Map(),
  };
}

test("shared cores, GPUs and local SSD of a type are not in its family's rates", () => {
  const pricer = createPricer(emptyList(), books.catalog);
  const price = (type: string): number | null => pricer.node(node({ type })).usdPerHour;
  expect(["f1-micro", "e2-medium", "a2-highgpu-1g", "c3-standard-8-lssd"].map(price)).toEqual([null, null, null, null]);
  expect(price("c3-standard-8")).toBe((8 + 32) * 0.5 + 10);
  const where = node({ type: "c3-standard-8" });
  expect(pricer.pod(pod({ cpu: "2", memory: "4Gi" }), where).usdPerHour).toBe((2 + 4) * 0.5);
});

test("local SSD or a boot disk without a price in the region leaves no price", () => {
  const pricer = createPricer(emptyList(), books.catalog);
  const raw = pricer.node(node({ type: "c3-standard-8", labels: { "cloud.google.com/gke-local-nvme-ssd": "true" } }));
  expect(raw.usdPerHour).toBeNull();
  expect(raw.estimated).toContain("the list has no price for local SSD here");
  const book = emptyList();
  if (book.rates.kind !== "by-region") throw new Error("a list is by region");
  const regions = new Map([...book.rates.regions].map(([name, rates]) => [name, { ...rates, bootDisks: new Map() }]));
  const diskless = createPricer({ ...book, rates: { kind: "by-region", regions } }, books.catalog).node(
    node({ type: "c3-standard-8" }),
  );
  expect(diskless.usdPerHour).toBeNull();
  expect(diskless.parts).toHaveLength(1);
});

/** What the autoscaler says of a machine that it does not know. */
test.each([
  [
    "n2-standard-6",
    "the book has no price for machine type n2-standard-6: priced by its capacity, at the rates of family n2",
  ],
  [
    "zz9-standard-6",
    "the book has no price for machine type zz9-standard-6: priced by its capacity, at the rates of an unknown family",
  ],
  ["", "the node has no machine type: priced by its capacity, at the rates of an unknown family"],
])("the autoscaler falls back for %j, and says so", (type, why) => {
  const capacity = { cpu: "6", memory: "24Gi", "ephemeral-storage": "98831908Ki" };
  const quote = books.pricer("autoscaler").node(node({ type, capacity }));
  const [core, memory] = type === "n2-standard-6" ? [0.031611, 0.004237] : [0.033174, 0.004446];
  const storage = (98831908 / 2 ** 20) * 0.0001388888888888889;
  expect(quote.parts[0]?.usdPerHour).toBe(6 * core + 24 * memory + storage);
  expect(quote.estimated).toEqual([why]);
});

test("a spot node without a machine type gets no discount from the autoscaler; one with an empty type does", () => {
  const price = (type?: string): number =>
    books.pricer("autoscaler").node(node({ labels: SPOT, ...(type === undefined ? {} : { type }) })).parts[0]
      ?.usdPerHour ?? 0;
  expect(price("") / price()).toBeCloseTo(0.2104057394344969, 12);
});

test("a book of one table that lacks the rates of an unknown family or GPU prices no pod", () => {
  const book = emptyList();
  if (book.rates.kind !== "by-region") throw new Error("a list is by region");
  const [rates] = book.rates.regions.values();
  if (rates === undefined) throw new Error("the list has a region");
  const rate = { core: usdPerHour(1), memory: usdPerGibHour(1), discount: 1 };
  const price = (tier: Partial<typeof rates.standard>): number | null =>
    createPricer(
      { ...book, rates: { kind: "everywhere", rates: { ...rates, standard: { ...rates.standard, ...tier } } } },
      books.catalog,
    ).pod(pod({ cpu: "2" }), null).usdPerHour;
  expect([price({ unknownFamily: rate }), price({ unknownGpu: usdPerHour(1) })]).toEqual([null, null]);
  expect(price({ unknownFamily: rate, unknownGpu: usdPerHour(1) })).toBe(2);
});
