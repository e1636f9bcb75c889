import fc from "fast-check";
import { HOSTNAME, HOSTS, LABEL_KEYS, LABEL_VALUES, REGION, ZONE, ZONES } from "../universe.ts";
import { type Fields, record, some, sometimes, weighted } from "./chance.ts";

export const labelKey = weighted<string>(
  [4, fc.constant("app")],
  [2, fc.constant("tier")],
  [1, fc.constantFrom(...LABEL_KEYS)],
);
export const labelValue = weighted<string>(
  [4, fc.constant("a")],
  [3, fc.constant("b")],
  [1, fc.constantFrom(...LABEL_VALUES)],
);

/** A pod's or a node's own labels. */
export const labels = record({
  app: sometimes(85, labelValue),
  tier: sometimes(50, labelValue),
  size: sometimes(65, fc.constantFrom("5", "12", "5", "-3", "x9", "")),
  constructor: sometimes(15, labelValue),
});

const labelRequirement = weighted<Fields>(
  [2, record({ key: labelKey, operator: fc.constantFrom("In", "NotIn"), values: some(labelValue, 1, 2) })],
  [1, record({ key: labelKey, operator: fc.constantFrom("Exists", "DoesNotExist") })],
);

/** A selector of pods. */
export const labelSelector = weighted<Fields>(
  [5, fc.dictionary(labelKey, labelValue, { minKeys: 1, maxKeys: 1 }).map((matchLabels) => ({ matchLabels }))],
  [4, some(labelRequirement, 1, 2).map((matchExpressions) => ({ matchExpressions }))],
  [1, fc.constant({})],
);

const place = record({
  key: fc.constantFrom(ZONE, ZONE, REGION),
  operator: fc.constantFrom("In", "In", "NotIn"),
  values: some(fc.constantFrom(...ZONES, "us-east1"), 1, 2),
});

const readable = weighted<Fields>(
  [2, place],
  [3, record({ key: labelKey, operator: fc.constantFrom("In", "NotIn"), values: some(labelValue, 1, 3) })],
  [2, record({ key: fc.constantFrom(...LABEL_KEYS), operator: fc.constantFrom("Exists", "DoesNotExist") })],
  [
    5,
    record({
      key: fc.constantFrom("size", "size", "size", "app"),
      operator: fc.constantFrom("Gt", "Lt"),
      values: fc.tuple(fc.constantFrom("4", "6", "11", "0", "-3", "+5", "12")),
    }),
  ],
);

/** What Kubernetes cannot read: the whole term is passed over. */
const unreadable = fc.constantFrom<Fields>(
  { key: "size", operator: "Gt", values: ["x9"] },
  { key: "size", operator: "Lt", values: ["4", "6"] },
  { key: "app", operator: "In", values: [] },
  { key: "app", operator: "Exists", values: ["a"] },
  { key: "app", operator: "Near", values: ["a"] },
  { key: "not a key", operator: "Exists" },
);

const field = record({
  key: fc.constant("metadata.name"),
  operator: fc.constantFrom("In", "NotIn"),
  values: fc.tuple(fc.constantFrom(...HOSTS)),
});

const oddField = fc.constantFrom<Fields>(
  { key: "metadata.name", operator: "In", values: ["n0", "n1"] },
  { key: "metadata.name", operator: "Exists" },
  { key: "metadata.namespace", operator: "NotIn", values: ["n0"] },
  { key: "metadata.namespace", operator: "In", values: ["n0"] },
);

/** One term of a node selector. */
const nodeTerm = weighted<Fields>(
  [14, record({ matchExpressions: some(readable, 1, 1) })],
  [4, record({ matchExpressions: some(readable, 2, 2) })],
  [5, record({ matchFields: some(field, 1, 1) })],
  [1, record({ matchFields: some(field, 2, 2) })],
  [2, record({ matchExpressions: some(readable, 1, 1), matchFields: some(field, 1, 1) })],
  [
    6,
    record({
      matchExpressions: weighted(
        [4, some(unreadable, 1, 1)],
        [1, some(weighted([1, unreadable], [1, readable]), 2, 2)],
      ),
    }),
  ],
  [4, record({ matchFields: some(oddField, 1, 1) })],
  [1, fc.constant({})],
);

/** Required node affinity. */
export const nodeAffinity = weighted(
  [12, some(nodeTerm, 1, 1)],
  [6, some(nodeTerm, 2, 2)],
  [1, some(nodeTerm, 0, 0)],
).map((nodeSelectorTerms) => ({ requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } }));

/** Wishes that most nodes fulfil, so that it matters which ones do not. */
export const easyNodeAffinity = weighted<Fields>(
  [4, record({ key: fc.constant(ZONE), operator: fc.constant("NotIn"), values: fc.tuple(fc.constantFrom(...ZONES)) })],
  [
    2,
    record({
      key: fc.constant(HOSTNAME),
      operator: fc.constant("NotIn"),
      values: some(fc.constantFrom(...HOSTS), 1, 3),
    }),
  ],
).map((expression) => ({
  requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [expression] }] },
}));
