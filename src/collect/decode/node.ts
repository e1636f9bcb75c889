import type { Node, NodeCondition, Taint } from "../../model/node.ts";
import type { Readers } from "./metadata.ts";
import { flag, list, object, type Raw, text, texts } from "./raw.ts";

/** A Node. Missing allocatable stays empty: the autoscaler itself has a word for such a node. */
export function decodeNode(raw: Raw, readers: Readers): Node {
  const { name, uid, labels, annotations, createdAt } = readers.metadata(raw);
  const spec = object(raw["spec"], "spec");
  const status = object(raw["status"], "status");
  const declared = texts(status["declaredFeatures"], "status.declaredFeatures");
  const info = object(status["nodeInfo"], "status.nodeInfo");
  return {
    name: readers.shared(name),
    uid,
    labels,
    annotations,
    createdAt,
    unschedulable: flag(spec["unschedulable"], "spec.unschedulable"),
    taints: list(spec["taints"], "spec.taints").map((item, index) => taint(item, `spec.taints[${index}]`, readers)),
    capacity: readers.resources(status["capacity"], "status.capacity"),
    allocatable: readers.resources(status["allocatable"], "status.allocatable"),
    conditions: list(status["conditions"], "status.conditions").map((item, index) =>
      condition(item, `status.conditions[${index}]`, readers),
    ),
    kubeletVersion: readers.shared(text(info["kubeletVersion"], "status.nodeInfo.kubeletVersion")),
    providerId: text(spec["providerID"], "spec.providerID"),
    ...(declared.length === 0 ? {} : { declaredFeatures: new Set(declared) }),
  };
}

function taint(value: unknown, field: string, readers: Readers): Taint {
  const raw = object(value, field);
  return {
    key: readers.shared(text(raw["key"], `${field}.key`)),
    value: readers.shared(text(raw["value"], `${field}.value`)),
    effect: readers.shared(text(raw["effect"], `${field}.effect`)),
    addedAt: readers.time(raw["timeAdded"], `${field}.timeAdded`),
  };
}

function condition(value: unknown, field: string, readers: Readers): NodeCondition {
  const raw = object(value, field);
  return {
    type: readers.shared(text(raw["type"], `${field}.type`)),
    status: readers.shared(text(raw["status"], `${field}.status`)),
    changedAt: readers.time(raw["lastTransitionTime"], `${field}.lastTransitionTime`),
  };
}
