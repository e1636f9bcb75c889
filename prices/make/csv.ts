import { readFileSync } from "node:fs";

/** Rows of a CSV file without quoted fields, by the names in its first line. Throws when a row has too few or too many fields. */
export function readCsv(path: string): readonly ReadonlyMap<string, string>[] {
  const [header = "", ...lines] = readFileSync(path, "utf8").trimEnd().split(/\r?\n/u);
  const names = header.split(",");
  return lines.map((line, index) => {
    const fields = line.split(",");
    if (fields.length !== names.length)
      throw new Error(`${path}:${index + 2}: ${fields.length} fields, ${names.length} wanted`);
    return new Map(names.map((name, column) => [name, fields[column] ?? ""]));
  });
}

/** A field as text; throws when the file has no such column. */
export function field(row: ReadonlyMap<string, string>, name: string): string {
  const value = row.get(name);
  if (value === undefined) throw new Error(`no column ${name}`);
  return value;
}

/** A field as a number; throws when it is none. */
export function number(row: ReadonlyMap<string, string>, name: string): number {
  const value = optional(row, name);
  if (value === null) throw new Error(`${name} is empty in ${[...row.values()].join(",")}`);
  return value;
}

/** A field as a number, `null` when it is empty. */
export function optional(row: ReadonlyMap<string, string>, name: string): number | null {
  const text = field(row, name);
  if (text === "") return null;
  const value = Number(text);
  if (!Number.isFinite(value)) throw new Error(`${name} is not a number: ${text}`);
  return value;
}
