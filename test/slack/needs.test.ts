import { expect, test } from "vitest";
import type { WorkloadNeed } from "../../src/audit/needs.ts";
import { fromMilli, fromWhole } from "../../src/model/quantity.ts";
import { needParts } from "../../src/report/slack/burning.ts";
import { voiceFor } from "../../src/report/slack/voice.ts";
import { finding, time } from "../report/sample.ts";

const NEED: WorkloadNeed = {
  kind: "CronJob",
  namespace: "batch",
  name: "<!here> train",
  per: "run",
  containers: [
    {
      container: "main",
      requests: new Map([
        ["cpu", fromMilli(500)],
        ["memory", fromWhole(2 * 1024 ** 3)],
      ]),
      memory: {
        kind: "proposed",
        requestBytes: 624 * 1024 ** 2,
        runs: 25,
        peakBytes: 594 * 1024 ** 2,
        risk: 0.014,
        growthPerDay: null,
        outOfMemoryRuns: 0,
      },
      cpu: { kind: "too-few-runs", runs: 2, needed: 5 },
      limitBytes: null,
    },
  ],
};

const settings = {
  currency: null,
  links: { dashboard: null, reasons: "" },
  cluster: null,
  now: time("2026-11-20T03:00:00Z"),
};

test.for([
  ["en", "Needs, by its past runs"],
  ["ja", "過去の実行から見た必要量"],
] as const)("a message in %s says what the past runs needed, names as plain text", ([language, label]) => {
  const voice = voiceFor({ language, timeZone: "UTC" }, settings);
  const parts = JSON.stringify(needParts(finding({ needs: [NEED] }), voice));
  expect(parts).toContain(label);
  expect(parts).toContain('"text":"CronJob batch/<!here> train: memory 624Mi instead of 2Gi"');
});

test("nothing is said of what was not asked for", () => {
  const voice = voiceFor({ language: "en", timeZone: "UTC" }, settings);
  expect(needParts(finding(), voice)).toEqual([]);
});
