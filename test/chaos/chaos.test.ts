import { expect, test } from "vitest";
import { campaign, type Ending } from "./campaign.ts";

test("through a proxy that spoils answers, each run is complete and right, or fails in one sentence and stores nothing", async () => {
  const endings: Ending[] = [];
  await campaign([1, 2, 3], (ending) => endings.push(ending));
  expect(endings.filter(({ end }) => end === "wrong")).toEqual([]);
  expect(endings.some(({ end }) => end === "complete")).toBe(true);
  expect(endings.reduce((sum, { faults }) => sum + faults.length, 0)).toBeGreaterThan(3);
});
