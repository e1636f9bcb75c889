import { expect, test } from "vitest";
import { hasPreemptiblePricing, type Provisioning, provisioningOf } from "../../src/price/provisioning.ts";
import { books, node, parts } from "./sample.ts";

const list = books.pricer("list");
const STANDARD = 5.37408;
const SPOT = 1.410816;
const FLEX = "flex-start is priced as on demand: its discount is not in the list";

const CASES: readonly (readonly [
  Readonly<Record<string, string>>,
  Provisioning,
  boolean,
  number,
  readonly string[],
])[] = [
  [{}, "standard", false, STANDARD, []],
  [{ "gke-provisioning": "standard" }, "standard", false, STANDARD, []],
  [{ "gke-spot": "true" }, "spot", true, SPOT, []],
  [{ "gke-spot": "True" }, "standard", false, STANDARD, []],
  [{ "gke-spot": "false" }, "standard", false, STANDARD, []],
  [{ "gke-preemptible": "true" }, "preemptible", true, SPOT, []],
  [{ "gke-preemptible": "yes" }, "standard", false, STANDARD, []],
  [{ "gke-provisioning": "spot" }, "spot", false, SPOT, []],
  [{ "gke-provisioning": "preemptible" }, "preemptible", false, SPOT, []],
  [{ "gke-provisioning": "flex-start" }, "flex-start", false, STANDARD, [FLEX]],
  [{ "gke-flex-start": "true" }, "flex-start", false, STANDARD, [FLEX]],
  [{ "gke-flex-start": "false" }, "standard", false, STANDARD, []],
  [{ "gke-spot": "true", "gke-provisioning": "standard" }, "spot", true, SPOT, []],
  [{ "gke-spot": "true", "gke-provisioning": "odd" }, "spot", true, SPOT, []],
  [
    { "gke-provisioning": "odd" },
    "standard",
    false,
    STANDARD,
    ['provisioning "odd" is not known: priced as on demand'],
  ],
  [{ "gke-provisioning": "" }, "standard", false, STANDARD, ['provisioning "" is not known: priced as on demand']],
];

test.each(CASES)("%j is %s", (labels, provisioning, preemptible, price, estimated) => {
  const full = Object.fromEntries(Object.entries(labels).map(([key, value]) => [`cloud.google.com/${key}`, value]));
  const asked = node({ type: "n2-highmem-64", labels: full });
  expect(provisioningOf(asked)).toBe(provisioning);
  expect(hasPreemptiblePricing(asked)).toBe(preemptible);
  const quote = list.node(asked);
  expect(parts(quote)["n2-highmem-64"]).toBe(price);
  expect(quote.estimated).toEqual(estimated);
  // The autoscaler reads only its own two labels, and guesses nothing of a kind that it does not know.
  const mirrored = books.pricer("autoscaler").node(asked);
  expect(parts(mirrored)["n2-highmem-64"]).toBe(preemptible ? 1.0145 : 4.1924);
  expect(mirrored.estimated).toEqual([]);
});
