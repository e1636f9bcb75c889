import { z } from "zod";
import { PRICES_SCHEMA } from "./config-prices.ts";
import { IGNORE_SCHEMA, SLACK_SCHEMA } from "./config-slack-schema.ts";
import { count, duration, section, timeZone } from "./config-values.ts";
import { PROFILE_NAMES } from "./judge/settings.ts";
import { type ClusterId, parseCluster } from "./model/snapshot.ts";
import { BOOK_NAMES } from "./price/quote.ts";

const fraction = z
  .number("must be a number from 0 to 1")
  .min(0, "must be a number from 0 to 1")
  .max(1, "must be a number from 0 to 1");
const flag = z.boolean("must be true or false");

const cluster = z.string("must be PROJECT/LOCATION/NAME").transform((text, context): ClusterId => {
  const value = parseCluster(text);
  if (value !== null) return value;
  context.addIssue({ code: "custom", message: `"${text}" is no cluster; write it as PROJECT/LOCATION/NAME` });
  return z.NEVER;
});

const version = z
  .string('must be a minor version such as "1.33"')
  .regex(/^1\.\d{1,2}$/u, 'must be a minor version such as "1.33"');

const profile = z.enum(PROFILE_NAMES, {
  error: ({ input }) =>
    input === "optimize-utilization"
      ? "GKE does not publish what optimize-utilization sets: leave it out, and set the flags that you know"
      : `must be one of ${PROFILE_NAMES.join(", ")}`,
});

const autoscaler = section({
  scaleDownUtilizationThreshold: fraction.optional(),
  scaleDownGpuUtilizationThreshold: fraction.optional(),
  skipNodesWithSystemPods: flag.optional(),
  skipNodesWithLocalStorage: flag.optional(),
  skipNodesWithCustomControllerPods: flag.optional(),
  minReplicaCount: count.optional(),
  bspDisruptionTimeout: duration.optional(),
  ignoreDaemonSetsUtilization: flag.optional(),
  ignoreMirrorPodsUtilization: flag.optional(),
  scaleDownUnreadyEnabled: flag.optional(),
  expendablePodsPriorityCutoff: z.int("must be a whole number").optional(),
  scaleDownUnneededTime: duration.optional(),
  scaleDownUnreadyTime: duration.optional(),
  notAutoscaledPools: z
    .array(z.string("must be the name of a node pool"), "must be a list of node pools")
    .nullable()
    .optional(),
  version: version.optional(),
  profile: profile.optional(),
});

const runs = z.int("must be a whole number, 2 or more").min(2, "must be a whole number, 2 or more");
const most = z.int("must be a whole number, 1 or more").min(1, "must be a whole number, 1 or more");
const share = z
  .number("must be a number above 0 and below 1")
  .gt(0, "must be a number above 0 and below 1")
  .lt(1, "must be a number above 0 and below 1");

const monitoring = section({
  window: duration.optional(),
  minRuns: runs.optional(),
  risk: share.optional(),
  cpuQuantile: share.optional(),
  maxCalls: most.optional(),
  maxWorkloads: most.optional(),
  timeout: duration.optional(),
});

const label =
  "must be labels: keys and values of small letters, digits, - and _, up to 63 of them, keys beginning with a letter";

const bigquery = section({
  location: z
    .string("must be a location such as asia-northeast1, US or EU")
    .regex(/^[A-Za-z0-9-]+$/u, "must be a location such as asia-northeast1, US or EU")
    .optional(),
  jobProject: z
    .string("must be a project's id")
    .regex(/^[a-z0-9.:-]+$/u, "must be a project's id")
    .optional(),
  retentionDays: z
    .int("must be a whole number of days, or null to keep rows for good")
    .min(1, "must be 1 day or more, or null to keep rows for good")
    .nullable()
    .optional(),
  labels: z
    .record(
      z.string().regex(/^[a-z][a-z0-9_-]{0,62}$/u, label),
      z.string(label).regex(/^[a-z0-9_-]{0,63}$/u, label),
      label,
    )
    .optional(),
  deadline: duration.optional(),
  requestTimeout: duration.optional(),
});

/** What a config file may hold; every message is the end of a sentence that begins with the key. */
export const CONFIG_SCHEMA = section({
  cluster: cluster.optional(),
  book: z.enum(BOOK_NAMES, `must be one of ${BOOK_NAMES.join(", ")}`).optional(),
  store: z
    .string("must be duckdb:PATH, bigquery:PROJECT.DATASET or none")
    .min(1, "must be duckdb:PATH, bigquery:PROJECT.DATASET or none")
    .optional(),
  spool: z.string("must be a folder, or stderr").min(1, "must be a folder, or stderr").optional(),
  timeZone: timeZone.optional(),
  language: z.enum(["en", "ja"], "must be en or ja").optional(),
  period: duration.optional(),
  maxGap: duration.optional(),
  findings: section({
    minWasteUsdPerHour: z
      .number("must be a number of dollars")
      .min(0, "must be a number of dollars, 0 or more")
      .optional(),
    maxHomeShare: fraction.optional(),
  }).optional(),
  team: section({
    label: z.string("must be a label's key").min(1, "must be a label's key").nullable().optional(),
    annotation: z.string("must be an annotation's key").min(1, "must be an annotation's key").nullable().optional(),
  }).optional(),
  history: z.enum(["none", "monitoring"], "must be none or monitoring").optional(),
  monitoring: monitoring.optional(),
  autoscaler: autoscaler.optional(),
  slack: SLACK_SCHEMA.optional(),
  ignore: z.array(IGNORE_SCHEMA, "must be a list of what is not to be told").optional(),
  bigquery: bigquery.optional(),
  prices: PRICES_SCHEMA.optional(),
});

/** A config file as it was read and checked. */
export type ConfigFile = z.output<typeof CONFIG_SCHEMA>;
