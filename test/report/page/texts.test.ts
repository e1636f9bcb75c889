import { expect, test } from "vitest";
import { formatIn } from "../../../src/report/page/format.ts";
import { detailText, factText, type Told } from "../../../src/report/page/texts.ts";
import { pageWordsIn } from "../../../src/report/page/words.ts";
import { JAPANESE } from "../../../src/report/slack/words/ja.ts";
import { type Language, wordsIn } from "../../../src/report/words.ts";
import { observation, time } from "../sample.ts";

function told(language: Language): Told {
  const words = pageWordsIn(language);
  return {
    words,
    kinds: wordsIn(language),
    format: formatIn(words, "Asia/Tokyo"),
    takenAt: time("2026-11-20T12:00:00Z"),
  };
}

test.each([
  ["en", "its pods ask for 66 %, the threshold is 50 %, another place: room on nodes that stay, odd 3"],
  ["ja", "Pod の要求は 66 %、しきい値は 50 %、ほかの置き場所: 残るノードの空き、odd 3"],
] as const)("an observation's numbers and names in words (%s)", (language, expected) => {
  const detail = { utilization: 0.658, threshold: 0.5, movablePods: 0, home: "spare room", odd: 3, wasteUsdPerHour: 5 };
  expect(detailText({ ...observation({ detail }), node: 0, stakeUsdPerHour: null, advice: [] }, told(language))).toBe(
    expected,
  );
});

test.each([
  ["pool-minimum", "its node pool is at its minimum size"],
  ["NotAutoscaled", "its node pool is not autoscaled"],
  ["something new", "something new"],
])("a cause: %s", (cause, expected) => {
  expect(
    detailText({ node: 0, kind: "other-remedy", detail: { cause }, stakeUsdPerHour: null, advice: [] }, told("en")),
  ).toBe(expected);
});

test.each([
  ["en", "$5.37/h", "$3,920/month", "20 Nov 2026, 21:00 GMT+9", "6 h 12 min", "unknown"],
  ["ja", "$5.37/時", "$3,920/月", "2026年11月20日 21:00 JST", "6 時間 12 分", "不明"],
] as const)("figures and times (%s)", (language, rate, month, at, length, unknown) => {
  const { format } = told(language);
  const written = [
    format.rate(5.37),
    format.month(5.37),
    format.time(time("2026-11-20T12:00:00Z")),
    format.lasting(22_320_000),
    format.rate(null),
  ];
  expect(written).toEqual([rate, month, at, length, unknown]);
  expect([format.guessed(1, true), format.guessed(null, true)]).toEqual([`~${format.rate(1)}`, unknown]);
});

test.each([
  ["Pod batch/x finished", "Pod batch/x が終了"],
  ["Pod batch/x started", "Pod batch/x が開始"],
  ["Pod batch/x finished before Pod batch/y started", "Pod batch/x が終了したあと Pod batch/y が開始"],
  ["Pod batch/x blocks no longer", "Pod batch/x はもう引き止めていません"],
  ["something else", "something else"],
  ["", ""],
])("a fact in the reader's language: %s", (what, japanese) => {
  expect([factText(what, told("en")), factText(what, told("ja"))]).toEqual([what, japanese]);
  expect(JAPANESE.fact(what)).toBe(japanese);
});
