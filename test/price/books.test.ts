import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadBooks } from "../../src/collect/books.ts";
import { BookFailure } from "../../src/failure.ts";
import { quantity } from "./sample.ts";

const PRICES = new URL("../../prices/", import.meta.url);
let folder = "";
const loadCopy = (): Promise<unknown> => loadBooks(["asia-northeast1"], pathToFileURL(`${folder}/`));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "barnacle-prices-"));
  await cp(PRICES, folder, { recursive: true, filter: (path) => !path.includes("make") });
});
afterEach(() => rm(folder, { recursive: true }));

test.each(["index.json", "autoscaler.json", "gke.json", "machine-types.json", "list/asia-northeast1.json"])(
  "%s: missing, cut short, damaged",
  async (name) => {
    const path = join(folder, name);
    const text = await readFile(path, "utf8");
    const cure = "install Barnacle again, or make the books with prices/make/main.ts.";
    await writeFile(path, text.slice(0, text.length / 2));
    await expect(loadCopy()).rejects.toThrow(new BookFailure(`prices/${name}: the price book is not JSON; ${cure}`));
    await writeFile(path, "{}");
    await expect(loadCopy()).rejects.toThrow(`prices/${name}: the price book is damaged (`);
    await rm(path);
    await expect(loadCopy()).rejects.toThrow(new BookFailure(`prices/${name}: the price book cannot be read; ${cure}`));
    await expect(loadCopy()).rejects.toMatchObject({ exitCode: 1, name: "BookFailure" });
  },
);

test.each([
  ["a negative price", '"e2-medium": [-1, 0.01]'],
  ["a price in words", '"e2-medium": ["free", 0.01]'],
  ["a missing column", '"e2-medium": [0.01]'],
])("%s is damage, and the entry is named", async (_, entry) => {
  const path = join(folder, "list/asia-northeast1.json");
  const text = await readFile(path, "utf8");
  await writeFile(path, text.replace(/"e2-medium": \[[^\]]*\]/u, entry));
  await expect(loadCopy()).rejects.toThrow(/^prices\/list\/asia-northeast1\.json: .*machines\.e2-medium/u);
});

test("a file of a region that is not asked for may be missing", async () => {
  await rm(join(folder, "list/us-central1.json"));
  await expect(loadCopy()).resolves.toBeDefined();
});

test("names that are no region of the list open no file", async () => {
  const books = await loadBooks(["mars-north1", "../autoscaler", "", "__proto__"]);
  expect(books.pricer("list").book).toBe("list");
});

test("the index names every region's file, and each book its source and day", async () => {
  const index: unknown = JSON.parse(await readFile(new URL("index.json", PRICES), "utf8"));
  const files = (await readdir(new URL("list/", PRICES))).map((name) => name.replace(".json", "")).sort();
  expect(index).toMatchObject({ regions: files });
  expect(files).toHaveLength(43);
  const { info } = await loadBooks([]);
  expect(info).toEqual({
    autoscaler: {
      source: "kubernetes/autoscaler cluster-autoscaler/cloudprovider/gce/gce_price_info.go @55c37cd5eb",
      licence: "Apache-2.0",
      retrieved: "2026-08-22",
      currency: "USD",
    },
    gke: expect.objectContaining({ retrieved: "2026-08-21", currency: "USD" }),
    list: expect.objectContaining({ retrieved: "2026-07-30", currency: "USD" }),
  });
});

test("every region's book loads", async () => {
  const { regions } = JSON.parse(await readFile(new URL("index.json", PRICES), "utf8")) as {
    regions: readonly string[];
  };
  await expect(loadBooks(regions)).resolves.toBeDefined();
});

test("the catalog has what a node of each type has and allows", async () => {
  const { catalog } = await loadBooks([]);
  expect(catalog.size).toBe(568);
  expect(catalog.get("e2-medium")).toEqual({
    machineType: "e2-medium",
    family: "e2",
    vcpu: 2,
    memoryGib: 4,
    gpus: 0,
    localSsdGib: 0,
    architecture: "amd64",
    sharedCore: true,
    capacity: new Map([
      ["cpu", quantity("2")],
      ["memory", quantity("4015664Ki")],
      ["ephemeral-storage", quantity("98831908Ki")],
      ["pods", quantity("110")],
    ]),
    allocatable: new Map([
      ["cpu", quantity("940m")],
      ["memory", quantity("2869808Ki")],
      ["ephemeral-storage", quantity("47060071628")],
      ["pods", quantity("110")],
    ]),
  });
  expect(catalog.get("a3-highgpu-8g")?.allocatable.get("nvidia.com/gpu")).toBe(quantity("8"));
  const some = [
    "t2a-standard-4",
    "c4a-standard-4",
    "n4a-standard-1",
    "a4x-highgpu-4g",
    "n2-standard-4",
    "f1-micro",
    "c3-standard-8-lssd",
    "g4-standard-6",
  ];
  expect(
    some
      .map((type) => catalog.get(type))
      .map((shape) => [shape?.architecture, shape?.sharedCore, shape?.localSsdGib, shape?.gpus]),
  ).toEqual([
    ["arm64", false, 0, 0],
    ["arm64", false, 0, 0],
    ["arm64", false, 0, 0],
    ["arm64", false, 0, 4],
    ["amd64", false, 0, 0],
    ["amd64", true, 0, 0],
    ["amd64", false, 750, 0],
    ["amd64", false, 0, 1],
  ]);
});
