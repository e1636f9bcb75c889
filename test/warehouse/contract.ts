import { describe, expect, test } from "vitest";
import type { ClusterId } from "../../src/model/snapshot.ts";
import { day, exactNumeric } from "../../src/warehouse/column.ts";
import type { EpisodesQuery, NoticesQuery, RunsQuery, Store } from "../../src/warehouse/store.ts";
import type { EpisodeRow, NoticeRow, RunRows, UsageRow } from "../../src/warehouse/tables.ts";
import { hour, rowOf } from "./rows.ts";
import { at, runRows } from "./sample.ts";

/** A place where stores are opened: always the same one. */
export interface Place {
  open(): Promise<Store>;
}

const A: ClusterId = { project: "p", location: "l", name: "a" };
const B: ClusterId = { project: "p", location: "l", name: "b" };

function of(cluster: ClusterId | null) {
  return {
    project: cluster?.project ?? null,
    location: cluster?.location ?? null,
    cluster: cluster?.name ?? null,
  };
}

interface Made {
  readonly episodes?: readonly Partial<EpisodeRow>[];
  readonly nodes?: number;
}

/** A run of the cluster at that hour, with the attempt that its rows name. */
function made(cluster: ClusterId | null, hours: number, { episodes = [], nodes = 2 }: Made = {}): RunRows {
  const id = `${cluster?.name ?? "unnamed"}-${hours}`;
  const rows = runRows(id, nodes);
  const common = {
    run_id: id,
    attempt_id: rows.run.attempt_id,
    day: day("2026-11-20"),
    scheduled_at: hour(hours),
    taken_at: hour(hours),
    ...of(cluster),
  };
  return {
    run: { ...rows.run, ...common },
    nodeVerdicts: rows.nodeVerdicts.map((row) => ({ ...row, ...common })),
    findings: rows.findings.map((row) => ({ ...row, ...common })),
    blockers: rows.blockers.map((row) => ({ ...row, ...common })),
    episodes: episodes.map((cells, n) =>
      rowOf("episodes", n, {
        ...common,
        resource_id: `uid-${cells.episode_id}`,
        state: "open",
        closed_at: null,
        ...cells,
      }),
    ),
    endings: [rowOf("endings", 1, common), rowOf("endings", 2, common)],
  };
}

/** Runs a test in a new, empty place. */
type Use = (test: (place: Place) => Promise<void>) => Promise<void>;

/** What every store must do, with the same cases and the same answers; `many` nodes make a large run. */
export function storeContract(use: Use, many: number): void {
  const withStore = (work: (store: Store) => Promise<void>) =>
    use(async (place) => {
      const store = await place.open();
      await work(store);
      await store.close();
    });
  runContract(use, withStore, many);
  runsContract(withStore);
  episodesContract(withStore);
  noticesContract(withStore, many);
  usageContract(withStore);
}

type WithStore = (work: (store: Store) => Promise<void>) => Promise<void>;

