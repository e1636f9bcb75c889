import { describe, expect, test } from "vitest";
import type { Episode } from "../../src/audit/episode.ts";
import { billionths } from "../../src/model/exact.ts";
import { usdPerHour } from "../../src/model/money.ts";
import { HOUR, MINUTE, millis } from "../../src/model/time.ts";
import {
  BOUND,
  clock,
  doubtful,
  ended,
  facts,
  fold,
  free,
  holder,
  look,
  MEASURED,
  PROVEN,
  pinned,
  type RunWish,
  shown,
} from "./fold.ts";

/** What a row expects of each episode: since and until when, by what, how many hours are confirmed, and what they come to. */
type Told = readonly [opened: string, by: string, closed: string | null, by: string | null, hours: number, usd: number];

function told(episode: Episode): Told {
  const { openedAt, openedEvidence, closedAt, closedEvidence, confirmedHours, accruedUsd } = episode;
  return [
    shown(openedAt) ?? "",
    openedEvidence,
    shown(closedAt),
    closedEvidence,
    Number(confirmedHours.toFixed(9)),
    Number(accruedUsd.toFixed(9)),
  ];
}

interface Rule {
  readonly rule: string;
  readonly runs: readonly RunWish[];
  readonly episodes: readonly Told[];
}

const BUSY = { verdict: "NotUnderutilized" } as const;

