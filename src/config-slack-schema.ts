import { Cron } from "croner";
import { z } from "zod";
import { count, duration, section, timeZone } from "./config-values.ts";
import { CHANNEL_ID } from "./model/slack.ts";
import { type Instant, parseInstant } from "./model/time.ts";

const CHANNEL = "must be a channel's id such as C0123456789 (at the bottom of the channel's details in Slack)";
const channel = z.string(CHANNEL).regex(CHANNEL_ID, CHANNEL);

const MENTION = "must be here, a user's id such as U0123456789, or a user group's id such as S0123456789";
const mention = z
  .string(MENTION)
  .regex(/^(?:here|[USW][A-Z0-9]{6,})$/u, MENTION)
  .nullable();

const language = z.enum(["en", "ja"], "must be en or ja");
const name = z.string("must be a name; * stands for any text").min(1, "must be a name; * stands for any text");
const dollars = z.number("must be a number of dollars, 0 or more").min(0, "must be a number of dollars, 0 or more");

const PAIR = "must be KEY=VALUE; * stands for any text in the value";
const pair = z
  .string(PAIR)
  .regex(/^[^=\s]+=.+$/u, PAIR)
  .transform((text) => ({ key: text.slice(0, text.indexOf("=")), value: text.slice(text.indexOf("=") + 1) }));

const CLOCK = 'must be a time of day such as "19:00"';
const clock = z
  .string(CLOCK)
  .regex(/^(?:[01]?\d|2[0-3]):[0-5]\d$/u, CLOCK)
  .transform((text) => {
    const [hours = "0", minutes = "0"] = text.split(":");
    return Number(hours) * 60 + Number(minutes);
  });

const DAY = "must be a day such as 2026-12-01";
const day = z
  .string(DAY)
  .refine((text) => /^\d{4}-\d{2}-\d{2}$/u.test(text) && parseInstant(`${text}T00:00:00Z`) !== null, DAY);

const UNTIL = "must be a day such as 2026-12-01, or an RFC 3339 time";
const until = z.string(UNTIL).transform((text, context): Instant => {
  const value = parseInstant(/^\d{4}-\d{2}-\d{2}$/u.test(text) ? `${text}T23:59:59Z` : text);
  if (value !== null) return value;
  context.addIssue({ code: "custom", message: UNTIL });
  return z.NEVER;
});

const CRON = 'must be a cron expression such as "0 9 * * 1"';
const cron = z.string(CRON).refine(isCron, CRON);

function isCron(text: string): boolean {
  try {
    return new Cron(text, { paused: true }).nextRun() !== null;
  } catch {
    return false;
  }
}

const template = z
  .string("must be an address")
  .regex(/^https?:\/\/\S+$/u, "must be an address that begins with https://");

const currency = section({
  code: z.string("must be a currency's code such as JPY").regex(/^[A-Z]{3}$/u, "must be a currency's code such as JPY"),
  perUsd: z.number("must be a number above 0").gt(0, "must be a number above 0"),
  date: day,
});

const destination = {
  channel: channel.optional(),
  mention: mention.optional(),
  language: language.optional(),
  timeZone: timeZone.optional(),
};

const route = section({
  team: name.optional(),
  namespace: name.optional(),
  nodePool: name.optional(),
  label: pair.optional(),
  annotation: pair.optional(),
  ...destination,
}).refine(
  ({ team, namespace, nodePool, label, annotation }) =>
    [team, namespace, nodePool, label, annotation].some((asked) => asked !== undefined),
  "must say what it is for: team, namespace, nodePool, label or annotation",
);

/** The section `slack:`. */
export const SLACK_SCHEMA = section({
  ...destination,
  channel,
  routes: z.array(route, "must be a list of routes").optional(),
  floors: section({
    wasteUsdPerHour: dollars.optional(),
    accruedUsd: dollars.optional(),
    age: duration.optional(),
  }).optional(),
  quietNight: section({ from: clock, until: clock, unlessUsdPerHour: dollars.nullable().optional() }).optional(),
  steps: z.array(dollars, "must be a list of dollars").optional(),
  flood: count.optional(),
  currency: currency.optional(),
  links: section({ dashboard: template.optional(), reasons: template.optional() }).optional(),
  digest: section({ cron, ...destination }).optional(),
  deadline: duration.optional(),
});

/** An entry of the section `ignore:`. */
export const IGNORE_SCHEMA = section({
  nodePool: name.optional(),
  namespace: name.optional(),
  workload: name.optional(),
  reason: z.string("must say why").min(1, "must say why"),
  until,
}).refine(
  ({ nodePool, namespace, workload }) => [nodePool, namespace, workload].some((asked) => asked !== undefined),
  "must say what it is for: nodePool, namespace or workload",
);
