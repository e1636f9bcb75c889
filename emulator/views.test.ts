import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { VIEW_NAMES, type ViewName } from "../src/warehouse/views.ts";
import { runRows } from "../test/warehouse/sample.ts";
import { type Dataset, dataset } from "./store.ts";

let place: Dataset;
beforeAll(async () => {
  place = await dataset(inject("endpoint"));
  const store = await place.open();
  await store.save(runRows("a"));
  await store.close();
});
afterAll(() => place.drop());

/** Rows of the one run that is stored: one finding, one day. */
const ROWS: Readonly<Partial<Record<ViewName, string>>> = {
  cost_by_day: "1",
  data_quality: "1",
  month_to_date: "1",
  nodes_over_time: "2",
  savings: "0",
};

test.each(VIEW_NAMES)("the view %s stands and can be read", async (name) => {
  const [[count] = []] = await place.sql(`SELECT COUNT(*) FROM ${name}`);
  expect(count).toMatch(/^\d+$/u);
  if (ROWS[name] !== undefined) expect(count).toBe(ROWS[name]);
});
