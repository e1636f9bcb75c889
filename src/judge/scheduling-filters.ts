import { interPodAffinityRefuses } from "./predicates/inter-pod-affinity.ts";
import { nodeAffinityRefuses } from "./predicates/node-affinity.ts";
import { nodeDeclaredFeaturesRefuses } from "./predicates/node-declared-features.ts";
import { nodeNameRefuses } from "./predicates/node-name.ts";
import { nodePortsRefuses } from "./predicates/node-ports.ts";
import { nodeResourcesFitRefuses } from "./predicates/node-resources-fit.ts";
import { nodeUnschedulableRefuses } from "./predicates/node-unschedulable.ts";
import { nodeVolumeLimitsRefuses } from "./predicates/node-volume-limits.ts";
import { podTopologySpreadRefuses } from "./predicates/pod-topology-spread.ts";
import { taintTolerationRefuses } from "./predicates/taint-toleration.ts";
import { volumeBindingRefuses } from "./predicates/volume-binding.ts";
import { volumeRestrictionsRefuses } from "./predicates/volume-restrictions.ts";
import { volumeZoneRefuses } from "./predicates/volume-zone.ts";
import { PREDICATES, type PredicateName } from "./scheduling.ts";
import type { Asked } from "./scheduling-ask.ts";
import { hasBit } from "./scheduling-bits.ts";
import type { Ground } from "./scheduling-ground.ts";

/** Does the filter refuse the asked pod on the node (by number)? */
export type Filter = (asked: Asked, node: number) => boolean;

export type Filters = Readonly<Record<PredicateName, Filter>>;

/** Every filter plugin, asked of the cluster as it stands. */
export function createFilters(ground: Ground): Filters {
  return { ...staticFilters(ground), ...volumeFilters(ground), ...standingFilters(ground) } satisfies Filters;
}

/** What only the node itself decides. The sets know the snapshot's own nodes; added nodes and ghosts are looked at. */
function staticFilters({ nodes }: Ground) {
  return {
    NodeUnschedulable: (asked, node) =>
      nodeUnschedulableRefuses(nodes.list[node]?.unschedulable ?? true, asked.spec.tolerations),
    // The simulation clears the name in every pod that it moves.
    NodeName: (_, node) => nodeNameRefuses("", nodes.list[node]?.name ?? ""),
    TaintToleration: (asked, node) => taintTolerationRefuses(nodes.taints(node), asked.spec.tolerations),
    NodeAffinity(asked, number) {
      if (number < nodes.base) return !hasBit(asked.wished, number);
      const node = nodes.list[number];
      return node === undefined || nodeAffinityRefuses(asked.spec, node);
    },
    NodeDeclaredFeatures: (asked, node) =>
      nodeDeclaredFeaturesRefuses(asked.spec.neededFeatures, nodes.list[node]?.declaredFeatures),
  } satisfies Partial<Filters>;
}

function standingFilters({ rooms, usage }: Ground) {
  return {
    NodePorts: (asked, node) => nodePortsRefuses(usage.ports.get(node), asked.spec.hostPorts),
    NodeResourcesFit(asked, node) {
      const room = rooms.of[node];
      return room === undefined || nodeResourcesFitRefuses(room, asked.amounts);
    },
    PodTopologySpread: (asked, node) => podTopologySpreadRefuses(asked.spread, node),
    InterPodAffinity: (asked, node) => interPodAffinityRefuses(asked, node),
  } satisfies Partial<Filters>;
}

function volumeFilters({ nodes, pods, snapshot, usage }: Ground) {
  const attachedOn = (node: number) =>
    (pods.on[node] ?? []).flatMap((number) => {
      const pod = pods.list[number];
      return pod === undefined ? [] : [usage.attachedThere(pod)];
    });
  return {
    VolumeRestrictions(asked, node) {
      const taken = asked.exclusive.filter((claim) => usage.users(claim) > 0).length;
      return volumeRestrictionsRefuses(usage.disks.get(node), asked.spec.volumes, taken);
    },
    NodeVolumeLimits(asked, node) {
      if (asked.attached.size === 0) return false;
      const csiNode = snapshot.csiNodes.get(nodes.list[node]?.name ?? "");
      return nodeVolumeLimitsRefuses(csiNode, asked.attached, () => attachedOn(node));
    },
    VolumeBinding(asked, number) {
      const node = nodes.list[number];
      return node === undefined || (asked.claims.length > 0 && volumeBindingRefuses(asked.claims, snapshot, node));
    },
    VolumeZone(asked, node) {
      const labels = nodes.list[node]?.labels;
      return labels === undefined || (asked.places.length > 0 && volumeZoneRefuses(asked.places, labels));
    },
  } satisfies Partial<Filters>;
}

/** The filters, in the scheduler's order, that may refuse this pod for more than labels, taints and resources. */
export function particularFilters(filters: Filters, asked: Asked): readonly Filter[] {
  const needed: Readonly<Record<PredicateName, boolean>> = {
    NodeUnschedulable: false,
    NodeName: false,
    TaintToleration: false,
    NodeAffinity: false,
    NodePorts: asked.spec.hostPorts.length > 0,
    NodeResourcesFit: false,
    VolumeRestrictions:
      asked.exclusive.length > 0 || asked.spec.volumes.some(({ kind }) => kind === "gcePersistentDisk"),
    NodeVolumeLimits: asked.attached.size > 0,
    VolumeBinding: asked.claims.length > 0,
    VolumeZone: asked.places.length > 0,
    PodTopologySpread: asked.spread.length > 0,
    InterPodAffinity: asked.affinity !== null || asked.anti.length > 0 || asked.bans.length > 0,
    NodeDeclaredFeatures: asked.spec.neededFeatures !== undefined,
  };
  return PREDICATES.filter((name) => needed[name]).map((name) => filters[name]);
}

/** The first filter that refuses; `null` when all agree. Source: autoscaler `predicate/plugin_runner.go`. */
export function firstRefusal(filters: Filters, asked: Asked, node: number, name: string): PredicateName | null {
  if (asked.refusedBy !== null) return asked.refusedBy;
  if (asked.named !== null && !asked.named.has(name)) return "NodeAffinity";
  return PREDICATES.find((predicate) => filters[predicate](asked, node)) ?? null;
}
