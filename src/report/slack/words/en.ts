import type { SlackWords } from "./shape.ts";

const nodes = (count: number) => `${count.toLocaleString("en-US")} ${count === 1 ? "node" : "nodes"}`;

/** What messages say in English. */
export const ENGLISH: SlackWords = {
  locale: "en-US",
  units: { s: "s", min: "min", h: "h", d: "d" },
  per: { hour: "/h", day: "/day", month: "/month" },
  unknownPrice: "price unknown",
  space: " ",
  comma: ", ",

  headline: (hour, day) => `Wasting ${hour} · ${day}`,
  headlineUnknown: "Held by small pods; what it wastes is unknown",
  soFar: (sum) => `${sum} so far`,
  resolved: (sum) => (sum === null ? "Resolved · what it wasted is unknown" : `Resolved · ${sum} in all`),
  heldBy: "Held by",
  team: (name) => `team ${name}`,
  pods: (count) => `${count.toLocaleString("en-US")} pods`,
  podOf: (workload) => ` of ${workload}`,
  bare: " without a controller",
  moreHolders: (pods, workloads) => `and ${pods} more pods of ${workloads} other workloads or reasons`,
  needs: "Needs, by its past runs",
  thenHome: "then enough: ",
  since: (_time, length) => ["Since ", ` (${length})`],
  atMostSince: (_time, length) => ["At most since ", ` (${length})`],
  sinceBetween: (_from, _to, length) => ["Since between ", " and ", ` (${length})`],
  sinceUnknown: "Since when is not known",
  change: "Change: ",
  patchBelow: "The patch is in the thread.",
  links: { node: "Node", workload: "Workload", dashboard: "Dashboard" },
  pool: (name) => `pool ${name}`,
  spareRoom: (count) => `room on ${nodes(count)} that stay`,
  spareOn: "room on ",
  noHome: "no other place found",
  and: " and ",
  onceDropped: (constraints) => `once they drop ${constraints}`,
  cordoned: "cordoned",
  rate: (code, amount, date) => `${code} at ${amount} for a dollar, the rate of ${date}`,
  beforeInThread: (sum) => `${sum} of it before, in this thread`,

  fact: (what) => what,
  ended: {
    "pod-finished": "the pod that held it finished",
    "pod-moved": "the pod that held it now runs elsewhere",
    "pod-gone": "the pod that held it is gone",
    "node-gone": "the node is gone",
    "rule-changed": "what held it holds it no more: an annotation, a budget or a setting changed",
    "busy-again": "the node is in use again",
    unknown: "no run found it held again; what ended it is not known",
  },
  endedAt: ["Ended ", ""],
  lasted: (hours) => `${hours} h confirmed`,
  noLonger: (rate, month) => `${rate} less from now on, ${month} if it stays so`,

  muted: {
    config: "Muted by the configuration",
    annotation: "Muted by an annotation on ",
    no_bell: "Muted by ",
    reply: "Muted by ",
    zzz: "Snoozed by ",
  },
  mutedUntil: [" until ", ""],
  mutedForGood: " until the reaction is taken back",
  taken: ["", " is on it"],

  news: {
    patch: "What to change:",
    step: (step, sum, rate) => `Passed ${step}: ${sum} so far, ${rate} more every hour.`,
    came: "This holds it now too:",
    changed: "Something else holds it now:",
    back: (sum) => `It is held again.${sum === null ? "" : ` ${sum} so far in this thread.`}`,
    unmuted: (rate, sum) =>
      `The mute is over and it still goes on: ${rate ?? "price unknown"}${sum === null ? "" : `, ${sum} so far`}.`,
    end: (sum) => (sum === null ? "It is over; what it wasted is unknown." : `It is over: ${sum} in all.`),
    unclear: "To mute this, write for example: mute 7d why (h, d or w; a year at most). To end a mute: unmute.",
    floodEnd: (count, sum) =>
      `All ${nodes(count)} are free: ${sum === null ? "what it wasted is unknown" : `${sum} in all`}.`,
  },

  flood: {
    headline: (count, hour, day) => `${nodes(count)} held · wasting ${hour} · ${day}`,
    headlineUnknown: (count) => `${nodes(count)} held; what they waste is unknown`,
    worst: (shown) => `The worst ${shown}:`,
    rest: (count, rate) => `and ${nodes(count)} more, ${rate} together`,
    ended: (ended, all) => `${ended} of ${all} are free again.`,
    resolved: (count, sum) =>
      `Resolved · ${nodes(count)} · ${sum === null ? "what it wasted is unknown" : `${sum} in all`}`,
    why: "Too many at once for a message each: this is one for all of them.",
  },

  elsewhere: (channel, refusal) => `Meant for channel ${channel}, which took no message (${refusal}).`,

  held: {
    waste: "it wastes less an hour than the floor",
    accrued: "its bill is below the floor",
    age: "it is younger than the floor",
    night: "it is night there",
    muted: "it is muted",
    unsure: "it may have been told already, and the channel cannot be read to see",
  },

  digest: {
    title: (from, to) => `Held nodes, ${from} to ${to}`,
    quiet: "A quiet week: no node was held.",
    total: (sum, before) => `${sum} wasted${before === null ? "" : ` (the week before: ${before})`}`,
    now: (rate, count) => `Now ${rate} on ${nodes(count)}`,
    teams: "Who caused it",
    teamLine: (sum, count) => `${sum} on ${nodes(count)}`,
    solved: "What was solved",
    solvedNone: "Nothing ended this week.",
    solvedSum: (count, month) => `${nodes(count)} freed: ${month} less if it stays so`,
    muted: "Muted",
    mutedLine: (until, why) => [
      `${until === null ? "without an end" : `until ${until}`}, by `,
      why === "" ? "" : `: ${why}`,
    ],
    quality: "How good the data is",
    missed: (missed, expected) => `${missed} of ${expected} runs were missed: what they would have seen is not counted`,
    allRuns: (runs) => `none of ${runs} runs was missed`,
    unpriced: (count) => `the price of ${nodes(count)} is unknown and not counted`,
    noUnpriced: "every price is known",
    picture: "Four weeks, day by day",
    axis: "USD a day",
    otherTeams: "others",
  },
};
