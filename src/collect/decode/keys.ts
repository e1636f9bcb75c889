import { isRaw, missing } from "./raw.ts";

/**
 * Ends a piece of a key under which equal parts of a snapshot are held once. Kubernetes allows no control character in any
 * name, label or quantity, so a key tells its pieces apart.
 */
export const SEPARATOR = "\u0001";

/** Begins a piece that is no text, so that the number 1 is not taken for the text "1". */
const NO_TEXT = "\u0002";

/** A leaf as a piece of a key; a missing one and `null` are the empty piece. */
export function leafText(value: unknown): string {
  if (typeof value === "string") return value;
  return missing(value) ? "" : NO_TEXT + JSON.stringify(value);
}

/** A map of leaves, such as a resource list, as a piece of a key. */
export function mapText(value: unknown): string {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return leafText(value);
  let key = "";
  for (const [name, leaf] of Object.entries(value)) key += name + SEPARATOR + leafText(leaf) + SEPARATOR;
  return key;
}

/** A list as a piece of a key: how long it is, then its items' pieces. */
export function listText(value: unknown, item: (raw: unknown) => string): string {
  if (!Array.isArray(value)) return leafText(value);
  let key = `${value.length}${SEPARATOR}`;
  for (const raw of value) key += item(raw) + SEPARATOR;
  return key;
}

/** Do two maps hold the same leaves? Both missing is the same too. */
export function sameMap(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (!isRaw(left) || !isRaw(right)) return false;
  let keys = 0;
  for (const key in left) {
    if (left[key] !== right[key]) return false;
    keys += 1;
  }
  for (const _ in right) keys -= 1;
  return keys === 0;
}
