import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { assets } from "../../web/make.ts";

test("src/report/page/assets.ts is what web/ makes", async () => {
  const made = readFileSync("src/report/page/assets.ts", "utf8");
  expect(made === (await assets()), "run: npm run page").toBe(true);
});
