import type { Pod, PodSpec } from "../model/pod.ts";
import type { AffinityChecks } from "./predicates/inter-pod-affinity.ts";
import { namedNodes } from "./predicates/node-affinity.ts";
import type { Amounts } from "./predicates/node-resources-fit.ts";
import type { AttachedVolumes } from "./predicates/node-volume-limits.ts";
import { type SpreadCheck, spreadCheck } from "./predicates/pod-topology-spread.ts";
import { volumeBindingRefusesAll } from "./predicates/volume-binding.ts";
import { exclusiveClaims, volumeRestrictionsRefusesAll } from "./predicates/volume-restrictions.ts";
import { type VolumePlace, volumePlaces, volumeZoneRefusesAll } from "./predicates/volume-zone.ts";
import type { PredicateName } from "./scheduling.ts";
import type { Bits } from "./scheduling-bits.ts";
import { type ClaimUse, claimsOf } from "./scheduling-claims.ts";
import type { Ground } from "./scheduling-ground.ts";
import { podMatches } from "./scheduling-matches.ts";

/** What the filters need to know of a pod that looks for a place: the scheduler's PreFilter phase, kept for the next time. */
export interface Asked extends AffinityChecks {
  readonly spec: PodSpec;
  readonly amounts: Amounts;
  /** The snapshot's nodes that the pod's node affinity allows, and those whose taints it tolerates. */
  readonly wished: Bits;
  readonly tolerating: Bits;
  /** The filter that refuses the pod everywhere, before any node is looked at. */
  readonly refusedBy: PredicateName | null;
  /** `null`: all; else NodeAffinity refuses every other node before any filter is asked. */
  readonly named: ReadonlySet<string> | null;
  readonly claims: readonly ClaimUse[];
  readonly exclusive: readonly string[];
  readonly attached: AttachedVolumes;
  readonly places: readonly VolumePlace[];
  readonly spread: readonly SpreadCheck[];
}

/** Prepares the questions about pods. */
export function createAsk(ground: Ground): (pod: Pod) => Asked {
  const bySpec = new Map<PodSpec, Asked>();
  const byPod = new Map<Pod, { readonly asked: Asked; readonly bans: number }>();

  const plain = (spec: PodSpec): Asked => {
    const seen = bySpec.get(spec);
    if (seen !== undefined) return seen;
    const made = plainAsk(ground, spec);
    bySpec.set(spec, made);
    return made;
  };
  return (pod) => {
    const seen = byPod.get(pod);
    const known = ground.bans.size();
    if (seen !== undefined && seen.bans === known) return seen.asked;
    const common = plain(pod.spec);
    const asked = refine(ground, common, pod);
    if (asked !== common) byPod.set(pod, { asked, bans: known });
    return asked;
  };
}

/** What the spec alone tells. */
function plainAsk({ rooms, sets }: Ground, spec: PodSpec): Asked {
  const named = namedNodes(spec.nodeAffinity);
  return {
    spec,
    amounts: rooms.amounts(spec.requests),
    wished: sets.wished(spec),
    tolerating: sets.tolerating(spec.tolerations),
    refusedBy: named?.size === 0 ? "NodeAffinity" : null,
    named,
    claims: [],
    exclusive: [],
    attached: new Map(),
    places: [],
    spread: [],
    affinity: null,
    anti: [],
    bans: [],
  };
}

/** What the pod's namespace, labels and claims add. Most pods add nothing, and share the answer of their spec. */
function refine(ground: Ground, plain: Asked, pod: Pod): Asked {
  const { spec } = pod;
  const bans = ground.bans.on(pod);
  const social = spec.spread.length + spec.affinity.length + spec.antiAffinity.length + bans.length > 0;
  const withVolumes = spec.volumes.some(({ kind }) => kind === "claim" || kind === "gcePersistentDisk");
  if (!social && !withVolumes) return plain;
  const volumes = withVolumes ? askVolumes(ground, pod) : {};
  return {
    ...plain,
    ...(social ? askOthers(ground, pod) : {}),
    bans,
    ...volumes,
    refusedBy: plain.refusedBy ?? volumes.refusedBy ?? null,
  };
}

function askOthers({ counters }: Ground, pod: Pod): Pick<Asked, "spread" | "affinity" | "anti"> {
  const { anti, together } = counters.incoming(pod);
  const spread = pod.spec.spread.map((constraint) => spreadCheck(constraint, pod, counters.spread(constraint, pod)));
  const affinity = together === null ? null : { counts: together.counts, selfMatches: podMatches(together.match, pod) };
  return { spread, affinity, anti };
}

type VolumeAsk = Pick<Asked, "claims" | "exclusive" | "attached" | "places" | "refusedBy">;

function askVolumes({ snapshot, usage }: Ground, pod: Pod): Partial<VolumeAsk> {
  const claims = claimsOf(pod, snapshot);
  return {
    claims,
    exclusive: exclusiveClaims(claims),
    attached: usage.attached(pod),
    places: volumePlaces(claims, snapshot),
    refusedBy: volumesRefusedBy(claims, pod, snapshot),
  };
}

function volumesRefusedBy(claims: readonly ClaimUse[], pod: Pod, storage: Ground["snapshot"]): PredicateName | null {
  if (volumeRestrictionsRefusesAll(claims)) return "VolumeRestrictions";
  if (volumeBindingRefusesAll(pod, claims, storage)) return "VolumeBinding";
  return volumeZoneRefusesAll(claims, storage) ? "VolumeZone" : null;
}
