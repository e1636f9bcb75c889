import type { Pod, PodVolume } from "../../../src/model/pod.ts";
import type { Volume, VolumeClaim } from "../../../src/model/volume.ts";
import { OLD_REGION, OLD_ZONE, REGION, ZONE } from "../universe.ts";
import { agreed, type Feature, type Features, type Question, refused, refusedEarly, says } from "./question.ts";

type Disk = Extract<PodVolume, { kind: "gcePersistentDisk" }>;
type ClaimVolume = Extract<PodVolume, { kind: "claim" }>;

const disksOf = (pod: Pod): readonly Disk[] => pod.spec.volumes.filter((each) => each.kind === "gcePersistentDisk");
const claimVolumesOf = (pod: Pod): readonly ClaimVolume[] => pod.spec.volumes.filter((each) => each.kind === "claim");

/** The claims of a pod that are there. */
export function claimsOf({ cluster }: Question, pod: Pod): readonly VolumeClaim[] {
  return claimVolumesOf(pod).flatMap(
    ({ claimName }) => cluster.snapshot.volumeClaims.get(`${pod.namespace}/${claimName}`) ?? [],
  );
}

export const isBound = ({ annotations, volumeName }: VolumeClaim): boolean =>
  volumeName !== "" && annotations.has("pv.kubernetes.io/bind-completed");

/** The volumes of the pod's bound claims. */
function boundVolumes(question: Question, pod = question.pod): readonly Volume[] {
  return claimsOf(question, pod).flatMap((claim) => question.cluster.snapshot.volumes.get(claim.volumeName) ?? []);
}

function sharesDisk(writes: { readonly asked: boolean; readonly standing: boolean }): Feature {
  return ({ pod, here }) => {
    const [disk, ...others] = disksOf(pod);
    const same = here.flatMap(disksOf).filter((each) => each.disk === disk?.disk);
    return (
      others.length === 0 &&
      same.length === 1 &&
      disk?.readOnly === !writes.asked &&
      same.every(({ readOnly }) => readOnly === !writes.standing)
    );
  };
}

function both(...features: readonly Feature[]): Feature {
  return (question) => features.every((feature) => feature(question));
}

const restricted: Feature = (q) => refused(q, "VolumeRestrictions");
const unrestricted: Feature = (q) => agreed(q, "VolumeRestrictions");
const early =
  (words: string): Feature =>
  (q) =>
    refusedEarly(q, "VolumeBinding") && says(q, words);

/** The users of the asked pod's exclusive claims. */
function rivals(question: Question): readonly Pod[] {
  const wanted = claimsOf(question, question.pod).filter(({ accessModes }) => accessModes.includes("ReadWriteOncePod"));
  return question.cluster.standing.filter((pod) => claimsOf(question, pod).some((claim) => wanted.includes(claim)));
}

