import { isMap, isScalar, LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import type { AuditSettings } from "./audit/finding.ts";
import { UsageFailure } from "./failure.ts";
import { type AutoscalerSettings, atVersion, GKE_DEFAULTS, NEWEST_VERSION } from "./judge/settings.ts";
import { usdPerHour } from "./model/money.ts";
import { nearest } from "./model/nearest.ts";
import { type ClusterId, parseCluster } from "./model/snapshot.ts";
import { type Duration, HOUR, millis, parseDuration } from "./model/time.ts";
import { BOOK_NAMES, type BookName } from "./price/quote.ts";

/** Everything that can be set, in one value. */
export interface Config {
  readonly cluster: ClusterId | null;
  readonly book: BookName;
  readonly store: string;
  /** IANA name: in it days begin and times are shown. */
  readonly timeZone: string;
  readonly audit: Omit<AuditSettings, "book">;
  /** The autoscaler's flags before its version is applied. */
  readonly autoscaler: AutoscalerSettings;
  /** The autoscaler's minor as configured; `null`: the snapshot's Kubernetes version decides. */
  readonly autoscalerVersion: string | null;
}

/** The environment, passed in by the shell. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The name of the config file that the environment gives, if any. */
export function configFileOf(environment: Environment): string | null {
  return environment["BARNACLE_CONFIG"] || null;
}

const duration = z.string("must be a duration such as 10m, 1h30m or 90s").transform((text, context): Duration => {
  const value = parseDuration(text);
  if (value !== null) return value;
  context.addIssue({ code: "custom", message: `"${text}" is no duration; write it as 10m, 1h30m or 90s` });
  return z.NEVER;
});

const fraction = z
  .number("must be a number from 0 to 1")
  .min(0, "must be a number from 0 to 1")
  .max(1, "must be a number from 0 to 1");
const count = z.int("must be a whole number, 0 or more").min(0, "must be a whole number, 0 or more");
const flag = z.boolean("must be true or false");

const cluster = z.string("must be PROJECT/LOCATION/NAME").transform((text, context): ClusterId => {
  const value = parseCluster(text);
  if (value !== null) return value;
  context.addIssue({ code: "custom", message: `"${text}" is no cluster; write it as PROJECT/LOCATION/NAME` });
  return z.NEVER;
});

const timeZone = z
  .string("must be a time zone of the IANA list such as Asia/Tokyo")
  .refine(isTimeZone, "must be a time zone of the IANA list such as Asia/Tokyo");

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

const version = z
  .string('must be a minor version such as "1.33"')
  .regex(/^1\.\d{1,2}$/u, 'must be a minor version such as "1.33"');

function section<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === "invalid_type" ? "must be a map of settings" : undefined),
  });
}

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
});

const schema = section({
  cluster: cluster.optional(),
  book: z.enum(BOOK_NAMES, `must be one of ${BOOK_NAMES.join(", ")}`).optional(),
  store: z.string("must be duckdb:PATH or none").min(1, "must be duckdb:PATH or none").optional(),
  timeZone: timeZone.optional(),
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
  autoscaler: autoscaler.optional(),
});

type File = z.output<typeof schema>;

/** A config file as read: its name (for messages) and its text. */
export interface ConfigText {
  readonly name: string;
  readonly text: string;
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
  const settings = file === null ? {} : readFile(file, mistakes);
  const over = overlay(environment, flags, mistakes);
  if (mistakes.length > 0) throw new UsageFailure(mistakes.join("\n"));
  const { version: autoscalerVersion, ...autoscalerFlags } = settings.autoscaler ?? {};
  const period = settings.period ?? HOUR;
  return {
    cluster: over.cluster ?? settings.cluster ?? null,
    book: over.book ?? settings.book ?? "list",
    store: over.store ?? settings.store ?? "duckdb:barnacle.duckdb",
    timeZone: settings.timeZone ?? "UTC",
    audit: {
      minWasteUsdPerHour: usdPerHour(settings.findings?.minWasteUsdPerHour ?? 0.1),
      maxHomeShare: settings.findings?.maxHomeShare ?? 0.5,
      teamLabel: settings.team?.label === undefined ? "team" : settings.team.label,
      teamAnnotation: settings.team?.annotation ?? null,
      period,
      maxGap: settings.maxGap ?? millis(2 * period),
    },
    autoscaler: { ...GKE_DEFAULTS, ...defined(autoscalerFlags) },
    autoscalerVersion: autoscalerVersion ?? null,
  };
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

function readFile(file: ConfigText, mistakes: string[]): File {
  const lines = new LineCounter();
  const document = parseDocument(file.text, { lineCounter: lines, prettyErrors: false });
  for (const error of document.errors) {
    const { line, col } = lines.linePos(error.pos[0]);
    mistakes.push(`${file.name}:${line}:${col}: not valid YAML: ${error.message}`);
  }
  if (document.errors.length > 0) return {};
  keepVersionText(document.contents);
  const raw: unknown = document.toJS() ?? {};
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    for (const sentence of sentences(issue)) mistakes.push(`${file.name}: ${sentence}`);
  }
  return {};
}

/** YAML reads `version: 1.30` as the number 1.3: the text as written is what was meant. */
function keepVersionText(contents: unknown): void {
  if (!isMap(contents)) return;
  const section = contents.get("autoscaler");
  if (!isMap(section)) return;
  const node = section.get("version", true);
  if (isScalar(node) && typeof node.value === "number" && node.source !== undefined) node.value = node.source;
}

function sentences(issue: z.core.$ZodIssue): readonly string[] {
  const at = issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(issue.path);
    return issue.keys.map((key) => {
      const near = nearest(key, known, 1)[0];
      const cure = near === undefined ? `known keys: ${known.join(", ")}` : `did you mean "${near}"?`;
      return `unknown key "${[...issue.path, key].join(".")}"; ${cure}`;
    });
  }
  if (issue.code === "invalid_type" && at === "") return ["must be a map of settings, such as `book: list`."];
  return [`"${at}": ${issue.message}.`];
}

function keysAt(path: readonly PropertyKey[]): readonly string[] {
  let shape: unknown = schema;
  for (const step of path) {
    const inner = unwrap(shape);
    shape = inner instanceof z.ZodObject ? inner.shape[String(step)] : undefined;
  }
  const inner = unwrap(shape);
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}

function unwrap(type: unknown): unknown {
  return type instanceof z.ZodOptional ? unwrap(type.unwrap()) : type;
}
