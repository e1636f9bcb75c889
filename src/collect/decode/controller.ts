import type { Controller, ControllerKind } from "../../model/owner.ts";
import type { Instant } from "../../model/time.ts";
import type { Readers } from "./metadata.ts";
import type { ReadPodSpec } from "./pod-spec.ts";
import { list, missing, object, type Raw, whole } from "./raw.ts";

/** An object that makes pods. Only a DaemonSet keeps its template: it runs on nodes that do not exist yet. */
export function decodeController(kind: ControllerKind, raw: Raw, readers: Readers, podSpec: ReadPodSpec): Controller {
  const { namespace, name, uid, labels, annotations, owner, createdAt } = readers.metadata(raw);
  return {
    kind,
    namespace,
    name,
    uid,
    labels,
    annotations,
    owner,
    createdAt,
    replicas: size(kind, raw),
    ...(kind === "Job" ? times(object(raw["status"], "status"), readers) : NO_TIMES),
    template: kind === "DaemonSet" ? podTemplate(object(raw["spec"], "spec"), readers, podSpec) : null,
  };
}

const SIZE_FIELDS = {
  Job: "parallelism",
  CronJob: null,
  ReplicaSet: "replicas",
  Deployment: "replicas",
  StatefulSet: "replicas",
  DaemonSet: null,
  ReplicationController: "replicas",
} as const satisfies Record<ControllerKind, string | null>;

function size(kind: ControllerKind, raw: Raw): number | null {
  const field = SIZE_FIELDS[kind];
  return field === null ? null : whole(object(raw["spec"], "spec")[field], `spec.${field}`);
}

type Times = Pick<Controller, "startedAt" | "finishedAt">;

const NO_TIMES: Times = { startedAt: null, finishedAt: null };

function times(status: Raw, readers: Readers): Times {
  return {
    startedAt: readers.moment(status["startTime"], "status.startTime"),
    finishedAt: readers.moment(status["completionTime"], "status.completionTime") ?? failedAt(status, readers),
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
