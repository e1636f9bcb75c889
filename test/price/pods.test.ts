import { expect, test } from "vitest";
import { books, node, pod } from "./sample.ts";

const list = books.pricer("list");
const SMALL = { cpu: "500m", memory: "2Gi" };

/** [machine type, labels, what half a core and 2 GiB cost on it in Tokyo]. */
const PLACES: readonly (readonly [string, Readonly<Record<string, string>>, number])[] = [
  ["n2-highmem-64", {}, 0.5 * 0.040618 + 2 * 0.005419],
  ["n2-highmem-64", { "cloud.google.com/gke-spot": "true" }, 0.5 * 0.01066 + 2 * 0.001423],
  ["n2-custom-8-20480", {}, 0.5 * 0.040618 + 2 * 0.005419],
  ["e2-medium", {}, 0.5 * 0.02802642 + 2 * 0.00373911],
];

test.each(PLACES)("a pod on %s %j costs its requests at the family's rates", (type, labels, price) => {
  const quote = list.pod(pod(SMALL), node({ type, labels }));
  expect(quote.usdPerHour).toBeCloseTo(price, 12);
  expect([quote.book, quote.parts, quote.estimated]).toEqual(["list", [], []]);
});

test("a pod that asks for nothing costs nothing", () => {
  expect(list.pod(pod({}), node({ type: "n2-standard-4" })).usdPerHour).toBe(0);
});

test("a pod's GPUs and its ephemeral storage are not counted, the first is said", () => {
  const quote = list.pod(
    pod({ ...SMALL, "nvidia.com/gpu": "1", "ephemeral-storage": "10Gi" }),
    node({ type: "n1-standard-8" }),
  );
  expect(quote.usdPerHour).toBeCloseTo(0.5 * 0.040618 + 2 * 0.005419, 12);
  expect(quote.estimated).toEqual(["the pod's GPUs are not counted"]);
});

/** [why, where]. */
const NOWHERE: readonly (readonly [string, ReturnType<typeof node> | null])[] = [
  ["the pod stands on no node of the snapshot", null],
  ["the list has no prices for region mars-north1", node({ type: "n2-standard-4", zone: "mars-north1-a" })],
  ["core and memory prices of c2-standard-60 do not follow from the list", node({ type: "c2-standard-60" })],
  ["core and memory prices of f1-micro do not follow from the list", node({ type: "f1-micro" })],
  ["core and memory prices of the node's machine do not follow from the list", node()],
  [
    "core and memory prices of m2-megamem-416 do not follow from the list",
    node({ type: "m2-megamem-416", labels: { "cloud.google.com/gke-preemptible": "true" } }),
  ],
];

test.each(NOWHERE)("no price: %s", (why, where) => {
  expect(list.pod(pod(SMALL), where)).toEqual({ book: "list", usdPerHour: null, parts: [], estimated: [why] });
});

test("to the autoscalers a pod costs the same wherever it stands", () => {
  const asked = pod({ ...SMALL, "ephemeral-storage": "10Gi", "nvidia.com/gpu": "2" });
  const expected = 0.5 * 0.033174 + 2 * 0.004446 + 10 * 0.0001388888888888889 + 2 * 0.7;
  for (const book of ["autoscaler", "gke"] as const) {
    const pricer = books.pricer(book);
    for (const where of [null, node({ type: "n2-standard-4", labels: { "cloud.google.com/gke-spot": "true" } })]) {
      expect(pricer.pod(asked, where)).toEqual({ book, usdPerHour: expected, parts: [], estimated: [] });
    }
  }
});
