import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { learn } from "../../src/history/monitoring.ts";
import type { WorkloadQuestion } from "../../src/model/learned.ts";
import { DAY, HOUR, instant } from "../../src/model/time.ts";
import type { ContainerRun } from "../../src/model/usage.ts";
import { type MonitoringServer, startMonitoring } from "./server/server.ts";
import { CLUSTER, GIB, type Life, NOW, options, questions, seriesOf } from "./world.ts";

let server: MonitoringServer;
beforeAll(async () => {
  server = await startMonitoring();
});
afterAll(() => server.close());

const MIDNIGHT = instant(Math.floor(NOW / DAY) * DAY);

/** A life of some hours that begins at an hour of a day so many days ago. */
function life(daysAgo: number, hour: number, hours: number, more: Partial<Life> & { readonly pod: string }): Life {
  const from = MIDNIGHT - daysAgo * DAY + hour * HOUR;
  return { node: "n", from, to: from + hours * HOUR, uses: () => GIB, cores: 1, ...more };
}

async function runsOf(
  lives: readonly Life[],
  workload: Partial<WorkloadQuestion> & { readonly kind: string; readonly name: string },
) {
  server.series = seriesOf(lives);
  const question = { namespace: "batch", running: [], outOfMemory: [], ...workload };
  const learned = await learn(questions({ workloads: [question] }), options(server.endpoint));
  const runs = learned.workloads.get(`${question.kind} ${question.namespace}/${question.name}`) ?? [];
  return { runs, notes: learned.notes.map(({ kind }) => kind) };
}

const brief = ({ run, peakBytes, outOfMemory, open }: ContainerRun) => ({
  run,
  gib: (peakBytes ?? 0) / GIB,
  ...(outOfMemory ? { outOfMemory } : {}),
  ...(open ? { open } : {}),
});

describe("runs", () => {
  const train = (n: number): Pick<Life, "pod" | "controller"> => ({
    pod: `train-${29_000_000 + n}-abcde`,
    controller: ["CronJob", "train"],
  });

  test("of a CronJob: its peak by memory that cannot be given back, its CPU, how long it ran", async () => {
    const { runs } = await runsOf(
      [
        life(2, 3, 4, {
          ...train(1),
          uses: (at) => (at % (2 * HOUR) < HOUR ? 3 : 5) * GIB,
          cores: 2.5,
          limit: 8 * GIB,
        }),
      ],
      { kind: "CronJob", name: "train" },
    );
    expect(runs).toHaveLength(1);
    const [run] = runs;
    expect(run).toMatchObject({ run: "29000001", peakBytes: 5 * GIB, limitBytes: 8 * GIB, outOfMemory: false });
    expect(run?.seconds).toBeCloseTo(4 * 3_600, -2);
    expect((run?.cpuSeconds ?? 0) / (run?.seconds ?? 1)).toBeCloseTo(2.5, 1);
  });

  test("that go over midnight are one", async () => {
    const { runs } = await runsOf(
      [life(4, 20, 30, { ...train(1), uses: (at) => (at < MIDNIGHT - 3 * DAY ? 2 : 7) * GIB })],
      {
        kind: "CronJob",
        name: "train",
      },
    );
    expect(runs.map(brief)).toEqual([{ run: "29000001", gib: 7 }]);
  });

  test("of several pods are one, with the largest peak and the busiest pod's CPU", async () => {
    const { runs } = await runsOf(
      [
        life(2, 3, 1, { ...train(1), uses: () => 2 * GIB, cores: 1 }),
        life(2, 3, 1, { ...train(1), pod: "train-29000001-fghij", uses: () => 6 * GIB, cores: 3 }),
        life(1, 3, 1, { ...train(2), uses: () => 4 * GIB }),
      ],
      { kind: "CronJob", name: "train" },
    );
    expect(runs.map(brief)).toEqual([
      { run: "29000001", gib: 6 },
      { run: "29000002", gib: 4 },
    ]);
    expect((runs[0]?.cpuSeconds ?? 0) / (runs[0]?.seconds ?? 1)).toBeCloseTo(3, 1);
  });

  test("that still run are open", async () => {
    const { runs } = await runsOf([life(1, 3, 40, train(1))], {
      kind: "CronJob",
      name: "train",
      running: ["train-29000001-abcde"],
    });
    expect(runs.map(brief)).toEqual([{ run: "29000001", gib: 1, open: true }]);
  });

  test("of a pod's name that was used twice are two, and that is told", async () => {
    const { runs, notes } = await runsOf(
      [life(9, 3, 1, { ...train(1), uses: () => 2 * GIB }), life(3, 3, 1, { ...train(1), uses: () => 4 * GIB })],
      { kind: "CronJob", name: "train" },
    );
    expect(runs.map(brief)).toEqual([
      { run: "29000001", gib: 2 },
      { run: "29000001 (2)", gib: 4 },
    ]);
    expect(notes).toEqual(["monitoring-name-twice"]);
  });

  test("of what never ends are days", async () => {
    const { runs } = await runsOf([life(3, 0, 72, { pod: "web-1", controller: ["Deployment", "web"] })], {
      kind: "Deployment",
      name: "web",
    });
    expect(runs.map(({ run }) => run)).toEqual(["web-1 2026-11-17", "web-1 2026-11-18", "web-1 2026-11-19"]);
  });

  test("of another namespace, location or kind are not its own", async () => {
    const { runs } = await runsOf(
      [
        life(2, 3, 1, { ...train(1), namespace: "other" }),
        life(2, 3, 1, { ...train(2), cluster: { ...CLUSTER, location: "us-central1" } }),
        life(2, 3, 1, { pod: "train-0", controller: ["StatefulSet", "train"] }),
        life(2, 3, 1, train(3)),
      ],
      { kind: "StatefulSet", name: "train" },
    );
    expect(runs.map(({ run }) => run)).toEqual(["train-0 2026-11-18"]);
  });

  test("of a CronJob whose pods name no controller are found by the pods' names", async () => {
    const { runs, notes } = await runsOf(
      [life(2, 3, 1, { pod: "train-29000001-abcde" }), life(2, 3, 1, { pod: "trainer-29000001-abcde" })],
      { kind: "CronJob", name: "train" },
    );
    expect(runs.map(brief)).toEqual([{ run: "29000001", gib: 1 }]);
    expect(notes).toEqual([]);
  });
});

