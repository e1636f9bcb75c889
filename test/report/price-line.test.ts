import { expect, test } from "vitest";
import { usdPerHour } from "../../src/model/money.ts";
import { nodePriceLine, podPriceLine } from "../../src/report/price-line.ts";
import { quote } from "./sample.ts";

test("a node's line, with its keys in the contract's order and every digit", () => {
  const price = quote(3.0624000000000002, {
    book: "autoscaler",
    parts: [{ what: "n2-highmem-64", usdPerHour: usdPerHour(3.0624) }],
  });
  expect(JSON.stringify(nodePriceLine({ name: "gke-a" }, price))).toBe(
    '{"kind":"node","name":"gke-a","book":"autoscaler","usdPerHour":3.0624000000000002,"parts":[{"what":"n2-highmem-64","usdPerHour":3.0624}],"estimated":[]}',
  );
});

test("a pod's line; an unknown price is null", () => {
  expect(
    JSON.stringify(podPriceLine({ namespace: "batch", name: "x" }, quote(null, { estimated: ["no family"] }))),
  ).toBe(
    '{"kind":"pod","namespace":"batch","name":"x","book":"list","usdPerHour":null,"parts":[],"estimated":["no family"]}',
  );
});
