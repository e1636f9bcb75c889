import { describe, expect, test } from "vitest";
import { BLOCKING_REASONS, UNREMOVABLE_REASONS } from "../../src/judge/verdict.ts";
import { LANGUAGES, wordsIn } from "../../src/report/words.ts";

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

describe("words in Japanese", () => {
  const japanese = wordsIn("ja");

  function leaves(value: unknown, path: string): readonly (readonly [string, string])[] {
    if (typeof value === "string") return [[path, value]];
    return Object.entries(value ?? {}).flatMap(([name, inner]) => leaves(inner, `${path}.${name}`));
  }

  const texts = leaves(japanese, "ja");

  test.each(texts.filter(([path]) => !path.startsWith("ja.provisioning.")))("%s is Japanese", (_, text) => {
    expect(text).toMatch(/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u);
  });

  test("what is a sentence ends as one, and what is none does not", () => {
    const sentences = texts.filter(([path]) => path.endsWith(".meaning") || path.startsWith("ja.notAFinding."));
    expect(sentences.filter(([, text]) => !text.endsWith("。"))).toEqual([]);
    expect(texts.filter((text) => !sentences.includes(text) && text[1].endsWith("。"))).toEqual([]);
  });

  test("the code words of Kubernetes and of the autoscaler are the same in all languages", () => {
    const codes = (text: string) =>
      (text.match(/--[a-z-]+|[a-z.-]+\/[a-z-]+|hostPath|emptyDir|"(?:true|false)"/gu) ?? []).sort();
    for (const language of LANGUAGES) {
      const words = wordsIn(language);
      for (const [reason, { meaning }] of Object.entries(wordsIn("en").blocking)) {
        const same = Object.entries(words.blocking).find(([name]) => name === reason)?.[1].meaning ?? "";
        expect(codes(same), `${language} ${reason}`).toEqual(codes(meaning));
      }
    }
  });
});
