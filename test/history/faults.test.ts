import { status } from "@grpc/grpc-js";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { learn } from "../../src/history/monitoring.ts";
import { DAY, HOUR, MINUTE } from "../../src/model/time.ts";
import type { AnsweredSeries } from "./server/aggregate.ts";
import { type Fault, type MonitoringServer, startMonitoring } from "./server/server.ts";
import { CLUSTER, GIB, hoursAgo, type Life, NOW, options, questions, seriesOf } from "./world.ts";

let server: MonitoringServer;
beforeAll(async () => {
  server = await startMonitoring();
});
afterAll(() => server.close());
afterEach(() => {
  server.faults = [];
  server.asked.length = 0;
});

const DAILY = 8;
const LIVES: readonly Life[] = [
  { node: "big", pod: "daemon", from: hoursAgo(100), to: NOW, cpu: 1, memory: GIB },
  { node: "big", pod: "large", from: hoursAgo(30), to: hoursAgo(5), cpu: 40, memory: 300 * GIB },
  ...Array.from({ length: DAILY }, (_, n): Life => {
    const from = hoursAgo(24 * (n + 1));
    return {
      node: "small",
      pod: `train-${29_000_000 + n}-abcde`,
      controller: ["CronJob", "train"],
      from,
      to: from + HOUR,
      cpu: 1,
      memory: 8 * GIB,
      uses: () => 2 * GIB,
      cores: 0.5,
    };
  }),
];

const NODES = [
  { node: "big", from: hoursAgo(20), limits: { cpu: 32, memory: 256 * GIB }, withoutDaemonSets: false },
] as const;
const WORKLOADS = [{ kind: "CronJob", namespace: "batch", name: "train", running: [], outOfMemory: [] }] as const;

async function ask(faults: readonly Fault[], more = {}) {
  server.series = seriesOf(LIVES);
  server.faults = [...faults];
  return await learn(questions({ nodes: NODES, workloads: WORKLOADS }), options(server.endpoint, more));
}

const kinds = (notes: readonly { readonly kind: string }[]) => notes.map(({ kind }) => kind.replace("monitoring-", ""));
const isCpu = ({ filter }: { readonly filter: string }) => filter.includes("cpu/request_cores");
const eachPoint =
  (change: (point: AnsweredSeries["points"][number], at: number) => AnsweredSeries["points"][number]) =>
  (all: readonly AnsweredSeries[]): readonly AnsweredSeries[] =>
    all.map((series) => ({ ...series, points: series.points.map(change) }));

test("without faults nothing is told, and both questions are answered", async () => {
  const learned = await ask([]);
  expect(learned.notes).toEqual([]);
  expect(learned.nodes.get("big")?.spans.length).toBeGreaterThan(20 * 60 - 5);
  expect(learned.workloads.get("CronJob batch/train")).toHaveLength(DAILY);
  expect(learned.calls).toBe(7);
  expect(learned.points).toBeGreaterThan(2_400);
});

