import { afterAll, beforeAll, expect, test } from "vitest";
import { learn } from "../../src/history/monitoring.ts";
import { HOUR, instant, MINUTE } from "../../src/model/time.ts";
import { type MonitoringServer, startMonitoring } from "./server/server.ts";
import { GIB, hoursAgo, type Life, NOW, options, questions, seriesOf } from "./world.ts";

let server: MonitoringServer;
beforeAll(async () => {
  server = await startMonitoring();
});
afterAll(() => server.close());

const LIMITS = { cpu: 32, memory: 256 * GIB };

test("500 pinned nodes and 300 workloads stay under 100 calls, the next hour asks nothing of workloads, the next day only that day", async () => {
  const nodes = Array.from(
    { length: 500 },
    (_, n) => `gke-ml-prod-asia-northeast1-train-large-pool-${n}-9f4d8a99-fg6f`,
  );
  const workloads = Array.from({ length: 300 }, (_, n) => ({
    kind: "CronJob",
    namespace: `team-${n % 20}`,
    name: `nightly-feature-recompute-for-model-number-${n}`,
    running: [],
    outOfMemory: [],
  }));
  const daemons = nodes.map(
    (node): Life => ({ node, pod: `daemon-${node}`, from: hoursAgo(48), to: NOW, cpu: 1, memory: GIB }),
  );
  const large = nodes.map(
    (node, n): Life => ({
      node,
      pod: `large-${n}`,
      from: hoursAgo(40),
      to: hoursAgo(0.3 + (n % 9) / 9),
      cpu: 40,
      memory: GIB,
    }),
  );
  const runs = workloads.flatMap(({ namespace, name }) =>
    Array.from({ length: 4 }, (_, day): Life => {
      const from = hoursAgo(24 * (day + 1));
      const to = from + 5 * MINUTE;
      return {
        node: nodes[day] ?? "",
        namespace,
        pod: `${name}-${29_000_000 + day}-abcde`,
        controller: ["CronJob", name],
        from,
        to,
        uses: () => GIB,
        cores: 1,
      };
    }),
  );
  server.series = seriesOf([...daemons, ...large, ...runs]);
  const asked = questions({
    nodes: nodes.map((node) => ({ node, from: hoursAgo(1.5), limits: LIMITS, withoutDaemonSets: false })),
    workloads,
  });

  const first = await learn(asked, options(server.endpoint));
  expect(first.notes).toEqual([]);
  expect(first.nodes.size).toBe(500);
  expect([...first.workloads.values()].filter((each) => each.length >= 3)).toHaveLength(300);
  expect(first.calls).toBeLessThan(100);
  expect(server.asked).toHaveLength(first.calls);

  const known = first.usage;
  const nextHour = await learn({ ...asked, nodes: [], now: instant(NOW + HOUR) }, options(server.endpoint, { known }));
  expect(nextHour.calls).toBe(0);
  expect(nextHour.workloads.size).toBe(300);

  server.asked.length = 0;
  const nextDay = await learn(
    { ...asked, nodes: [], now: instant(NOW + 24 * HOUR) },
    options(server.endpoint, { known }),
  );
  expect(nextDay.calls).toBeGreaterThan(0);
  expect(new Set(server.asked.map(({ from, to }) => to - from))).toEqual(new Set([24 * HOUR]));
});
