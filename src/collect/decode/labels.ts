import { type Labels, NO_LABELS } from "../../model/labels.ts";
import { internStrings, internTable } from "../intern.ts";
import { leafText, SEPARATOR, sameMap } from "./keys.ts";
import { missing, object, type Raw, text } from "./raw.ts";

/** Reads labels, annotations or a node selector. Equal ones, written alike, are one object. */
export type ReadLabels = (value: unknown, field: string) => Labels;

/** A reader of label maps that keeps each map and each string once, and only the keys that `allows` says. */
export function labelReader(allows: (key: string) => boolean = () => true): ReadLabels {
  const maps = internTable<Labels>();
  const strings = internStrings();
  let last: { readonly raw: Raw; readonly labels: Labels } | null = null;
  return (value, field) => {
    if (missing(value)) return NO_LABELS;
    const raw = object(value, field);
    // Pods of one owner come one after another, and comparing is cheaper than making a key.
    if (last !== null && sameMap(last.raw, raw)) return last.labels;
    let key = "";
    for (const name in raw) if (allows(name)) key += name + SEPARATOR + leafText(raw[name]) + SEPARATOR;
    const labels = key === "" ? NO_LABELS : maps(key, () => readLabels(raw, allows, field, strings));
    last = { raw, labels };
    return labels;
  };
}

function readLabels(
  raw: Raw,
  allows: (key: string) => boolean,
  field: string,
  strings: (text: string) => string,
): Labels {
  const labels = new Map<string, string>();
  for (const [key, value] of Object.entries(raw)) {
    if (allows(key)) labels.set(strings(key), strings(text(value, `${field}.${key}`)));
  }
  return labels;
}
