import type { LabelRequirement, LabelSelector } from "../../model/labels.ts";
import type { NodeRequirement, NodeSelectorTerm } from "../../model/pod.ts";
import { list, missing, object, shown, text, texts, Unreadable } from "./raw.ts";

const NEEDS_VALUES = { In: true, NotIn: true, Exists: false, DoesNotExist: false } satisfies Record<
  LabelRequirement["operator"],
  boolean
>;

function isOperator(value: string): value is LabelRequirement["operator"] {
  return Object.hasOwn(NEEDS_VALUES, value);
}

/**
 * Reads a `metav1.LabelSelector`; `null` when it is missing. Throws `Unreadable` where Kubernetes would refuse it: an unknown
 * operator, values missing or too many (apimachinery `labels.NewRequirement`).
 */
export function labelSelector(value: unknown, field: string): LabelSelector | null {
  if (missing(value)) return null;
  const raw = object(value, field);
  const requirements: LabelRequirement[] = [];
  const wanted = object(raw["matchLabels"], `${field}.matchLabels`);
  for (const [key, of] of Object.entries(wanted)) {
    requirements.push({ key, operator: "In", values: [text(of, `${field}.matchLabels.${key}`)] });
  }
  for (const [index, item] of list(raw["matchExpressions"], `${field}.matchExpressions`).entries()) {
    requirements.push(labelRequirement(item, `${field}.matchExpressions[${index}]`));
  }
  return requirements;
}

function labelRequirement(value: unknown, field: string): LabelRequirement {
  const raw = object(value, field);
  const operator = text(raw["operator"], `${field}.operator`);
  if (!isOperator(operator)) {
    throw new Unreadable(`${field}.operator`, `${shown(operator)} is not one of In, NotIn, Exists, DoesNotExist`);
  }
  const values = texts(raw["values"], `${field}.values`);
  if (NEEDS_VALUES[operator] !== values.length > 0) {
    throw new Unreadable(
      `${field}.values`,
      `${operator} takes ${NEEDS_VALUES[operator] ? "at least one value" : "none"}`,
    );
  }
  return { key: text(raw["key"], `${field}.key`), operator, values };
}

/** Reads the terms of a node selector. Operators stay as written: one that is none matches no node. */
export function nodeSelectorTerms(value: unknown, field: string): readonly NodeSelectorTerm[] {
  return list(value, field).map((item, index) => {
    const at = `${field}[${index}]`;
    const raw = object(item, at);
    return {
      expressions: nodeRequirements(raw["matchExpressions"], `${at}.matchExpressions`),
      fields: nodeRequirements(raw["matchFields"], `${at}.matchFields`),
    };
  });
}

function nodeRequirements(value: unknown, field: string): readonly NodeRequirement[] {
  return list(value, field).map((item, index) => {
    const at = `${field}[${index}]`;
    const raw = object(item, at);
    return {
      key: text(raw["key"], `${at}.key`),
      operator: text(raw["operator"], `${at}.operator`),
      values: texts(raw["values"], `${at}.values`),
    };
  });
}
