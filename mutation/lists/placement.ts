import type { Mutation } from "../mutation.ts";

const PREDICATES = "src/judge/predicates";

/** The removal simulation, its order, and every filter of the scheduler. */
export const PLACEMENT: readonly Mutation[] = [
  {
    file: "src/judge/drain.ts",
    find: "if (gap < left.length && last !== undefined) left[gap] = last;",
    replace: "if (gap < left.length && last !== undefined) left.splice(gap, 1, ...left.splice(gap + 1), last);",
    why: "placement order: the node's last pod fills the gap of one that is taken out",
  },
  {
    file: "src/judge/removal.ts",
    find: "priorityOf(right) - priorityOf(left) || rank(left) - rank(right)",
    replace: "rank(left) - rank(right) || priorityOf(right) - priorityOf(left)",
    why: "placement order: priority before bound and nominated",
  },
  {
    file: "src/judge/removal.ts",
    find: "    after = place;\n",
    replace: "",
    why: "placement order: the search begins behind the place found last",
  },
  {
    file: "src/judge/scheduling-nodes.ts",
    find: "isThere(node) && list[node]?.unschedulable === false",
    replace: "isThere(node)",
    why: "placement: a cordoned node is no destination, whatever the pod tolerates",
  },
  {
    file: "src/judge/removal.ts",
    find: 'effect: "NoSchedule"',
    replace: 'effect: "PreferNoSchedule"',
    why: "removal: the node stays with a NoSchedule taint, which spread may look at",
  },
  {
    file: "src/judge/scheduling-rooms.ts",
    find: "asked.cpu > Math.max(block.cpu, 0)",
    replace: "asked.cpu > block.cpu",
    why: "placement: overfull nodes are not passed over for a pod that asks for nothing",
  },
  {
    file: `${PREDICATES}/node-unschedulable.ts`,
    find: "unschedulable && !tolerations.some((toleration) => tolerates(toleration, CORDON))",
    replace: "unschedulable",
    why: "NodeUnschedulable: a pod may tolerate the cordon",
  },
  {
    file: `${PREDICATES}/node-name.ts`,
    find: 'requested !== "" && requested',
    replace: "requested",
    why: "NodeName: a pod without a name may stand anywhere",
  },
  {
    file: `${PREDICATES}/taint-toleration.ts`,
    find: "return toleration.value === taint.value;",
    replace: 'return toleration.value === "" || toleration.value === taint.value;',
    why: "TaintToleration: Equal without a value is no wildcard",
  },
  {
    file: "src/judge/scheduling-node-terms.ts",
    find: 'return value === "" || NAME.test(value);',
    replace: "return NAME.test(value);",
    why: "NodeAffinity: the empty text is a label value",
  },
  {
    file: `${PREDICATES}/node-ports.ts`,
    find: " || addresses.has(EVERY_ADDRESS)",
    replace: "",
    why: "NodePorts: who holds 0.0.0.0 holds every address",
  },
  {
    file: `${PREDICATES}/node-resources-fit.ts`,
    find: " && quantity !== 0n",
    replace: "",
    why: "NodeResourcesFit: who asks for 0 of an extended resource fits where there is less than none",
  },
  {
    file: `${PREDICATES}/volume-restrictions.ts`,
    find: "(!volume.readOnly || use.writers > 0)",
    replace: "!volume.readOnly",
    why: "VolumeRestrictions: a disk with a writer takes no readers",
  },
  {
    file: `${PREDICATES}/node-volume-limits.ts`,
    find: "(counts.get(driver) ?? 0) > (csiNode",
    replace: "(counts.get(driver) ?? 0) >= (csiNode",
    why: "NodeVolumeLimits: as many volumes as the limit are allowed",
  },
  {
    file: `${PREDICATES}/volume-binding.ts`,
    find: ".sort(bySize)",
    replace: "",
    why: "VolumeBinding: the smallest claim chooses its volume first",
  },
  {
    file: `${PREDICATES}/volume-zone.ts`,
    find: "labels.get(label) ?? labels.get(NEWER[label])",
    replace: "labels.get(label)",
    why: "VolumeZone: a volume's beta label also looks at the node's newer one",
  },
  {
    file: `${PREDICATES}/pod-topology-spread.ts`,
    find: "count.domainCount() < minDomains",
    replace: "count.domainCount() <= minDomains",
    why: "PodTopologySpread: exactly minDomains domains are enough",
  },
  {
    file: `${PREDICATES}/inter-pod-affinity.ts`,
    find: " || bans.some((count) => isOccupied(count, node))",
    replace: "",
    why: "InterPodAffinity: anti-affinity of standing pods keeps others out",
  },
];
