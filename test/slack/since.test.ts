import { expect, test } from "vitest";
import type { Since } from "../../src/audit/finding.ts";
import { sinceLine } from "../../src/report/slack/burning.ts";
import { wordsOf } from "../../src/report/slack/render.ts";
import { voiceFor } from "../../src/report/slack/voice.ts";
import { time } from "../report/sample.ts";

/** How a beginning is told in both languages. */

const settings = {
  currency: null,
  links: { dashboard: null, reasons: "" },
  cluster: null,
  now: time("2026-11-20T06:14:00Z"),
};
const at = time("2026-11-20T03:14:00Z");

function told(since: Since, language: "en" | "ja"): string {
  const voice = voiceFor({ language, timeZone: "UTC" }, settings);
  return wordsOf([{ type: "rich_text_section", elements: sinceLine(since, voice) }]);
}

const MEASURED: Since = {
  time: at,
  earliest: time("2026-11-20T03:10:00Z"),
  evidence: "monitoring",
  proven: true,
  what: "",
};

test.for([
  [
    "measured to the minute",
    { ...MEASURED, earliest: at },
    "Since Nov 20, 2026, 3:14 AM UTC (3 h): Cloud Monitoring shows it",
    "2026年11月20日 3:14 UTC から(3 時間): Cloud Monitoring が示している",
  ],
  [
    "an end before a start",
    { time: at, evidence: "pod-finished", proven: true, what: "Pod b/x finished before Pod b/y started" },
    "Since Nov 20, 2026, 3:14 AM UTC (3 h): Pod b/x finished before Pod b/y started",
    "2026年11月20日 3:14 UTC から(3 時間): Pod b/x が終了したあと Pod b/y が開始",
  ],
  [
    "the node's own age",
    { time: at, evidence: "node-age", proven: false, what: "Node n was created" },
    "At most since Nov 20, 2026, 3:14 AM UTC (3 h): Node n was created",
    "早くても 2026年11月20日 3:14 UTC から(最長 3 時間): ノード n が作成された",
  ],
] as const satisfies readonly (readonly [string, Since, string, string])[])("%s", ([, since, english, japanese]) => {
  expect([told(since, "en"), told(since, "ja")]).toEqual([english, japanese]);
});
