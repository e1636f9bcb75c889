import { nodeGroupsOf, poolOf } from "../judge/node-groups.ts";
import { isReady } from "../judge/readiness.ts";
import { nearest } from "../model/nearest.ts";
import { CONTROLLER_KINDS } from "../model/owner.ts";
import { READ_KINDS, type ReadKind, type Snapshot } from "../model/snapshot.ts";
import type { WeighedCase } from "./cases.ts";
import type { Context } from "./context.ts";
import type { NodeStory, Note, PinnedNode } from "./finding.ts";
import { restsOn } from "./unlisted.ts";

/** Everything in an audit that a note may be about. */
export interface Noted {
  readonly context: Context;
  readonly cases: ReadonlyMap<string, WeighedCase>;
  readonly findings: readonly PinnedNode[];
  readonly stories: readonly NodeStory[];
}

/** What a reader of the figures must know of them. */
export function notesOf(noted: Noted): readonly Note[] {
  return [
    ...refusedKinds(noted),
    ...absentKinds(noted),
    ...withheld(noted),
    ...autoscalingAssumed(noted),
    ...unknownPools(noted),
    ...unknownPrices(noted),
    ...unknownHomes(noted),
    ...notReady(noted),
    ...cyclicOwners(noted),
    ...problems(noted),
  ];
}

const SHOWN = 5;

/** `a, b, c and 4 more` */
function some(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN).join(", ");
  return names.length > SHOWN ? `${shown} and ${names.length - SHOWN} more` : shown;
}

function refusedKinds({ context }: Noted): readonly Note[] {
  const { kinds } = context.input.snapshot;
  return READ_KINDS.flatMap((kind): readonly Note[] => {
    const state = kinds[kind];
    if (state.state !== "refused") return [];
    return [
      {
        kind: "kind-refused",
        text: `${kind} objects could not be listed (${state.why}): nothing is concluded from their absence.`,
      },
    ];
  });
}

/** Only kinds whose absence changes something: controllers that pods name, disruption budgets, DaemonSets for new nodes. */
function absentKinds({ context }: Noted): readonly Note[] {
  const { snapshot } = context.input;
  const named = new Set(snapshot.pods.map((pod) => pod.owner?.kind ?? ""));
  const needed: readonly ReadKind[] = [
    "Pod",
    "PodDisruptionBudget",
    ...CONTROLLER_KINDS.filter((kind) => named.has(kind)),
  ];
  const absent = needed.filter((kind) => snapshot.kinds[kind].state === "absent");
  if (absent.length === 0) return [];
  const text = `The input holds no ${absent.join(", no ")}: if the cluster has any, take them into the input.`;
  return [{ kind: "kind-absent", text }];
}

function withheld({ context, cases }: Noted): readonly Note[] {
  const { kinds } = context.input.snapshot;
  const nodes = [...cases.values()].filter(({ excluded }) => excluded === "rests-on-unlisted-kind");
  if (nodes.length === 0) return [];
  const blockers = nodes.flatMap(({ verdict }) => verdict.blockers);
  const missing = new Set(blockers.flatMap((blocker) => restsOn(blocker, kinds) ?? []));
  const names = some(nodes.map(({ verdict }) => verdict.node.name));
  const text = `Not told as pinned, since that would rest on objects that were not listed (${[...missing].join(", ")}): ${names}.`;
  return [{ kind: "withheld", text }];
}

function autoscalingAssumed({ context }: Noted): readonly Note[] {
  const { snapshot, settings } = context.input;
  const { note } = nodeGroupsOf(snapshot, settings);
  const said = note === null ? [] : [{ kind: "autoscaling-assumed", text: note }];
  if (snapshot.nodeGroups !== null) return said;
  return [
    ...said,
    {
      kind: "minimum-unknown",
      text: "Without the autoscaler's status no pool's minimum size is known: all are taken to be able to shrink.",
    },
  ];
}

/** A misspelt pool in the configuration would silently leave the real one autoscaled. */
function unknownPools({ context }: Noted): readonly Note[] {
  const { snapshot, settings } = context.input;
  const pools = new Set(snapshot.nodes.flatMap((node) => poolOf(node) ?? []));
  return (settings.notAutoscaledPools ?? [])
    .filter((name) => !pools.has(name))
    .map((name): Note => {
      const near = nearest(name, [...pools], 1)[0];
      const cure = near === undefined ? `its pools are: ${some([...pools].sort())}` : `did you mean "${near}"?`;
      const text = `notAutoscaledPools names "${name}", but no node of such a pool is there; ${pools.size === 0 ? "no node names its pool." : cure}`;
      return { kind: "unknown-pool", text };
    });
}

function unknownPrices({ context, stories }: Noted): readonly Note[] {
  const unpriced = stories.filter(({ price }) => price.usdPerHour === null);
  if (unpriced.length === 0) return [];
  const types = new Set(
    unpriced.map(
      ({ node }) => `${node.machineType ?? "unknown machine type"} in ${node.region ?? "an unknown region"}`,
    ),
  );
  const nodes = unpriced.length === 1 ? "1 node has" : `${unpriced.length} nodes have`;
  const text = `${nodes} no price in the ${context.book} book and ${unpriced.length === 1 ? "is" : "are"} in no sum: ${some([...types].sort())}.`;
  return [{ kind: "unknown-price", text }];
}

function unknownHomes({ findings }: Noted): readonly Note[] {
  const homeless = findings.filter(
    ({ price, home, limitedBy }) => price.usdPerHour !== null && home === null && limitedBy === null,
  );
  if (homeless.length === 0) return [];
  const names = some(homeless.map(({ node }) => node.name));
  return [
    {
      kind: "unknown-home",
      text: `What these nodes waste is not known, for no other machine type is priced where they are: ${names}.`,
    },
  ];
}

function notReady({ context, findings }: Noted): readonly Note[] {
  const nodes = findings.filter(({ node }) => {
    const found = context.search.nodes.get(node.name);
    return found?.conditions.some(({ type }) => type === "Ready") === true && !isReady(found);
  });
  if (nodes.length === 0) return [];
  const text = `Not ready, so that what is said of their pods may be out of date: ${some(nodes.map(({ node }) => node.name))}.`;
  return [{ kind: "not-ready", text }];
}

function cyclicOwners({ context }: Noted): readonly Note[] {
  const cycles = new Set<string>();
  for (const { blockers } of context.input.verdicts) {
    for (const { pod } of blockers) {
      const { cycle } = context.ownersOf(pod);
      if (cycle !== null) cycles.add(cycle);
    }
  }
  if (cycles.size === 0) return [];
  return [
    { kind: "cyclic-owners", text: `Owners that lead back to themselves are followed once: ${some([...cycles])}.` },
  ];
}

function problems({ context }: Noted): readonly Note[] {
  const found: Snapshot["problems"] = context.input.snapshot.problems;
  const [first] = found;
  if (first === undefined) return [];
  const where = [first.where, first.object, first.field].filter((part) => part !== "").join(": ");
  const one = found.length === 1;
  const count = one ? "1 problem in the input" : `${found.length} problems in the input`;
  const brief = one ? "the warning before this says it." : "the warnings before this say each.";
  return [
    { kind: "input-problems", text: `${count}; the first: ${where}: ${first.what}`, brief: `${count}: ${brief}` },
  ];
}
