import { readFile } from "node:fs/promises";
import { createBuilder } from "../collect/builder.ts";
import { collectCluster, type Load, openCluster, type Progress } from "../collect/cluster.ts";
import { readSnapshotFiles } from "../collect/files.ts";
import { clusterFromMetadata } from "../collect/metadata.ts";
import { autoscalerSettings, type Config, type ConfigFlags, configFileOf, readConfig } from "../config.ts";
import type { ConfigText } from "../config-file.ts";
import { UsageFailure } from "../failure.ts";
import type { AutoscalerSettings } from "../judge/settings.ts";
import type { ClusterId, Snapshot } from "../model/snapshot.ts";
import { formatInstant, type Instant } from "../model/time.ts";
import { count } from "../report/phrases.ts";
import { problemLines } from "../report/problems.ts";
import { safeText } from "../report/text.ts";
import type { CommonOptions, InputOptions } from "./options.ts";
import { type StatusLine, statusLine } from "./progress.ts";
import type { Shell } from "./shell.ts";

/** A cluster at a time, with the settings in force: what every command but `snapshot` starts from. */
export interface Input {
  readonly config: Config;
  readonly snapshot: Snapshot;
  readonly settings: AutoscalerSettings;
  readonly now: Instant;
  /** What must be said of how the input was read. */
  readonly remarks: readonly string[];
  /** What was asked of the API server; `null` when files were read. */
  readonly load: Load | null;
  /** Where long work says how far it is. */
  readonly status: StatusLine;
}

const WARNING = { severity: "WARNING" } as const;

/** Reads the config file that `--config` or the environment names, with what flags and environment add. */
export async function loadConfig(options: CommonOptions & ConfigFlags, shell: Shell): Promise<Config> {
  const name = options.config ?? configFileOf(shell.environment);
  return readConfig(name === null ? null : await readConfigFile(name), shell.environment, options);
}

async function readConfigFile(name: string): Promise<ConfigText> {
  try {
    return { name, text: await readFile(name, "utf8") };
  } catch (error) {
    const why = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    throw new UsageFailure(`${name}: the config file cannot be read (${why}); check --config or BARNACLE_CONFIG.`);
  }
}

/**
 * Everything that a command needs of its input; warnings about it go to stderr. `remarks: "kept"`: the command itself prints the
 * remarks among its notes, so they are not said here too.
 */
export async function loadInput(
  options: InputOptions & ConfigFlags,
  shell: Shell,
  remarks: "told" | "kept" = "told",
): Promise<Input> {
  const config = await loadConfig(options, shell);
  const { snapshot, load } = await loadSnapshot(options, config, shell);
  return { ...(await completeInput(snapshot, options, config, shell, remarks)), load };
}

/** A snapshot as it was read, with its name and its time; what must be said of it goes to stderr. */
export async function completeInput(
  read: Snapshot,
  options: InputOptions,
  config: Config,
  shell: Shell,
  told: "told" | "kept" = "told",
): Promise<Input> {
  const remarks: string[] = [];
  const snapshot = { ...read, cluster: config.cluster ?? read.cluster };
  const now = timeOf(options, snapshot, remarks, shell);
  for (const line of problemLines(snapshot.problems)) await shell.stderr.write(`barnacle: ${line}\n`, WARNING);
  if (told === "told") for (const line of remarks) await shell.stderr.write(`barnacle: ${safeText(line)}\n`, WARNING);
  return {
    config,
    snapshot,
    settings: autoscalerSettings(config, snapshot.kubernetesVersion),
    now,
    remarks,
    load: null,
    status: statusLine(shell, options.plain === true),
  };
}

async function loadSnapshot(
  options: InputOptions,
  config: Config,
  shell: Shell,
): Promise<Pick<Input, "snapshot" | "load">> {
  refuseBoth(options);
  const reading = { annotationKeys: annotationKeysOf(config), now: options.now ?? null, present: shell.now() };
  if (options.snapshot !== undefined) {
    return { snapshot: await readSnapshotFiles(options.snapshot, reading), load: null };
  }
  const connection = await openCluster({
    context: options.context,
    environment: shell.environment,
    annotationKeys: annotationKeysOf(config),
    limits: shell.limits,
  });
  const status = statusLine(shell, options.plain === true);
  const progress = ({ kind, pages, objects }: Progress) =>
    status.show(`reading ${connection.title}: ${count(pages, "page")}, ${count(objects, "object")}, now ${kind}`);
  const snapshot = await collectCluster(connection, createBuilder(reading), { progress }).finally(() => status.clear());
  const cluster = await clusterOf(config, connection.inCluster, shell);
  return { snapshot: { ...snapshot, cluster }, load: connection.load() };
}

/** @throws UsageFailure when both files and a cluster are asked for */
export function refuseBoth(options: InputOptions): void {
  if (options.snapshot !== undefined && options.context !== undefined) {
    throw new UsageFailure("--snapshot and --context exclude each other: give the files or the cluster, not both.");
  }
}

/** Annotations to read besides those of the allow-list. */
export function annotationKeysOf(config: Config): readonly string[] {
  const { teamAnnotation, markAnnotations = [] } = config.audit;
  return teamAnnotation === null ? markAnnotations : [teamAnnotation, ...markAnnotations];
}

/** The identity of a live cluster: as configured, else, in the cluster, as the metadata server tells it. */
export async function clusterOf(config: Config, inCluster: boolean, shell: Shell): Promise<ClusterId | null> {
  if (config.cluster !== null || !inCluster) return config.cluster;
  return await clusterFromMetadata(shell.environment);
}

function timeOf(options: InputOptions, snapshot: Snapshot, remarks: string[], shell: Shell): Instant {
  const known = options.now ?? snapshot.takenAt;
  if (known !== null && known !== undefined) return known;
  const time = snapshot.newestTime ?? shell.now();
  const source =
    snapshot.newestTime === null ? "the present, since its objects hold no time" : "the newest time in its objects";
  remarks.push(
    `The snapshot does not say when it was taken: judged at ${formatInstant(time)}, ${source} (--now sets another).`,
  );
  return time;
}
