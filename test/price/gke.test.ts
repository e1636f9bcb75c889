import { expect, test } from "vitest";
import { books, node, parts } from "./sample.ts";

const gke = books.pricer("gke");
const SPOT = { "cloud.google.com/gke-spot": "true" };

/** [type, on demand, spot]: overrides, both kinds, and prices that follow from the family. */
const TYPES: readonly (readonly [string, number, number])[] = [
  ["n2-highmem-64", 64 * 0.031611 + 512 * 0.004237, (64 * 0.031611 + 512 * 0.004237) * 0.24200436556894753],
  ["c2-standard-60", 60 * 0.03398 + 240 * 0.00455, (60 * 0.03398 + 240 * 0.00455) * 0.24190700412007063],
  ["c4-standard-48", 2.37204, 2.37204 * 0.33246753246753247],
  ["e2-small", 0.03352, 0.03352 * 0.299986245472468],
  ["e2-micro", 0.03353, 0.03353 * 0.299986245472468],
  ["f1-micro", 0.0076, 0.0035],
  ["a3-highgpu-8g", 84.94, 35.67],
  ["a3-highgpu-8g-nolssd", 84.2667, 84.2667 * 0.42011354420113545],
  ["a4-highgpu-8g", 140.1, 98.085],
  ["h3-standard-88", 88 * 0.04411 + 352 * 0.00296, 88 * 0.04411 + 352 * 0.00296],
  ["ct5lp-hightpu-4t", 4.8, 2.4],
  ["custom-48-184320", 48 * 0.031611 + 180 * 0.004237, (48 * 0.031611 + 180 * 0.004237) * 0.21052798076618898],
  // Memory is whole bytes before it is priced: 1.8 GiB are 1932735283.
  [
    "n1-highcpu-2",
    2 * 0.031611 + (1932735283 * 0.004237) / 2 ** 30,
    (2 * 0.031611 + (1932735283 * 0.004237) / 2 ** 30) * 0.21052798076618898,
  ],
];

test.each(TYPES)("GKE's own build prices %s", (type, standard, spot) => {
  expect(parts(gke.node(node({ type })))[type]).toBe(standard);
  expect(parts(gke.node(node({ type, labels: SPOT })))[type]).toBe(spot);
});

test("custom machines have rates and a discount of their own", () => {
  const capacity = { cpu: "8", memory: "20Gi" };
  const price = 8 * 0.033174 + 20 * 0.004446;
  const machine = (labels: Readonly<Record<string, string>>): number | undefined =>
    gke.node(node({ type: "n2-custom-8-20480", labels, capacity })).parts[0]?.usdPerHour;
  expect(machine({})).toBe(price);
  expect(machine(SPOT)).toBe(price * 0.24175559172846206);
});

test("a family that only GKE knows is priced by it, one that nobody knows as custom n1", () => {
  const capacity = { cpu: "10", memory: "40Gi" };
  const machine = (type: string): number | undefined => gke.node(node({ type, capacity })).parts[0]?.usdPerHour;
  expect(machine("c4a-standard-10")).toBe(10 * 0.03086 + 40 * 0.00351);
  expect(machine("zz9-standard-10")).toBe(10 * 0.033174 + 40 * 0.004446);
});

test("disks are the open-source autoscaler's", () => {
  const price = (disk: string): number | null =>
    gke.node(node({ type: "c4-standard-48", labels: { "cloud.google.com/gke-boot-disk": disk } })).usdPerHour;
  expect(price("pd-ssd")).toBe(2.37204 + 0.00023611111111111112 * 100);
  expect(price("hyperdisk-balanced")).toBe(2.37204);
});
