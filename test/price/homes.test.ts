import { expect, test } from "vitest";
import { homeFinder, homeTypes } from "../../src/price/homes.ts";
import { books, DISK, node } from "./sample.ts";

const list = books.pricer("list");
const SPOT = { "cloud.google.com/gke-spot": "true" };

const PINNED = node({
  type: "n2-highmem-64",
  labels: {
    "beta.kubernetes.io/instance-type": "n2-highmem-64",
    "cloud.google.com/machine-family": "n2",
    "cloud.google.com/gke-nodepool": "large",
    "cloud.google.com/gke-boot-disk": "pd-ssd",
    "cloud.google.com/gke-boot-disk-size": "500",
    "cloud.google.com/gke-accelerator": "nvidia-tesla-t4",
    "cloud.google.com/gke-accelerator-count": "4",
    "cloud.google.com/gke-gpu": "true",
    "cloud.google.com/gke-gpu-driver-version": "latest",
    "cloud.google.com/gke-max-shared-clients-per-gpu": "4",
    "cloud.google.com/gke-tpu-topology": "1x1",
    "cloud.google.com/gke-ephemeral-storage-local-ssd": "true",
    "cloud.google.com/gke-local-nvme-ssd": "true",
    "cloud.google.com/gke-cpu-scaling-level": "64",
    "cloud.google.com/gke-memory-gb-scaling-level": "512",
    "kubernetes.io/hostname": "n",
    "kubernetes.io/arch": "arm64",
    "beta.kubernetes.io/arch": "arm64",
    team: "ml",
  },
  annotations: { "cluster-autoscaler/gce/boot-disk-size": "500" },
  taints: [
    { key: "dedicated", value: "ml", effect: "NoSchedule", addedAt: null },
    { key: "nvidia.com/gpu", value: "present", effect: "NoSchedule", addedAt: null },
    { key: "node.kubernetes.io/unschedulable", value: "", effect: "NoSchedule", addedAt: null },
    { key: "node.cloudprovider.kubernetes.io/shutdown", value: "", effect: "NoSchedule", addedAt: null },
    { key: "ToBeDeletedByClusterAutoscaler", value: "1", effect: "NoSchedule", addedAt: null },
    { key: "DeletionCandidateOfClusterAutoscaler", value: "1", effect: "PreferNoSchedule", addedAt: null },
    { key: "cloud.google.com/impending-node-termination", value: "", effect: "NoSchedule", addedAt: null },
    { key: "kubernetes.io/arch", value: "arm64", effect: "NoSchedule", addedAt: null },
  ],
});

const homes = homeTypes(list, books.catalog, PINNED);
const names = homes.map(({ shape }) => shape.machineType);

test("homes are cheapest first, with a 100 GB balanced disk", () => {
  expect(names.slice(0, 6)).toEqual([
    "e2-medium",
    "t2d-standard-1",
    "n1-standard-1",
    "e2-highcpu-2",
    "n2d-highcpu-2",
    "e2-standard-2",
  ]);
  expect(homes.find(({ shape }) => shape.machineType === "e2-standard-2")?.quote).toEqual({
    book: "list",
    usdPerHour: 0.08596572 + DISK,
    parts: [
      { what: "e2-standard-2", usdPerHour: 0.08596572 },
      { what: "100 GB pd-balanced boot disk", usdPerHour: DISK },
    ],
    estimated: [],
  });
});

test("types of one price stand by name", () => {
  const prices = homes.map(({ quote, shape }) => [quote.usdPerHour ?? 0, shape.machineType] as const);
  for (const [index, [price, name]] of prices.entries()) {
    const [before, previous] = prices[index - 1] ?? [0, ""];
    expect(before < price || (before === price && previous < name)).toBe(true);
  }
  const reversed = new Map([...books.catalog].reverse());
  expect(homeTypes(list, reversed, PINNED).map(({ shape }) => shape.machineType)).toEqual(names);
  expect(names.indexOf("n2d-standard-16")).toBeLessThan(names.indexOf("t2d-standard-16"));
});

test("no Arm, no GPU, of the shared cores only e2-medium, and only what is sold there", () => {
  const odd = names.filter((name) =>
    /^(?:t2a|c4a|n4a|a2|a3|g2|g4|f1|g1|ct|tpu|custom)|e2-micro|e2-small|ultramem2x|n1-ultramem/u.test(name),
  );
  expect(odd).toEqual([]);
  expect(names).toContain("n2-highmem-64");
  expect(names).toContain("h3-standard-88");
  expect(names).not.toContain("h4d-highmem-192");
});

test("GKE's own book also lists TPUs: they are nobody's home", () => {
  const found = homeTypes(books.pricer("gke"), books.catalog, PINNED).map(({ shape }) => shape.machineType);
  expect(found.filter((name) => /^(?:ct|tpu|a\d)/u.test(name))).toEqual([]);
  expect(found.length).toBeGreaterThan(300);
});

test("a new node keeps what the old one is for, and nothing of what it is", () => {
  const home = homes[5]?.node;
  expect(home?.name).toBe("new e2-standard-2");
  expect(Object.fromEntries(home?.labels ?? [])).toEqual({
    "topology.kubernetes.io/zone": "asia-northeast1-a",
    team: "ml",
    "node.kubernetes.io/instance-type": "e2-standard-2",
    "cloud.google.com/machine-family": "e2",
    "cloud.google.com/gke-boot-disk": "pd-balanced",
    "kubernetes.io/arch": "amd64",
  });
  expect(home?.taints.map(({ key }) => key)).toEqual(["dedicated", "nvidia.com/gpu"]);
  expect([home?.annotations.size, home?.unschedulable]).toEqual([0, false]);
  const shape = books.catalog.get("e2-standard-2");
  expect([home?.capacity, home?.allocatable]).toEqual([shape?.capacity, shape?.allocatable]);
  expect(homes[5]?.node).toBe(home);
});

test("every book prices the very node as its quote says", () => {
  for (const book of ["autoscaler", "gke", "list"] as const) {
    const found = homeTypes(books.pricer(book), books.catalog, PINNED);
    expect(found.length).toBeGreaterThan(100);
    for (const { node: home, quote } of found.slice(0, 30)) expect(books.pricer(book).node(home)).toEqual(quote);
  }
});

test("spot nodes have spot homes, each region its own, though one finder serves all", () => {
  const find = homeFinder(list, books.catalog);
  const cheapest = (zone: string, labels: Readonly<Record<string, string>>): readonly (number | null | undefined)[] =>
    find(node({ type: "n2-highmem-64", zone, labels }))
      .map(({ quote }) => quote.usdPerHour)
      .slice(0, 1);
  for (let again = 0; again < 2; again += 1) {
    expect(cheapest("asia-northeast1-a", {})).toEqual([0.04298286 + DISK]);
    expect(cheapest("asia-northeast1-a", SPOT)[0]).toBeLessThan(0.034);
    expect(cheapest("us-central1-a", {})[0]).toBeCloseTo(0.0472043, 6);
    expect(cheapest("mars-north1-a", {})).toEqual([]);
  }
});

test("a flex-start node has homes, each with the same doubt", () => {
  const labels = { "cloud.google.com/gke-provisioning": "flex-start" };
  const [home] = homeTypes(list, books.catalog, node({ type: "n2-highmem-64", labels }));
  expect(home?.quote.estimated).toEqual(["flex-start is priced as on demand: its discount is not in the list"]);
});
