import { expect, test } from "vitest";
import { books, DISK, node, parts } from "./sample.ts";

const list = books.pricer("list");
const EPHEMERAL = { "cloud.google.com/gke-ephemeral-storage-local-ssd": "true" };
const RAW = { "cloud.google.com/gke-local-nvme-ssd": "true" };
const COUNT = "cluster-autoscaler/gce/local-ssd-count";
const HIDDEN_DISK = "boot disk size is not known (ephemeral storage lies on local SSD): 100 GB assumed";
const ONE = (0.104 / 730) * 375;

/** What N local SSDs leave as ephemeral storage on COS, in KiB: N x 375 GiB less the file system's own. */
const OVERHEAD_KI: readonly (readonly [number, number])[] = [
  [1, 7289472],
  [2, 13725224],
  [4, 26332924],
  [8, 51556096],
  [16, 52837800],
  [24, 78686620],
];

test.each(OVERHEAD_KI)("%d local SSDs under ephemeral storage are counted by its size", (count, overhead) => {
  const storage = `${count * 375 * 2 ** 20 - overhead}Ki`;
  const quote = list.node(
    node({ type: "n2-standard-4", labels: EPHEMERAL, capacity: { "ephemeral-storage": storage } }),
  );
  expect(parts(quote)[`${count} x 375 GiB local SSD`]).toBeCloseTo(ONE * count, 12);
  expect(quote.usdPerHour).toBeCloseTo(0.249176 + DISK + ONE * count, 12);
  expect(quote.estimated).toEqual([HIDDEN_DISK]);
});

test("a template's count wins", () => {
  const quote = list.node(node({ type: "n2-standard-4", labels: EPHEMERAL, annotations: { [COUNT]: "4" } }));
  expect(parts(quote)["4 x 375 GiB local SSD"]).toBeCloseTo(ONE * 4, 12);
});

test.each(["x", "0", "-1", "1.5", "inf", "nan"])("a template's count of %s is passed over", (count) => {
  const quote = list.node(node({ type: "n2-standard-4", labels: RAW, annotations: { [COUNT]: count } }));
  expect(parts(quote)["1 x 375 GiB local SSD"]).toBeCloseTo(ONE, 12);
});

test("of raw block SSDs one is counted, and said", () => {
  const quote = list.node(node({ type: "n2-standard-4", labels: RAW }));
  expect(quote.usdPerHour).toBeCloseTo(0.249176 + DISK + ONE, 12);
  expect(quote.estimated).toEqual([
    "number of local SSDs is not known (raw block SSDs are not counted by any label): 1 counted",
  ]);
});

test("ephemeral storage too small for a local SSD still means one, and says so", () => {
  for (const capacity of [{ "ephemeral-storage": "98831908Ki" }, { cpu: "4" }]) {
    const quote = list.node(node({ type: "n2-standard-4", labels: EPHEMERAL, capacity }));
    expect(parts(quote)["1 x 375 GiB local SSD"]).toBeCloseTo(ONE, 12);
    expect(quote.estimated).toContain(
      "number of local SSDs is not known (the node's ephemeral storage is smaller than one): 1 counted",
    );
  }
});

test("labels that say no SSD add none", () => {
  const labels = {
    "cloud.google.com/gke-ephemeral-storage-local-ssd": "false",
    "cloud.google.com/gke-local-nvme-ssd": "yes",
  };
  expect(list.node(node({ type: "n2-standard-4", labels })).usdPerHour).toBe(0.249176 + DISK);
});

test("SSD on a spot node has its own price", () => {
  const labels = { ...RAW, "cloud.google.com/gke-spot": "true" };
  expect(parts(list.node(node({ type: "n2-standard-4", labels })))["1 x 375 GiB local SSD"]).toBeCloseTo(
    (0.0624 / 730) * 375,
    12,
  );
});

test("SSD that belongs to the machine type is in its price", () => {
  const labels = { ...EPHEMERAL };
  const quote = list.node(
    node({
      type: "c3-standard-8-lssd",
      labels,
      annotations: { [COUNT]: "2" },
      capacity: { "ephemeral-storage": "700Gi" },
    }),
  );
  expect(quote.usdPerHour).toBe(0.624659315068493 + DISK);
  expect(quote.parts.map((part) => part.what)).toEqual(["c3-standard-8-lssd", "100 GB pd-balanced boot disk"]);
});

test("the autoscaler counts what its template annotation says, and on live nodes nothing", () => {
  const price = (
    annotations: Readonly<Record<string, string>>,
    labels: Readonly<Record<string, string>>,
  ): number | null => books.pricer("autoscaler").node(node({ type: "n2-standard-4", labels, annotations })).usdPerHour;
  const plain = price({}, {});
  expect(price({}, EPHEMERAL)).toBe(plain);
  expect(price({ [COUNT]: "2" }, {})).toBe(plain);
  expect(price({ [COUNT]: "2" }, RAW)).toBe(plain);
  expect(price({ [COUNT]: "2" }, EPHEMERAL)).toBeCloseTo((plain ?? 0) + 2 * 375 * 0.00011111111111111112, 12);
  expect(price({ [COUNT]: "2", "cluster-autoscaler/gce/ephemeral-storage-local-ssd": "true" }, {})).toBe(
    price({ [COUNT]: "2" }, EPHEMERAL),
  );
});

test("a count that is no finite number leaves no price, and says so", () => {
  for (const count of ["nan", "inf", "1e400"]) {
    const quote = books
      .pricer("autoscaler")
      .node(node({ type: "n2-standard-4", labels: EPHEMERAL, annotations: { [COUNT]: count } }));
    expect(quote.usdPerHour).toBeNull();
    expect(quote.parts).toHaveLength(2);
    expect(quote.estimated.join()).toMatch(/has no finite price/u);
  }
});

test("GKE's own build knows families with larger SSDs", () => {
  const gke = (type: string): readonly string[] =>
    Object.keys(parts(books.pricer("gke").node(node({ type, labels: EPHEMERAL, annotations: { [COUNT]: "2" } }))));
  expect(gke("z3-highmem-8-highlssd")).toContain("2 x 3000 GiB local SSD");
  expect(gke("z4d-standard-8")).toContain("2 x 3500 GiB local SSD");
  expect(gke("a4x-highgpu-4g")).toContain("2 x 3000 GiB local SSD");
  expect(gke("c4-highmem-288-lssd-metal")).toContain("2 x 3000 GiB local SSD");
  expect(gke("c4-highmem-288-lssd")).toContain("2 x 375 GiB local SSD");
});
