import { isReadable } from "../../../src/judge/scheduling-node-terms.ts";
import type { NodeRequirement, NodeSelectorTerm } from "../../../src/model/pod.ts";
import { agreed, type Feature, type Features, type Question, refused, refusedEarly } from "./question.ts";

const NUMBER = /^[+-]?\d+$/u;

/** The pod's only wish is this one expression, so that it decides. */
function expression(holds: (wanted: NodeRequirement, value: string | undefined) => boolean, refusal: boolean): Feature {
  return (question) => {
    const only = onlyTerm(question);
    const [wanted, ...others] = only?.expressions ?? [];
    if (only === null || wanted === undefined || others.length + only.fields.length > 0) return false;
    return holds(wanted, question.node.labels.get(wanted.key)) && answered(question, refusal);
  };
}

/** The pod's only wish is this one field. */
function field(holds: (wanted: NodeRequirement) => boolean, refusal: boolean): Feature {
  return (question) => {
    const only = onlyTerm(question);
    const [wanted, ...others] = only?.fields ?? [];
    if (only === null || wanted === undefined || others.length + only.expressions.length > 0) return false;
    return holds(wanted) && answered(question, refusal);
  };
}

function answered(question: Question, refusal: boolean): boolean {
  return refusal ? refused(question, "NodeAffinity") : agreed(question, "NodeAffinity");
}

function onlyTerm({ pod }: Question): NodeSelectorTerm | null {
  const [term, ...others] = pod.spec.nodeAffinity ?? [];
  return term === undefined || others.length > 0 || pod.spec.nodeSelector.size > 0 ? null : term;
}

const is =
  (operator: string) =>
  (wanted: NodeRequirement): boolean =>
    wanted.operator === operator;
const compares = ({ operator, values }: NodeRequirement): boolean =>
  (operator === "Gt" || operator === "Lt") && values.length === 1 && NUMBER.test(values[0] ?? "");

