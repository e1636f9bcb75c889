import { describe, expect, test } from "vitest";
import { asksText, holdersOf, objectName } from "../../src/report/holders.ts";
import { blocker, owner, requests } from "./sample.ts";

const retrain = (number: number) =>
  blocker({
    name: `retrain-${number}`,
    owners: [owner("Job", "batch", `retrain-${number}`), owner("CronJob", "batch", "retrain")],
  });

describe("holdersOf", () => {
  test("pods of one CronJob are one holder with one sum", () => {
    const [holder, ...others] = holdersOf([retrain(1), retrain(2), retrain(3)]);
    expect(others).toEqual([]);
    expect(holder?.pods).toHaveLength(3);
    expect(holder?.workload).toEqual(owner("CronJob", "batch", "retrain"));
    expect(asksText(holder?.requests ?? new Map())).toBe("asks for 1500m cpu, 6Gi memory");
  });

  test.each([
    ["another reason", { reason: "NotEnoughPdb" as const }],
    ["another team", { team: "web" }],
    ["another namespace", { namespace: "web" }],
    ["another workload", { owners: [owner("CronJob", "batch", "other")] }],
    ["another kind of the same name", { owners: [owner("Job", "batch", "retrain")] }],
  ])("%s is another holder", (_, more) => {
    expect(holdersOf([retrain(1), { ...retrain(2), ...more }])).toHaveLength(2);
  });

  test("bare pods stay alone, in the blockers' order", () => {
    const bare = (name: string) => blocker({ name, owners: [] });
    const holders = holdersOf([bare("b"), retrain(1), bare("a"), retrain(2)]);
    expect(holders.map(({ pods }) => pods.map(({ name }) => name))).toEqual([["b"], ["retrain-1", "retrain-2"], ["a"]]);
    expect(holders[0]?.workload).toBeNull();
  });
});

describe("asksText", () => {
  test.each([
    ["nothing", {}, "asks for nothing"],
    [
      "cpu and memory first",
      { "nvidia.com/gpu": "1", memory: "2Gi", cpu: "500m" },
      "asks for 500m cpu, 2Gi memory, 1 nvidia.com/gpu",
    ],
    ["crooked bytes are rounded and marked", { memory: "1234567890" }, "asks for ~1.1Gi memory"],
    ["small crooked bytes", { memory: "104857601" }, "asks for ~100Mi memory"],
    ["a hostile name", { "a\u001bb": "1" }, "asks for 1 a\\u{1b}b"],
  ])("%s", (_, texts, expected) => {
    expect(asksText(requests(texts))).toBe(expected);
  });
});

describe("objectName", () => {
  test("with and without a namespace, safe to print", () => {
    expect(objectName(owner("CronJob", "batch", "x"))).toBe("CronJob batch/x");
    expect(objectName({ kind: "Node", namespace: "", name: "a\nb" })).toBe("Node a\\nb");
  });
});