function runContract(use: Use, withStore: WithStore, many: number): void {
  describe("a run", () => {
    test("comes back as it was saved, cell by cell, in its order", () =>
      withStore(async (store) => {
        const rows = made(A, 1, { nodes: 40, episodes: [{ episode_id: "e1" }, { episode_id: "e0" }] });
        expect(await store.save(rows)).toEqual({ stored: true });
        expect(await store.run("a-1")).toEqual(rows);
        expect(await store.run("b-1")).toBeNull();
      }));

    test("without findings, and one of a cluster that nobody named", () =>
      withStore(async (store) => {
        const rows = { ...made(null, 1), findings: [], blockers: [], endings: [] };
        expect(await store.save(rows)).toEqual({ stored: true });
        expect(await store.run("unnamed-1")).toEqual(rows);
      }));

    test("is not stored a second time, with the same rows or with others, now or when the store was opened again", () =>
      use(async (place) => {
        for (const stored of [true, false]) {
          const store = await place.open();
          expect(await store.save(made(A, 1))).toEqual({ stored });
          expect(await store.save(made(A, 1, { nodes: 5 }))).toEqual({ stored: false });
          expect(await store.run("a-1")).toEqual(made(A, 1));
          await store.close();
        }
      }));

    test("keeps every value exactly", () =>
      withStore(async (store) => {
        const rows = made(A, 1);
        const most = exactNumeric(10n ** 38n - 1n);
        const text =
          "héllo 日本語 🐚 \"quoted\" 'single' back\\slash `tick` \n new\tline\r\n --barnacle-part-0 @run ? {{projectId}} '); DROP TABLE runs; --";
        const exact: RunRows = {
          ...rows,
          run: {
            ...rows.run,
            usd_per_hour: most,
            waste_usd_per_hour: exactNumeric(-(10n ** 38n - 1n)),
            accrued_usd: exactNumeric(-1n),
            estimated_usd_per_hour: exactNumeric(1_500_000_000n),
            estimated_share: 0.1 + 0.2,
            nodes: Number.MAX_SAFE_INTEGER,
            pods: -Number.MAX_SAFE_INTEGER,
            notes: text,
            taken_at: at("1969-12-31T23:59:59.999Z"),
            previous_run_id: "",
          },
          nodeVerdicts: rows.nodeVerdicts.map((row, n) => ({
            ...row,
            utilization: [5e-324, 1.7976931348623157e308][n] ?? null,
            cpu_utilization: [1 / 3, -123456.789e-20][n] ?? null,
            node_created_at: at("2026-02-28T23:59:59.123Z"),
            why_not: n === 0 ? "" : null,
          })),
        };
        await store.save(exact);
        expect(await store.run("a-1")).toEqual(exact);
      }));

    test("with a cell that is not of its column's type is a crash, and leaves nothing", () =>
      withStore(async (store) => {
        const rows = made(A, 1);
        const [first, ...others] = rows.nodeVerdicts;
        if (first === undefined) throw new Error("the sample has nodes");
        const broken = { ...rows, nodeVerdicts: [...others, { ...first, pods: 0.5 }] };
        await expect(store.save(broken)).rejects.toSatisfy(
          (error) => error instanceof RangeError || error instanceof TypeError,
        );
        expect(await store.run("a-1")).toBeNull();
        expect(await store.save(rows)).toEqual({ stored: true });
        expect(await store.run("a-1")).toEqual(rows);
      }));

    test(`of ${many} nodes`, () =>
      withStore(async (store) => {
        const rows = made(A, 1, { nodes: many });
        await store.save(rows);
        expect(await store.run("a-1")).toEqual(rows);
      }));
  });
}

function runsContract(withStore: WithStore): void {
  describe("runs", () => {
    const rows: readonly (readonly [string, RunsQuery, readonly string[]])[] = [
      ["all, the latest first", { limit: 9 }, ["a-4", "b-3", "a-2", "unnamed-2", "a-1"]],
      ["so many", { limit: 2 }, ["a-4", "b-3"]],
      ["of one cluster", { limit: 9, cluster: A }, ["a-4", "a-2", "a-1"]],
      ["of the unnamed cluster", { limit: 9, cluster: null }, ["unnamed-2"]],
      ["of a cluster that is not there", { limit: 9, cluster: { ...A, location: "m" } }, []],
      ["from a time", { limit: 9, takenFrom: hour(2) }, ["a-4", "b-3", "a-2", "unnamed-2"]],
      ["until a time", { limit: 9, takenUntil: hour(2) }, ["a-2", "unnamed-2", "a-1"]],
      ["between", { limit: 9, cluster: A, takenFrom: hour(2), takenUntil: hour(3) }, ["a-2"]],
    ];
    test("that are asked for, the latest first", () =>
      withStore(async (store) => {
        for (const [cluster, hours] of [
          [A, 1],
          [B, 3],
          [null, 2],
          [A, 4],
          [A, 2],
        ] as const) {
          const rows = made(cluster, hours);
          const scheduled_at = cluster === null ? hour(-1) : hour(hours);
          await store.save({ ...rows, run: { ...rows.run, scheduled_at } });
        }
        for (const [title, query, expected] of rows) {
          expect(
            (await store.runs(query)).map((run) => run.run_id),
            title,
          ).toEqual(expected);
        }
      }));

    test("are ordered by what they say, whatever the clock said when they were stored: a clock that jumped", () =>
      withStore(async (store) => {
        for (const hours of [5, 24 * 365 * 10, 6, 7]) await store.save(made(A, hours));
        const ids = (await store.runs({ limit: 9, takenUntil: hour(24) })).map((run) => run.run_id);
        expect(ids).toEqual(["a-7", "a-6", "a-5"]);
        expect((await store.runs({ limit: 1 }))[0]?.run_id).toBe("a-87600");
      }));
  });
}

