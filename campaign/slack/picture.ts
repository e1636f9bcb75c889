import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Resvg } from "@resvg/resvg-js";
import { type DigestEpisode, type DigestRun, digestOf } from "../../src/audit/notify/digest.ts";
import type { Thread } from "../../src/audit/notify/plan.ts";
import { formatCluster } from "../../src/model/snapshot.ts";
import { DAY, HOUR, type Instant, instant } from "../../src/model/time.ts";
import { drawPicture, fontFiles } from "../../src/publish/slack/picture.ts";
import { deliveriesOf } from "../../src/report/slack/deliveries.ts";
import { trendPicture } from "../../src/report/slack/trend.ts";
import { voiceFor } from "../../src/report/slack/voice.ts";
import { blocker, owner } from "../../test/report/sample.ts";
import { slackOf } from "../../test/slack/settings.ts";
import { type Actor, auditAt, hourOf } from "../../test/slack/world.ts";
import { decideOn } from "./decide-on.ts";
import { drawingOf, type Shown } from "./svg.ts";

/** Draws the pictures of the documentation from our own blocks. `node campaign/slack/picture.ts [FOLDER]` */

const folder = process.argv[2] ?? new URL("../../docs/pictures", import.meta.url).pathname;

const CURRENCY = "currency: { code: JPY, perUsd: 150.2, date: 2026-10-30 }";
const DASHBOARD = "links: { dashboard: 'https://dashboards.example/{node}' }";

const ACTORS: readonly Actor[] = [
  {
    name: "large-3f2a91c0-x7k2",
    waste: 5.29,
    pins: [{ from: 2, to: 99 }],
    blockers: () => [
      blocker(),
      blocker({
        name: "embed-2991-k2k2k",
        namespace: "batch",
        team: "ml",
        owners: [owner("CronJob", "batch", "embed")],
        reason: "NotEnoughPdb",
      }),
    ],
  },
  { name: "large-3f2a91c0-m4n5", waste: 3.1, pins: [{ from: 1, to: 7 }] },
];

/** The same two stories in a language, as they stand after eight hours. */
function threadsIn(language: "en" | "ja"): readonly Thread[] {
  const slack = slackOf(`channel: C0DEFAULT\nlanguage: ${language}\ntimeZone: Asia/Tokyo\n${CURRENCY}\n${DASHBOARD}`);
  const first = decideOn(auditAt(ACTORS, 2, 1), slack, []);
  const standing = first.threads.map(({ story }, index) => ({
    ...story,
    ts: `${index + 1}.000001`,
    told: ["patch"],
    takenBy: index === 0 ? "U0SATO" : "",
  }));
  const later = decideOn(auditAt(ACTORS, 7, 6), slack, standing);
  return later.threads.map((thread) => ({
    ...thread,
    story: { ...thread.story, takenBy: standing.find(({ id }) => id === thread.story.id)?.takenBy ?? "" },
  }));
}

function shownIn(language: "en" | "ja") {
  const settings = slackOf(`channel: C0DEFAULT\nlanguage: ${language}\n${CURRENCY}\n${DASHBOARD}`).settings;
  const audit = auditAt(ACTORS, 7, 6);
  const voice = {
    currency: settings.currency,
    links: settings.links,
    cluster: audit.run.cluster,
    now: audit.run.takenAt,
  };
  return deliveriesOf(threadsIn(language), voice, "C0DEFAULT").flatMap(({ root, replies }) => [
    { message: root, time: "16:00", inThread: false },
    ...replies.map(({ message }) => ({ message, time: "16:00", inThread: true })),
  ]);
}

async function draw(messages: readonly Shown[], name: string): Promise<void> {
  const font = { fontFiles: fontFiles(), loadSystemFonts: false, defaultFontFamily: "Noto Sans JP" };
  const { svg } = drawingOf(messages);
  await writeFile(join(folder, name), new Resvg(svg, { font, fitTo: { mode: "zoom", value: 1.6 } }).render().asPng());
}

/** Four weeks of three teams, for the trend. */
function trend(language: "en" | "ja") {
  const due: Instant = instant(hourOf(0) + 28 * DAY);
  const runs: readonly DigestRun[] = Array.from({ length: 28 * 24 }, (_, index) => ({
    takenAt: instant(due - index * HOUR),
    wasteUsdPerHour: 5,
    openEpisodes: 1,
    unpricedNodes: 0,
  }))
    .filter(({ takenAt }) => takenAt < due - 9 * DAY || takenAt > due - 7 * DAY)
    .toReversed();
  const episodes: readonly DigestEpisode[] = [
    ["学習", 1, 9, 640],
    ["recommendation", 5, 21, 900],
    ["学習", 14, 26, 420],
    ["web", 22, 27, 130],
  ].map(([team, from, to, usd]) => ({
    nodeName: "n",
    machineType: null,
    team: String(team),
    workload: "CronJob batch/x",
    openedAt: instant(hourOf(0) + Number(from) * DAY),
    until: instant(hourOf(0) + Number(to) * DAY),
    closedAt: null,
    endCause: null,
    accruedUsd: Number(usd),
    wasteUsdPerHour: 1,
  }));
  const digest = digestOf({ due, period: HOUR, runs, episodes });
  const voice = voiceFor(
    { language, timeZone: "Asia/Tokyo" },
    { currency: null, links: { dashboard: null, reasons: "" }, cluster: null, now: due },
  );
  const cluster = auditAt([], 0, 0).run.cluster;
  return trendPicture(
    digest.trend,
    `${voice.slack.digest.picture} · ${cluster === null ? "" : formatCluster(cluster)}`,
    voice,
  );
}

await draw(shownIn("en"), "slack.png");
await draw(shownIn("ja"), "slack-ja.png");
await writeFile(join(folder, "slack-digest.png"), await drawPicture(trend("ja")));