export const VOLUMES: Features = {
  "disk: a writer beside a writer": both(restricted, sharesDisk({ asked: true, standing: true })),
  "disk: a reader beside a writer": both(restricted, sharesDisk({ asked: false, standing: true })),
  "disk: a writer beside a reader": both(restricted, sharesDisk({ asked: true, standing: false })),
  "disk: a reader beside a reader": both(unrestricted, sharesDisk({ asked: false, standing: false })),
  "claim: missing": (q) => refusedEarly(q, "VolumeRestrictions"),
  "one pod only: in use on this node": (q) =>
    restricted(q) && says(q, "ReadWriteOncePod") && rivals(q).some((pod) => q.here.includes(pod)),
  "one pod only: in use on another node": (q) =>
    restricted(q) && says(q, "ReadWriteOncePod") && !rivals(q).some((pod) => q.here.includes(pod)),
  "one pod only: free": (q) =>
    unrestricted(q) &&
    rivals(q).length === 0 &&
    claimsOf(q, q.pod).some(({ accessModes }) => accessModes.includes("ReadWriteOncePod")),
  "one pod only: an ephemeral claim is not looked at": (q) =>
    unrestricted(q) &&
    claimsOf(q, q.pod).some(
      ({ accessModes, podUid }) => podUid === q.pod.uid && accessModes.includes("ReadWriteOncePod"),
    ),
  "claim: lost": early("bound to non-existent"),
  "claim: being deleted": early("is being deleted"),
  "claim: unbound and not waiting": early("unbound immediate"),
  "claim: of an unknown class": (q) =>
    early("unbound immediate")(q) &&
    claimsOf(q, q.pod).some(({ storageClassName, volumeName }) => storageClassName === "unknown" && volumeName === ""),
  "claim: of no class, with a default one": (q) => early("unbound immediate")(q) && hasClassless(q, true),
  "claim: of no class, without a default one": (q) => early("unbound immediate")(q) && hasClassless(q, false),
  "claim: of a class without a mode": early("VolumeBindingMode not set"),
  "claim: bound, but not for good": (q) =>
    early("unbound immediate")(q) && claimsOf(q, q.pod).some((claim) => claim.volumeName !== "" && !isBound(claim)),
  "claim: class by the old annotation": (q) =>
    agreed(q, "NodeVolumeLimits") &&
    claimsOf(q, q.pod).some(
      ({ annotations, volumeName }) => volumeName === "" && annotations.has("volume.beta.kubernetes.io/storage-class"),
    ),
  "ephemeral: its claim is not there yet": early("waiting for ephemeral volume controller"),
  "ephemeral: another pod's claim": (q) =>
    early("pod is not owner")(q) && claimsOf(q, q.pod).some(({ podUid }) => podUid === "uid-of-another"),
  "ephemeral: a claim of nobody": (q) =>
    early("pod is not owner")(q) && claimsOf(q, q.pod).some(({ podUid }) => podUid === null),
  "ephemeral: its own claim": (q) =>
    agreed(q, "VolumeBinding") && claimsOf(q, q.pod).some(({ podUid }) => podUid === q.pod.uid),
  "ephemeral: its volume is not there": (q) => refused(q, "VolumeBinding") && says(q, "non-existent pv"),
  "bound: out of reach": (q) => refused(q, "VolumeBinding") && says(q, "node affinity"),
  "bound: within reach": (q) =>
    agreed(q, "VolumeBinding") && boundVolumes(q).some(({ nodeAffinity }) => nodeAffinity !== null),
  "bound: reached by fields alone": (q) =>
    agreed(q, "VolumeBinding") &&
    boundVolumes(q).some(
      ({ nodeAffinity }) =>
        nodeAffinity?.length === 1 && nodeAffinity[0]?.expressions.length === 0 && nodeAffinity[0].fields.length > 0,
    ),
  "bound: an empty term": (q) =>
    refused(q, "VolumeBinding") &&
    boundVolumes(q).some(
      ({ nodeAffinity }) =>
        nodeAffinity?.length === 1 && nodeAffinity[0]?.expressions.length === 0 && nodeAffinity[0].fields.length === 0,
    ),
  "bound: a moved disk, out of reach": (q) => moves(q) && refused(q, "VolumeBinding") && isInTree(q),
  "bound: a moved disk, within reach": (q) => moves(q) && agreed(q, "VolumeBinding") && isInTree(q),
  "bound: a moved disk that cannot be translated": (q) => refused(q, "VolumeBinding") && says(q, "could not translate"),
  "bound: an in-tree disk where disks are not moved": (q) => !moves(q) && agreed(q, "VolumeBinding") && isInTree(q),
  "zone: another zone": (q) => zoned(q, true, [ZONE], (value) => !value.includes("__")),
  "zone: the zone": (q) => zoned(q, false, [ZONE], (value) => !value.includes("__")),
  "zone: one of several": (q) => zoned(q, false, [ZONE], (value) => value.includes("__")),
  "zone: none of several": (q) => zoned(q, true, [ZONE], (value) => value.includes("__")),
  "zone: an empty zone among them": (q) => zoned(q, false, [ZONE], (value) => value.endsWith("__")),
  "zone: another region": (q) => zoned(q, true, [REGION], () => true),
  "zone: the older label against the node's newer one": (q) =>
    zoned(q, false, [OLD_ZONE], (value) => q.node.labels.get(ZONE) === value && !q.node.labels.has(OLD_ZONE)),
  "zone: the older label against the node's older one": (q) =>
    zoned(q, false, [OLD_ZONE], (value) => q.node.labels.get(OLD_ZONE) === value),
  "zone: the newer label against the node's older one": (q) =>
    zoned(q, true, [ZONE], () => q.node.labels.has(OLD_ZONE)),
  "zone: a node without any place": (q) =>
    agreed(q, "VolumeZone") &&
    hasPlace(q) &&
    ![ZONE, REGION, OLD_ZONE, OLD_REGION].some((key) => q.node.labels.has(key)),
  "zone: the volume is not there": (q) => refusedEarly(q, "VolumeZone"),
};

function hasClassless(question: Question, withDefault: boolean): boolean {
  const isDefault = [...question.cluster.snapshot.storageClasses.values()].some((each) => each.isDefault);
  const claims = claimsOf(question, question.pod);
  return (
    isDefault === withDefault &&
    claims.some(({ storageClassName, volumeName }) => storageClassName === null && volumeName === "")
  );
}

function moves({ cluster, node }: Question): boolean {
  return cluster.snapshot.csiNodes.get(node.name)?.migratesGceDisks === true;
}

function isInTree(question: Question): boolean {
  return boundVolumes(question).some(({ migrated }) => migrated !== undefined);
}

function hasPlace(question: Question): boolean {
  return boundVolumes(question).some(({ labels }) => [ZONE, REGION, OLD_ZONE].some((key) => labels.has(key)));
}

/** One bound volume decides, by one of these labels. */
function zoned(
  question: Question,
  refusal: boolean,
  keys: readonly string[],
  holds: (value: string) => boolean,
): boolean {
  const [volume, ...others] = boundVolumes(question);
  if (volume === undefined || others.length > 0 || volume.labels.size !== keys.length) return false;
  const values = keys.map((key) => volume.labels.get(key));
  if (!values.every((value) => value !== undefined) || !holds(values[0] ?? "")) return false;
  return (refusal ? refused : agreed)(question, "VolumeZone") && hasPlaceOfNode(question);
}

function hasPlaceOfNode({ node }: Question): boolean {
  return [ZONE, REGION, OLD_ZONE, OLD_REGION].some((key) => node.labels.has(key));
}
