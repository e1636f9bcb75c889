import { writeFileSync } from "node:fs";

/** What a book file may hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Writes an object with a line for each entry, two levels deep: a changed price is one changed line. */
export function writeBook(path: URL, value: { readonly [key: string]: Json }): void {
  writeFileSync(path, `{\n${entries(value, "  ", 1)}\n}\n`);
}

function entries(value: { readonly [key: string]: Json }, indent: string, depth: number): string {
  return Object.entries(value)
    .map(([key, item]) => `${indent}${JSON.stringify(key)}: ${write(item, indent, depth)}`)
    .join(",\n");
}

function write(value: Json, indent: string, depth: number): string {
  if (value === null || typeof value !== "object" || Array.isArray(value) || depth >= 3) return inline(value);
  const object = value as { readonly [key: string]: Json };
  return Object.keys(object).length === 0 ? "{}" : `{\n${entries(object, `${indent}  `, depth + 1)}\n${indent}}`;
}

function inline(value: Json): string {
  return JSON.stringify(value).replaceAll(/,(?=[^"]*(?:"[^"]*"[^"]*)*$)/gu, ", ");
}
