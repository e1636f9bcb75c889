import { expect, test } from "vitest";
import { books, DISK, node, parts } from "./sample.ts";

const list = books.pricer("list");
const SPOT = { "cloud.google.com/gke-spot": "true" };

/** [type, Tokyo, Tokyo spot, us-central1, us-central1 spot]; `null`: not sold so. */
const TYPES: readonly (readonly [string, number, number | null, number | null, number | null])[] = [
  ["e2-micro", 0.010745715, 0.006448, 0.0083764275, 0.0050265],
  ["e2-medium", 0.04298286, 0.025792, 0.03350571, 0.020106],
  ["e2-standard-2", 0.08596572, 0.051584, 0.06701142, 0.040212],
  ["e2-highmem-16", 0.9270288, 0.556224, 0.72319728, 0.433952],
  ["n1-standard-4", 0.243757, 0.081015, 0.189999, 0.06701],
  ["n1-highmem-96", 7.280784, 2.419824, 5.678544, 2.002656],
  ["n2-standard-4", 0.249176, 0.065408, 0.194236, 0.09212],
  ["n2-highmem-64", 5.37408, 1.410816, 4.192448, 1.98848],
  ["n2d-standard-16", 0.867168, 0.365632, 0.675936, 0.195648],
  ["n4-standard-16", 0.931815552, 0.48784, 0.7256, 0.358272],
  ["c2-standard-60", 4.01784, 1.07388, 3.13212, 1.4952],
  ["c2d-highcpu-56", 2.695392, 0.965552, 2.098936, 0.70504],
  ["c3-standard-44", 2.847955, 0.426888, 2.217688, 0.5434],
  ["c3-standard-8-lssd", 0.624659315068493, 0.141725589041096, 0.485407780821918, 0.142772602739726],
  ["c4-standard-48", 3.04617384, 1.59438, 2.37204, 1.42326],
  ["t2d-standard-16", 0.867168, 0.169056, 0.675936, 0.25216],
  ["m1-ultramem-40", 7.6622, 1.157023, 6.2931, 1.101773],
  ["m2-megamem-416", 61.276736, null, 50.291328, null],
  ["a2-highgpu-1g", 4.049590926, 2.429675, 3.673385, 1.92802],
  ["a3-highgpu-8g", 126.643390632548, 25.9100287123288, 88.4899999025753, 50.6095408219178],
  ["a3-megagpu-8g", 119.276366632548, 29.7180287123288, null, null],
  ["g2-standard-12", 1.284734612, 0.770788, 1.000416287, 0.562408],
  ["z3-highmem-88-standardlssd", 14.1925625856438, 3.8660541369863, 11.027406739726, 4.58431846575342],
];

test.each(TYPES)("%s costs what the list says", (type, tokyo, tokyoSpot, central, centralSpot) => {
  const machine = (zone: string, labels: Readonly<Record<string, string>>): number | null =>
    parts(list.node(node({ type, zone, labels })))[type] ?? null;
  expect(machine("asia-northeast1-b", {})).toBe(tokyo);
  expect(machine("asia-northeast1-b", SPOT)).toBe(tokyoSpot);
  expect(machine("us-central1-c", {})).toBe(central);
  expect(machine("us-central1-c", SPOT)).toBe(centralSpot);
});

test("a price is the machine and its disk, and nothing of it is guessed", () => {
  expect(list.node(node({ type: "n2-highmem-64" }))).toEqual({
    book: "list",
    usdPerHour: 5.37408 + DISK,
    parts: [
      { what: "n2-highmem-64", usdPerHour: 5.37408 },
      { what: "100 GB pd-balanced boot disk", usdPerHour: DISK },
    ],
    estimated: [],
  });
});

test("a spot type that is not sold has no price, and says so; its disk is listed all the same", () => {
  const quote = list.node(node({ type: "m2-megamem-416", labels: SPOT }));
  expect(quote.usdPerHour).toBeNull();
  expect(parts(quote)).toEqual({ "100 GB pd-balanced boot disk": DISK });
  expect(quote.estimated).toEqual(["the list has no spot price for machine type m2-megamem-416 here"]);
});
