import type { VolumeClaim } from "../../model/volume.ts";
import type { Readers } from "./metadata.ts";
import { object, optionalText, type Raw, text, texts } from "./raw.ts";
import { labelSelector } from "./selector.ts";

/** A PersistentVolumeClaim. */
export function decodeVolumeClaim(raw: Raw, readers: Readers): VolumeClaim {
  const { namespace, name, uid, annotations, deletedAt, owner } = readers.metadata(raw);
  const spec = object(raw["spec"], "spec");
  const status = object(raw["status"], "status");
  // The annotation is older than the field, and wins where both are there (component-helpers storage/volume).
  const annotated = annotations.get("volume.beta.kubernetes.io/storage-class");
  return {
    namespace,
    name,
    uid,
    annotations,
    volumeName: text(spec["volumeName"], "spec.volumeName"),
    phase: readers.shared(text(status["phase"], "status.phase")),
    storageClassName: annotated ?? optionalText(spec["storageClassName"], "spec.storageClassName"),
    accessModes: texts(spec["accessModes"], "spec.accessModes"),
    deleted: deletedAt !== null,
    podUid: owner?.kind === "Pod" ? owner.uid : null,
    ...demands(spec, readers),
    ...modes(spec),
  };
}

type Demands = Pick<VolumeClaim, "requested" | "selector">;

/** What an unbound claim wants of a volume. */
function demands(spec: Raw, readers: Readers): Demands {
  const resources = object(spec["resources"], "spec.resources");
  const requested = readers.resources(resources["requests"], "spec.resources.requests").get("storage");
  const selector = labelSelector(spec["selector"], "spec.selector");
  return { ...(requested === undefined ? {} : { requested }), ...(selector === null ? {} : { selector }) };
}

type Modes = Pick<VolumeClaim, "volumeMode" | "attributesClass">;

/** The mode and attributes class, which a claim and a volume write alike. */
export function modes(spec: Raw): Modes {
  const volumeMode = optionalText(spec["volumeMode"], "spec.volumeMode");
  const attributesClass = optionalText(spec["volumeAttributesClassName"], "spec.volumeAttributesClassName");
  return { ...(volumeMode === null ? {} : { volumeMode }), ...(attributesClass === null ? {} : { attributesClass }) };
}
