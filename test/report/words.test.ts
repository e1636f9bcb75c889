import { describe, expect, test } from "vitest";
import { BLOCKING_REASONS, UNREMOVABLE_REASONS } from "../../src/judge/verdict.ts";
import { wordsIn } from "../../src/report/words.ts";

const words = wordsIn("en");
const briefs = [...Object.values(words.blocking), ...Object.values(words.verdict)];

describe("words", () => {
  test("every reason of a pod and every verdict has its own words", () => {
    expect(Object.keys(words.blocking).sort()).toEqual([...BLOCKING_REASONS].sort());
    expect(Object.keys(words.verdict).sort()).toEqual(["Removable", ...UNREMOVABLE_REASONS].sort());
    const ofPods = Object.values(words.blocking).map(({ brief }) => brief);
    expect(new Set(ofPods).size).toBe(ofPods.length);
  });

  test.each(briefs.map(({ brief, meaning }) => [brief, meaning]))("%s", (brief, meaning) => {
    expect(brief).toMatch(/^\S.*[^.\s]$/u);
    expect(meaning).toMatch(/^[A-Z].*\.$/u);
  });

  test.each(Object.entries({ ...words.notAFinding }))("why not: %s", (_, sentence) => {
    expect(sentence).toMatch(/^[A-Z].*\.$/u);
  });

  test.each(Object.entries(words.observation))("observation: %s", (_, { title, meaning }) => {
    expect(title).toMatch(/^[A-Z].*[a-z]$/u);
    expect(meaning).toMatch(/^[A-Z].*\.$/u);
  });

  test("half lines are never empty, but for the ordinary provisioning", () => {
    const { standard, ...others } = words.provisioning;
    expect(standard).toBe("");
    const all = [others, words.since, words.advice, words.book, words.limitedBy].flatMap((record) =>
      Object.values(record),
    );
    expect(all.filter((text) => text.trim() === "" || text.endsWith("."))).toEqual([]);
  });
});
