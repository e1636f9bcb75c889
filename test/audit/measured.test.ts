import { describe, expect, test } from "vitest";
import type { Since } from "../../src/audit/finding.ts";
import { type Measured, measure } from "../../src/audit/measured.ts";
import { type Held, lastInUse, reconcile } from "../../src/audit/reconcile.ts";
import type { RequestedSpan } from "../../src/model/requested.ts";
import { type Instant, instant, MINUTE } from "../../src/model/time.ts";

const ZERO = Date.UTC(2026, 10, 20);

function minute(at: number): Instant {
  return instant(ZERO + at * MINUTE);
}

/** A minute a letter: `#` above, `.` below, a space without data, `?` the memory alone is known. */
function drawn(picture: string): { from: Instant; to: Instant; spans: readonly RequestedSpan[] } {
  const spans = [...picture].flatMap((letter, at): readonly RequestedSpan[] => {
    const amounts = { "#": { cpu: 9, memory: 1 }, ".": { cpu: 1, memory: 1 }, "?": { memory: 1 } }[letter];
    return amounts === undefined ? [] : [{ from: minute(at), to: minute(at + 1), amounts }];
  });
  return { from: minute(0), to: minute(picture.length), spans };
}

const LIMITS = { cpu: 5, memory: 5 };

describe("when the requests fell", () => {
  test.for<[string, string, readonly [number, number] | "nothing" | "disagrees"]>([
    ["never above: since it was looked at", "....................", [0, 0]],
    ["once above: around the end", "..#####.............", [5, 9]],
    ["twice above: around the last end", "###....####.........", [9, 13]],
    ["above from the beginning", "####................", [2, 6]],
    ["one minute of two that follow each other: none", "........#...........", [0, 0]],
    ["a minute above at the very beginning is what there is", "#...................", [0, 3]],
    ["a minute without data at the end of it", "..#### .............", [4, 8]],
    ["a gap after it: until the gap's end", "..####..       .....", [4, 15]],
    ["a gap before it: does not matter", "..      #####.......", [11, 15]],
    ["a gap in which one resource is not known", "..####..???????.....", [4, 15]],
    ["a gap at the beginning", "       .............", [0, 7]],
    ["some minutes late", "..####............      ", [4, 8]],
    ["nothing of late", "..####............            ", "nothing"],
    ["no data at all", "                    ", "nothing"],
    ["above until now", "......##############", "disagrees"],
    ["above until a moment ago", ".................###", [18, 20]],
  ])("%s", ([, picture, expected]) => {
    const found = measure(drawn(picture), LIMITS);
    if (typeof expected === "string") return expect(found.kind).toBe(expected);
    const [earliest, latest] = expected;
    expect(found).toEqual({
      kind: "measured",
      earliest: minute(earliest),
      latest: minute(latest),
      fell: picture.includes("#") && !picture.startsWith("........#."),
    });
  });

  test("a long span that may be above proves nothing", () => {
    const spans = [
      { from: minute(0), to: minute(60), amounts: { cpu: 9, memory: 1 } },
      { from: minute(60), to: minute(120), amounts: { cpu: 1, memory: 1 } },
    ];
    expect(measure({ from: minute(0), to: minute(120), spans }, LIMITS)).toEqual({ kind: "nothing" });
  });
});

describe("what all evidence supports", () => {
  const finished: Since = { time: minute(100), evidence: "pod-finished", proven: true, what: "Pod batch/big finished" };
  const bound: Since = { time: minute(40), evidence: "blocker-start", proven: false, what: "Pod batch/x started" };
  const unknown: Since = { time: null, evidence: "unknown", proven: false, what: "" };
  const held: Held = { since: minute(40), fromStart: true };
  const span = (earliest: number, latest: number) => ({
    earliest: minute(earliest),
    latest: minute(latest),
    fell: earliest < latest,
  });
  const begun = (time: number, earliest?: number): Since => ({
    time: minute(time),
    evidence: "monitoring",
    proven: true,
    what: "",
    ...(earliest === undefined ? {} : { earliest: minute(earliest) }),
  });

  test.for<[string, Since, Measured | null, Held, Since]>([
    ["nothing measured: the snapshot", finished, null, held, finished],
    ["nothing measured, a bound: the bound", bound, null, held, bound],
    ["the same end measured: the object's time is exact", finished, span(98, 102), held, finished],
    ["a little later, within two clocks: the object's", finished, span(101, 105), held, finished],
    ["measured earlier: the object's, for it was above until then", finished, span(50, 54), held, finished],
    ["under all the time: the object's", finished, span(40, 40), held, finished],
    ["measured later: others kept it in use", finished, span(150, 154), held, begun(154, 150)],
    ["a bound: what was measured", bound, span(150, 154), held, begun(154, 150)],
    ["a bound, under all the time: since the blocker, and proven", bound, span(40, 40), held, begun(40)],
    ["a bound, measured before the blocker: since the blocker", bound, span(10, 14), held, begun(40)],
    ["a bound, measured while the blocker came", bound, span(38, 42), held, begun(42, 40)],
    ["unknown: what was measured", unknown, span(50, 54), { since: null, fromStart: true }, begun(54, 50)],
    [
      "a blocker that need not have blocked from its start: a bound still",
      bound,
      span(150, 154),
      { since: minute(40), fromStart: false },
      { time: minute(150), evidence: "monitoring", proven: false, what: "" },
    ],
    [
      "such a blocker, under all the time: the snapshot's bound",
      bound,
      span(40, 40),
      { since: minute(40), fromStart: false },
      bound,
    ],
  ])("%s", ([, since, measured, blockers, expected]) => {
    expect(reconcile(since, measured, blockers)).toEqual(expected);
  });
});

describe("until when a node was in use for certain", () => {
  test.for<[string, number | null, Measured, number | null]>([
    [
      "no object tells, and it was never above: nobody knows",
      null,
      { earliest: minute(40), latest: minute(40), fell: false },
      null,
    ],
    ["no object tells: what was measured", null, { earliest: minute(50), latest: minute(54), fell: true }, 50],
    ["an object's end, and never above: the object", 60, { earliest: minute(40), latest: minute(40), fell: false }, 60],
    [
      "an object's end after what was measured: the object",
      60,
      { earliest: minute(50), latest: minute(54), fell: true },
      60,
    ],
    ["measured after the object's end", 60, { earliest: minute(90), latest: minute(94), fell: true }, 90],
    [
      "a gap after the last time above: not in the gap",
      null,
      { earliest: minute(50), latest: minute(80), fell: true },
      50,
    ],
  ])("%s", ([, told, measured, expected]) => {
    expect(lastInUse(told === null ? null : minute(told), measured)).toBe(expected === null ? null : minute(expected));
  });
});
