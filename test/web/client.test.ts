import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PageNode } from "../../src/report/page/model.ts";
import { haystackOf, isFiltered, matching, sorted } from "../../web/client/filter.ts";
import { readState, START, writeState } from "../../web/client/state.ts";
import { modelOf, varied } from "../report/page/sample.ts";

describe("the address", () => {
  test("says the state, and gives it back", () => {
    const text = fc.string({ unit: "grapheme" });
    const state = fc.record({
      node: text,
      q: text,
      team: text,
      pool: text,
      reason: text,
      sort: fc.constantFrom("name", "-waste", "price"),
      page: fc.integer({ min: 1, max: 300 }),
    });
    fc.assert(
      fc.property(state, (given) => {
        expect(readState(writeState(given))).toEqual(given);
      }),
    );
  });

  test.each([
    ["", START],
    ["#map", START],
    ["#node=gke-a&team=ml", { ...START, node: "gke-a", team: "ml" }],
    ["#page=-3", START],
    ["#page=2&sort=name", { ...START, page: 2, sort: "name" }],
  ])("%j", (hash, expected) => {
    expect(readState(hash)).toEqual(expected);
  });

  test("is empty at the start", () => {
    expect(writeState(START)).toBe("");
    expect(isFiltered(START)).toBe(false);
  });
});

const { nodes } = modelOf(varied());
const names = (through: readonly boolean[]) =>
  nodes.flatMap(({ name }, index) => (through[index] === true ? [name] : []));
const filter = (change: Partial<typeof START>) =>
  names(matching(nodes, nodes.map(haystackOf), { ...START, ...change }));

describe("the filter", () => {
  test.each([
    ["everything", {}, nodes.map(({ name }) => name)],
    ["by team", { team: "shop" }, ["gke-prod-a2-gpu-77aa01bc-m4n5", "gke-crowded"]],
    ["by pool", { pool: "highmem-64" }, ["gke-prod-highmem-64-3f2a91c0-x7k2", "gke-prod-highmem-64-3f2a91c0-aaaa"]],
    ["by reason", { reason: "NotReplicated" }, ["gke-prod-exotic-0a0b0c0d-zzzz"]],
    ["by words of a workload, in any order and case", { q: "RETRAIN cronjob" }, ["gke-prod-a2-gpu-77aa01bc-m4n5"]],
    ["by all of them together", { q: "retrain", team: "ads" }, []],
  ])("%s", (_, change, expected) => {
    expect(filter(change)).toEqual(expected);
  });
});

describe("the order", () => {
  const order = (sort: string) =>
    sorted(
      nodes,
      nodes.map((_, index) => index),
      sort,
    );

  test("by waste: findings first, and one whose waste is not known before what wastes nothing", () => {
    const first = order("-waste")
      .slice(0, 3)
      .map((index) => nodes[index]?.name.slice(9, 16));
    expect(first).toEqual(["highmem", "a2-gpu-", "exotic-"]);
  });

  test("an unknown price is below every price, never a zero among them", () => {
    const [last] = order("-price")
      .slice(-1)
      .map((index): PageNode | undefined => nodes[index]);
    expect(last?.usdPerHour).toBeNull();
  });

  test("a column that is not there changes nothing", () => {
    expect(order("constructor")).toEqual(nodes.map((_, index) => index));
  });
});