const RULES: readonly Rule[] = [
  {
    rule: "one run that proves nothing: an episode from then on, which has confirmed nothing",
    runs: [{ at: "10:00", nodes: [pinned()] }],
    episodes: [["10:00", "earlier-run", null, null, 0, 0]],
  },
  {
    rule: "two runs that both found it: the time between them",
    runs: [
      { at: "10:00", nodes: [pinned()] },
      { at: "11:00", nodes: [pinned()] },
    ],
    episodes: [["10:00", "earlier-run", null, null, 1, 6]],
  },
  {
    rule: "a changed price: the lower waste of the two runs, whichever is the earlier",
    runs: [
      { at: "10:00", nodes: [pinned("n", { waste: 6 })] },
      { at: "11:00", nodes: [pinned("n", { waste: 4 })] },
      { at: "12:00", nodes: [pinned("n", { waste: 9 })] },
    ],
    episodes: [["10:00", "earlier-run", null, null, 2, 8]],
  },
  {
    rule: "an unknown price: neither dollars nor hours, before and after it",
    runs: [
      { at: "10:00", nodes: [pinned()] },
      { at: "11:00", nodes: [pinned("n", { waste: null })] },
      { at: "12:00", nodes: [pinned()] },
      { at: "13:00", nodes: [pinned()] },
    ],
    episodes: [["10:00", "earlier-run", null, null, 1, 6]],
  },
  {
    rule: "a node that could not be saved for a while: hours without dollars",
    runs: [
      { at: "10:00", nodes: [pinned()] },
      { at: "11:00", nodes: [pinned("n", { waste: 0 })] },
    ],
    episodes: [["10:00", "earlier-run", null, null, 1, 0]],
  },
  {
    rule: "pinned but not worth a finding in one run: the episode goes on at that run's waste",
    runs: [
      { at: "10:00", nodes: [pinned()] },
      { at: "11:00", nodes: [pinned("n", { waste: 0.05, finding: false })] },
      { at: "12:00", nodes: [pinned()] },
    ],
    episodes: [["10:00", "earlier-run", null, null, 2, 0.1]],
  },
  {
    rule: "a gap of exactly maxGap counts",
    runs: [
      { at: "10:00", nodes: [pinned()] },
      { at: "12:00", nodes: [pinned()] },
    ],
    episodes: [["10:00", "earlier-run", null, null, 2, 12]],
  },
  {
    rule: "a gap longer than maxGap counts nothing, and the episode goes on",
    runs: [
      { at: "10:00", nodes: [pinned()] },
      { at: "12:01", nodes: [pinned()] },
      { at: "13:01", nodes: [pinned()] },
    ],
    episodes: [["10:00", "earlier-run", null, null, 1, 6]],
  },
  {
    rule: "a beginning that an object proves counts, at the waste of the first run",
    runs: [
      { at: "10:00", nodes: [pinned("n", { since: PROVEN("09:30"), waste: 4 })] },
      { at: "11:00", nodes: [pinned("n", { since: PROVEN("09:30"), waste: 6 })] },
    ],
    episodes: [["09:30", "pod-finished", null, null, 1.5, 6]],
  },
  {
    rule: "a proven beginning longer ago than maxGap counts all the same",
    runs: [{ at: "10:00", nodes: [pinned("n", { since: PROVEN("04:00") })] }],
    episodes: [["04:00", "pod-finished", null, null, 6, 36]],
  },
  {
    rule: "a bound accrues nothing",
    runs: [
      { at: "10:00", nodes: [pinned("n", { since: BOUND("04:00") })] },
      { at: "11:00", nodes: [pinned("n", { since: { ...BOUND("04:00"), evidence: "node-age" } })] },
    ],
    episodes: [["10:00", "earlier-run", null, null, 1, 6]],
  },
  {
    rule: "a beginning in the future proves nothing (a clock ran ahead)",
    runs: [{ at: "10:00", nodes: [pinned("n", { since: PROVEN("10:05") })] }],
    episodes: [["10:00", "earlier-run", null, null, 0, 0]],
  },
  {
    rule: "a beginning from before a run that saw the node unpinned is contradicted: it begins with the run that found it",
    runs: [
      { at: "09:00", nodes: [free("n", { verdict: "NoPlaceToMovePods" })] },
      { at: "10:00", nodes: [pinned("n", { since: PROVEN("08:00") })] },
    ],
    episodes: [["10:00", "earlier-run", null, null, 0, 0]],
  },
  {
    rule: "a beginning between two runs that an object proves is dated there",
    runs: [
      { at: "09:00", nodes: [free("n", BUSY)] },
      { at: "10:00", nodes: [pinned("n", { since: PROVEN("09:15") })] },
    ],
    episodes: [["09:15", "pod-finished", null, null, 0.75, 4.5]],
  },
  {
    rule: "a beginning between two runs that nothing proves is never dated there",
    runs: [
      { at: "09:00", nodes: [free("n", BUSY)] },
      { at: "10:00", nodes: [pinned("n", { since: BOUND("09:15") })] },
    ],
    episodes: [["10:00", "earlier-run", null, null, 0, 0]],
  },
  {
    rule: "evidence that only a later run has is taken, at the waste of the first run",
    runs: [
      { at: "10:00", nodes: [pinned("n", { waste: 4 })] },
      { at: "11:00", nodes: [pinned("n", { since: MEASURED("09:00"), waste: 6 })] },
      { at: "12:00", nodes: [pinned("n", { since: MEASURED("09:00"), waste: 6 })] },
    ],
    episodes: [["09:00", "monitoring", null, null, 3, 14]],
  },
  {
    rule: "evidence that is gone later stays: the first run has seen it",
    runs: [
      { at: "10:00", nodes: [pinned("n", { since: PROVEN("09:00") })] },
      { at: "11:00", nodes: [pinned("n", { since: BOUND("08:00") })] },
    ],
    episodes: [["09:00", "pod-finished", null, null, 2, 12]],
  },
  {
    rule: "an end that a container's finish proves is dated there and counts, at the waste of the last run",
    runs: [
      { at: "10:00", nodes: [pinned()] },
      { at: "11:00", nodes: [free()], endings: [ended("a", "10:20")] },
    ],
    episodes: [["10:00", "earlier-run", "10:20", "pod-finished", 0.333333333, 2]],
  },
  {
    rule: "an end by a Job's completion, with pod and node gone",
    runs: [
      { at: "10:00", nodes: [pinned()] },
      { at: "11:00", nodes: [], endings: [ended("job-of-a", "10:30", "Job")] },
    ],
    episodes: [["10:00", "earlier-run", "10:30", "job-finished", 0.5, 3]],
  },
  {
    rule: "an end long after the last run counts, for the pod was there all the time",
    runs: [
      { at: "10:00", nodes: [pinned()] },
      { at: "18:00", nodes: [], endings: [ended("a", "15:00")] },
    ],
    episodes: [["10:00", "earlier-run", "15:00", "pod-finished", 5, 30]],
  },
  {
    rule: "of several blockers the last one's end is the end",
    runs: [
      { at: "10:00", nodes: [pinned("n", { blockers: [holder("a"), holder("b")] })] },
      { at: "11:00", nodes: [free()], endings: [ended("b", "10:40"), ended("a", "10:20")] },
    ],
    episodes: [["10:00", "earlier-run", "10:40", "pod-finished", 0.666666667, 4]],
  },
  {
    rule: "one of several blockers without a known end: nothing proves the end",
    runs: [
      { at: "10:00", nodes: [pinned("n", { blockers: [holder("a"), holder("b")] })] },
      { at: "11:00", nodes: [free()], endings: [ended("b", "10:40")] },
    ],
    episodes: [["10:00", "earlier-run", "11:00", "later-run", 0, 0]],
  },
  {
    rule: "an end that nothing proves is the run that no longer found it, and counts nothing",
    runs: [
      { at: "10:00", nodes: [pinned()] },
      { at: "11:00", nodes: [pinned()] },
      { at: "12:00", nodes: [free()] },
    ],
    episodes: [["10:00", "earlier-run", "12:00", "later-run", 1, 6]],
  },
  {
    rule: "an end from before the node was last seen pinned is another one's (a pod of the same name)",
    runs: [
      { at: "10:00", nodes: [pinned()] },
      { at: "11:00", nodes: [free()], endings: [ended("a", "09:50")] },
    ],
    episodes: [["10:00", "earlier-run", "11:00", "later-run", 0, 0]],
  },
  {
    rule: "a node that came into use before its blocker ended: the end is not proven",
    runs: [
      { at: "10:00", nodes: [pinned()] },
      { at: "11:00", nodes: [free("n", { ...BUSY, busySince: clock("10:10") })], endings: [ended("a", "10:20")] },
    ],
    episodes: [["10:00", "earlier-run", "11:00", "later-run", 0, 0]],
  },
  {
    rule: "a node that came into use after its blocker ended: the end is proven",
    runs: [
      { at: "10:00", nodes: [pinned()] },
      { at: "11:00", nodes: [free("n", { ...BUSY, busySince: clock("10:30") })], endings: [ended("a", "10:20")] },
    ],
    episodes: [["10:00", "earlier-run", "10:20", "pod-finished", 0.333333333, 2]],
  },
  {
    rule: "a node that a setting protects by now may have been so before its blocker ended: not proven",
    runs: [
      { at: "10:00", nodes: [pinned()] },
      { at: "11:00", nodes: [free("n", { verdict: "ScaleDownDisabledAnnotation" })], endings: [ended("a", "10:20")] },
    ],
    episodes: [["10:00", "earlier-run", "11:00", "later-run", 0, 0]],
  },
  {
    rule: "another pod that takes over from the blocker is no break",
    runs: [
      { at: "10:00", nodes: [pinned()] },
      {
        at: "11:00",
        nodes: [pinned("n", { blockers: [holder("b")], since: BOUND("10:55") })],
        endings: [ended("a", "10:54")],
      },
    ],
    episodes: [["10:00", "earlier-run", null, null, 1, 6]],
  },
  {
    rule: "a node that was in use between two runs which found it pinned: two episodes, never merged",
    runs: [
      { at: "10:00", nodes: [pinned()] },
      { at: "11:00", nodes: [pinned("n", { since: PROVEN("10:50"), busyUntil: clock("10:50") })] },
    ],
    episodes: [
      ["10:00", "earlier-run", "10:50", "pod-finished", 0, 0],
      ["10:50", "pod-finished", null, null, 0.166666667, 1],
    ],
  },
  {
    rule: "Cloud Monitoring has it in use between two runs which found it pinned: two episodes, the second from the later end of what was measured",
    runs: [
      { at: "10:00", nodes: [pinned()] },
      { at: "11:00", nodes: [pinned("n", { since: MEASURED("10:54"), busyUntil: clock("10:50") })] },
    ],
    episodes: [
      ["10:00", "earlier-run", "10:50", "monitoring", 0, 0],
      ["10:54", "monitoring", null, null, 0.1, 0.6],
    ],
  },
  {
    rule: "Cloud Monitoring has it in use before the run that found it pinned first: the same episode, from what was measured",
    runs: [
      { at: "10:00", nodes: [pinned()] },
      { at: "11:00", nodes: [pinned("n", { since: MEASURED("09:30"), busyUntil: clock("09:26") })] },
    ],
    episodes: [["09:30", "monitoring", null, null, 1.5, 9]],
  },
  {
    rule: "unpinned in one run and pinned in the next: two episodes, never merged",
    runs: [
      { at: "10:00", nodes: [pinned()] },
      { at: "11:00", nodes: [free()] },
      { at: "12:00", nodes: [pinned()] },
      { at: "13:00", nodes: [pinned()] },
    ],
    episodes: [
      ["10:00", "earlier-run", "11:00", "later-run", 0, 0],
      ["12:00", "earlier-run", null, null, 1, 6],
    ],
  },
  {
    rule: "a missed run: the two around it confirm the time between them, up to maxGap",
    runs: [
      { at: "10:00", nodes: [pinned()] },
      { at: "13:00", nodes: [pinned()], maxGap: millis(3 * HOUR) },
    ],
    episodes: [["10:00", "earlier-run", null, null, 3, 18]],
  },
  {
    rule: "a partial run, which cannot tell: as if it had not been",
    runs: [
      { at: "10:00", nodes: [pinned()] },
      { at: "11:00", nodes: [doubtful()] },
      { at: "12:00", nodes: [pinned()] },
    ],
    episodes: [["10:00", "earlier-run", null, null, 2, 12]],
  },
  {
    rule: "a partial run without the budgets does not end what a budget held",
    runs: [
      { at: "10:00", nodes: [pinned("n", { blockers: [holder("a", { reason: "NotEnoughPdb" })] })] },
      { at: "11:00", nodes: [free()], missing: ["PodDisruptionBudget"] },
      { at: "12:00", nodes: [pinned("n", { blockers: [holder("a", { reason: "NotEnoughPdb" })] })] },
    ],
    episodes: [["10:00", "earlier-run", null, null, 2, 12]],
  },
  {
    rule: "a partial run without the budgets ends what an annotation held",
    runs: [
      { at: "10:00", nodes: [pinned()] },
      { at: "11:00", nodes: [free()], missing: ["PodDisruptionBudget"] },
    ],
    episodes: [["10:00", "earlier-run", "11:00", "later-run", 0, 0]],
  },
  {
    rule: "a node that was replaced by one of the same name: another uid, another episode",
    runs: [
      { at: "10:00", nodes: [pinned()] },
      { at: "11:00", nodes: [pinned("n", { node: facts("n", { uid: "uid-of-another" }) })] },
      { at: "12:00", nodes: [pinned("n", { node: facts("n", { uid: "uid-of-another" }) })] },
    ],
    episodes: [
      ["10:00", "earlier-run", "11:00", "later-run", 0, 0],
      ["11:00", "earlier-run", null, null, 1, 6],
    ],
  },
  {
    rule: "nodes of a dump without uids are told apart by name and creation",
    runs: [
      { at: "10:00", nodes: [pinned("n", { node: facts("n", { uid: "" }) })] },
      { at: "11:00", nodes: [pinned("n", { node: facts("n", { uid: "" }) })] },
      { at: "12:00", nodes: [pinned("n", { node: facts("n", { uid: "", createdAt: clock("11:30") }) })] },
    ],
    episodes: [
      ["10:00", "earlier-run", "12:00", "later-run", 1, 6],
      ["12:00", "earlier-run", null, null, 0, 0],
    ],
  },
  {
    rule: "another deciding book: the time between is counted by the later one, where the earlier run knew it",
    runs: [
      { at: "10:00", nodes: [pinned("n", { rates: { list: billionths(6), gke: billionths(3), autoscaler: null } })] },
      {
        at: "11:00",
        book: "gke",
        nodes: [pinned("n", { rates: { list: billionths(6), gke: billionths(4), autoscaler: null } })],
      },
    ],
    episodes: [["10:00", "earlier-run", null, null, 1, 3]],
  },
  {
    rule: "another deciding book that the earlier run did not know: nothing is counted between",
    runs: [
      { at: "10:00", nodes: [pinned()] },
      {
        at: "11:00",
        book: "gke",
        nodes: [pinned("n", { rates: { list: null, gke: billionths(4), autoscaler: null } })],
      },
    ],
    episodes: [["10:00", "earlier-run", null, null, 0, 0]],
  },
  {
    rule: "younger than the unneeded time at first: no finding yet, but the episode has begun, and counts once it is one",
    runs: [
      { at: "10:00", nodes: [pinned("n", { finding: false })] },
      { at: "11:00", nodes: [pinned()] },
    ],
    episodes: [["10:00", "earlier-run", null, null, 1, 6]],
  },
  {
    rule: "pinned, but nothing would be saved: no episode begins, nor is one dated from that time later",
    runs: [
      { at: "10:00", nodes: [pinned("n", { finding: false, waste: 0, since: PROVEN("08:00") })] },
      { at: "11:00", nodes: [pinned("n", { since: PROVEN("08:00") })] },
    ],
    episodes: [["11:00", "earlier-run", null, null, 0, 0]],
  },
  {
    rule: "two runs of the same moment add nothing",
    runs: [
      { at: "10:00", nodes: [pinned()] },
      { at: "10:00", nodes: [pinned()] },
      { at: "11:00", nodes: [pinned()] },
    ],
    episodes: [["10:00", "earlier-run", null, null, 1, 6]],
  },
];

