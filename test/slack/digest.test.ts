import { expect, test } from "vitest";
import { type DigestEpisode, type DigestRun, digestOf, isQuietWeek } from "../../src/audit/notify/digest.ts";
import { DAY, HOUR, type Instant, instant } from "../../src/model/time.ts";
import { drawPicture } from "../../src/publish/slack/picture.ts";
import { trendPicture } from "../../src/report/slack/trend.ts";
import { voiceFor } from "../../src/report/slack/voice.ts";
import { time } from "../report/sample.ts";

const DUE = time("2026-11-30T00:00:00Z");
const before = (days: number): Instant => instant(DUE - days * DAY);

function episode(from: number, to: number | null, more: Partial<DigestEpisode> = {}): DigestEpisode {
  const closedAt = to === null ? null : before(to);
  return {
    nodeName: "n",
    machineType: "n2-highmem-64",
    team: "ml",
    workload: "CronJob batch/x",
    openedAt: before(from),
    until: closedAt ?? DUE,
    closedAt,
    endCause: to === null ? null : "pod-finished",
    accruedUsd: 70,
    wasteUsdPerHour: 1,
    ...more,
  };
}

function run(days: number, more: Partial<DigestRun> = {}): DigestRun {
  return { takenAt: before(days), wasteUsdPerHour: 0, openEpisodes: 0, unpricedNodes: 0, ...more };
}

const hourly = (from: number, to: number) =>
  Array.from({ length: (from - to) * 24 }, (_, index) => run(from - (index + 1) / 24));
const week = (episodes: readonly DigestEpisode[], runs = hourly(28, 0)) =>
  digestOf({ due: DUE, period: HOUR, runs, episodes });

test("a week counts the part of each episode that falls into it", () => {
  const digest = week([episode(14, 0), episode(10, 3, { team: "web", accruedUsd: 140 })]);
  expect(digest.usd).toBeCloseTo(35 + 80);
  expect(digest.beforeUsd).toBeCloseTo(35 + 60);
  expect(digest.teams.map(({ team, usd }) => [team, Math.round(usd)])).toEqual([
    ["web", 80],
    ["ml", 35],
  ]);
});

test("what was solved is each node once, and not one that is held again", () => {
  const digest = week([
    episode(6, 5, { nodeName: "a", wasteUsdPerHour: 2 }),
    episode(4, 3, { nodeName: "a", wasteUsdPerHour: 2 }),
    episode(6, 5, { nodeName: "b" }),
    episode(1, null, { nodeName: "b" }),
    episode(20, 15, { nodeName: "c" }),
  ]);
  expect(digest.solved.map(({ nodeName, closedAt }) => [nodeName, closedAt])).toEqual([["a", before(3)]]);
  expect(digest.solvedUsdPerHour).toBe(2);
});

test("missed runs are counted since the first one, and no week before is none, not nothing", () => {
  expect(week([], hourly(7, 0)).missedRuns).toBe(0);
  expect(week([], [...hourly(7, 4), ...hourly(3, 0)]).missedRuns).toBe(24);
  expect(week([], hourly(2, 0))).toMatchObject({ missedRuns: 0, runs: 48, beforeUsd: null });
  expect(week([], [...hourly(7, 0), run(0.5, { unpricedNodes: 3 })]).unpricedNodes).toBe(3);
});

test("a quiet week is one", () => {
  expect(isQuietWeek(week([]))).toBe(true);
  expect(isQuietWeek(week([episode(3, 2)]))).toBe(false);
});

test("a day on which nobody looked is unknown in the trend, and small teams stand together", () => {
  const teams = Array.from({ length: 8 }, (_, index) => episode(5, 1, { team: `t${index}`, accruedUsd: 100 - index }));
  const { trend } = week(teams, [...hourly(28, 10), ...hourly(9, 0)]);
  expect(trend.teams.map(({ team }) => team)).toEqual(["t0", "t1", "t2", "t3", "t4", ""]);
  expect(trend.teams[0]?.usd.map((usd) => (usd === null ? null : Math.round(usd))).slice(17)).toEqual([
    0,
    null,
    0,
    0,
    0,
    0,
    25,
    25,
    25,
    25,
    0,
  ]);
});

test("the trend is drawn with Japanese in it, without a font of the machine", async () => {
  const settings = { currency: null, links: { dashboard: null, reasons: "" }, cluster: null, now: DUE };
  const draw = (team: string) => {
    const voice = voiceFor({ language: "ja", timeZone: "Asia/Tokyo" }, settings);
    return drawPicture(trendPicture(week([episode(5, 1, { team })]).trend, "四週間", voice));
  };
  const [training, serving] = [await draw("学習"), await draw("配信")];
  expect(Buffer.from(training.subarray(1, 4)).toString()).toBe("PNG");
  // Without the glyphs both names would be the same two boxes.
  expect(Buffer.compare(Buffer.from(training), Buffer.from(serving))).not.toBe(0);
});
