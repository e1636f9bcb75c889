import type { Labels } from "../model/labels.ts";
import { type Pod, podKey } from "../model/pod.ts";
import type { AuditSettings, Mark } from "./finding.ts";
import type { OwnerChain } from "./owners.ts";

const NO_MARKS: ReadonlyMap<string, Mark> = new Map();

/** The labels and annotations that the settings ask for: of the pod, else of the nearest owner that has them. */
export function marksOf(
  pod: Pod,
  owners: OwnerChain,
  { markLabels = [], markAnnotations = [] }: Pick<AuditSettings, "markLabels" | "markAnnotations">,
): ReadonlyMap<string, Mark> {
  if (markLabels.length === 0 && markAnnotations.length === 0) return NO_MARKS;
  const marks = new Map<string, Mark>();
  const objects = [
    { on: `Pod ${podKey(pod)}`, labels: pod.labels, annotations: pod.annotations },
    ...owners.controllers.map((owner) => ({
      on: `${owner.kind} ${podKey(owner)}`,
      labels: owner.labels,
      annotations: owner.annotations,
    })),
  ];
  const read = (prefix: string, key: string, value: (object: (typeof objects)[number]) => Labels) => {
    for (const object of objects) {
      const text = value(object).get(key);
      if (text === undefined || text === "") continue;
      marks.set(`${prefix}:${key}`, { value: text, on: object.on });
      return;
    }
  };
  for (const key of markLabels) read("label", key, (object) => object.labels);
  for (const key of markAnnotations) read("annotation", key, (object) => object.annotations);
  return marks;
}