export const NODE_AFFINITY: Features = {
  "nodeSelector: matches": (q) =>
    q.pod.spec.nodeSelector.size > 0 && q.pod.spec.nodeAffinity === null && agreed(q, "NodeAffinity"),
  "nodeSelector: another value": (q) => selectorRefuses(q, (value) => value !== undefined),
  "nodeSelector: no such label": (q) => selectorRefuses(q, (value) => value === undefined),
  "nodeSelector and affinity: only the selector matches": (q) =>
    refused(q, "NodeAffinity") && q.pod.spec.nodeAffinity !== null && selectorMatches(q),
  "node affinity: In, one of the values": expression((w) => w.operator === "In" && w.values.length > 1, false),
  "node affinity: In, none of the values": expression(
    (w, v) => w.operator === "In" && v !== undefined && w.values.length > 0,
    true,
  ),
  "node affinity: In, no such label": expression((w, v) => w.operator === "In" && v === undefined, true),
  "node affinity: NotIn, another value": expression((w, v) => w.operator === "NotIn" && v !== undefined, false),
  "node affinity: NotIn, no such label": expression((w, v) => w.operator === "NotIn" && v === undefined, false),
  "node affinity: NotIn, the value": expression(is("NotIn"), true),
  "node affinity: Exists": expression(is("Exists"), false),
  "node affinity: Exists, no such label": expression((w, v) => w.operator === "Exists" && v === undefined, true),
  "node affinity: DoesNotExist": expression(is("DoesNotExist"), false),
  "node affinity: DoesNotExist, but it does": expression(is("DoesNotExist"), true),
  "node affinity: Gt": expression(is("Gt"), false),
  "node affinity: Gt, not greater": expression(
    (w, v) => w.operator === "Gt" && compares(w) && NUMBER.test(v ?? ""),
    true,
  ),
  "node affinity: Lt": expression(is("Lt"), false),
  "node affinity: Lt, not less": expression((w, v) => w.operator === "Lt" && compares(w) && NUMBER.test(v ?? ""), true),
  "node affinity: Gt or Lt of an equal number": expression(
    (w, v) => compares(w) && Number(v) === Number(w.values[0]),
    true,
  ),
  "node affinity: Gt or Lt of a label that is no number": expression(
    (w, v) => compares(w) && v !== undefined && !NUMBER.test(v),
    true,
  ),
  "node affinity: Gt or Lt, no such label": expression((w, v) => compares(w) && v === undefined, true),
  "node affinity: two expressions, both hold": (q) => onlyTerm(q)?.expressions.length === 2 && answered(q, false),
  "node affinity: two expressions, one fails": (q) => onlyTerm(q)?.expressions.length === 2 && answered(q, true),
  "node affinity: two terms, one matches": (q) => q.pod.spec.nodeAffinity?.length === 2 && answered(q, false),
  "node affinity: two terms, none matches": (q) => q.pod.spec.nodeAffinity?.length === 2 && answered(q, true),
  "node affinity: no term": (q) => q.pod.spec.nodeAffinity?.length === 0 && answered(q, true),
  "node affinity: empty term": (q) => isEmpty(onlyTerm(q)) && answered(q, true),
  "node affinity: Gt or Lt than what is no number": expression(
    (w) => (is("Gt")(w) || is("Lt")(w)) && w.values.length === 1 && !compares(w),
    true,
  ),
  "node affinity: Gt or Lt than two values": expression(
    (w) => (is("Gt")(w) || is("Lt")(w)) && w.values.length === 2,
    true,
  ),
  "node affinity: In without values": expression((w) => is("In")(w) && w.values.length === 0, true),
  "node affinity: Exists with values": expression(
    (w, v) => is("Exists")(w) && w.values.length > 0 && v !== undefined,
    true,
  ),
  "node affinity: unknown operator": expression(is("Near"), true),
  "node affinity: a key that is none": expression((w) => w.key.includes(" "), true),
  "node affinity: an unreadable term beside one that matches": (q) =>
    q.pod.spec.nodeAffinity?.length === 2 && !q.pod.spec.nodeAffinity.every(isReadable) && answered(q, false),
  "matchFields: In": (q) => q.pod.spec.nodeAffinity?.length === 1 && field(is("In"), false)(q),
  "matchFields: every term names other nodes": (q) =>
    refusedEarly(q, "NodeAffinity") && q.refusal?.reason.startsWith("not one") === true,
  "matchFields: terms that contradict themselves": (q) =>
    refusedEarly(q, "NodeAffinity") && q.refusal?.reason.includes("conflict") === true,
  "matchFields: a term with a name beside one without": (q) =>
    q.pod.spec.nodeAffinity?.length === 2 &&
    q.pod.spec.nodeAffinity.some(namesNode) &&
    !q.pod.spec.nodeAffinity.every(namesNode) &&
    answered(q, false),
  "matchFields: NotIn, another node": field((w) => is("NotIn")(w) && w.key === "metadata.name", false),
  "matchFields: NotIn, the node": field((w) => is("NotIn")(w) && w.key === "metadata.name", true),
  "matchFields: two values": field((w) => is("In")(w) && w.values.length === 2, true),
  "matchFields: unknown operator": field(is("Exists"), true),
  "matchFields: NotIn of another field": field((w) => is("NotIn")(w) && w.key === "metadata.namespace", false),
  "matchFields: In of another field": field((w) => is("In")(w) && w.key === "metadata.namespace", true),
  "matchFields: the name holds, the expression fails": (q) => {
    const only = onlyTerm(q);
    return only !== null && only.fields.length > 0 && only.expressions.length > 0 && answered(q, true);
  },
  "matchFields: name and expression hold": (q) => {
    const only = onlyTerm(q);
    return only !== null && only.fields.length > 0 && only.expressions.length > 0 && answered(q, false);
  },
};

function isEmpty(term: NodeSelectorTerm | null): boolean {
  return term?.expressions.length === 0 && term.fields.length === 0;
}

function namesNode({ fields }: NodeSelectorTerm): boolean {
  return fields.some(({ key, operator }) => key === "metadata.name" && operator === "In");
}

function selectorMatches({ pod, node }: Question): boolean {
  return pod.spec.nodeSelector.size > 0 && [...pod.spec.nodeSelector].every(([key, of]) => node.labels.get(key) === of);
}

function selectorRefuses(question: Question, holds: (value: string | undefined) => boolean): boolean {
  const { pod, node } = question;
  if (!refused(question, "NodeAffinity") || pod.spec.nodeAffinity !== null) return false;
  return [...pod.spec.nodeSelector.keys()].every((key) => holds(node.labels.get(key)));
}
