import fc from "fast-check";
import { expect, test } from "vitest";
import type { Node } from "../../src/model/node.ts";
import { machineTypeOf } from "../../src/price/machine-name.ts";
import { BOOK_NAMES, type Quote } from "../../src/price/quote.ts";
import { books, node, pod } from "./sample.ts";

const types = [
  ...books.catalog.keys(),
  "n2-custom-8-20480",
  "e2-custom-micro-1024",
  "zz9-x",
  "n2",
  "",
  "custom-0-0",
  "constructor",
];
const gke = (name: string): string => `cloud.google.com/${name}`;
const odd = fc.constantFrom(
  "true",
  "false",
  "",
  "spot",
  "4",
  "-1",
  "0",
  "nan",
  "1e999",
  "__proto__",
  "constructor",
  "pd-ssd",
  "nvidia-tesla-t4",
  "x y\u001b[31m",
);
const keys = [
  "gke-spot",
  "gke-preemptible",
  "gke-provisioning",
  "gke-boot-disk",
  "gke-accelerator",
  "gke-accelerator-count",
];
const more = [
  "gke-max-shared-clients-per-gpu",
  "gke-ephemeral-storage-local-ssd",
  "gke-local-nvme-ssd",
  "gke-os-distribution",
];

const labels = fc.dictionary(fc.constantFrom(...[...keys, ...more].map(gke)), odd, { maxKeys: 5 });
const annotations = fc.dictionary(
  fc.constantFrom(
    ...["boot-disk-size", "boot-disk-type", "local-ssd-count", "ephemeral-storage-local-ssd"].map(
      (name) => `cluster-autoscaler/gce/${name}`,
    ),
  ),
  odd,
);
const amounts = fc.dictionary(
  fc.constantFrom("cpu", "memory", "ephemeral-storage", "nvidia.com/gpu"),
  fc.constantFrom("0", "1", "500m", "8Gi", "98831908Ki", "9223372036854775807"),
);
const nodes: fc.Arbitrary<Node> = fc
  .record({
    type: fc.constantFrom(...types),
    zone: fc.constantFrom("asia-northeast1-a", "us-central1-b", "mars-north1-a", ""),
    labels,
    annotations,
    capacity: amounts,
  })
  .map(node);

const SETTINGS = { seed: 20260730, numRuns: 1500 } as const;

function isSound(quote: Quote): boolean {
  const finite = quote.parts.every(({ usdPerHour }) => Number.isFinite(usdPerHour));
  return finite && (quote.usdPerHour === null || Number.isFinite(quote.usdPerHour));
}

test("no book ever says NaN or infinity", () => {
  fc.assert(
    fc.property(nodes, amounts, (where, requests) => {
      for (const book of BOOK_NAMES) {
        expect(isSound(books.pricer(book).node(where))).toBe(true);
        expect(isSound(books.pricer(book).pod(pod(requests), where))).toBe(true);
      }
    }),
    SETTINGS,
  );
});

test("by the list a node is never free or cheaper than free, what is unknown is said, and parts add up", () => {
  fc.assert(
    fc.property(nodes, (where) => {
      const quote = books.pricer("list").node(where);
      expect(quote.parts.every(({ usdPerHour }) => usdPerHour > 0)).toBe(true);
      if (quote.usdPerHour === null) expect(quote.estimated).not.toEqual([]);
      else expect(quote.parts.reduce((sum, part) => sum + part.usdPerHour, 0)).toBe(quote.usdPerHour);
    }),
    SETTINGS,
  );
});

test("by the list spot is cheaper than on demand", () => {
  const standard = books.pricer("list");
  fc.assert(
    fc.property(nodes, (where) => {
      const bare = new Map([...where.labels].filter(([key]) => !/spot|preemptible|provisioning/u.test(key)));
      const onDemand = standard.node({ ...where, labels: bare }).usdPerHour;
      const spot = standard.node({ ...where, labels: new Map([...bare, [gke("gke-spot"), "true"]]) }).usdPerHour;
      if (onDemand !== null && spot !== null) expect(spot).toBeLessThan(onDemand);
    }),
    SETTINGS,
  );
});

test("what the autoscaler's table lacks is always said", () => {
  for (const book of ["autoscaler", "gke"] as const) {
    fc.assert(
      fc.property(nodes, (where) => {
        const quote = books.pricer(book).node(where);
        const fallsBack = quote.parts[0]?.what !== machineTypeOf(where);
        expect(quote.estimated.some((why) => why.includes("priced by its capacity"))).toBe(fallsBack);
      }),
      SETTINGS,
    );
  }
});
