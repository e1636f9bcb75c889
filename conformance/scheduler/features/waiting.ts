import { selects } from "../../../src/model/labels.ts";
import { ZERO } from "../../../src/model/quantity.ts";
import type { Volume, VolumeClaim } from "../../../src/model/volume.ts";
import { DRIVER, HOSTNAME, NO_PROVISIONER, OLD_PROVISIONER, OTHER_DRIVER } from "../universe.ts";
import { agreed, type Feature, type Features, type Question, refused, says } from "./question.ts";
import { claimsOf, isBound } from "./volumes.ts";

type Check = (volume: Volume, claim: VolumeClaim) => boolean;

/** What a volume made beforehand must be for a waiting claim, check by check. */
const CHECKS = {
  size: (volume, claim) => (volume.capacity.get("storage") ?? ZERO) >= (claim.requested ?? ZERO),
  mode: (volume, claim) => (volume.volumeMode ?? "Filesystem") === (claim.volumeMode ?? "Filesystem"),
  attributes: (volume, claim) => (volume.attributesClass ?? "") === (claim.attributesClass ?? ""),
  deletion: (volume) => volume.deleted !== true,
  phase: (volume) => volume.phase === "Available",
  selector: (volume, claim) => claim.selector === undefined || selects(claim.selector, volume.labels),
  access: (volume, claim) => claim.accessModes.every((mode) => volume.accessModes.includes(mode)),
  reserved: (volume, claim) => volume.claim === null || isFor(volume, claim),
} satisfies Readonly<Record<string, Check>>;

type CheckName = keyof typeof CHECKS;

function isFor({ claim: reference }: Volume, { namespace, name, uid }: VolumeClaim): boolean {
  if (reference === null || reference.namespace !== namespace || reference.name !== name) return false;
  return reference.uid === undefined || reference.uid === uid;
}

/** The only claim of the pod, when it waits for this class's volumes made beforehand and none is made for it. */
function onlyClaim(question: Question): VolumeClaim | null {
  const [claim, ...others] = claimsOf(question, question.pod).filter((each) => !isBound(each));
  return claim === undefined || others.length > 0 || claim.volumeName !== "" ? null : claim;
}

function volumesFor({ cluster }: Question, claim: VolumeClaim): readonly Volume[] {
  return [...cluster.snapshot.volumes.values()].filter(
    ({ storageClassName }) => storageClassName === claim.storageClassName,
  );
}

function isLocal({ cluster }: Question, claim: VolumeClaim): boolean {
  return cluster.snapshot.storageClasses.get(claim.storageClassName ?? "")?.provisioner === NO_PROVISIONER;
}

/** No volume will do, and one of them only for this. */
function onlyFails(check: CheckName): Feature {
  return (question) => {
    const claim = onlyClaim(question);
    if (claim === null || !isLocal(question, claim) || !refused(question, "VolumeBinding")) return false;
    return volumesFor(question, claim).some((volume) => {
      const failing = Object.entries(CHECKS).filter(([, holds]) => !holds(volume, claim));
      return failing.length === 1 && failing[0]?.[0] === check && isReached(volume, question);
    });
  };
}

/** Is the volume reached, as far as that is simple to say? */
function isReached({ nodeAffinity }: Volume, { node }: Question): boolean {
  if (nodeAffinity === null) return true;
  return nodeAffinity.some(({ expressions }) =>
    expressions.some(({ key, values }) => key === HOSTNAME && values.includes(node.labels.get(HOSTNAME) ?? "")),
  );
}

function fitting(question: Question, claim: VolumeClaim): readonly Volume[] {
  return volumesFor(question, claim).filter((volume) => Object.values(CHECKS).every((holds) => holds(volume, claim)));
}

const found: Feature = (q) => {
  const claim = onlyClaim(q);
  return claim !== null && isLocal(q, claim) && agreed(q, "VolumeBinding");
};
const limits = (q: Question): ReadonlyMap<string, number | null> =>
  q.cluster.snapshot.csiNodes.get(q.node.name)?.limits ?? new Map();
const provisionerOf = (q: Question): string | undefined => {
  const claim = onlyClaim(q);
  return claim === null ? undefined : q.cluster.snapshot.storageClasses.get(claim.storageClassName ?? "")?.provisioner;
};

