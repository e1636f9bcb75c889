import type { Volume } from "../../model/volume.ts";
import { inTreeDisk } from "./in-tree-disk.ts";
import type { Readers } from "./metadata.ts";
import { missing, object, optionalText, type Raw, text, texts } from "./raw.ts";
import { nodeSelectorTerms } from "./selector.ts";
import { modes } from "./volume-claim.ts";

/** A PersistentVolume. */
export function decodeVolume(raw: Raw, readers: Readers): Volume {
  const { name, labels, annotations, deletedAt } = readers.metadata(raw);
  const spec = object(raw["spec"], "spec");
  const nodeAffinity = requiredAffinity(spec);
  return {
    name,
    labels,
    storageClassName:
      annotations.get("volume.beta.kubernetes.io/storage-class") ??
      text(spec["storageClassName"], "spec.storageClassName"),
    claim: claimReference(spec),
    nodeAffinity,
    accessModes: texts(spec["accessModes"], "spec.accessModes"),
    capacity: readers.resources(spec["capacity"], "spec.capacity"),
    phase: readers.shared(text(object(raw["status"], "status")["phase"], "status.phase")),
    ...driverAndHandle(spec, labels, nodeAffinity),
    ...(deletedAt === null ? {} : { deleted: true }),
    ...modes(spec),
  };
}

function requiredAffinity(spec: Raw): Volume["nodeAffinity"] {
  const required = object(spec["nodeAffinity"], "spec.nodeAffinity")["required"];
  if (missing(required)) return null;
  const terms = object(required, "spec.nodeAffinity.required")["nodeSelectorTerms"];
  return nodeSelectorTerms(terms, "spec.nodeAffinity.required.nodeSelectorTerms");
}

function claimReference(spec: Raw): Volume["claim"] {
  if (missing(spec["claimRef"])) return null;
  const raw = object(spec["claimRef"], "spec.claimRef");
  const uid = optionalText(raw["uid"], "spec.claimRef.uid");
  return {
    namespace: text(raw["namespace"], "spec.claimRef.namespace"),
    name: text(raw["name"], "spec.claimRef.name"),
    ...(uid === null ? {} : { uid }),
  };
}

function driverAndHandle(
  spec: Raw,
  labels: Volume["labels"],
  nodeAffinity: Volume["nodeAffinity"],
): Pick<Volume, "driver" | "handle" | "migrated"> {
  if (!missing(spec["csi"])) {
    const csi = object(spec["csi"], "spec.csi");
    return {
      driver: text(csi["driver"], "spec.csi.driver"),
      handle: text(csi["volumeHandle"], "spec.csi.volumeHandle"),
    };
  }
  if (missing(spec["gcePersistentDisk"])) return { driver: null, handle: null };
  const disk = object(spec["gcePersistentDisk"], "spec.gcePersistentDisk");
  return inTreeDisk(text(disk["pdName"], "spec.gcePersistentDisk.pdName"), labels, nodeAffinity);
}
