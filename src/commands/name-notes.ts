import type { Note } from "../audit/finding.ts";
import type { SlackConfig } from "../config-slack.ts";
import { poolOf } from "../judge/node-groups.ts";
import { nearest } from "../model/nearest.ts";
import type { Snapshot } from "../model/snapshot.ts";

type Seen = Pick<Snapshot, "nodes" | "nodeGroups" | "namespaces" | "kinds">;

/** A name in the configuration, and where it stands there. */
interface Named {
  readonly where: string;
  readonly name: string;
}

/**
 * Names of node pools and namespaces in `slack.routes` and `ignore` that the cluster does not have: a misspelt one would silently send
 * messages elsewhere, or mute nothing. Nothing is said where the snapshot does not tell of empty pools, or of namespaces.
 */
export function nameNotes(slack: SlackConfig | null, snapshot: Seen): readonly Note[] {
  if (slack === null) return [];
  const { routes, ignore } = slack.settings;
  const places = [
    ...routes.map(({ match }) => ({ where: "A route of slack", ...match })),
    ...ignore.map((entry) => ({ where: "An entry of ignore", ...entry })),
  ];
  const of = (key: "nodePool" | "namespace"): readonly Named[] =>
    places.flatMap(({ where, [key]: name }) => (name === null || name.includes("*") ? [] : [{ where, name }]));
  return [...unknownPools(of("nodePool"), snapshot), ...unknownNamespaces(of("namespace"), snapshot)];
}

/** Google cuts long pool names in the names of instance groups; so much of them is left. */
const LEFT_OF_NAME = 12;

/** A pool without nodes is known by its instance group alone, whose name holds the pool's. */
function unknownPools(names: readonly Named[], { nodes, nodeGroups }: Seen): readonly Note[] {
  if (nodeGroups === null) return [];
  const pools = new Set(nodes.flatMap((node) => poolOf(node) ?? []));
  const empty = (pool: string) => nodeGroups.some(({ name }) => name.includes(`-${pool.slice(0, LEFT_OF_NAME)}`));
  return names
    .filter(({ name }) => !pools.has(name) && !empty(name))
    .map((named) => noteOf(named, "node pool", [...pools]));
}

function unknownNamespaces(names: readonly Named[], { namespaces, kinds }: Seen): readonly Note[] {
  if (kinds.Namespace.state !== "listed") return [];
  return names
    .filter(({ name }) => !namespaces.has(name))
    .map((named) => noteOf(named, "namespace", [...namespaces.keys()]));
}

function noteOf({ where, name }: Named, what: string, known: readonly string[]): Note {
  const near = nearest(name, known, 1)[0];
  const cure = near === undefined ? "." : `; did you mean "${near}"?`;
  return { kind: "unknown-name", text: `${where} names the ${what} "${name}", which the cluster does not have${cure}` };
}
