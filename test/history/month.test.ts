import { afterAll, beforeAll, expect, test } from "vitest";
import { random } from "../../bench/memory/workloads.ts";
import { measure } from "../../src/audit/measured.ts";
import { learn } from "../../src/history/monitoring.ts";
import { DAY, HOUR, type Instant, instant, MINUTE } from "../../src/model/time.ts";
import { type MonitoringServer, startMonitoring } from "./server/server.ts";
import { type Life, NOW, options, questions, seriesOf } from "./world.ts";

/** A month of nodes with pods that come and go, whose true beginnings are known, played through the server. */

const CORES = 64;
const BYTES = 512 * 1024 ** 3;
const LIMITS = { cpu: CORES / 2, memory: BYTES / 2 };
const NODES = 12;

interface Played {
  readonly name: string;
  readonly lives: readonly Life[];
  readonly blockerSince: Instant;
  /** When requests fell to the threshold for the last time after the blocker came, or the blocker's start. */
  readonly truth: Instant;
}

function play(seed: number): Played {
  const next = random(seed);
  const between = (low: number, high: number) => low + (high - low) * next();
  const name = `node-${seed}`;
  const start = NOW - between(2, 30) * DAY;
  const blockerSince = instant(Math.floor(NOW - between(0.02, 1) * (NOW - start)));
  const pod = (n: string, from: number, to: number, share: number): Life => ({
    node: name,
    pod: `${n}-${seed}`,
    from: Math.floor(from),
    to: Math.floor(to),
    cpu: CORES * share,
    memory: BYTES * share * 0.8,
  });
  const lives = [pod("daemon", start, NOW, 0.02), pod("blocker", blockerSince, NOW, 0.01)];
  let at = start;
  // Large pods, one after another; some follow each other at once, some leave the node nearly empty for a while.
  const quiet = NOW - between(0.2, 20) * HOUR;
  for (let n = 0; at < quiet; n++) {
    const end = Math.min(at + between(0.1, 12) * HOUR, quiet);
    lives.push(pod(`large-${n}`, at, end, between(0.3, 0.7)));
    at = end + (next() < 0.5 ? between(1, 20) * 1_000 : between(5, 300) * MINUTE);
  }
  // Small ones go on taking turns, two at a time never above the threshold.
  for (let n = 0, small = quiet; small < NOW; n++) {
    const end = Math.min(small + between(10, 90) * MINUTE, NOW);
    lives.push(pod(`small-${n}`, small, end, between(0.3, 0.45)));
    small = end + between(1, 30) * 1_000;
  }
  return { name, lives, blockerSince, truth: truthOf(lives, blockerSince) };
}

function truthOf(lives: readonly Life[], blockerSince: Instant): Instant {
  const steps = [...new Set(lives.flatMap(({ from, to }) => [from, to]))]
    .filter((at) => at <= NOW)
    .sort((a, b) => b - a);
  const above = (time: number) => {
    const there = lives.filter(({ from, to }) => from < time && time <= to);
    return there.reduce((sum, { cpu = 0 }) => sum + cpu, 0) > LIMITS.cpu;
  };
  for (const step of steps) if (step < NOW && above(step)) return instant(Math.max(step, blockerSince));
  return blockerSince;
}

let server: MonitoringServer;
beforeAll(async () => {
  server = await startMonitoring();
});
afterAll(() => server.close());

test("each beginning is within the data's resolution of the truth", async () => {
  const nodes = Array.from({ length: NODES }, (_, n) => play(n + 1));
  server.series = seriesOf(nodes.flatMap(({ lives }) => lives));
  const asked = nodes.map(({ name, blockerSince }) => ({
    node: name,
    from: blockerSince,
    limits: LIMITS,
    withoutDaemonSets: false,
  }));
  const learned = await learn(questions({ nodes: asked }), options(server.endpoint));
  expect(learned.notes).toEqual([]);
  const wrong = nodes.flatMap(({ name, truth }): readonly unknown[] => {
    const history = learned.nodes.get(name);
    const found = history === undefined ? null : measure(history, LIMITS);
    if (found?.kind !== "measured") return [{ name, found }];
    const { earliest, latest } = found;
    const within = earliest - 1_000 <= truth && truth <= latest + 1_000 && latest - earliest <= 4 * MINUTE;
    return within ? [] : [{ name, truth: new Date(truth), earliest: new Date(earliest), latest: new Date(latest) }];
  });
  expect(wrong).toEqual([]);
});
