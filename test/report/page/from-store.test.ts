import { describe, expect, test } from "vitest";
import { HOUR, instant, millis } from "../../../src/model/time.ts";
import { historyOf } from "../../../src/report/page/from-store.ts";
import { pageModel } from "../../../src/report/page/model-of.ts";
import { pagePlan } from "../../../src/report/page/page.ts";
import { auditRows } from "../../../src/report/rows.ts";
import type { EpisodeRow, NoticeRow, RunRow } from "../../../src/warehouse/tables.ts";
import { audit, time, variety } from "../sample.ts";
import { pageOf } from "./sample.ts";

const NOW = time("2026-11-20T12:00:00Z");
const rows = auditRows(audit(variety()));
const [first] = rows.episodes;
if (first === undefined) throw new Error("the sample has episodes");

function runAt(hoursAgo: number): RunRow {
  return { ...rows.run, run_id: `run-${hoursAgo}`, taken_at: instant(NOW - hoursAgo * HOUR) };
}

function episode(more: Partial<EpisodeRow>): EpisodeRow {
  return { ...first, ...more } as EpisodeRow;
}

function notice(more: Partial<NoticeRow>): NoticeRow {
  return {
    project: null,
    location: null,
    cluster: null,
    episode_id: first?.episode_id ?? "",
    channel: "C1",
    revision: 1,
    kind: "episode",
    state: "muted",
    updated_at: NOW,
    run_id: null,
    route: null,
    ts: null,
    thread_ts: null,
    muted_until: null,
    muted_by: "U1",
    mute_reason: "known",
    taken_by: null,
    last_step_usd: null,
    digest: null,
    error: null,
    ...more,
  } as NoticeRow;
}

const told = (notices: readonly NoticeRow[], episodes: readonly EpisodeRow[] = [episode({})]) =>
  historyOf({ runs: [runAt(0)], episodes, notices, maxGap: millis(2 * HOUR) }, [], NOW);

describe("history", () => {
  test("runs stand in the order of their times, and what came after the page's run is left out", () => {
    const stored = { runs: [runAt(0), runAt(-1), runAt(5), runAt(2)], episodes: [], notices: [], maxGap: millis(0) };
    const { runs, from, to } = historyOf(stored, [], NOW);
    expect(runs.map(({ at }) => (NOW - at) / HOUR)).toEqual([5, 2, 0]);
    expect([from, to]).toEqual([instant(NOW - 5 * HOUR), NOW]);
  });

  test("episodes that no run made a finding of are left out; others know their node's place", () => {
    const episodes = [episode({}), episode({ episode_id: "x", found: false })];
    const history = historyOf(
      { runs: [], episodes, notices: [], maxGap: millis(0) },
      [{ name: "other" }, { name: first.resource_name }],
      NOW,
    );
    expect(history.episodes.map(({ id, index }) => [id, index])).toEqual([[first.episode_id, 1]]);
  });

  test.each([
    ["a mute without an end", notice({}), 1],
    ["one that has ended", notice({ muted_until: instant(NOW - HOUR) }), 0],
    ["one that has not", notice({ muted_until: instant(NOW + HOUR) }), 1],
    ["what is no mute", notice({ state: "posted" }), 0],
    ["of an episode that is not there", notice({ episode_id: "gone" }), 0],
  ])("%s", (_, given, expected) => {
    expect(told([given]).mutes).toHaveLength(expected);
  });

  test("an episode that two channels mute is told once; a closed one not at all", () => {
    expect(told([notice({}), notice({ channel: "C2" })]).mutes).toEqual([
      { node: first.resource_name, until: null, by: "U1", why: "known" },
    ]);
    expect(told([notice({})], [episode({ closed_at: NOW })]).mutes).toEqual([]);
  });
});

describe("a page with history", () => {
  const model = (runs: readonly RunRow[], episodes: readonly EpisodeRow[]) =>
    pageModel({
      rows,
      extras: null,
      history: { runs, episodes, notices: [], maxGap: millis(2 * HOUR) },
      language: "en",
      timeZone: "UTC",
    });

  test("of one run alone says that it is one", () => {
    expect(pageOf(model([], []))).toContain("From this run alone");
  });

  test("has its own run, whether it was stored or not", () => {
    expect(model([runAt(3)], []).history?.runs).toHaveLength(2);
    expect(model([runAt(3), rows.run], []).history?.runs).toHaveLength(2);
  });

  test("has an episode for each finding that the store does not know yet", () => {
    expect(model([], []).episodes).toHaveLength(3);
    expect(model([], rows.episodes).episodes).toHaveLength(rows.episodes.length);
  });

  test("of 5,000 episodes draws the dearest, lists no more than can be read, and stays small", () => {
    const many = Array.from({ length: 5_000 }, (_, index) =>
      episode({
        episode_id: `e-${index}`,
        resource_name: `gke-gone-${index}`,
        closed_at: instant(NOW - (index % 500) * HOUR),
        state: "closed",
      }),
    );
    const made = model([runAt(700), runAt(300), runAt(0)], many);
    expect(made.episodes).toHaveLength(5_003);
    const timeline = pagePlan(made).charts.find(({ id }) => id === "timeline");
    expect(timeline?.height).toBe(48 + 30 * 26);
    const page = pageOf(made);
    expect(page).toContain("The 30 dearest of 5003.");
    expect(page.length).toBeLessThan(600_000);
  });
});

test("a gap between runs is told", () => {
  const history = { runs: [runAt(9), runAt(4), runAt(3)], episodes: [], notices: [], maxGap: millis(2 * HOUR) };
  const page = pageOf(pageModel({ rows, extras: null, history, language: "en", timeZone: "UTC" }));
  expect(page).toMatch(/Gaps between runs that count nothing<\/dt><dd>2</u);
});