function episodesContract(withStore: WithStore): void {
  const open = (episode_id: string, opened: number) => ({ episode_id, opened_at: hour(opened) });
  const closed = (episode_id: string, opened: number, end: number) => ({
    ...open(episode_id, opened),
    state: "closed",
    closed_at: hour(end),
  });

  async function fill(store: Store): Promise<void> {
    await store.save(made(A, 1, { episodes: [open("e2", 0), open("e1", 0)] }));
    await store.save(made(B, 2, { episodes: [open("e1", 1)] }));
    await store.save(made(A, 2, { episodes: [closed("e1", 0, 2), { ...open("e2", 0), runs_seen: 2 }, open("e3", 2)] }));
    await store.save(made(A, 3, { episodes: [closed("e2", 0, 3)] }));
  }

  describe("episodes", () => {
    const asked: readonly (readonly [string, EpisodesQuery, readonly string[]])[] = [
      ["all, as the latest run has them", {}, ["e1 closed a-2", "e2 closed a-3", "e1 open b-2", "e3 open a-2"]],
      ["of one cluster", { cluster: A }, ["e1 closed a-2", "e2 closed a-3", "e3 open a-2"]],
      ["of the unnamed cluster", { cluster: null }, []],
      ["open ones", { cluster: A, state: "open" }, ["e3 open a-2"]],
      ["closed ones", { cluster: A, state: "closed" }, ["e1 closed a-2", "e2 closed a-3"]],
      ["after a run", { runId: "a-2" }, ["e1 closed a-2", "e2 open a-2", "e3 open a-2"]],
      ["open after a run", { runId: "a-2", state: "open" }, ["e2 open a-2", "e3 open a-2"]],
      ["still open then", { cluster: A, closedAfter: hour(2) }, ["e2 closed a-3", "e3 open a-2"]],
      ["opened by then", { cluster: A, openedUntil: hour(1) }, ["e1 closed a-2", "e2 closed a-3"]],
      ["of some nodes", { cluster: A, resourceIds: ["uid-e3", "uid-e1", "none"] }, ["e1 closed a-2", "e3 open a-2"]],
      ["of no nodes", { resourceIds: [] }, []],
      ["of a run that is not there", { runId: "a-9" }, []],
    ];
    test("that are asked for, as the latest run has them", () =>
      withStore(async (store) => {
        await fill(store);
        for (const [title, query, expected] of asked) {
          const rows = await store.episodes(query);
          expect(
            rows.map((row) => `${row.episode_id} ${row.state} ${row.run_id}`),
            title,
          ).toEqual(expected);
        }
      }));

    test("come back cell by cell", () =>
      withStore(async (store) => {
        const rows = made(A, 1, { episodes: [open("e1", 0)] });
        await store.save(rows);
        expect(await store.episodes({})).toEqual(rows.episodes);
      }));

    test("of stored runs are replaced, all at once", () =>
      withStore(async (store) => {
        await fill(store);
        const before = await store.run("a-3");
        const late = made(A, 2, { episodes: [open("e2", 1), open("e4", 1)] }).episodes;
        const restated = [
          {
            runId: "a-2",
            previousRunId: "a-late",
            openEpisodes: 2,
            confirmedUsd: exactNumeric(5_000_000_001n),
            episodes: late,
          },
          { runId: "a-3", previousRunId: null, openEpisodes: 0, confirmedUsd: exactNumeric(0n), episodes: [] },
        ];
        for (const _ of [1, 2]) {
          await store.restate(restated);
          expect((await store.run("a-2"))?.episodes).toEqual(late);
          expect((await store.run("a-2"))?.run).toMatchObject({
            previous_run_id: "a-late",
            open_episodes: 2,
            confirmed_usd: 5_000_000_001n,
          });
          expect((await store.run("a-3"))?.episodes).toEqual([]);
          expect((await store.run("a-3"))?.run).toMatchObject({ previous_run_id: null, open_episodes: 0 });
          expect((await store.run("a-3"))?.nodeVerdicts).toEqual(before?.nodeVerdicts);
          const all = (await store.episodes({ cluster: A })).map((row) => `${row.episode_id} ${row.run_id}`);
          expect(all).toEqual(["e1 a-1", "e2 a-2", "e4 a-2"]);
        }
        await store.restate([]);
        expect((await store.run("b-2"))?.episodes).toHaveLength(1);
      }));
  });
}

