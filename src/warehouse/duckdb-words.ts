import { StoreFailure } from "../failure.ts";

interface Rule {
  readonly when: RegExp;
  /** Goes on after the file's name. */
  readonly say: (match: RegExpExecArray) => string;
}

/** What DuckDB says, and what it means to people. The first that matches is told. */
const RULES: readonly Rule[] = [
  {
    when: /Conflicting lock is held in (.+?)(?: \(PID (\d+)\))?(?: by user .+?)?\. See/su,
    say: ([, program, pid]) =>
      `is in use by another process (${pid === undefined ? program : `PID ${pid}, ${program}`}); wait until it ends, read a Parquet export of it (barnacle history --parquet), or name another file by --store`,
  },
  {
    when: /Could not set lock/u,
    say: () => "is in use by another process; wait until it ends, or name another file by --store",
  },
  {
    when: /Permission denied|Operation not permitted|Read-only file system|read-only mode|readonly database/iu,
    say: () =>
      "cannot be written: no right to it or to its folder; change their owner or mode, or name another file by --store",
  },
  {
    when: /No space left|File too large|Disk quota exceeded/iu,
    say: () =>
      "cannot be written: the disk is full; make room or name another file by --store; nothing of this run was kept",
  },
  {
    when: /version number \d+, but we can only read|newer version of DuckDB/iu,
    say: () => "was written by a newer DuckDB; use a newer Barnacle or name another file by --store",
  },
  {
    when: /WAL/u,
    say: () => "has a write-ahead log beside it (.wal) that is not its own or is damaged; move the .wal file away",
  },
  {
    when: /not a valid DuckDB database|corrupt|checksum|Could not read enough bytes|Serialization Error|INTERNAL Error|FATAL Error/iu,
    say: () => "is damaged; restore it from a backup or name another file by --store",
  },
  {
    when: /No such file or directory|Not a directory/iu,
    say: () => "cannot be made: its folder is not there; make the folder or name another file by --store",
  },
];

/** The failure of a store's file, as one sentence. */
export function storeFailure(path: string, what: string): StoreFailure {
  return new StoreFailure(`duckdb:${path}: the file ${what}.`);
}

/** Is it another process that holds the file? That may pass. */
export function isLocked(error: unknown): boolean {
  return error instanceof Error && error.message.includes("Could not set lock");
}

/** Runs `work`; what DuckDB or the file system refuses becomes a `StoreFailure`. Mistakes of the program stay what they are. */
export async function guarded<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error) || error instanceof StoreFailure) throw error;
    if (error instanceof TypeError || error instanceof RangeError) throw error;
    throw storeFailure(path, sentence(error.message));
  }
}

function sentence(message: string): string {
  for (const { when, say } of RULES) {
    const match = when.exec(message);
    if (match !== null) return say(match);
  }
  const [first = ""] = message.split("\n");
  return `was refused by DuckDB: ${first
    .replace(/[\p{Cc}\p{Cf}]+/gu, " ")
    .slice(0, 300)
    .replace(/\.+$/u, "")}`;
}
