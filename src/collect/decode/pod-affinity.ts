import type { NodeSelectorTerm, PodAffinityTerm, SpreadConstraint } from "../../model/pod.ts";
import { list, object, type Raw, text, texts, whole } from "./raw.ts";
import { labelSelector, nodeSelectorTerms } from "./selector.ts";

const REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";

/** The required terms of `podAffinity` or `podAntiAffinity`. */
export function podAffinityTerms(value: unknown, field: string): readonly PodAffinityTerm[] {
  const at = `${field}.${REQUIRED}`;
  return list(object(value, field)[REQUIRED], at).map((item, index) => podAffinityTerm(item, `${at}[${index}]`));
}

function podAffinityTerm(value: unknown, field: string): PodAffinityTerm {
  const raw = object(value, field);
  return {
    selector: labelSelector(raw["labelSelector"], `${field}.labelSelector`),
    topologyKey: text(raw["topologyKey"], `${field}.topologyKey`),
    namespaces: texts(raw["namespaces"], `${field}.namespaces`),
    namespaceSelector: labelSelector(raw["namespaceSelector"], `${field}.namespaceSelector`),
    matchLabelKeys: texts(raw["matchLabelKeys"], `${field}.matchLabelKeys`),
    mismatchLabelKeys: texts(raw["mismatchLabelKeys"], `${field}.mismatchLabelKeys`),
  };
}

/** What `affinity` requires of nodes, as it is written; `null` when it requires nothing. */
export function requiredNodeSelector(affinity: unknown, field: string): unknown {
  const nodeAffinity = object(affinity, field)["nodeAffinity"];
  return object(nodeAffinity, `${field}.nodeAffinity`)[REQUIRED] ?? null;
}

/** The terms of a node selector that `requiredNodeSelector` found in the pod spec at `field`. */
export function requiredNodeAffinity(required: unknown, field: string): readonly NodeSelectorTerm[] {
  const at = `${field}.affinity.nodeAffinity.${REQUIRED}`;
  return nodeSelectorTerms(object(required, at)["nodeSelectorTerms"], `${at}.nodeSelectorTerms`);
}

/** The topology spread constraints that can refuse a node; those that only prefer are left out. */
export function spreadConstraints(value: unknown, field: string): readonly SpreadConstraint[] {
  return list(value, field).flatMap((item, index) => {
    const at = `${field}[${index}]`;
    const raw = object(item, at);
    return raw["whenUnsatisfiable"] === "DoNotSchedule" ? [spreadConstraint(raw, at)] : [];
  });
}

function spreadConstraint(raw: Raw, field: string): SpreadConstraint {
  return {
    topologyKey: text(raw["topologyKey"], `${field}.topologyKey`),
    maxSkew: whole(raw["maxSkew"], `${field}.maxSkew`) ?? 0,
    minDomains: whole(raw["minDomains"], `${field}.minDomains`),
    selector: labelSelector(raw["labelSelector"], `${field}.labelSelector`),
    matchLabelKeys: texts(raw["matchLabelKeys"], `${field}.matchLabelKeys`),
    nodeAffinityPolicy: raw["nodeAffinityPolicy"] === "Ignore" ? "Ignore" : "Honor",
    // Unlike affinity, taints count only on request (scheduler plugin podtopologyspread, common.go).
    nodeTaintsPolicy: raw["nodeTaintsPolicy"] === "Honor" ? "Honor" : "Ignore",
  };
}