test.each(RULES)("$rule", ({ runs, episodes: expected }) => {
  const { episodes, confirmed } = fold(runs.map(look));
  expect(episodes.map(told)).toEqual(expected);
  const bills = episodes.filter(({ found }) => found).map(({ bill }) => bill.accrued);
  expect(confirmed).toBe(bills.reduce<bigint>((sum, bill) => sum + bill, 0n));
});

test("an episode is told once a run has made a finding of it", () => {
  const young = pinned("n", { finding: false });
  expect(fold([look({ at: "10:00", nodes: [young] })]).episodes).toMatchObject([{ found: false }]);
  const runs = [
    { at: "10:00", nodes: [young] },
    { at: "11:00", nodes: [pinned()] },
  ].map(look);
  expect(fold(runs).episodes).toMatchObject([{ found: true, runsSeen: 2 }]);
});

test("it is named after cluster, node and the run that opened it", () => {
  const ids = (wish: RunWish) => fold([look(wish)]).episodes.map(({ id }) => id);
  const [id] = ids({ at: "10:00", nodes: [pinned()] });
  expect(id).toMatch(/^n_20261120T100000Z_[0-9a-f]{8}$/u);
  const other = { project: "other", location: "asia-northeast1", name: "training" };
  const others = [
    ids({ at: "10:01", nodes: [pinned()] }),
    ids({ at: "10:00", nodes: [pinned("n", { node: facts("n", { uid: "x" }) })] }),
    ids({ at: "10:00", nodes: [pinned()], cluster: other }),
  ];
  expect(new Set([id, ...others.flat()]).size).toBe(4);
  expect(
    fold([look({ at: "10:00", nodes: [pinned()] }), look({ at: "11:00", nodes: [pinned()] })]).episodes,
  ).toMatchObject([{ id }]);
});

