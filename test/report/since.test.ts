import { describe, expect, test } from "vitest";
import type { Since } from "../../src/audit/finding.ts";
import { sinceParts } from "../../src/report/phrases.ts";
import { sinceLine } from "../../src/report/slack/burning.ts";
import { voiceFor } from "../../src/report/slack/voice.ts";
import { type Language, wordsIn } from "../../src/report/words.ts";
import { modelOf, pageOf } from "./page/sample.ts";
import { audit, finding, storyOf, time } from "./sample.ts";

const NOW = time("2026-11-20T12:00:00Z");

const PROVEN: Since = { time: time("2026-11-20T03:14:00Z"), evidence: "monitoring", proven: true, what: "" };
const BETWEEN: Since = { ...PROVEN, earliest: time("2026-11-20T03:10:00Z") };
const AT_MOST: Since = { ...PROVEN, proven: false };

describe("since when, where Cloud Monitoring measured it to between two points", () => {
  test.each([
    ["exact", PROVEN, "since 2026-11-20T03:14Z (8 h 46 min)"],
    ["between two", BETWEEN, "since between 2026-11-20T03:10Z and 2026-11-20T03:14Z (8 h 46 min)"],
    ["a bound", AT_MOST, "at most since 2026-11-20T03:14Z (8 h 46 min)"],
  ])("the terminal: %s", (_, since, expected) => {
    expect(sinceParts(since, NOW, wordsIn("en"))).toEqual([expected, "Cloud Monitoring shows it"]);
  });

  test.each([
    ["exact", "en", PROVEN, "since 20 Nov 2026, 03:14 UTC"],
    ["between two", "en", BETWEEN, "since between 20 Nov 2026, 03:10 UTC and 20 Nov 2026, 03:14 UTC"],
    ["a bound", "en", AT_MOST, "at most since 20 Nov 2026, 03:14 UTC"],
    ["exact", "ja", PROVEN, "2026年11月20日 03:14 UTC から"],
    ["between two", "ja", BETWEEN, "2026年11月20日 03:10 UTC と 2026年11月20日 03:14 UTC の間から"],
    ["a bound", "ja", AT_MOST, "早くて 2026年11月20日 03:14 UTC から"],
  ] as const)("the page: %s (%s)", (_, language, since, expected) => {
    const pinned = finding({ since });
    const page = pageOf(modelOf(audit([pinned], { nodes: [storyOf(pinned)] }), { language }));
    expect(/<p class="since"><b>([^<]*)<\/b>/u.exec(page)?.[1]).toBe(expected);
  });

  test.each([
    ["exact", "en", PROVEN, "Since Nov 20, 2026, 3:14 AM UTC (8 h 46 min): Cloud Monitoring shows it"],
    [
      "between two",
      "en",
      BETWEEN,
      "Since between Nov 20, 2026, 3:10 AM UTC and Nov 20, 2026, 3:14 AM UTC (8 h 46 min): Cloud Monitoring shows it",
    ],
    ["a bound", "en", AT_MOST, "At most since Nov 20, 2026, 3:14 AM UTC (8 h 46 min): Cloud Monitoring shows it"],
    ["exact", "ja", PROVEN, "2026年11月20日 3:14 UTC から(8 時間 46 分): Cloud Monitoring が示している"],
    [
      "between two",
      "ja",
      BETWEEN,
      "2026年11月20日 3:10 UTC と 2026年11月20日 3:14 UTC の間から(8 時間 46 分): Cloud Monitoring が示している",
    ],
    [
      "a bound",
      "ja",
      AT_MOST,
      "早くても 2026年11月20日 3:14 UTC から(最長 8 時間 46 分): Cloud Monitoring が示している",
    ],
  ] as const)("Slack: %s (%s)", (_, language, since, expected) => {
    expect(slackText(since, language)).toBe(expected);
  });
});

function slackText(since: Since, language: Language): string {
  const links = { dashboard: null, reasons: "" };
  const voice = voiceFor({ language, timeZone: "UTC" }, { currency: null, links, cluster: null, now: NOW });
  const shown = sinceLine(since, voice).map((part) => {
    if (part.type === "text") return part.text;
    return part.type === "date" ? part.fallback : part.type;
  });
  return shown.join("");
}
