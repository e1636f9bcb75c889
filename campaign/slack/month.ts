import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Audit } from "../../src/audit/finding.ts";
import { runId } from "../../src/audit/run-id.ts";
import { type Books, loadBooks } from "../../src/collect/books.ts";
import { readSnapshotFiles } from "../../src/collect/files.ts";
import { annotationKeysOf } from "../../src/commands/input.ts";
import { recall } from "../../src/commands/remembered.ts";
import { autoscalerSettings, type Config, readConfig } from "../../src/config.ts";
import { type Instant, parseInstant } from "../../src/model/time.ts";
import { auditRows } from "../../src/report/rows.ts";
import { runAudit } from "../../src/run.ts";
import type { Store } from "../../src/warehouse/store.ts";
import { openStage, type Stage } from "../../test/slack/play.ts";
import { transcript } from "../../test/slack/transcript.ts";
import { CLUSTER, timeAt, writeHour } from "./cluster.ts";
import { MACHINES } from "./machines.ts";
import { memoryStore } from "./memory-store.ts";

/**
 * A month of hourly runs of a changing cluster, each from snapshot to store to Slack: what stands in each channel at its end, as a person
 * reads it.
 */

const CONFIG = `timeZone: Asia/Tokyo
slack:
  channel: C0DEFAULT
  quietNight: { from: "19:00", until: "09:00", unlessUsdPerHour: 5.5 }
  floors: { wasteUsdPerHour: 0.5 }
  currency: { code: JPY, perUsd: 150.2, date: 2026-10-30 }
  links: { dashboard: "https://dashboards.example/d/{cluster}?node={node}" }
  routes:
    - { team: ml, channel: C0ENGLISH, mention: S0MLTEAM }
    - { team: ai, channel: C0NIHONGO, language: ja }
  digest: { cron: "0 10 * * 1", channel: C0DEFAULT }
ignore:
  - { nodePool: highmem-64, workload: CronJob/planned-*, reason: a planned load test, until: 2026-11-04 }
`;

const MONTH = 30 * 24;

/** What people do, and what goes wrong. */
const EVENTS: Readonly<Record<number, (stage: Stage) => void>> = {
  30: (stage) => both(stage, "steps", (channel, ts) => stage.server.workspace.react(channel, ts, "eyes", "U0SATO")),
  172: (stage) => {
    each(stage, "ml muted", (channel, ts) =>
      stage.server.workspace.say(channel, "U0SATO", "mute 2d waiting for the new node pool", ts),
    );
    each(stage, "ai muted", (channel, ts) =>
      stage.server.workspace.say(channel, "U0SUZUKI", "ムート 2日 新しいノードプールを待っています", ts),
    );
  },
  230: (stage) => both(stage, "muted", (channel, ts) => stage.server.workspace.react(channel, ts, "zzz", "U0SATO")),
  490: (stage) =>
    both(stage, "spot", (channel, ts) => stage.server.workspace.react(channel, ts, "no_bell", "U0SUZUKI")),
  400: (stage) => {
    stage.server.trouble = () => ({ kind: "status", status: 503 });
  },
  402: (stage) => {
    stage.server.trouble = () => null;
  },
};

/** The nodes' names by the machines' keys, as far as they were there. */
const nodes = new Map<string, string>();

function each(stage: Stage, key: string, act: (channel: string, ts: string) => void): void {
  for (const channel of ["C0ENGLISH", "C0NIHONGO"]) {
    for (const row of stage.server.workspace.channel(channel).messages) {
      if (row.thread === null && row.metadata?.event_payload["node_name"] === nodes.get(key)) act(channel, row.ts);
    }
  }
}

function both(stage: Stage, story: string, act: (channel: string, ts: string) => void): void {
  for (const team of ["ml", "ai"]) each(stage, `${team} ${story}`, act);
}

/** The hour in which the store is lost. */
const LOST = 500;

const CHANNELS = { C0ENGLISH: "english", C0NIHONGO: "japanese", C0DEFAULT: "default" } as const;

interface Place {
  readonly config: Config;
  readonly books: Books;
  readonly store: Store;
  readonly folder: string;
}

function instantAt(hour: number): Instant {
  const time = parseInstant(timeAt(hour));
  if (time === null) throw new Error(`hour ${hour} is no time`);
  return time;
}

/** One run, as the command makes it: the audit goes on from what is stored, and is stored. */
async function auditHour({ config, books, store, folder }: Place, hour: number): Promise<Audit> {
  const file = join(folder, "cluster.jsonl");
  for (const [key, name] of await writeHour(file, MACHINES, hour)) nodes.set(key, name);
  const snapshot = await readSnapshotFiles([file], { annotationKeys: annotationKeysOf(config) });
  const now = instantAt(hour);
  const history = await recall(store, { id: runId(CLUSTER, now), cluster: CLUSTER, takenAt: now, scheduledAt: now });
  const audit = runAudit({
    snapshot,
    settings: autoscalerSettings(config, snapshot.kubernetesVersion),
    auditSettings: { ...config.audit, book: config.book },
    books,
    now,
    scheduledAt: now,
    version: "0",
    history,
  });
  await store.save(auditRows(audit, config.timeZone));
  return audit;
}

/** Plays the month; what was said of each run that did not go well. */
async function play(stage: Stage, folder: string): Promise<readonly string[]> {
  const troubles: string[] = [];
  const config = readConfig({ name: "config.yaml", text: CONFIG }, {}, {});
  const { slack } = config;
  if (slack === null) throw new Error("no section slack");
  const books = await loadBooks(["asia-northeast1"]);
  let store = memoryStore();
  for (let hour = 0; hour < MONTH; hour++) {
    if (hour === LOST) store = memoryStore();
    EVENTS[hour]?.(stage);
    const audit = await auditHour({ config, books, store, folder }, hour);
    const ok = await stage.tell(audit, slack, { store });
    if (!ok) troubles.push(...stage.said.map((line) => `hour ${hour}: ${line}`));
    stage.said.length = 0;
  }
  return troubles;
}

const EXPECTED_TROUBLES = [
  "hour 400: nothing was told: Slack answered HTTP 503",
  "hour 401: nothing was told: Slack answered HTTP 503",
];

async function main(update: boolean): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "barnacle-month-"));
  const stage = await openStage(Object.keys(CHANNELS));
  const troubles = await play(stage, folder);
  await stage.server.close();
  await rm(folder, { recursive: true });
  let wrong = troubles.join("\n") === EXPECTED_TROUBLES.join("\n") ? 0 : 1;
  if (wrong > 0) console.log(`unexpected: ${troubles.join("\n")}`);
  for (const [channel, name] of Object.entries(CHANNELS)) {
    const file = new URL(`expected/month-${name}.txt`, import.meta.url);
    const now = transcript(stage.server.workspace, channel);
    if (update) await writeFile(file, now);
    else if ((await readFile(file, "utf8")) !== now) {
      console.log(`channel ${channel} is not as in ${file.pathname}; look, and write it anew by --update`);
      wrong += 1;
    }
  }
  console.log(`${MONTH} runs, ${stage.server.calls.length} calls of Slack`);
  return wrong === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.includes("--update"));
