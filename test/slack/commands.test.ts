import { expect, test } from "vitest";
import { type Command, commandOf } from "../../src/audit/notify/commands.ts";
import { globMatches } from "../../src/audit/notify/glob.ts";
import { isNight } from "../../src/audit/notify/quiet.ts";
import { DAY, type Duration, HOUR, WEEK } from "../../src/model/time.ts";
import { time } from "../report/sample.ts";

const mute = (length: number, why = ""): Command => ({ kind: "mute", length: length as Duration, why });

const REPLIES: readonly (readonly [string, Command | null])[] = [
  ["mute 7d the team is away", mute(7 * DAY, "the team is away")],
  ["Mute 24h", mute(DAY)],
  ["mute 2 weeks: planned", mute(2 * WEEK, "planned")],
  ["Mute: 7d", mute(7 * DAY)],
  ["mute for 3 days, on holiday.", mute(3 * DAY, "on holiday.")],
  ["<@U0BARNACLE> mute 7d why", mute(7 * DAY, "why")],
  ["<@U0BARNACLE|barnacle>: *mute 7d*", mute(7 * DAY)],
  ["`mute 7d why`", mute(7 * DAY, "why")],
  ["ミュート：７日 夏休み", mute(7 * DAY, "夏休み")],
  ["ムート ７日、出張", mute(7 * DAY, "出張")],
  ["mute 1d R&amp;D says a &lt;b&gt;", mute(DAY, "R&D says a <b>")],
  [
    "mute 1d <https://x.example/y|the ticket> <@U0SATO> <!channel> <#C012|ml>",
    mute(DAY, "the ticket @U0SATO channel #ml"),
  ],
  ["mute 1d two\nlines", mute(DAY, "two lines")],
  ["mute 999d", { kind: "unclear" }],
  ["mute 366d", mute(366 * DAY)],
  ["mute -3d", { kind: "unclear" }],
  ["mute 1.5d", { kind: "unclear" }],
  ["mute 30m", { kind: "unclear" }],
  ["unmute.", { kind: "unmute" }],
  ["unmute in 2d", { kind: "unclear" }],
  ["ミュート解除してください", { kind: "unclear" }],
  ["解除しました", null],
  ["unmuted it", null],
  ["mute 2 weeks planned", mute(2 * WEEK, "planned")],
  ["ムート 7日 学習が終わるまで", mute(7 * DAY, "学習が終わるまで")],
  ["ムート7日　全角の空白", mute(7 * DAY, "全角の空白")],
  ["ミュート 3時間", mute(3 * HOUR)],
  ["ムート 2週間 出張", mute(2 * WEEK, "出張")],
  ["mute", { kind: "unclear" }],
  ["mute forever", { kind: "unclear" }],
  ["mute 0d", { kind: "unclear" }],
  ["mute 9999w", { kind: "unclear" }],
  ["unmute", { kind: "unmute" }],
  ["ミュート解除", { kind: "unmute" }],
  ["muted yesterday?", null],
  ["please mute 7d", null],
  ["", null],
];

test.for(REPLIES)("a reply %j", ([text, command]) => {
  expect(commandOf(text)).toEqual(command);
});

const GLOBS: readonly (readonly [string, string, boolean])[] = [
  ["ml", "ml", true],
  ["ml", "ml2", false],
  ["ml-*", "ml-train", true],
  ["*-gpu", "a2-gpu", true],
  ["*", "", true],
  ["a*b*c", "a-b-b-c", true],
  ["a*b*c", "a-c", false],
  ["ab*ba", "aba", false],
  ["large.*", "largeX", false],
];

test.for(GLOBS)("%s matches %s: %s", ([pattern, text, matches]) => {
  expect(globMatches(pattern, text)).toBe(matches);
});

const NIGHTS: readonly (readonly [number, number, string, boolean])[] = [
  [19 * 60, 9 * 60, "2026-11-20T23:30:00Z", true], // 08:30 in Tokyo
  [19 * 60, 9 * 60, "2026-11-21T00:00:00Z", false], // 09:00
  [19 * 60, 9 * 60, "2026-11-20T10:00:00Z", true], // 19:00
  [19 * 60, 9 * 60, "2026-11-20T09:59:00Z", false],
  [0, 6 * 60, "2026-11-20T18:00:00Z", true], // 03:00
  [9 * 60, 9 * 60, "2026-11-20T18:00:00Z", false],
];

test.for(NIGHTS)("a night from %i to %i at %s: %s", ([from, until, at, night]) => {
  expect(isNight({ from, until, unlessUsdPerHour: null }, time(at), "Asia/Tokyo")).toBe(night);
});