export const WAITING: Features = {
  "waiting: a volume made beforehand": found,
  "waiting: the volume is reached from this node only": (q) =>
    found(q) && fitting(q, onlyClaim(q) ?? NEVER).every(({ nodeAffinity }) => nodeAffinity !== null),
  "waiting: no volume can be reached": (q) => {
    const claim = onlyClaim(q);
    return claim !== null && isLocal(q, claim) && refused(q, "VolumeBinding") && fitting(q, claim).length > 0;
  },
  "waiting: no volume at all": (q) => {
    const claim = onlyClaim(q);
    return claim !== null && isLocal(q, claim) && refused(q, "VolumeBinding") && fitting(q, claim).length === 0;
  },
  "waiting: too small": onlyFails("size"),
  "waiting: another volume mode": onlyFails("mode"),
  "waiting: another attributes class": onlyFails("attributes"),
  "waiting: the volume is being deleted": onlyFails("deletion"),
  "waiting: the volume is not available": onlyFails("phase"),
  "waiting: the selector says no": onlyFails("selector"),
  "waiting: other access modes": onlyFails("access"),
  "waiting: the volume is meant for another claim": onlyFails("reserved"),
  "waiting: the selector says yes": (q) => found(q) && (onlyClaim(q)?.selector?.length ?? 0) > 0,
  "waiting: block mode on both sides": (q) => found(q) && onlyClaim(q)?.volumeMode === "Block",
  "waiting: the volume that is meant for it": (q) => reserved(q) && agreed(q, "VolumeBinding"),
  "waiting: the volume that is meant for it is out of reach": (q) => reserved(q) && refused(q, "VolumeBinding"),
  "waiting: two claims for volumes": (q) => twoLocal(q) && agreed(q, "VolumeBinding"),
  "waiting: two claims for one volume": (q) =>
    twoLocal(q) &&
    refused(q, "VolumeBinding") &&
    claimsOf(q, q.pod).every((claim) => isBound(claim) || fitting(q, claim).length > 0),
  "waiting: made where the pod lands": (q) =>
    agreed(q, "VolumeBinding") && [DRIVER, OTHER_DRIVER, OLD_PROVISIONER].includes(provisionerOf(q) ?? ""),
  "waiting: the class makes none": (q) => refused(q, "VolumeBinding") && provisionerOf(q) === NO_PROVISIONER,
  "waiting: a class of nobody": (q) => refused(q, "VolumeBinding") && provisionerOf(q) === "",
  "waiting: allowed here": (q) => topologies(q) > 0 && agreed(q, "VolumeBinding"),
  "waiting: not allowed here": (q) => topologies(q) > 0 && refused(q, "VolumeBinding"),
  "waiting: chosen for this node": (q) => selectedNode(q) === q.node.name && agreed(q, "VolumeBinding"),
  "waiting: chosen for another node": (q) =>
    selectedNode(q) !== undefined && selectedNode(q) !== q.node.name && refused(q, "VolumeBinding"),
  "waiting: chosen for this node, and the class makes none": (q) =>
    selectedNode(q) === q.node.name && refused(q, "VolumeBinding") && provisionerOf(q) === NO_PROVISIONER,
  "limits: exceeded": (q) => refused(q, "NodeVolumeLimits") && says(q, "max volume count"),
  "limits: exceeded by one claim": (q) =>
    refused(q, "NodeVolumeLimits") && claimsOf(q, q.pod).length === 1 && (limits(q).get(DRIVER) ?? 0) > 0,
  "limits: exceeded by a claim that waits": (q) =>
    refused(q, "NodeVolumeLimits") && claimsOf(q, q.pod).length === 1 && provisionerOf(q) === DRIVER,
  "limits: of another driver": (q) =>
    refused(q, "NodeVolumeLimits") && claimsOf(q, q.pod).length === 1 && provisionerOf(q) === OTHER_DRIVER,
  "limits: a claim of the older provisioner": (q) =>
    refused(q, "NodeVolumeLimits") && claimsOf(q, q.pod).length === 1 && provisionerOf(q) === OLD_PROVISIONER,
  "limits: an in-tree disk": (q) =>
    refused(q, "NodeVolumeLimits") &&
    claimsOf(q, q.pod).every(({ volumeName }) => q.cluster.snapshot.volumes.get(volumeName)?.migrated !== undefined),
  "limits: an inline disk": (q) => refused(q, "NodeVolumeLimits") && claimsOf(q, q.pod).length === 0,
  "limits: the volume is there already": (q) => {
    const shared = claimsOf(q, q.pod).filter((claim) => q.here.some((pod) => claimsOf(q, pod).includes(claim)));
    return agreed(q, "NodeVolumeLimits") && shared.length > 0 && limits(q).get(DRIVER) === shared.length;
  },
  "limits: none for this driver": (q) =>
    agreed(q, "NodeVolumeLimits") && claimsOf(q, q.pod).length > 0 && limits(q).get(DRIVER) === null,
  "limits: no CSINode": (q) =>
    agreed(q, "NodeVolumeLimits") && claimsOf(q, q.pod).length > 0 && !q.cluster.snapshot.csiNodes.has(q.node.name),
  "limits: zero": (q) => refused(q, "NodeVolumeLimits") && limits(q).get(DRIVER) === 0,
  "limits: a standing pod with another pod's claim": (q) =>
    refused(q, "NodeVolumeLimits") && says(q, "pod is not owner"),
  "limits: a standing pod without its claim": (q) =>
    agreed(q, "NodeVolumeLimits") &&
    limits(q).size > 0 &&
    claimsOf(q, q.pod).length > 0 &&
    q.here.some((pod) => claimsOf(q, pod).length < pod.spec.volumes.filter(({ kind }) => kind === "claim").length),
};

/** Stands for a claim that `found` has ruled out. */
const NEVER: VolumeClaim = {
  namespace: "",
  name: "",
  uid: "",
  annotations: new Map(),
  volumeName: "",
  phase: "",
  storageClassName: "",
  accessModes: [],
  deleted: false,
  podUid: null,
};

/** Is there a volume that is meant for the pod's claim, and would do? */
function reserved(question: Question): boolean {
  const claim = onlyClaim(question);
  return claim !== null && fitting(question, claim).some((volume) => isFor(volume, claim));
}

function twoLocal(question: Question): boolean {
  const waiting = claimsOf(question, question.pod).filter((claim) => claim.volumeName === "");
  return waiting.length === 2 && waiting[0] !== waiting[1] && waiting.every((claim) => isLocal(question, claim));
}

function topologies(question: Question): number {
  const claim = onlyClaim(question);
  return question.cluster.snapshot.storageClasses.get(claim?.storageClassName ?? "")?.allowedTopologies.length ?? 0;
}

function selectedNode(question: Question): string | undefined {
  return onlyClaim(question)?.annotations.get("volume.kubernetes.io/selected-node");
}