function noticesContract(withStore: WithStore, many: number): void {
  const notice = (cluster: ClusterId | null, episode_id: string, channel: string, revision: number, hours: number) =>
    rowOf("notices", revision, { ...of(cluster), episode_id, channel, revision, updated_at: hour(hours), ts: null });
  const say = (row: NoticeRow) => `${row.cluster} ${row.episode_id} ${row.channel} ${row.revision}`;
  const all = [
    notice(A, "e1", "C1", 1, 1),
    notice(A, "e1", "C1", 2, 3),
    notice(A, "e1", "C2", 1, 2),
    notice(B, "e1", "C1", 7, 4),
    notice(null, "e2", "C1", 1, 5),
  ];

  describe("notices", () => {
    const asked: readonly (readonly [string, NoticesQuery, readonly string[]])[] = [
      ["all, the highest revision of each", {}, ["a e1 C2 1", "a e1 C1 2", "b e1 C1 7", "null e2 C1 1"]],
      ["of one cluster", { cluster: A }, ["a e1 C2 1", "a e1 C1 2"]],
      ["of the unnamed cluster", { cluster: null }, ["null e2 C1 1"]],
      ["of some episodes", { episodeIds: ["e2", "e9"] }, ["null e2 C1 1"]],
      ["of no episodes", { episodeIds: [] }, []],
      ["in a channel", { channel: "C2" }, ["a e1 C2 1"]],
      ["since a time", { cluster: A, updatedFrom: hour(3) }, ["a e1 C1 2"]],
    ];
    test("that are asked for, of each the highest revision", () =>
      withStore(async (store) => {
        await store.saveNotices(all.slice(0, 2));
        await store.saveNotices(all.slice(2));
        for (const [title, query, expected] of asked)
          expect((await store.notices(query)).map(say), title).toEqual(expected);
      }));

    test("come back cell by cell, and a revision that is there is left as it is", () =>
      withStore(async (store) => {
        const row = rowOf("notices", 3, { ...of(A), error: "'; DROP TABLE notices; --\n\"\\", payload: null });
        const unnamed = { ...row, ...of(null) };
        await store.saveNotices([row, { ...row, state: "second in the batch" }]);
        await store.saveNotices([{ ...row, state: "later" }, unnamed, { ...unnamed, state: "later" }]);
        await store.saveNotices([{ ...unnamed, state: "later still" }]);
        await store.saveNotices([]);
        expect(await store.notices({ cluster: A })).toEqual([row]);
        expect(await store.notices({ cluster: null })).toEqual([unnamed]);
      }));

    test("may be many at once", () =>
      withStore(async (store) => {
        const rows = Array.from({ length: many }, (_, n) => rowOf("notices", n, { ...of(A), updated_at: hour(1) }));
        await store.saveNotices(rows);
        expect(await store.notices({ cluster: A })).toHaveLength(many);
      }));
  });
}

function usageContract(withStore: WithStore): void {
  const usage = (cluster: ClusterId | null, pod: string, end: number, written: number, cells: Partial<UsageRow> = {}) =>
    rowOf("workload_usage", end, {
      ...of(cluster),
      day: day(new Date(hour(end)).toISOString().slice(0, 10)),
      pod,
      pod_uid: `uid-${pod}`,
      container: "main",
      workload_kind: "CronJob",
      workload_namespace: "batch",
      workload_name: "x",
      window_end: hour(end),
      updated_at: hour(written),
      ...cells,
    });

  describe("usage", () => {
    test("the row that was written last, of each window since a time", () =>
      withStore(async (store) => {
        const first = usage(A, "p1", 30, 31);
        const second = usage(A, "p1", 30, 32, { peak_memory_bytes: Number.MAX_SAFE_INTEGER, cpu_seconds: null });
        const other = usage(B, "p1", 31, 32);
        const early = usage(A, "p1", 3, 4);
        const unlike = usage(A, "p2", 40, 41, { workload_name: "y" });
        await store.saveUsage([first, other, early]);
        await store.saveUsage([second, unlike]);
        await store.saveUsage([]);
        const workload = { kind: "CronJob", namespace: "batch", name: "x" };
        expect(await store.usage({ cluster: A, endedFrom: hour(4) })).toEqual([second, unlike]);
        expect(await store.usage({ cluster: A, endedFrom: hour(30), workload })).toEqual([second]);
        expect(await store.usage({ cluster: A, endedFrom: hour(0), workload })).toEqual([early, second]);
        expect(await store.usage({ endedFrom: hour(31) })).toEqual([other, unlike]);
        expect(await store.usage({ cluster: null, endedFrom: hour(0) })).toEqual([]);
      }));
  });
}
