import type { Raw } from "./universe.ts";

export type Json = Readonly<Record<string, unknown>>;

type Path = readonly string[];

/** The paths of all that an object holds, outer ones first, the ends of lists before their beginnings. */
export function pathsOf(object: Json): readonly Path[] {
  const paths: Path[] = [];
  let level: readonly Path[] = [[]];
  while (level.length > 0) {
    level = level.flatMap((path) => keysOf(at(object, path)).map((key) => [...path, key]));
    paths.push(...level);
  }
  return paths;
}

function keysOf(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return Array.isArray(value) ? Object.keys(value).toReversed() : Object.keys(value);
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => entry(inner, key), value);
}

function entry(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}

/** The object without what is at `path`; the same one where nothing is. */
export function without(object: Raw, path: Path): Raw {
  return { ...object, ...withoutEntry({ ...object }, path), ...absent(path) };
}

/** A field at the top that is to go: an object spread over it must say so. */
function absent(path: Path): Json {
  const [key, ...rest] = path;
  return key === undefined || rest.length > 0 ? {} : { [key]: undefined };
}

function withoutEntry(value: Json, path: Path): Json {
  const [key, ...rest] = path;
  if (key === undefined || !Object.hasOwn(value, key)) return value;
  const entries = Object.entries(value);
  if (rest.length === 0) return Object.fromEntries(entries.filter(([name]) => name !== key));
  return Object.fromEntries(entries.map(([name, of]) => [name, name === key ? withoutInner(of, rest) : of]));
}

function withoutInner(value: unknown, path: Path): unknown {
  if (Array.isArray(value)) {
    const [index, ...rest] = path;
    const position = Number(index);
    if (rest.length === 0) return value.toSpliced(position, 1);
    return value.map((item: unknown, place) => (place === position ? withoutInner(item, rest) : item));
  }
  return typeof value === "object" && value !== null ? withoutEntry({ ...value }, path) : value;
}
