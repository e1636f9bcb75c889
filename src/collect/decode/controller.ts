import type { Controller, ControllerKind } from "../../model/owner.ts";
import type { Instant } from "../../model/time.ts";
import type { Readers } from "./metadata.ts";
import type { ReadPodSpec } from "./pod-spec.ts";
import { list, missing, object, type Raw, whole } from "./raw.ts";

/** An object that makes pods. Only a DaemonSet keeps its template: it runs on nodes that do not exist yet. */
export function decodeController(kind: ControllerKind, raw: Raw, readers: Readers, podSpec: ReadPodSpec): Controller {
  const { namespace, name, uid, labels, annotations, owner, createdAt } = readers.metadata(raw);
  const spec = object(raw["spec"], "spec");
  const status = object(raw["status"], "status");
  const size = kind === "Job" ? "parallelism" : "replicas";
  return {
    kind,
    namespace,
    name,
    uid,
    labels,
    annotations,
    owner,
    createdAt,
    replicas: whole(spec[size], `spec.${size}`),
    startedAt: readers.moment(status["startTime"], "status.startTime"),
    finishedAt: readers.moment(status["completionTime"], "status.completionTime") ?? failedAt(status, readers),
    template: kind === "DaemonSet" ? podTemplate(spec, readers, podSpec) : null,
  };
}

/** When a Job's Failed condition came true. */
function failedAt(status: Raw, readers: Readers): Instant | null {
  for (const [index, item] of list(status["conditions"], "status.conditions").entries()) {
    const field = `status.conditions[${index}]`;
    const raw = object(item, field);
    if (raw["type"] === "Failed" && raw["status"] === "True") {
      return readers.moment(raw["lastTransitionTime"], `${field}.lastTransitionTime`);
    }
  }
  return null;
}

function podTemplate(spec: Raw, readers: Readers, podSpec: ReadPodSpec): Controller["template"] {
  if (missing(spec["template"])) return null;
  const template = object(spec["template"], "spec.template");
  const metadata = object(template["metadata"], "spec.template.metadata");
  return {
    labels: readers.labels(metadata["labels"], "spec.template.metadata.labels"),
    spec: podSpec(object(template["spec"], "spec.template.spec"), "spec.template.spec", ""),
  };
}
