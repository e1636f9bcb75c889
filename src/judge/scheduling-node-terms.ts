import type { Labels } from "../model/labels.ts";
import type { NodeRequirement, NodeSelectorTerm } from "../model/pod.ts";

const NAME = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/u;
const PREFIX = /^(?=.{1,253}$)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/u;
const INTEGER = /^[+-]?\d+$/u;
const LARGEST = 2n ** 63n;

/**
 * Can Kubernetes read the term at all? A term with an unknown operator, a key or value that is no label, or values that the
 * operator does not take is passed over: it matches no node. So is the empty term.
 * Source: apimachinery `labels.NewRequirement`, component-helpers `scheduling/corev1/nodeaffinity`.
 */
export function isReadable(term: NodeSelectorTerm): boolean {
  if (term.expressions.length === 0 && term.fields.length === 0) return false;
  return term.expressions.every(isExpression) && term.fields.every(isField);
}

function isExpression({ key, operator, values }: NodeRequirement): boolean {
  if (!isLabelKey(key) || !values.every(isLabelValue)) return false;
  switch (operator) {
    case "In":
    case "NotIn":
      return values.length > 0;
    case "Exists":
    case "DoesNotExist":
      return values.length === 0;
    case "Gt":
    case "Lt":
      return values.length === 1 && parseInteger(values[0] ?? "") !== null;
    default:
      return false;
  }
}

/** A field takes exactly one value, and only In and NotIn. */
function isField({ operator, values }: NodeRequirement): boolean {
  return (operator === "In" || operator === "NotIn") && values.length === 1;
}

function isLabelKey(key: string): boolean {
  const slash = key.indexOf("/");
  return NAME.test(key.slice(slash + 1)) && (slash < 0 || PREFIX.test(key.slice(0, slash)));
}

function isLabelValue(value: string): boolean {
  return value === "" || NAME.test(value);
}

/** Reads what Go's `strconv.ParseInt(text, 10, 64)` reads; `null` for anything else. */
function parseInteger(text: string): bigint | null {
  if (!INTEGER.test(text)) return null;
  const value = BigInt(text.startsWith("+") ? text.slice(1) : text);
  return value >= -LARGEST && value < LARGEST ? value : null;
}

/** Does a label's `value` (`undefined` where the node lacks the key) satisfy the expression of a readable term? */
export function valueHolds({ operator, values }: NodeRequirement, value: string | undefined): boolean {
  switch (operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    default:
      return value !== undefined && compares(operator, parseInteger(value), parseInteger(values[0] ?? ""));
  }
}

function compares(operator: string, label: bigint | null, bound: bigint | null): boolean {
  if (label === null || bound === null) return false;
  return operator === "Gt" ? label > bound : label < bound;
}

/** Does the node's `name` satisfy the field requirement of a readable term? `metadata.name` is the only field there is. */
export function fieldHolds({ key, operator, values }: NodeRequirement, name: string): boolean {
  const equal = (key === "metadata.name" ? name : "") === values[0];
  return operator === "In" ? equal : !equal;
}

/**
 * Does one of the terms match a node with these labels? With `name` null the fields are not looked at, as for a volume's
 * node affinity, which Kubernetes asks of the labels alone.
 */
export function termsMatch(terms: readonly NodeSelectorTerm[], labels: Labels, name: string | null): boolean {
  return terms.some(
    (term) =>
      isReadable(term) &&
      term.expressions.every((expression) => valueHolds(expression, labels.get(expression.key))) &&
      (name === null || term.fields.every((field) => fieldHolds(field, name))),
  );
}
