import { InputFailure } from "../failure.ts";
import { formatCluster, READ_KINDS, type ReadKind, type Snapshot } from "../model/snapshot.ts";
import type { Instant } from "../model/time.ts";
import { annotationFilter } from "./allowed.ts";
import { createdInFuture, type Origin, ownerCycles, podsOnUnknownNodes } from "./checks.ts";
import { createReaders, type Readers } from "./decode/metadata.ts";
import { isRaw, type Raw, Unreadable } from "./decode/raw.ts";
import { emptyGathered, type Gathered, type Keep, keepers } from "./gathered.ts";
import { readHeader } from "./header.ts";
import { createKindStates, type KindStates } from "./kind-states.ts";
import { HEADER_KIND, type ItemType, isAutoscalerStatus, itemTypeOf, recognize, unrolled } from "./kinds.ts";
import { createProblems, type Problems } from "./problems.ts";

/**
 * Gathers a snapshot object by object. Both doors (files and API server) feed it; it decodes each object into the model at
 * once and keeps nothing of the raw one.
 */
export interface SnapshotBuilder {
  /**
   * Takes one object as parsed from JSON, a List of them, or a snapshot file's first line. `where` is the file or API path,
   * for problems. An object that cannot be read becomes a problem of the snapshot.
   * @throws InputFailure for a first line of another version or of another cluster than an earlier one
   */
  add(raw: unknown, where: string): void;
  /** Says that `kind` was listed, though nothing of it may have come. */
  listed(kind: ReadKind): void;
  /** Says that `kind` could not be listed, and why. */
  refused(kind: ReadKind, why: string): void;
  /** Sets what the API server told (a snapshot file tells it in its first line). */
  about(facts: Partial<Pick<Snapshot, "cluster" | "takenAt" | "kubernetesVersion">>): void;
  finish(): Snapshot;
}

/** What a builder needs to be told. */
export interface BuilderOptions {
  /** Annotations to read besides those of the allow-list, such as the one that names a team. */
  readonly annotationKeys?: readonly string[];
  /** The time that the snapshot is judged at, where the user set one: creation times after it are problems. */
  readonly now?: Instant | null;
  /** The time on the clock: what is dated after it cannot date the snapshot. */
  readonly present?: Instant;
}

type About = Pick<Snapshot, "cluster" | "takenAt" | "kubernetesVersion">;

/** A snapshot in the making. */
interface Building {
  readonly readers: Readers;
  readonly gathered: Gathered;
  readonly keep: Readonly<Record<ReadKind, Keep>>;
  readonly problems: Problems;
  readonly kinds: KindStates;
  readonly passedOver: Map<string, number>;
  readonly origins: Origin[];
  about: About;
}

/** An empty builder. One snapshot each: call `finish` once. */
export function createBuilder(options: BuilderOptions = {}): SnapshotBuilder {
  const readers = createReaders(annotationFilter(options.annotationKeys), options.present);
  const gathered = emptyGathered();
  const building: Building = {
    readers,
    gathered,
    keep: keepers(gathered, readers),
    problems: createProblems(),
    kinds: createKindStates(),
    passedOver: new Map(),
    origins: [],
    about: { cluster: null, takenAt: null, kubernetesVersion: null },
  };
  return {
    add: (raw, where) => {
      const list = isRaw(raw) ? itemTypeOf(raw) : null;
      if (list === null) take(building, raw, where);
      else takeList(building, raw, list, where);
    },
    listed: building.kinds.listed,
    refused: building.kinds.refused,
    about: (facts) => {
      building.about = { ...building.about, ...facts };
    },
    finish: () => finished(building, options.now ?? building.about.takenAt ?? readers.newest()),
  };
}

function take(building: Building, raw: unknown, where: string): void {
  const { problems, kinds, origins, gathered } = building;
  if (!isRaw(raw)) {
    problems.add({ where, object: "", field: "", what: "an item that is no object; it is left out" });
    return;
  }
  if (raw["kind"] === HEADER_KIND) {
    takeHeader(building, raw, where);
    return;
  }
  const recognized = recognize(raw);
  if (recognized.kind === null || (recognized.kind === "ConfigMap" && !isAutoscalerStatus(raw))) {
    passOver(building, recognized.kind ?? recognized.name);
    return;
  }
  const { kind } = recognized;
  kinds.listed(kind);
  if (kind === "Pod" && origins.at(-1)?.where !== where) origins.push({ where, first: gathered.pods.length });
  try {
    building.keep[kind](raw);
    kinds.count(kind);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const what = `${error.message}; this ${kind} is left out: correct it, or take the snapshot again`;
    problems.add({ where, object: objectName(kind, raw), field: error.field, what });
    return;
  }
  if (kind === "Node") noteMissingAllocatable(raw, gathered, where, problems);
}

