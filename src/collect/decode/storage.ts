import type { NodeSelectorTerm } from "../../model/pod.ts";
import type { CsiNode, StorageClass } from "../../model/volume.ts";
import type { Readers } from "./metadata.ts";
import { list, object, optionalText, type Raw, text, texts, whole } from "./raw.ts";

/** A StorageClass. */
export function decodeStorageClass(raw: Raw, readers: Readers): StorageClass {
  const { name, annotations } = readers.metadata(raw);
  return {
    name,
    provisioner: text(raw["provisioner"], "provisioner"),
    volumeBindingMode: optionalText(raw["volumeBindingMode"], "volumeBindingMode") ?? "Immediate",
    isDefault:
      annotations.get("storageclass.kubernetes.io/is-default-class") === "true" ||
      annotations.get("storageclass.beta.kubernetes.io/is-default-class") === "true",
    allowedTopologies: list(raw["allowedTopologies"], "allowedTopologies").map((item, index) =>
      topologyTerm(item, `allowedTopologies[${index}]`),
    ),
  };
}

function topologyTerm(value: unknown, field: string): NodeSelectorTerm {
  const at = `${field}.matchLabelExpressions`;
  const expressions = list(object(value, field)["matchLabelExpressions"], at).map((item, index) => {
    const raw = object(item, `${at}[${index}]`);
    return {
      key: text(raw["key"], `${at}[${index}].key`),
      operator: "In",
      values: texts(raw["values"], `${at}[${index}].values`),
    };
  });
  return { expressions, fields: [] };
}

/** A CSINode. */
export function decodeCsiNode(raw: Raw, readers: Readers): CsiNode {
  const { name, annotations } = readers.metadata(raw);
  const migrated = annotations.get("storage.alpha.kubernetes.io/migrated-plugins")?.split(",") ?? [];
  const limits = new Map<string, number | null>();
  for (const [index, item] of list(object(raw["spec"], "spec")["drivers"], "spec.drivers").entries()) {
    const field = `spec.drivers[${index}]`;
    const driver = object(item, field);
    const count = object(driver["allocatable"], `${field}.allocatable`)["count"];
    limits.set(text(driver["name"], `${field}.name`), whole(count, `${field}.allocatable.count`));
  }
  return { name, limits, ...(migrated.includes("kubernetes.io/gce-pd") ? { migratesGceDisks: true } : {}) };
}
