import { expect, test } from "vitest";
import type { Quote } from "../../src/price/quote.ts";
import { books, node, parts, without } from "./sample.ts";

const list = books.pricer("list");
const autoscaler = books.pricer("autoscaler");
const COS_100 = "98831908Ki";

function sized(
  storage: string,
  labels: Readonly<Record<string, string>> = {},
  annotations: Readonly<Record<string, string>> = {},
): Quote {
  return list.node(
    node({
      type: "e2-medium",
      labels,
      annotations,
      capacity: { cpu: "2", memory: "4Gi", "ephemeral-storage": storage },
    }),
  );
}

const UBUNTU = { "cloud.google.com/gke-os-distribution": "ubuntu" };
const UBUNTU_CONTAINERD = { "cloud.google.com/gke-os-distribution": "ubuntu_containerd" };
const WINDOWS = { "cloud.google.com/gke-os-distribution": "windows_ltsc" };
const COS = { "cloud.google.com/gke-os-distribution": "cos" };

test.each([
  ["COS, 100 GB", COS_100, COS, 100],
  ["COS, 100 GB, an older image", "98868448Ki", COS, 100],
  ["COS, 100 GB, in bytes", "101241290752", {}, 100],
  ["COS, 200 GB", "202086868Ki", {}, 200],
  ["COS, 500 GB", "511704284Ki", COS, 500],
  ["Ubuntu, 100 GB", "101443740Ki", UBUNTU, 100],
  ["Ubuntu, 500 GB", "507952000Ki", UBUNTU_CONTAINERD, 500],
  ["Windows, 100 GB", "104738796Ki", WINDOWS, 100],
])("the size of a boot disk is worked out: %s", (_, storage, labels, gib) => {
  const quote = sized(storage, labels);
  expect(parts(quote)[`${gib} GB pd-balanced boot disk`]).toBeCloseTo((0.13 / 730) * gib, 12);
  expect(quote.estimated).toEqual([]);
});

test.each([
  ["wins over what is worked out", "200", 200],
  ["is no number", "abc", 100],
  ["is zero", "0", 100],
  ["is negative", "-5", 100],
])("the template's size annotation %s", (_, size, gib) => {
  const quote = sized(COS_100, {}, { "cluster-autoscaler/gce/boot-disk-size": size });
  expect(parts(quote)).toHaveProperty([`${gib} GB pd-balanced boot disk`]);
  expect(quote.estimated).toEqual([]);
});

test("a node whose ephemeral storage lies on local SSD hides its boot disk", () => {
  const quote = sized("1Ti", { "cloud.google.com/gke-ephemeral-storage-local-ssd": "true" });
  expect(parts(quote)["100 GB pd-balanced boot disk"]).toBeCloseTo(0.0178082, 7);
  expect(quote.estimated).toEqual([
    "boot disk size is not known (ephemeral storage lies on local SSD): 100 GB assumed",
  ]);
});

test("a node that reports no ephemeral storage counts as 100 GB, and says so", () => {
  for (const capacity of [{ cpu: "2" }, { cpu: "2", "ephemeral-storage": "0" }]) {
    const quote = list.node(node({ type: "e2-medium", capacity }));
    expect(quote.usdPerHour).toBeCloseTo(0.0607911, 7);
    expect(quote.estimated).toEqual([
      "boot disk size is not known (the node does not report its ephemeral storage): 100 GB assumed",
    ]);
  }
});

/** [type, Tokyo's price of 100 GB, what is guessed]. */
const TYPES: readonly (readonly [string, number, readonly string[]])[] = [
  ["pd-standard", 0.052, []],
  ["pd-balanced", 0.13, []],
  ["pd-ssd", 0.221, []],
  ["pd-extreme", 0.163, ["provisioned operations of pd-extreme are not counted"]],
  ["hyperdisk-extreme", 0.16, ["provisioned operations of hyperdisk-extreme are not counted"]],
  ["hyperdisk-balanced", 0.13, ["the list has no price for boot disk type hyperdisk-balanced: counted as pd-balanced"]],
  ["odd", 0.13, ["the list has no price for boot disk type odd: counted as pd-balanced"]],
];

test.each(TYPES)("boot disk type %s", (type, month, estimated) => {
  const quote = sized(COS_100, { "cloud.google.com/gke-boot-disk": type });
  expect(parts(quote)[`100 GB ${type} boot disk`]).toBe((month / 730) * 100);
  expect(quote.usdPerHour).toBe(0.04298286 + (month / 730) * 100);
  expect(quote.estimated).toEqual(estimated);
});

test("the type is the label's, else the template annotation's, else unknown", () => {
  const annotations = { "cluster-autoscaler/gce/boot-disk-type": "pd-ssd" };
  const labelled = node({ type: "e2-medium", annotations });
  expect(parts(list.node(labelled))).toHaveProperty(["100 GB pd-balanced boot disk"]);
  expect(parts(list.node(without(labelled, "cloud.google.com/gke-boot-disk")))).toHaveProperty([
    "100 GB pd-ssd boot disk",
  ]);
  const unknown = without(node({ type: "e2-medium" }), "cloud.google.com/gke-boot-disk");
  expect(list.node(unknown).estimated).toEqual(["boot disk type is not known: counted as pd-balanced"]);
  expect(parts(list.node(unknown))).toHaveProperty(["100 GB pd-balanced boot disk"]);
  expect(autoscaler.node(unknown).estimated).toEqual([]);
});

test("the autoscaler says where it counts a disk as nothing", () => {
  const quote = autoscaler.node(
    node({ type: "e2-medium", labels: { "cloud.google.com/gke-boot-disk": "hyperdisk-balanced" } }),
  );
  expect(quote.usdPerHour).toBe(0.03351);
  expect(quote.estimated).toEqual(["the book has no rate for boot disk type hyperdisk-balanced: it counts nothing"]);
});