describe("runs that were stopped for want of memory", () => {
  const web = (uses: number, more: Partial<Life> = {}): Life =>
    life(1, 3, 4, {
      pod: "train-29000001-abcde",
      controller: ["CronJob", "train"],
      uses: () => uses * GIB,
      limit: 8 * GIB,
      ...more,
    });
  const snapshot = { outOfMemory: ["train-29000001-abcde/main"] };

  test.for<[string, Life, object, object]>([
    ["far from the limit: not", web(6, { restarts: 2 }), {}, { gib: 6 }],
    ["near the limit and not restarted: not", web(7.5), {}, { gib: 7.5 }],
    ["near the limit and restarted: at the limit", web(7.5, { restarts: 1 }), {}, { gib: 8, outOfMemory: true }],
    ["at the limit: at the limit", web(7.9), {}, { gib: 8, outOfMemory: true }],
    ["as the snapshot says: at the limit", web(3), snapshot, { gib: 8, outOfMemory: true }],
    [
      "as the snapshot says, without a limit: what was seen",
      web(3, { limit: undefined }),
      snapshot,
      { gib: 3, outOfMemory: true },
    ],
  ])("%s", async ([, one, more, expected]) => {
    const { runs } = await runsOf([one], { kind: "CronJob", name: "train", ...more });
    expect(runs.map(brief)).toEqual([{ run: "29000001", ...expected }]);
  });

  test("one that is known makes others near the limit stopped ones, but not one that runs still", async () => {
    const train = (n: number, gib: number, daysAgo: number): Life =>
      life(daysAgo, 3, 1, {
        pod: `train-${29_000_000 + n}-x`,
        controller: ["CronJob", "train"],
        uses: () => gib * GIB,
        limit: 8 * GIB,
      });
    const lives = [train(1, 7.5, 5), train(2, 6, 4), train(3, 5, 3), train(4, 7.75, 2)];
    const workload = { kind: "CronJob", name: "train", running: ["train-29000004-x"] };
    const { runs: none } = await runsOf(lives, workload);
    expect(none.map(({ outOfMemory }) => outOfMemory)).toEqual([false, false, false, false]);
    const { runs } = await runsOf(lives, { ...workload, outOfMemory: ["train-29000003-x/main"] });
    expect(runs.map(brief)).toEqual([
      { run: "29000001", gib: 8, outOfMemory: true },
      { run: "29000002", gib: 6 },
      { run: "29000003", gib: 8, outOfMemory: true },
      { run: "29000004", gib: 7.75, open: true },
    ]);
  });

  test("today, as the snapshot says: the limit of the last run is the bound", async () => {
    const { runs } = await runsOf([web(3)], { kind: "CronJob", name: "train", outOfMemory: ["train-29000002-x/main"] });
    expect(runs.map(brief)).toEqual([
      { run: "29000001", gib: 3 },
      { run: "train-29000002-x/main", gib: 8, outOfMemory: true },
    ]);
  });
});
