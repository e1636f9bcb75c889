import { expect, test } from "vitest";
import { books, DISK, node, parts } from "./sample.ts";

const list = books.pricer("list");
const N1 = 0.487514;
const BORROWED = "nvidia-tesla-t4 is not in the list: counted at the autoscaler's price for us-central1";

function accelerated(
  type: string,
  gpus: string | null,
  labels: Readonly<Record<string, string>>,
): Parameters<typeof list.node>[0] {
  const full = Object.fromEntries(Object.entries(labels).map(([key, value]) => [`cloud.google.com/${key}`, value]));
  const capacity = {
    cpu: "8",
    memory: "30Gi",
    "ephemeral-storage": "98831908Ki",
    ...(gpus === null ? {} : { "nvidia.com/gpu": gpus }),
  };
  return node({ type, labels: full, capacity });
}

/** [what, GPUs offered, labels, cards that cost something]. */
const T4S: readonly (readonly [string, string | null, Readonly<Record<string, string>>, number])[] = [
  ["one card", "1", {}, 1],
  ["two cards", "2", {}, 2],
  ["two cards, each offered to four", "8", { "gke-max-shared-clients-per-gpu": "4" }, 2],
  ["a card of which one share is missing", "3", { "gke-max-shared-clients-per-gpu": "4" }, 1],
  ["nonsense shares", "2", { "gke-max-shared-clients-per-gpu": "0" }, 2],
  ["a count by label", "8", { "gke-accelerator-count": "4" }, 4],
  ["a nonsense count", "2", { "gke-accelerator-count": "many" }, 2],
];

test.each(T4S)("T4 on n1: %s", (_, gpus, labels, cards) => {
  const quote = list.node(accelerated("n1-standard-8", gpus, { "gke-accelerator": "nvidia-tesla-t4", ...labels }));
  expect(parts(quote)[`${cards} x nvidia-tesla-t4`]).toBeCloseTo(cards * 0.35, 12);
  expect(quote.usdPerHour).toBeCloseTo(N1 + DISK + cards * 0.35, 12);
  expect(quote.estimated).toEqual([BORROWED]);
});

test.each([null, "0"])(
  "a card whose driver is not there yet (%s offered) counts as one, and that is said",
  (offered) => {
    const quote = list.node(accelerated("n1-standard-8", offered, { "gke-accelerator": "nvidia-tesla-t4" }));
    expect(quote.usdPerHour).toBeCloseTo(N1 + DISK + 0.35, 12);
    expect(quote.estimated).toEqual(["the node offers no GPU yet: 1 counted", BORROWED]);
  },
);

test.each([
  ["nvidia-tesla-p4", 0.6, 0.216],
  ["nvidia-tesla-v100", 2.48, 0.74],
  ["nvidia-tesla-p100", 1.46, 0.43],
])("%s on n1", (type, standard, spot) => {
  expect(parts(list.node(accelerated("n1-standard-8", "1", { "gke-accelerator": type })))[`1 x ${type}`]).toBe(
    standard,
  );
  const labels = { "gke-accelerator": type, "gke-spot": "true" };
  expect(parts(list.node(accelerated("n1-standard-8", "1", labels)))[`1 x ${type}`]).toBe(spot);
});

test.each([
  ["nvidia-l4", "no price is known for GPU type nvidia-l4"],
  ["nvidia-odd", "no price is known for GPU type nvidia-odd"],
])("%s on n1 has no price: never nothing", (type, why) => {
  const quote = list.node(accelerated("n1-standard-8", "1", { "gke-accelerator": type }));
  expect(quote.usdPerHour).toBeNull();
  expect(parts(quote)).toEqual({ "n1-standard-8": N1, "100 GB pd-balanced boot disk": DISK });
  expect(quote.estimated).toEqual([why]);
});

test("GPUs without a label have no price", () => {
  const quote = list.node(accelerated("n1-standard-8", "1", {}));
  expect(quote.usdPerHour).toBeNull();
  expect(quote.estimated).toEqual(["the GPUs' type is not known"]);
});

test("no GPU, no charge", () => {
  for (const offered of [null, "0"]) {
    expect(list.node(accelerated("n1-standard-8", offered, { "gke-max-shared-clients-per-gpu": "4" })).usdPerHour).toBe(
      N1 + DISK,
    );
  }
});

test.each([
  ["a2-highgpu-1g", "nvidia-tesla-a100", "1", 4.049590926],
  ["g2-standard-12", "nvidia-l4", "1", 1.284734612],
  ["a3-highgpu-8g", "nvidia-h100-80gb", "8", 126.643390632548],
])("the price of %s holds its GPUs", (type, gpu, count, price) => {
  const quote = list.node(accelerated(type, count, { "gke-accelerator": gpu }));
  expect(quote.usdPerHour).toBe(price + DISK);
  expect(quote.estimated).toEqual([]);
});

test("the autoscaler counts every GPU that is offered, and says where it does not know the type", () => {
  const autoscaler = books.pricer("autoscaler");
  const shared = { "gke-accelerator": "nvidia-tesla-t4", "gke-max-shared-clients-per-gpu": "4" };
  expect(parts(autoscaler.node(accelerated("n1-standard-8", "8", shared)))["8 x nvidia-tesla-t4"]).toBe(2.8);
  const h100 = autoscaler.node(accelerated("a3-highgpu-8g", "8", { "gke-accelerator": "nvidia-h100-80gb" }));
  expect(parts(h100)["8 x nvidia-h100-80gb"]).toBe(5.6);
  expect(h100.estimated).toContain("the book has no rate for GPU type nvidia-h100-80gb");
  const unlabelled = autoscaler.node(accelerated("n1-standard-8", "2", {}));
  expect(parts(unlabelled)["2 x GPU"]).toBe(1.4);
  expect(unlabelled.estimated).toEqual(["the book has no rate for GPU type (no label)"]);
});

test("GKE's own build counts L4 and H100 with their machine, and an H200 beside it", () => {
  const gke = books.pricer("gke");
  const known: readonly (readonly [string, string])[] = [
    ["a3-highgpu-8g", "nvidia-h100-80gb"],
    ["a3-megagpu-8g", "nvidia-h100-mega-80gb"],
    ["g2-standard-96", "nvidia-l4"],
  ];
  for (const [type, gpu] of known) {
    const quote = gke.node(accelerated(type, "8", { "gke-accelerator": gpu }));
    expect([parts(quote)[`8 x ${gpu}`], quote.estimated]).toEqual([0, []]);
  }
  const h200 = gke.node(accelerated("a3-ultragpu-8g", "8", { "gke-accelerator": "nvidia-h200-141gb" }));
  expect(h200.usdPerHour).toBe(140.1 + 0.0001388888888888889 * 100 + 5.6);
});
