import { expect, test } from "vitest";
import { regionOf, regionsOf } from "../../src/price/region.ts";
import { books, node } from "./sample.ts";

const list = books.pricer("list");

const CASES: readonly (readonly [string, Readonly<Record<string, string>>, string | null])[] = [
  ["the region label", { "topology.kubernetes.io/region": "europe-west1" }, "europe-west1"],
  ["the old region label", { "failure-domain.beta.kubernetes.io/region": "europe-west1" }, "europe-west1"],
  [
    "today's region label before the old one",
    { "failure-domain.beta.kubernetes.io/region": "us-east1", "topology.kubernetes.io/region": "us-west1" },
    "us-west1",
  ],
  [
    "a region before a zone",
    { "topology.kubernetes.io/zone": "us-east1-b", "failure-domain.beta.kubernetes.io/region": "us-west1" },
    "us-west1",
  ],
  ["the zone label", { "topology.kubernetes.io/zone": "northamerica-northeast2-c" }, "northamerica-northeast2"],
  ["GKE's zone label", { "topology.gke.io/zone": "us-east4-c" }, "us-east4"],
  ["the old zone label", { "failure-domain.beta.kubernetes.io/zone": "europe-west10-a" }, "europe-west10"],
  ["a zone for accelerators", { "topology.kubernetes.io/zone": "us-central1-ai1a" }, "us-central1"],
  [
    "an empty region label, then the zone",
    { "topology.kubernetes.io/region": "", "topology.gke.io/zone": "us-east4-c" },
    "us-east4",
  ],
  [
    "a nonsense region, then the zone",
    { "topology.kubernetes.io/region": "Mars", "topology.gke.io/zone": "us-east4-c" },
    "us-east4",
  ],
  ["a region where a zone should be", { "topology.kubernetes.io/zone": "us-east4" }, null],
  ["a path", { "topology.kubernetes.io/region": "../autoscaler" }, null],
  ["no label", {}, null],
];

test.each(CASES)("%s", (_, labels, region) => {
  expect(regionOf(node({ zone: "", labels }))).toBe(region);
});

test("the provider id tells the zone when no label does", () => {
  expect(regionOf(node({ zone: "", providerId: "gce://project/europe-north1-b/gke-x" }))).toBe("europe-north1");
  expect(regionOf(node({ zone: "us-east1-b", providerId: "gce://project/europe-north1-b/gke-x" }))).toBe("us-east1");
  expect(regionOf(node({ zone: "", providerId: "aws:///eu-west-1a/i-0" }))).toBeNull();
});

test("regions are named once, in order, and nodes without one are passed over", () => {
  const zones = ["us-east4-b", "asia-east1-a", "", "us-east4-c"];
  expect(regionsOf(zones.map((zone) => node({ zone })))).toEqual(["us-east4", "asia-east1"]);
});

test("a node of no region has no price, and says why", () => {
  expect(list.node(node({ type: "e2-medium", zone: "" }))).toEqual({
    book: "list",
    usdPerHour: null,
    parts: [],
    estimated: ["neither a region label nor a zone label names a Google Cloud region"],
  });
});

test("a region that the list does not have is named", () => {
  const quote = list.node(node({ type: "e2-medium", zone: "mars-north1-a" }));
  expect(quote).toEqual({
    book: "list",
    usdPerHour: null,
    parts: [],
    estimated: ["the list has no prices for region mars-north1"],
  });
});

test("the autoscalers' books have one price everywhere", () => {
  for (const book of ["autoscaler", "gke"] as const) {
    const prices = ["us-central1-a", "asia-northeast1-a", ""].map((zone) =>
      books.pricer(book).node(node({ type: "e2-medium", zone })),
    );
    expect(new Set(prices.map(({ usdPerHour }) => usdPerHour))).toEqual(new Set([0.047398888888888886]));
  }
});
