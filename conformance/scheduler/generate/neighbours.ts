import fc from "fast-check";
import { NAMESPACES, TOPOLOGY_KEYS } from "../universe.ts";
import { type Fields, record, some, sometimes, weighted, withoutNothing } from "./chance.ts";
import { labelKey, labelSelector } from "./selectors.ts";

const topologyKey = fc.constantFrom(...TOPOLOGY_KEYS);
const labelKeys = fc.tuple(labelKey);
/** A namespace that is not listed counts as one without labels, so that this one means it. */
const NO_COLOR = { matchExpressions: [{ key: "color", operator: "DoesNotExist" }] };

/** A label key may not be in both lists: the API server refuses that. */
const affinityTerm = record({
  labelSelector: sometimes(95, labelSelector),
  topologyKey,
  namespaces: sometimes(20, some(fc.constantFrom(...NAMESPACES), 1, 2)),
  namespaceSelector: sometimes(
    30,
    fc.constantFrom<Fields>({}, {}, { matchLabels: { shared: "yes" } }, { matchLabels: { color: "blue" } }, NO_COLOR),
  ),
  matchLabelKeys: sometimes(20, labelKeys),
  mismatchLabelKeys: sometimes(10, labelKeys),
}).map((term) =>
  JSON.stringify(term["matchLabelKeys"]) === JSON.stringify(term["mismatchLabelKeys"])
    ? withoutNothing({ ...term, mismatchLabelKeys: undefined })
    : term,
);

/** Required affinity or anti-affinity to other pods. */
export const podTerms = some(affinityTerm, 1, 2).map((terms) => ({
  requiredDuringSchedulingIgnoredDuringExecution: terms,
}));

const policy = fc.constantFrom("Honor", "Ignore");

const spread = record({
  maxSkew: fc.constantFrom(1, 1, 1, 2),
  topologyKey,
  whenUnsatisfiable: weighted<string>([9, fc.constant("DoNotSchedule")], [1, fc.constant("ScheduleAnyway")]),
  labelSelector: sometimes(96, labelSelector),
  minDomains: sometimes(25, fc.constantFrom(1, 2, 2, 3, 4)),
  nodeAffinityPolicy: sometimes(75, policy),
  nodeTaintsPolicy: sometimes(75, policy),
  matchLabelKeys: sometimes(30, labelKeys),
}).map((constraint) =>
  constraint["whenUnsatisfiable"] === "ScheduleAnyway"
    ? withoutNothing({ ...constraint, minDomains: undefined })
    : constraint,
);

/** Topology spread constraints. */
export const spreads = weighted([3, some(spread, 1, 1)], [1, some(spread, 2, 2)]);
