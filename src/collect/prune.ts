import { isRaw } from "./decode/raw.ts";

/**
 * Cuts a raw value down to what is allowed. A value of a type that does not belong there is kept as an empty one of its own
 * type: the decoder then complains of it, and nothing of it gets into a snapshot file.
 */
export type Prune = (raw: unknown) => unknown;

/** A text, number or truth value. */
export const leaf: Prune = (raw) => {
  if (typeof raw !== "object" || raw === null) return raw;
  return Array.isArray(raw) ? [] : {};
};

/** Nothing but that it is there. */
export const presence: Prune = (raw) => (isRaw(raw) ? {} : emptied(raw));

/** A map with any keys, whose values are leaves: labels, resource lists. */
export const leaves: Prune = (raw) => {
  if (!isRaw(raw)) return emptied(raw);
  for (const key in raw) {
    const value = raw[key];
    if (typeof value === "object" && value !== null) return copyLeaves(raw);
  }
  return raw;
};

function copyLeaves(raw: object): unknown {
  return Object.fromEntries(Object.entries(raw).map(([key, value]) => [key, leaf(value)]));
}

/** A map of which only the keys that `allows` says are kept; `undefined` when none is left. */
export function someLeaves(allows: (key: string) => boolean): Prune {
  return (raw) => {
    if (!isRaw(raw)) return emptied(raw);
    const kept = Object.entries(raw).filter(([key]) => allows(key));
    return kept.length === 0 ? undefined : Object.fromEntries(kept.map(([key, value]) => [key, leaf(value)]));
  };
}

/** A list, each item cut by `prune`; items that it makes `undefined` are dropped, and so is a list without items. */
export function each(prune: Prune): Prune {
  return (raw) => {
    if (!Array.isArray(raw)) return emptied(raw);
    const kept: unknown[] = [];
    for (const item of raw) {
      const pruned = prune(item);
      if (pruned !== undefined) kept.push(pruned);
    }
    return kept.length === 0 ? undefined : kept;
  };
}

/** An object with only the named fields, each cut by its own function; missing ones and `null` stay away. */
export function fields(shape: Readonly<Record<string, Prune>>): Prune {
  const names = Object.keys(shape);
  const prunes = Object.values(shape);
  return (raw) => {
    if (!isRaw(raw)) return emptied(raw);
    const kept: Record<string, unknown> = {};
    for (let index = 0; index < names.length; index += 1) {
      const name = names[index] ?? "";
      const value = raw[name];
      if (value === undefined || value === null) continue;
      const pruned = prunes[index]?.(value);
      if (pruned !== undefined) kept[name] = pruned;
    }
    return kept;
  };
}

/** What is left of a value where an object or a list was due: its type, for the decoder to complain of. */
function emptied(raw: unknown): unknown {
  if (typeof raw === "string") return "";
  if (typeof raw === "number") return 0;
  if (typeof raw === "boolean") return false;
  if (Array.isArray(raw)) return [];
  return isRaw(raw) ? {} : null;
}
