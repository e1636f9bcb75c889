import { type History, NO_HISTORY } from "../audit/history.ts";
import type { Config, Environment } from "../config.ts";
import { Failure, StoreFailure } from "../failure.ts";
import type { KnownUsage } from "../model/learned.ts";
import type { RunRows } from "../report/rows.ts";
import { safeText } from "../report/text.ts";
import { openStore, spoolFolder } from "../warehouse/open.ts";
import { spoolRun, spoolText } from "../warehouse/spool.ts";
import type { Store } from "../warehouse/store.ts";
import type { UsageRow } from "../warehouse/tables.ts";
import { usageKnown } from "./past.ts";
import { mend, type Place, recall } from "./remembered.ts";
import { replayFolder } from "./replayed.ts";
import type { Shell } from "./shell.ts";
import { storeSettings } from "./store-settings.ts";

/** One run's dealings with its store. A store that fails is told and costs the exit code, not the report, and no finding is lost. */
export interface StoreSession {
  readonly history: History;
  /** Why earlier runs could not be read; `null` when they could. */
  readonly unread: string | null;
  /** What earlier runs learned of workloads. */
  readonly usage: readonly KnownUsage[];
  /** Stores the run, and what it learned; what the store does not take is spooled. `false` when it failed. */
  keep(rows: RunRows, learned: readonly UsageRow[]): Promise<boolean>;
  close(): Promise<void>;
}

/** What a session needs of the run before there is one. */
export interface SessionInput {
  readonly config: Config;
  readonly place: Place;
  readonly shell: Shell;
}

/** Opens the store, stores what is spooled, puts its history in order, and reads what earlier runs have left. */
export async function openSession(input: SessionInput): Promise<StoreSession> {
  const { config, place, shell } = input;
  let store: Store | null = null;
  try {
    store = await openStore(config.store, storeSettings(config, shell));
    if (store === null) return none();
    await refuseToShare(store, place);
    const folder = spoolFolder(config.store);
    if (folder !== null) await replayFolder(store, folder, input.shell);
    await mend(store, place.cluster, config.audit.maxGap);
    const usage = await usageKnown(store, config.monitoring, place.cluster, place.takenAt);
    return sessionOf(input, store, await recall(store, place), usage);
  } catch (error) {
    await store?.close().catch(() => undefined);
    if (!(error instanceof StoreFailure)) throw error;
    await fail(shell, error);
    return failed(input, error);
  }
}

function none(): StoreSession {
  return { history: NO_HISTORY, unread: null, usage: [], keep: async () => true, close: async () => undefined };
}

function sessionOf(input: SessionInput, store: Store, history: History, usage: readonly KnownUsage[]): StoreSession {
  const { config, place, shell } = input;
  return {
    history,
    unread: null,
    usage,
    keep: async (rows, learned) => {
      try {
        const { stored } = await store.save(rows);
        if (history.later !== null) await mend(store, place.cluster, config.audit.maxGap, place.takenAt);
        if (learned.length > 0) await store.saveUsage(learned);
        const done = stored ? "stored" : "was stored already, nothing was added";
        await say(shell, `run ${rows.run.run_id} ${done} (${config.store})`);
        return true;
      } catch (error) {
        if (!(error instanceof StoreFailure)) throw error;
        await fail(shell, error);
        await spool(input, rows);
        return false;
      }
    },
    close: async () => {
      await store.close().catch(async (error: unknown) => {
        if (!(error instanceof Failure)) throw error;
        await fail(shell, error);
      });
    },
  };
}

/** The store is of no use: what the run finds is spooled. Not when it must not be there at all. */
function failed(input: SessionInput, failure: StoreFailure): StoreSession {
  return {
    history: NO_HISTORY,
    unread: failure.message,
    usage: [],
    keep: async (rows) => {
      if (!(failure instanceof NotSharedFailure)) await spool(input, rows);
      return false;
    },
    close: async () => undefined,
  };
}

/** Into the folder beside the store; in a cluster, where no file outlives the pod, and where no file can be written, to stderr. */
async function spool({ config, shell }: SessionInput, rows: RunRows): Promise<void> {
  const folder = config.spool ?? spoolFolder(config.store);
  const again = "the next audit, or barnacle replay, stores it";
  if (folder !== null && folder !== "stderr" && (config.spool !== null || !isInCluster(shell.environment))) {
    try {
      const file = await spoolRun(folder, rows);
      await say(shell, `run ${rows.run.run_id} is kept in ${file}: ${again}`);
      return;
    } catch (error) {
      if (!(error instanceof Error && "code" in error)) throw error;
      await say(shell, `${folder}: the run cannot be kept there either (${String(error.code)}); it follows here`);
    }
  }
  await say(shell, `run ${rows.run.run_id} follows as JSON lines; barnacle replay stores it from this log`);
  // Line by line: each is an entry of its own where stderr is a log.
  for (const line of spoolText(rows).trimEnd().split("\n")) await shell.stderr.write(`${line}\n`);
}

function isInCluster(environment: Environment): boolean {
  return Boolean(environment["KUBERNETES_SERVICE_HOST"]);
}

async function say(shell: Shell, text: string): Promise<void> {
  await shell.stderr.write(`barnacle: ${safeText(text)}\n`);
}

async function fail(shell: Shell, { message }: Error): Promise<void> {
  await shell.stderr.write(`barnacle: ${safeText(message)}\n`, { severity: "ERROR" });
}

class NotSharedFailure extends StoreFailure {}

/** Runs of a cluster that nobody named could be of any cluster: they may not stand among those of named ones. */
async function refuseToShare(target: Store, { cluster }: Pick<Place, "cluster">): Promise<void> {
  const [last] = await target.runs({ limit: 1 });
  const unnamed = cluster === null;
  if (last === undefined || (last.cluster === null) === unnamed) return;
  throw new NotSharedFailure(
    unnamed
      ? `${target.name} holds runs of named clusters, and this one has no name: the run was not stored. Say which cluster it is with --cluster PROJECT/LOCATION/NAME, or use another --store.`
      : `${target.name} holds runs of a cluster that nobody named: the run was not stored. Use another --store.`,
  );
}