function takeList(building: Building, raw: unknown, type: ItemType, where: string): void {
  // A PodList without Pods says that there are none; a List without items says nothing.
  const { kind } = recognize({ ...type });
  if (kind !== null) building.kinds.listed(kind);
  for (const object of unrolled(raw)) take(building, object, where);
}

function passOver({ passedOver }: Building, kind: string): void {
  passedOver.set(kind, (passedOver.get(kind) ?? 0) + 1);
}

function takeHeader(building: Building, raw: Raw, where: string): void {
  const header = readHeader(raw, where);
  building.about = merged(building.about, header, where, building.problems);
  for (const kind of READ_KINDS) {
    const state = header.kinds[kind];
    if (state === "listed") building.kinds.listed(kind);
    else if (state !== undefined) building.kinds.refused(kind, state.refused);
  }
}

function finished(
  { gathered, readers, kinds, problems, passedOver, origins, about }: Building,
  now: Instant | null,
): Snapshot {
  const found = [
    ...podsOnUnknownNodes(gathered.pods, gathered.nodes, origins),
    ...ownerCycles(gathered.controllers),
    ...createdInFuture(dated(gathered), now),
  ];
  for (const problem of found) problems.add(problem);
  return {
    ...about,
    ...gathered,
    nodes: [...gathered.nodes.values()],
    budgets: [...gathered.budgets.values()],
    kinds: kinds.all(),
    passedOver,
    problems: problems.all(),
    newestTime: readers.newest(),
  };
}

/** What several first lines tell together: the newest time, and one cluster. */
function merged(known: About, told: About, where: string, problems: Problems): About {
  if (known.cluster !== null && told.cluster !== null && formatCluster(known.cluster) !== formatCluster(told.cluster)) {
    throw new InputFailure(
      `${where}: a snapshot of ${formatCluster(told.cluster)}, but an earlier file is of ${formatCluster(known.cluster)}: read one cluster at a time.`,
    );
  }
  if (known.takenAt !== null && told.takenAt !== null && known.takenAt !== told.takenAt) {
    const what =
      "taken at another time than an earlier file; the later time holds for all: read one snapshot at a time";
    problems.add({ where, object: "", field: "takenAt", what });
  }
  return {
    cluster: known.cluster ?? told.cluster,
    takenAt:
      known.takenAt !== null && (told.takenAt === null || told.takenAt < known.takenAt) ? known.takenAt : told.takenAt,
    kubernetesVersion: known.kubernetesVersion ?? told.kubernetesVersion,
  };
}

/** A node without allocatable is kept: the autoscaler has a word for it (`UnexpectedError`). */
function noteMissingAllocatable(raw: Raw, gathered: Gathered, where: string, problems: Problems): void {
  const object = objectName("Node", raw);
  const allocatable = gathered.nodes.get(object.slice("Node ".length))?.allocatable;
  const missing = ["cpu", "memory"].filter((resource) => allocatable?.has(resource) === false);
  if (missing.length === 0) return;
  const what = `lacks ${missing.join(" and ")}, so its utilization cannot be computed (UnexpectedError): wait until the kubelet reports it`;
  problems.add({ where, object, field: "status.allocatable", what });
}

/** `Pod batch/x` */
function objectName(kind: ReadKind, raw: Raw): string {
  const { namespace, name } = isRaw(raw["metadata"]) ? raw["metadata"] : {};
  const prefix = typeof namespace === "string" && namespace !== "" ? `${namespace}/` : "";
  return `${kind} ${prefix}${typeof name === "string" && name !== "" ? name : "(without a name)"}`;
}

function dated({ nodes, pods, controllers }: Gathered): Parameters<typeof createdInFuture>[0] {
  const makers = Object.entries(controllers).map(([kind, all]) => [kind, all.values()] as const);
  return { Node: nodes.values(), Pod: pods, ...Object.fromEntries(makers) };
}
