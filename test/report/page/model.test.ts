import { describe, expect, test } from "vitest";
import { type Instant, instant } from "../../../src/model/time.ts";
import type { PageEpisode, PageHistory, PageRun } from "../../../src/report/page/model.ts";
import { wasteOverTime } from "../../../src/report/page/over-time.ts";
import { trendOf } from "../../../src/report/page/trend.ts";
import { audit, blocker, finding, node, owner, storyOf, time, variety } from "../sample.ts";
import { modelOf, NOTHING_SEEN, varied } from "./sample.ts";

const NOW = time("2026-11-20T12:00:00Z");

describe("a model", () => {
  test("of the rows alone says of nodes, findings and sums what one with the audit's extras says", () => {
    const from = varied();
    const [stored, fresh] = [modelOf(from, { seen: null }), modelOf(from)];
    expect(stored.nodes).toEqual(fresh.nodes);
    expect(stored.totals).toEqual(fresh.totals);
    expect(stored.workloads).toEqual(fresh.workloads);
    expect(stored.episodes).toEqual(fresh.episodes);
    const common = ({ findings }: typeof stored) =>
      findings.map(({ advice, parts, home, ...rest }) => ({
        ...rest,
        home: home?.kind,
        kinds: advice.map(({ kind }) => kind),
      }));
    expect(common(stored)).toEqual(common(fresh));
    expect(stored.observations.map(({ node: at, kind }) => [at, kind])).toEqual(
      fresh.observations.map(({ node: at, kind }) => [at, kind]),
    );
  });

  test("with the audit's extras has every patch and the parts of prices", () => {
    const [worst] = modelOf(audit([finding()])).findings;
    expect(worst?.advice.map(({ command }) => command?.split(" ")[0])).toEqual(["kubectl", "gcloud"]);
    expect(worst?.parts.map(({ what }) => what)).toEqual(["n2-highmem-64", "boot disk pd-balanced 100 GiB"]);
  });

  test("takes the pods of findings along first, and not too many", () => {
    const crowd = variety().map((one) => storyOf(one, { pods: { all: 1_500, toMove: 0 } }));
    const others = [1, 2].map((number) =>
      storyOf(finding({ node: node({ name: `n${number}`, uid: `${number}` }) }), {
        whyNot: "not-large",
        pods: { all: 800, toMove: 0 },
      }),
    );
    const from = audit(variety(), { nodes: [...others, ...crowd] });
    const { nodes } = modelOf(from, { seen: { ...NOTHING_SEEN, pods: () => [] } });
    expect(nodes.map(({ podList }) => podList !== null)).toEqual([true, false, true, true, false]);
  });

  test("counts a node that several workloads hold for each in equal parts", () => {
    const held = finding({
      blockers: [
        blocker({ name: "a-1", owners: [owner("CronJob", "batch", "a")] }),
        blocker({ name: "a-2", owners: [owner("CronJob", "batch", "a")] }),
        blocker({ name: "b-1", owners: [owner("CronJob", "batch", "b")], team: "other" }),
      ],
    });
    const { workloads } = modelOf(
      audit([
        held,
        finding({
          node: node({ name: "n2", uid: "2" }),
          blockers: [blocker({ owners: [owner("CronJob", "batch", "b")], team: "other" })],
        }),
      ]),
    );
    expect(
      workloads.map(({ workload, wasteUsdPerHour, pods, nodes }) => [workload, wasteUsdPerHour, pods, nodes]),
    ).toEqual([
      ["CronJob batch/b", 5.288 * 1.5, 2, [0, 1]],
      ["CronJob batch/a", 5.288 / 2, 2, [0]],
    ]);
  });
});

function runAt(at: Instant, waste: number): PageRun {
  return { at, usdPerHour: 100, wasteUsdPerHour: waste, estimatedUsdPerHour: 0, nodes: 10, findings: 1 };
}

function days(ago: number): Instant {
  return instant(NOW - ago * 86_400_000);
}

function episode(team: string, waste: number, from: number, to: number, closed: number | null = null): PageEpisode {
  return {
    id: `${team}-${from}`,
    node: `gke-${team}`,
    index: null,
    pool: "large",
    machineType: "n2-highmem-64",
    createdAt: days(from + 1),
    openedAt: days(from),
    openedProven: true,
    openedWhat: "",
    notBefore: null,
    firstSeenAt: days(from),
    lastSeenAt: days(to),
    closedAt: closed === null ? null : days(closed),
    endCause: closed === null ? "" : "pod-finished",
    endWhat: "",
    wasteUsdPerHour: waste,
    confirmedHours: 1,
    accruedUsd: waste,
    teams: [team],
    workloads: [`CronJob ${team}/x`],
  };
}

