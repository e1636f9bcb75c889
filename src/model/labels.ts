/** Labels or annotations. A Map, since a key from the cluster may be `constructor` or `__proto__`. */
export type Labels = ReadonlyMap<string, string>;

export const NO_LABELS: Labels = new Map();

/** One requirement of a label selector (`metav1.LabelSelectorRequirement`); `matchLabels` become `In` with one value. */
export interface LabelRequirement {
  readonly key: string;
  readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist";
  readonly values: readonly string[];
}

/**
 * A label selector: every requirement must hold, so the empty list matches everything.
 * A selector that is missing is `null` where one is kept, and matches nothing (`metav1.LabelSelectorAsSelector`).
 */
export type LabelSelector = readonly LabelRequirement[];

/** Does `selector` match `labels`? A `null` selector matches nothing. Source: apimachinery `labels.Requirement.Matches`. */
export function selects(selector: LabelSelector | null, labels: Labels): boolean {
  return selector?.every((requirement) => holds(requirement, labels)) ?? false;
}

function holds(requirement: LabelRequirement, labels: Labels): boolean {
  const value = labels.get(requirement.key);
  switch (requirement.operator) {
    case "In":
      return value !== undefined && requirement.values.includes(value);
    case "NotIn":
      return value === undefined || !requirement.values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
  }
}
