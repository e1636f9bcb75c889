import type { Pod, PodSpec } from "../model/pod.ts";
import { type UsedPorts, usePort } from "./predicates/node-ports.ts";
import { type AttachedVolumes, attachedVolumes, hasForeignClaim } from "./predicates/node-volume-limits.ts";
import { exclusiveClaims, type UsedDisks, useDisks } from "./predicates/volume-restrictions.ts";
import { claimsOf, hasClaims, type Storage } from "./scheduling-claims.ts";
import type { Counter } from "./scheduling-counts.ts";

/** What pods hold of a node or of the cluster besides resources: host ports, inline disks, claims that only one may use. */
export interface Usage {
  readonly ports: ReadonlyMap<number, UsedPorts>;
  readonly disks: ReadonlyMap<number, UsedDisks>;
  /** How many pods use the claim. */
  users(claim: string): number;
  /** The counters that a pod belongs to since it holds something. */
  heldBy(pod: Pod): readonly Counter[];
  attached(pod: Pod): AttachedVolumes;
  /** What a pod that stands on a node holds there; `null` for one that the limits' filter fails on. */
  attachedThere(pod: Pod): AttachedVolumes | null;
}

export function createUsage(storage: Storage): Usage {
  const ports = new Map<number, UsedPorts>();
  const disks = new Map<number, UsedDisks>();
  const users = new Map<string, number>();
  const bySpec = new Map<PodSpec, readonly Counter[]>();
  const attached = new WeakMap<Pod, AttachedVolumes>();
  const attachedTo = (pod: Pod): AttachedVolumes => {
    const seen = attached.get(pod) ?? attachedVolumes(pod, storage);
    attached.set(pod, seen);
    return seen;
  };

  const ofSpec = (spec: PodSpec): readonly Counter[] => {
    const seen = bySpec.get(spec);
    if (seen !== undefined) return seen;
    const counters: Counter[] = [];
    if (spec.hostPorts.length > 0) {
      counters.push({
        change(node, pods) {
          const used = at(ports, node);
          for (const port of spec.hostPorts) usePort(used, port, pods);
        },
      });
    }
    if (spec.volumes.some(({ kind }) => kind === "gcePersistentDisk")) {
      counters.push({ change: (node, pods) => useDisks(at(disks, node), spec.volumes, pods) });
    }
    bySpec.set(spec, counters);
    return counters;
  };
  const ofClaim = (claim: string): Counter => ({
    change: (_, pods) => void users.set(claim, (users.get(claim) ?? 0) + pods),
  });

  return {
    ports,
    disks,
    users: (claim) => users.get(claim) ?? 0,
    heldBy(pod) {
      const held = ofSpec(pod.spec);
      const claims = hasClaims(pod.spec) ? exclusiveClaims(claimsOf(pod, storage)) : [];
      return claims.length === 0 ? held : [...held, ...claims.map(ofClaim)];
    },
    attached: attachedTo,
    attachedThere: (pod) => (hasForeignClaim(pod, storage) ? null : attachedTo(pod)),
  };
}

/** What is used on the node; empty at first. */
function at<Used>(byNode: Map<number, Map<string, Used>>, node: number): Map<string, Used> {
  const seen = byNode.get(node) ?? new Map<string, Used>();
  byNode.set(node, seen);
  return seen;
}