function history(runs: readonly PageRun[], episodes: readonly PageEpisode[] = []): PageHistory {
  return { from: runs[0]?.at ?? NOW, to: NOW, runs, episodes, maxGap: 7_200_000, mutes: [] };
}

/** A run a day: those of the last week waste `now`, those of the week before `then`. */
function weeks(now: readonly number[], then: readonly number[]): readonly PageRun[] {
  return [
    ...then.map((waste, index) => runAt(days(13.5 - index), waste)),
    ...now.map((waste, index) => runAt(days(6.5 - index), waste)),
  ];
}

describe("trend", () => {
  test.each([
    ["no history", [], null],
    ["less than then", weeks([1, 1, 1, 1], [2, 2, 2, 2]), { kind: "better", share: 0.5 }],
    ["more than then", weeks([6, 2, 4, 4], [2, 2, 2, 2]), { kind: "worse", share: 1 }],
    ["the same", weeks([2, 2, 2, 2.01], [2, 2, 2, 2]), { kind: "same", share: 0 }],
    ["nothing then", weeks([1, 0, 0, 0], [0, 0, 0, 0]), { kind: "worse", share: null }],
    ["nothing at all", weeks([0, 0, 0, 0], [0, 0, 0, 0]), { kind: "same", share: 0 }],
    ["too few days of this week", weeks([1, 1, 1], [2, 2, 2, 2]), null],
    ["too few days of the week before", weeks([1, 1, 1, 1], [2, 2, 2]), null],
    [
      "a day of many runs counts as one",
      [...weeks([1, 1, 1, 1], [2, 2, 2, 2]), ...Array.from({ length: 20 }, () => runAt(days(6.4), 1))],
      { kind: "better", share: 0.5 },
    ],
  ])("%s", (_, runs, expected) => {
    expect(trendOf({ takenAt: NOW, history: history(runs) })).toEqual(expected);
  });
});

describe("waste over time", () => {
  test("of one run: what has been pinned since when", () => {
    const { points, from } = wasteOverTime(modelOf(audit([finding()])));
    expect(from).toBe("this-run");
    expect(points.map(({ at, total }) => [at, total])).toEqual([
      [time("2026-11-20T08:40:00Z"), 5.288],
      [NOW, 5.288],
    ]);
  });

  test("of runs: each run's waste, split by what its nodes wasted", () => {
    const runs = [runAt(days(3), 0), runAt(days(2), 4), runAt(days(1), 8)];
    const episodes = [episode("ml", 6, 2, 1), episode("ads", 2, 1, 1)];
    const { points, teams } = wasteOverTime(modelOf(audit([]), { history: history(runs, episodes) }));
    expect(teams).toEqual(["ml", "ads"]);
    expect(points.map(({ total, byTeam }) => [total, Object.fromEntries(byTeam)])).toEqual([
      [0, {}],
      [4, { ml: 4 }],
      [8, { ml: 6, ads: 2 }],
    ]);
  });

  test("teams beyond the seventh stand together, and every sum stays", () => {
    const teams = [..."abcdefghi"];
    const runs = [runAt(days(2), 45), runAt(days(1), 45)];
    const episodes = teams.map((team, index) => episode(team, index + 1, 2, 1));
    const waste = wasteOverTime(modelOf(audit([]), { history: history(runs, episodes) }));
    expect(waste.teams).toEqual(["i", "h", "g", "f", "e", "d", ""]);
    for (const { total, byTeam } of waste.points) {
      expect([...byTeam.values()].reduce((sum, rate) => sum + rate, 0)).toBeCloseTo(total, 9);
    }
  });

  test("many runs are thinned to what can be seen, the last always among them", () => {
    const runs = Array.from({ length: 5_000 }, (_, index) => runAt(days((5_000 - index) / 24), index));
    const { points } = wasteOverTime(modelOf(audit([]), { history: history(runs) }));
    expect(points.length).toBeLessThanOrEqual(500);
    expect(points.at(-1)?.total).toBe(4_999);
  });
});