test("a bound stands beside the beginning, and a run that saw it unpinned is one", () => {
  const begun = (...runs: readonly RunWish[]) => fold(runs.map(look)).episodes.map(({ notBefore }) => shown(notBefore));
  expect(begun({ at: "10:00", nodes: [pinned("n", { since: BOUND("08:00") })] })).toEqual(["08:00"]);
  expect(begun({ at: "09:00", nodes: [free()] }, { at: "10:00", nodes: [pinned()] })).toEqual(["09:00"]);
  const unknown = { time: null, evidence: "unknown", proven: false, what: "" } as const;
  expect(begun({ at: "10:00", nodes: [pinned("n", { since: unknown })] })).toEqual([null]);
  expect(begun({ at: "10:00", nodes: [pinned("n", { since: PROVEN("09:00") })] })).toEqual([null]);
});

describe("why it ended", () => {
  const elsewhere = { node: "uid-m", workload: "CronJob batch/small", pod: "uid-a2" };
  const late = clock("10:30");
  test.each<readonly [cause: string, what: string, run: Omit<RunWish, "at">]>([
    ["pod-finished", "Pod batch/a finished", { nodes: [free()], endings: [ended("a", "10:20")] }],
    ["pod-finished", "Job batch/job-of-a finished", { nodes: [], endings: [ended("job-of-a", "10:20", "Job")] }],
    ["node-gone", "Node n is gone", { nodes: [] }],
    ["busy-again", "", { nodes: [free("n", BUSY)] }],
    ["rule-changed", "Pod batch/a blocks no longer", { nodes: [free("n", { standing: new Set(["uid-a"]) })] }],
    ["pod-moved", "CronJob batch/small", { nodes: [free()], held: [{ ...elsewhere, startedAt: late }] }],
    ["pod-gone", "", { nodes: [free()], held: [{ ...elsewhere, startedAt: clock("09:00") }] }],
    ["pod-gone", "", { nodes: [free()], held: [{ ...elsewhere, node: "uid-n", startedAt: late }] }],
    ["pod-gone", "", { nodes: [free("n", { standing: null })] }],
    [
      "unknown",
      "NoPlaceToMovePods",
      { nodes: [free("n", { verdict: "NoPlaceToMovePods", blocking: new Set(["uid-a"]) })] },
    ],
  ])("%s: %s", (cause, what, run) => {
    const { episodes } = fold([look({ at: "10:00", nodes: [pinned()] }), look({ at: "11:00", ...run })]);
    expect(episodes).toMatchObject([{ endCause: cause, endWhat: what }]);
  });
});

test("money is exact: a third of a billionth more or less at each step adds up to no more than that", () => {
  const runs = Array.from({ length: 13 }, (_, n) =>
    look({ at: `10:${String(n).padStart(2, "0")}`, nodes: [pinned("n", { waste: 5.288114280123 })] }),
  );
  const [episode] = fold(runs).episodes;
  expect(episode?.bill.accrued).toBe(12n * 88135238n);
  expect(episode?.bill.confirmed).toBe(12 * MINUTE);
  expect(episode?.wasteUsdPerHour).toBe(usdPerHour(5.28811428));
});
