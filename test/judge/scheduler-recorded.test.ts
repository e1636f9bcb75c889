import { describe, expect, test } from "vitest";
import { differences } from "../../conformance/scheduler/differ.ts";
import { FEATURES } from "../../conformance/scheduler/features/features.ts";
import { featuresOf, questionsOf } from "../../conformance/scheduler/features/question.ts";
import { play } from "../../conformance/scheduler/play.ts";
import { readRecorded } from "../../conformance/scheduler/recorded.ts";
import { told } from "../../conformance/scheduler/report.ts";

/** Generated clusters with the answers of the scheduler's own code (`conformance/README.md`). */
const recorded = readRecorded();

const named = recorded.map((each, index) => [index, each.sheet.theme, each] as const);

test.each(named)("sheet %i (%s): our filters answer as the scheduler's do", (_, __, { sheet, answers }) => {
  const stops = play(sheet);
  expect(stops.length).toBe(answers.length);
  const found = stops.flatMap((stop, index) => differences(stop, answers[index] ?? []));
  expect(found.map(told)).toEqual([]);
});

/** In how many sheets each branch must be taken, lest one changed sheet loses it. */
const TIMES = 3;

describe("the recorded sheets", () => {
  const reached = new Map<string, number>();
  for (const { sheet, answers } of recorded) {
    const left = Object.fromEntries(Object.entries(FEATURES).filter(([name]) => (reached.get(name) ?? 0) < TIMES));
    if (Object.keys(left).length === 0) break;
    const names = play(sheet).flatMap((stop, index) =>
      questionsOf(stop, answers[index] ?? []).flatMap((question) => featuresOf(question, left)),
    );
    for (const name of new Set(names)) reached.set(name, (reached.get(name) ?? 0) + 1);
  }

  test.each(Object.keys(FEATURES))("take the branch: %s", (name) => {
    expect(reached.get(name) ?? 0).toBe(TIMES);
  });
});