describe("a fault is told once, and what is not touched by it is learned", () => {
  test.for<[string, readonly Fault[], readonly string[]]>([
    ["permission denied", [{ code: status.PERMISSION_DENIED }], ["permission-denied"]],
    ["no credentials", [{ code: status.UNAUTHENTICATED }], ["unauthenticated"]],
    ["quota used up", [{ code: status.RESOURCE_EXHAUSTED }], ["quota-exhausted"]],
    ["deadline exceeded", [{ code: status.DEADLINE_EXCEEDED }], ["deadline-exceeded"]],
    ["a bug of the service", [{ code: status.INTERNAL }], ["refused"]],
    ["a bug of ours", [{ code: status.INVALID_ARGUMENT, message: "Field filter had an invalid value" }], ["refused"]],
    ["incomplete answers", [{ errors: ["Some shards did not answer."] }], ["incomplete"]],
    ["unavailable for a moment", [{ code: status.UNAVAILABLE, times: 2 }], []],
    ["empty answers", [{ change: () => [] }], ["empty"]],
    [
      "another type",
      [{ change: (all) => all.map((one) => ({ ...one, valueType: "STRING" })) }],
      ["wrong-type", "empty"],
    ],
    ["another unit", [{ change: (all) => all.map((one) => ({ ...one, unit: "MiBy" })) }], ["wrong-unit", "empty"]],
    [
      "out of order",
      [{ change: (all) => all.map((one) => ({ ...one, points: shuffled(one.points) })) }],
      ["out-of-order"],
    ],
    [
      "each point twice",
      [{ change: (all) => all.map((one) => ({ ...one, points: one.points.flatMap((point) => [point, point]) })) }],
      ["same-time"],
    ],
    [
      "no number now and then",
      [{ when: isCpu, change: eachPoint((point, at) => (at % 7 === 3 ? { ...point, value: Number.NaN } : point)) }],
      ["no-number"],
    ],
    [
      "a counter that goes back",
      [
        {
          when: ({ filter }) => filter.includes("core_usage_time"),
          change: eachPoint((point) => ({ ...point, value: -5 })),
        },
      ],
      ["counter-back"],
    ],
    [
      "a clock that runs ahead",
      [{ change: eachPoint((point) => ({ ...point, from: point.from + 30 * DAY, to: point.to + 30 * DAY })) }],
      ["from-the-future", "empty"],
    ],
    [
      "series of the cluster's namesake",
      [
        {
          change: (all) => [
            ...all,
            ...all.map((one) => ({ ...one, resourceLabels: { ...one.resourceLabels, location: "us-central1" } })),
          ],
        },
      ],
      ["other-cluster"],
    ],
  ])("%s", async ([, faults, told]) => {
    const learned = await ask(faults);
    expect(kinds(learned.notes).toSorted()).toEqual(told.toSorted());
    for (const { text } of learned.notes) expect(text).toMatch(/^Cloud Monitoring: .*\.$/u);
  });

  function shuffled<Item>(items: readonly Item[]): readonly Item[] {
    return items.length < 2 ? items : [...items.slice(1, 2), ...items.slice(0, 1), ...items.slice(2)];
  }

  test("unavailable for good: asked again by the API's own rule, then given up", async () => {
    const learned = await learn(
      questions({ nodes: NODES, workloads: WORKLOADS }),
      options("127.0.0.1:9", { timeout: 3_000 }),
    );
    expect(kinds(learned.notes)).toEqual([expect.stringMatching(/unavailable|deadline-exceeded/u)]);
  }, 60_000);

  test("no answer at all within the time for a run", async () => {
    const started = server.asked.length;
    const learned = await ask([{ delay: 60_000 }], { timeout: 300 });
    expect(kinds(learned.notes)).toEqual(["deadline-exceeded"]);
    expect(server.asked.length - started).toBeLessThanOrEqual(4);
  });

  test("nothing more is asked after a refusal", async () => {
    const learned = await ask([{ code: status.PERMISSION_DENIED }], { parallel: 1 });
    expect(server.asked).toHaveLength(1);
    expect(learned).toMatchObject({ calls: 1, points: 0 });
    expect(learned.notes[0]?.text).toContain("roles/monitoring.viewer");
  });

  test("the limit of calls", async () => {
    const learned = await ask([], { maxCalls: 3, parallel: 1 });
    expect(kinds(learned.notes)).toEqual(["call-limit"]);
    expect(learned.calls).toBe(3);
    expect(learned.nodes.size).toBe(1);
    expect(learned.workloads.size).toBe(0);
  });

  test("one resource of a node refused: nothing is said of the node, the workload is learned", async () => {
    const learned = await ask([{ when: isCpu, code: status.INTERNAL }]);
    expect(learned.nodes.size).toBe(0);
    expect(learned.workloads.get("CronJob batch/train")).toHaveLength(DAILY);
  });

  test("a gap", async () => {
    const change = (all: readonly AnsweredSeries[]) =>
      all.map((one) => ({ ...one, points: one.points.filter(({ to }) => to < hoursAgo(4) || to > hoursAgo(3)) }));
    const learned = await ask([{ when: ({ periodSeconds }) => periodSeconds === 60, change }]);
    expect(kinds(learned.notes)).toEqual(["gap"]);
  });

  test("the server's own clock a minute ahead changes nothing", async () => {
    const change = eachPoint((point) => ({ ...point, from: point.from + MINUTE, to: point.to + MINUTE }));
    const learned = await ask([{ when: isCpu, change }]);
    expect(learned.notes).toEqual([]);
  });
});

describe("pages", () => {
  test("of a few points give the same as one", async () => {
    const whole = await ask([]);
    server.pagePoints = 1_000;
    const paged = await ask([]);
    server.pagePoints = 100_000;
    expect(paged.calls).toBeGreaterThan(whole.calls);
    expect(paged.nodes).toEqual(whole.nodes);
    expect(paged.workloads).toEqual(whole.workloads);
    expect(paged.points).toBe(whole.points);
  });
});

test("a cluster without a name is not asked about", async () => {
  const learned = await learn(questions({ cluster: null, nodes: NODES }), options(server.endpoint));
  expect(kinds(learned.notes)).toEqual(["no-cluster"]);
  expect(server.asked).toEqual([]);
});

test("nothing is asked for nothing", async () => {
  expect(await learn(questions({}), options("127.0.0.1:9"))).toMatchObject({ calls: 0, notes: [] });
});

test("names are quoted", async () => {
  const node = 'x" OR resource.type = "gce_instance\\';
  await learn(questions({ nodes: [{ ...NODES[0], node }] }), options(server.endpoint));
  expect(server.asked[0]?.filter).toContain(String.raw`one_of("x\" OR resource.type = \"gce_instance\\")`);
});

test("the cluster, its location and its project stand in every filter", async () => {
  await ask([]);
  for (const { filter } of server.asked) {
    expect(filter).toContain(`resource.labels.cluster_name = "${CLUSTER.name}"`);
    expect(filter).toContain(`resource.labels.location = "${CLUSTER.location}"`);
    expect(filter).toContain(`resource.labels.project_id = "${CLUSTER.project}"`);
  }
});
