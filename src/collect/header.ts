import { InputFailure } from "../failure.ts";
import { type ClusterId, type KindState, READ_KINDS, type ReadKind, type Snapshot } from "../model/snapshot.ts";
import { formatInstant, type Instant, parseInstant } from "../model/time.ts";
import { isRaw, type Raw, shown } from "./decode/raw.ts";
import { HEADER_KIND } from "./kinds.ts";

/** What a snapshot file's first line tells. */
export interface Header {
  readonly cluster: ClusterId | null;
  readonly takenAt: Instant | null;
  readonly kubernetesVersion: string | null;
  /** Kinds that were asked for: listed, even where nothing came, or refused. Kinds that it does not name are as the objects tell. */
  readonly kinds: Readonly<Partial<Record<ReadKind, HeaderKind>>>;
}

/** `listed`, or why the API server would not. */
export type HeaderKind = "listed" | { readonly refused: string };

const VERSION = 1;

/**
 * Reads a snapshot file's first line.
 * @throws InputFailure when it is of another version or tells nonsense: a wrong time or cluster would spoil every figure
 */
export function readHeader(raw: Raw, where: string): Header {
  if (raw["version"] !== VERSION) {
    throw new InputFailure(
      `${where}: a snapshot file of version ${shown(raw["version"])}; this Barnacle reads version ${VERSION}: use the one that wrote it.`,
    );
  }
  return {
    cluster: readCluster(raw["cluster"], where),
    takenAt: readTakenAt(raw["takenAt"], where),
    kubernetesVersion: readVersion(raw["kubernetesVersion"]),
    kinds: readKinds(raw["kinds"]),
  };
}

function readCluster(value: unknown, where: string): ClusterId | null {
  if (value === undefined || value === null) return null;
  const { project, location, name } = isRaw(value) ? value : {};
  if (typeof project === "string" && typeof location === "string" && typeof name === "string") {
    return { project, location, name };
  }
  throw new InputFailure(
    `${where}: cluster in the first line is ${shown(value)}, not an object of project, location and name: correct it or leave it out.`,
  );
}

function readTakenAt(value: unknown, where: string): Instant | null {
  if (value === undefined || value === null) return null;
  const time = typeof value === "string" ? parseInstant(value) : null;
  if (time !== null) return time;
  throw new InputFailure(
    `${where}: takenAt in the first line is ${shown(value)}, not a time such as 2026-11-20T12:00:00Z: correct it.`,
  );
}

/** `1.36` of `v1.36.2-gke.1201000`. */
function readVersion(value: unknown): string | null {
  const match = typeof value === "string" ? /^v?(\d+\.\d+)/u.exec(value) : null;
  return match?.[1] ?? null;
}

function readKinds(value: unknown): Header["kinds"] {
  const kinds: Partial<Record<ReadKind, HeaderKind>> = {};
  if (!isRaw(value)) return kinds;
  for (const kind of READ_KINDS) {
    const state = value[kind];
    if (state === "listed") kinds[kind] = "listed";
    else if (isRaw(state) && typeof state["refused"] === "string") kinds[kind] = { refused: state["refused"] };
  }
  return kinds;
}

/** The first line of a snapshot file, without its line end. */
export function headerLine(header: Header): string {
  const { cluster, takenAt, kubernetesVersion, kinds } = header;
  return JSON.stringify({
    kind: HEADER_KIND,
    version: VERSION,
    takenAt: takenAt === null ? null : formatInstant(takenAt),
    cluster,
    kubernetesVersion,
    ...(Object.keys(kinds).length === 0 ? {} : { kinds }),
  });
}

/** The header that tells of `snapshot` what the snapshot itself knows. */
export function headerOf(snapshot: Pick<Snapshot, "cluster" | "takenAt" | "kubernetesVersion" | "kinds">): Header {
  const kinds: Partial<Record<ReadKind, HeaderKind>> = {};
  for (const kind of READ_KINDS) {
    const state: KindState = snapshot.kinds[kind];
    if (state.state === "listed") kinds[kind] = "listed";
    if (state.state === "refused") kinds[kind] = { refused: state.why };
  }
  const { cluster, takenAt, kubernetesVersion } = snapshot;
  return { cluster, takenAt, kubernetesVersion, kinds };
}
