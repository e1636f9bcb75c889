import { expect, test } from "vitest";
import { dictionary } from "./dictionary.ts";

test("docs/dictionary.md is what the tables say", async () => {
  await expect(dictionary()).toMatchFileSnapshot("../../docs/dictionary.md");
});
