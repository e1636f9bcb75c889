import type { LabelSelector, Labels } from "../model/labels.ts";
import { narrowest } from "./scheduling-matches.ts";

/** Things that select by labels, found by a label that one must have to be selected, so that few have to be looked at. */
export interface SelectorIndex<Item> {
  add(item: Item, selector: LabelSelector | null): void;
  /** Those that may select the labels, in no order. A `null` selector selects nothing and is left out. */
  candidates(labels: Labels): readonly Item[];
}

export function createSelectorIndex<Item>(): SelectorIndex<Item> {
  const byLabel = new Map<string, Map<string, Item[]>>();
  const loose: Item[] = [];
  return {
    add(item, selector) {
      if (selector === null) return;
      const requirement = narrowest(selector);
      if (requirement === null) {
        loose.push(item);
        return;
      }
      const values = byLabel.get(requirement.key) ?? new Map<string, Item[]>();
      byLabel.set(requirement.key, values);
      for (const value of new Set(requirement.values)) {
        const same = values.get(value);
        if (same === undefined) values.set(value, [item]);
        else same.push(item);
      }
    },
    candidates(labels) {
      const found = [...loose];
      for (const [key, values] of byLabel) {
        const value = labels.get(key);
        if (value !== undefined) found.push(...(values.get(value) ?? []));
      }
      return found;
    },
  };
}
