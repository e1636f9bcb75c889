import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FindingBlocker } from "../../src/audit/finding.ts";
import { auditRows } from "../../src/report/rows.ts";
import { openDuckDb } from "../../src/warehouse/duckdb.ts";
import { blocker, node, owner, quote, SPARE_HOME } from "../../test/report/sample.ts";
import { openStage, type Stage } from "../../test/slack/play.ts";
import { slackOf } from "../../test/slack/settings.ts";
import { transcript } from "../../test/slack/transcript.ts";
import { type Actor, auditAt, episodeRows, type Pin } from "../../test/slack/world.ts";

/** A month of hourly runs of a changing cluster: what stands in each channel at its end, as a person reads it. */

const SLACK = slackOf(
  `channel: C0DEFAULT
timeZone: Asia/Tokyo
quietNight: { from: "19:00", until: "09:00", unlessUsdPerHour: 20 }
floors: { wasteUsdPerHour: 0.5 }
currency: { code: JPY, perUsd: 150.2, date: 2026-10-30 }
links: { dashboard: "https://dashboards.example/d/{cluster}?node={node}" }
routes:
  - { team: ml, channel: C0ENGLISH, mention: S0MLTEAM }
  - { team: ai, channel: C0NIHONGO, language: ja }
digest: { cron: "0 10 * * 1", channel: C0DEFAULT }`,
  `ignore:
  - { nodePool: highmem-64, workload: CronJob/planned, reason: a planned load test, until: 2026-11-04 }`,
);

const MONTH = 30 * 24;

function held(team: string, cron: string, pods = 1): readonly FindingBlocker[] {
  return Array.from({ length: pods }, (_, index) =>
    blocker({
      name: `${cron}-2991${index}-x7k2${index}`,
      team,
      owners: [owner("Job", "batch", `${cron}-2991${index}`), owner("CronJob", "batch", cron)],
    }),
  );
}

/** The same month for both languages: each actor once for the team that reads English and once for the one that reads Japanese. */
const STORIES: readonly (Omit<Actor, "blockers"> & {
  readonly by: (team: string, hour: number) => readonly FindingBlocker[];
})[] = [
  {
    name: "steps",
    waste: 5.29,
    pins: [{ from: 26, to: 55.4 }],
    by: (team, hour) => (hour < 40 ? held(team, "dedupe") : [...held(team, "dedupe"), ...held(team, "export", 3)]),
  },
  {
    name: "returns",
    waste: 3.1,
    pins: [
      { from: 98, to: 102, cause: "busy-again", what: "" },
      { from: 103, to: 105, cause: "pod-moved" },
    ],
    by: (team) => held(team, "rank"),
  },
  {
    name: "planned",
    waste: 2.2,
    pins: [{ from: 50, to: 128, cause: "rule-changed", what: "" }],
    by: (team) => held(team, "planned"),
  },
  {
    name: "muted",
    waste: 4.4,
    pins: [{ from: 170, to: 290, cause: "node-gone", what: "" }],
    by: (team) => held(team, "nightly"),
  },
  { name: "cheap", waste: 0.3, pins: [{ from: 10, to: 700 }], by: (team) => held(team, "tiny") },
  {
    name: "unpriced",
    waste: null,
    pins: [{ from: 240, to: 252, cause: "pod-gone", what: "" }],
    by: (team) => held(team, "exotic"),
  },
  {
    name: "spot",
    waste: 1.6,
    pins: [{ from: 480, to: 9_999 }],
    by: (team) => [...held(team, "train", 2), blocker({ name: "debug", team, owners: [], reason: "NotReplicated" })],
    more: {
      home: SPARE_HOME,
      price: quote(1.61, { estimated: ["disk"] }),
      node: node({ provisioning: "spot", machineType: "a2-highgpu-1g" }),
    },
  },
  {
    name: "night",
    waste: 6,
    pins: [
      { from: 352, to: 355 },
      { from: 376, to: 390 },
    ],
    by: (team) => held(team, "midnight"),
  },
  { name: "fire", waste: 32.5, pins: [{ from: 397, to: 404 }], by: (team) => held(team, "huge") },
];

function flood(team: string): readonly Actor[] {
  return Array.from({ length: 12 }, (_, index) => ({
    name: `flood${index}-${team}`,
    waste: 12 - index,
    pins: [{ from: 555, to: 558 + (index % 4) } satisfies Pin],
    blockers: () => held(team, `batch-${index}`),
  }));
}

const ACTORS: readonly Actor[] = ["ml", "ai"].flatMap((team) => [
  ...STORIES.map(({ name, by, more, ...actor }) => ({
    ...actor,
    name: `${name}-${team}`,
    blockers: (hour: number) => by(team, hour),
    ...(more === undefined ? {} : { more }),
  })),
  ...flood(team),
]);

/** What people do, and what goes wrong. */
const EVENTS: Readonly<Record<number, (stage: Stage) => void>> = {
  30: (stage) => each(stage, "steps", (channel, ts) => stage.server.workspace.react(channel, ts, "eyes", "U0SATO")),
  172: (stage) => {
    each(stage, "muted-ml", (channel, ts) =>
      stage.server.workspace.say(channel, "U0SATO", "mute 2d waiting for the new node pool", ts),
    );
    each(stage, "muted-ai", (channel, ts) =>
      stage.server.workspace.say(channel, "U0SUZUKI", "ムート 2日 新しいノードプールを待っています", ts),
    );
  },
  230: (stage) => each(stage, "muted", (channel, ts) => stage.server.workspace.react(channel, ts, "zzz", "U0SATO")),
  490: (stage) =>
    each(stage, "spot", (channel, ts) => stage.server.workspace.react(channel, ts, "no_bell", "U0SUZUKI")),
  400: (stage) => {
    stage.server.trouble = () => ({ kind: "status", status: 503 });
  },
  402: (stage) => {
    stage.server.trouble = () => null;
  },
};

function each(stage: Stage, name: string, act: (channel: string, ts: string) => void): void {
  for (const channel of ["C0ENGLISH", "C0NIHONGO"]) {
    for (const row of stage.server.workspace.channel(channel).messages) {
      if (row.thread === null && String(row.metadata?.event_payload["node_name"]).startsWith(`gke-prod-${name}`))
        act(channel, row.ts);
    }
  }
}

/** The hour in which the store is lost. */
const LOST = 500;

const CHANNELS = { C0ENGLISH: "english", C0NIHONGO: "japanese", C0DEFAULT: "default" } as const;

/** Plays the month; what was said of each run that did not go well. */
async function play(stage: Stage, folder: string): Promise<readonly string[]> {
  const troubles: string[] = [];
  let store = await openDuckDb(join(folder, "first.duckdb"));
  for (let hour = 0; hour < MONTH; hour++) {
    if (hour === LOST) {
      await store.close();
      store = await openDuckDb(join(folder, "second.duckdb"));
    }
    EVENTS[hour]?.(stage);
    const audit = auditAt(ACTORS, hour, hour - 1);
    await store.save(auditRows(audit));
    const kept = { ...store, episodes: () => Promise.resolve(episodeRows(ACTORS, hour)) };
    const ok = await stage.tell(audit, SLACK, { store: kept });
    if (!ok) troubles.push(...stage.said.map((line) => `hour ${hour}: ${line}`));
    stage.said.length = 0;
  }
  await store.close();
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
