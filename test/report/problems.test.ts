import { describe, expect, test } from "vitest";
import type { Problem } from "../../src/model/snapshot.ts";
import { problemLines } from "../../src/report/problems.ts";

const problem = (more: Partial<Problem> = {}): Problem => ({
  where: "cluster.json",
  object: "Pod batch/x",
  field: "spec.containers[0].resources.requests.cpu",
  what: '"abc" is not a Kubernetes quantity; taken as 0',
  ...more,
});

describe("problemLines", () => {
  test("file, object, field and what is wrong", () => {
    expect(problemLines([problem()])).toEqual([
      'cluster.json: Pod batch/x: spec.containers[0].resources.requests.cpu: "abc" is not a Kubernetes quantity; taken as 0',
    ]);
  });

  test("what is not known is left out", () => {
    expect(problemLines([problem({ object: "", field: "" })])).toEqual([
      'cluster.json: "abc" is not a Kubernetes quantity; taken as 0',
    ]);
  });

  test("names are made safe", () => {
    expect(problemLines([problem({ object: "Pod a\n\u001b[2J", field: "", what: "is odd" })])).toEqual([
      "cluster.json: Pod a\\n\\u{1b}[2J: is odd",
    ]);
  });

  test("a flood is cut and counted", () => {
    const lines = problemLines(Array.from({ length: 1_000 }, () => problem()));
    expect(lines).toHaveLength(51);
    expect(lines.at(-1)).toBe("… and 950 more problems in the input like these");
    expect(problemLines(Array.from({ length: 50 }, () => problem()))).toHaveLength(50);
  });
});
