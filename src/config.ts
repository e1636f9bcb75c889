import type { AuditSettings } from "./audit/finding.ts";
import { MUTE_ANNOTATION } from "./audit/notify/settings.ts";
import { type BigQueryConfig, bigqueryConfig } from "./config-bigquery.ts";
import { type ConfigText, readConfigText } from "./config-file.ts";
import { type MonitoringConfig, monitoringConfig } from "./config-monitoring.ts";
import { type PricesConfig, pricesConfig } from "./config-prices.ts";
import { marksAsked, type SlackConfig, slackConfig } from "./config-slack.ts";
import { UsageFailure } from "./failure.ts";
import { type AutoscalerSettings, atVersion, NEWEST_VERSION, PROFILES } from "./judge/settings.ts";
import { usdPerHour } from "./model/money.ts";
import { type ClusterId, parseCluster } from "./model/snapshot.ts";
import { HOUR, millis } from "./model/time.ts";
import { BOOK_NAMES, type BookName } from "./price/quote.ts";

/** Everything that can be set, in one value. */
export interface Config {
  readonly cluster: ClusterId | null;
  readonly book: BookName;
  readonly store: string;
  /** The folder for runs that the store does not take, or `stderr`; `null`: beside the store, in a cluster stderr. */
  readonly spool: string | null;
  /** IANA name: in it days begin and times are shown. */
  readonly timeZone: string;
  /** What people read is written in it: the page. */
  readonly language: "en" | "ja";
  readonly audit: Omit<AuditSettings, "book">;
  /** `history: monitoring`; `null`: the past is not asked for. */
  readonly monitoring: MonitoringConfig | null;
  /** The autoscaler's flags before its version is applied. */
  readonly autoscaler: AutoscalerSettings;
  /** The autoscaler's minor as configured; `null`: the snapshot's Kubernetes version decides. */
  readonly autoscalerVersion: string | null;
  /** `null`: nothing is told in Slack. */
  readonly slack: SlackConfig | null;
  readonly bigquery: BigQueryConfig;
  readonly prices: PricesConfig;
}

/** The environment, passed in by the shell. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The name of the config file that the environment gives, if any. */
export function configFileOf(environment: Environment): string | null {
  return environment["BARNACLE_CONFIG"] || null;
}

/** Where the Cloud Billing Catalog is, for tests and private endpoints; `null`: Google's own. */
export function billingEndpointOf(environment: Environment): string | null {
  return environment["BARNACLE_BILLING_ENDPOINT"] || null;
}

/** Slack's token, the only secret; what a paste or a file left around it is none of it. `null`: there is none. */
export function slackTokenOf(environment: Environment): string | null {
  return environment["SLACK_BOT_TOKEN"]?.trim() || null;
}

/** Where the other services are, for tests and private endpoints; `null`: where their makers have them. */
export function endpointsOf(environment: Environment) {
  return {
    bigquery: environment["BARNACLE_BIGQUERY_ENDPOINT"] || null,
    monitoring: environment["BARNACLE_MONITORING_ENDPOINT"] || null,
    slack: environment["BARNACLE_SLACK_API_URL"] || null,
  };
}

/** Flags that beat environment and file; absent ones are `undefined`. */
export interface ConfigFlags {
  readonly cluster?: string | undefined;
  readonly book?: string | undefined;
  readonly store?: string | undefined;
}

/**
 * Flags, environment and file, in that order of strength, as one Config. All mistakes of all three are told at once.
 * @throws UsageFailure
 */
export function readConfig(file: ConfigText | null, environment: Environment, flags: ConfigFlags): Config {
  const mistakes: string[] = [];
  const settings = file === null ? {} : readConfigText(file, mistakes);
  const over = overlay(environment, flags, mistakes);
  const monitoring = monitoringConfig(settings, environment["BARNACLE_MONITORING_ENDPOINT"] || null, mistakes);
  if (mistakes.length > 0) throw new UsageFailure(mistakes.join("\n"));
  const { version: autoscalerVersion, profile = "gke", ...autoscalerFlags } = settings.autoscaler ?? {};
  const period = settings.period ?? HOUR;
  const timeZone = settings.timeZone ?? "UTC";
  const language = settings.language ?? "en";
  const slack = slackConfig(settings, { timeZone, language });
  return {
    cluster: over.cluster ?? settings.cluster ?? null,
    book: over.book ?? settings.book ?? "list",
    store: over.store ?? settings.store ?? "duckdb:barnacle.duckdb",
    spool: settings.spool ?? null,
    timeZone,
    language,
    audit: {
      minWasteUsdPerHour: usdPerHour(settings.findings?.minWasteUsdPerHour ?? 0.1),
      maxHomeShare: settings.findings?.maxHomeShare ?? 0.5,
      teamLabel: settings.team?.label === undefined ? "team" : settings.team.label,
      teamAnnotation: settings.team?.annotation ?? null,
      ...marksOf(slack),
      period,
      maxGap: settings.maxGap ?? millis(2 * period),
    },
    monitoring,
    autoscaler: { ...PROFILES[profile], ...defined(autoscalerFlags) },
    autoscalerVersion: autoscalerVersion ?? null,
    slack,
    bigquery: bigqueryConfig(settings.bigquery, environment["BARNACLE_BIGQUERY_ENDPOINT"] || null),
    prices: pricesConfig(settings.prices),
  };
}

function marksOf(slack: SlackConfig | null): Pick<AuditSettings, "markLabels" | "markAnnotations"> {
  if (slack === null) return {};
  const { labels, annotations } = marksAsked(slack);
  return { markLabels: labels, markAnnotations: [...annotations, MUTE_ANNOTATION] };
}

/** The autoscaler's settings at the version in force: the configured one, else the snapshot's, else the newest mirrored. */
export function autoscalerSettings(config: Config, snapshotVersion: string | null): AutoscalerSettings {
  return atVersion(config.autoscaler, config.autoscalerVersion ?? snapshotVersion ?? NEWEST_VERSION);
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

function defined<T extends object>(value: T): Partial<Defined<T>> {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as Partial<Defined<T>>;
}

interface Overlay {
  readonly cluster: ClusterId | null;
  readonly book: BookName | null;
  readonly store: string | null;
}

function overlay(environment: Environment, flags: ConfigFlags, mistakes: string[]): Overlay {
  const pick = (flag: string, name: string, value: string | undefined) =>
    value === undefined ? { from: name, text: environment[name] || null } : { from: flag, text: value };
  const id = pick("--cluster", "BARNACLE_CLUSTER", flags.cluster);
  const book = pick("--book", "BARNACLE_BOOK", flags.book);
  const store = pick("--store", "BARNACLE_STORE", flags.store);
  const parsed = id.text === null ? null : parseCluster(id.text);
  if (id.text !== null && parsed === null) {
    mistakes.push(`${id.from}: "${id.text}" is no cluster; write it as PROJECT/LOCATION/NAME.`);
  }
  const name = BOOK_NAMES.find((known) => known === book.text) ?? null;
  if (book.text !== null && name === null) {
    mistakes.push(`${book.from}: there is no price book "${book.text}"; choose one of ${BOOK_NAMES.join(", ")}.`);
  }
  return { cluster: parsed, book: name, store: store.text };
}
