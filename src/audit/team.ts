import type { Labels } from "../model/labels.ts";
import type { Pod } from "../model/pod.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { AuditSettings, FindingBlocker } from "./finding.ts";
import type { OwnerChain } from "./owners.ts";

export type Team = Pick<FindingBlocker, "team" | "teamFrom">;

type Named = { readonly labels: Labels; readonly annotations: Labels };

/**
 * Who answers for a pod: the nearest object that says so, from the pod upwards through its owners, the label before the
 * annotation; then the labels of its namespace; else the namespace's name.
 */
export function teamOf(
  pod: Pick<Pod, "namespace" | "labels" | "annotations">,
  owners: OwnerChain,
  namespaces: Snapshot["namespaces"],
  settings: Pick<AuditSettings, "teamLabel" | "teamAnnotation">,
): Team {
  const objects: readonly Named[] = [pod, ...owners.controllers];
  for (const { labels, annotations } of objects) {
    const label = textOf(labels, settings.teamLabel);
    if (label !== null) return { team: label, teamFrom: "label" };
    const annotation = textOf(annotations, settings.teamAnnotation);
    if (annotation !== null) return { team: annotation, teamFrom: "annotation" };
  }
  const label = textOf(namespaces.get(pod.namespace), settings.teamLabel);
  if (label !== null) return { team: label, teamFrom: "label" };
  return { team: pod.namespace, teamFrom: "namespace" };
}

function textOf(labels: Labels | undefined, key: string | null): string | null {
  const value = key === null ? undefined : labels?.get(key);
  return value === undefined || value === "" ? null : value;
}
