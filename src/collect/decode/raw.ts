/** An object as `JSON.parse` made it: nothing of it is known yet. */
export type Raw = Readonly<Record<string, unknown>>;

const NOTHING: Raw = {};
const NO_ITEMS: readonly unknown[] = [];

/** Why an object cannot be read. The builder turns it into a `Problem`; it never leaves `collect`. */
export class Unreadable extends Error {
  override readonly name = "Unreadable";
  /** `spec.containers[0].resources.requests.cpu` */
  readonly field: string;

  constructor(field: string, why: string) {
    super(why);
    this.field = field;
  }
}

/** Go leaves an empty field out, or writes `null`. */
export function missing(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}

export function isRaw(value: unknown): value is Raw {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `value` as an object; the empty one when it is missing or `null`. */
export function object(value: unknown, field: string): Raw {
  if (missing(value)) return NOTHING;
  if (isRaw(value)) return value;
  throw new Unreadable(field, `${shown(value)} is not an object`);
}

/** `value` as a list; the empty one when it is missing or `null`, as Go writes an empty slice. */
export function list(value: unknown, field: string): readonly unknown[] {
  if (missing(value)) return NO_ITEMS;
  if (Array.isArray(value)) return value;
  throw new Unreadable(field, `${shown(value)} is not a list`);
}

/** `value` as text; "" when it is missing or `null`. */
export function text(value: unknown, field: string): string {
  if (typeof value === "string") return value;
  if (missing(value)) return "";
  throw new Unreadable(field, `${shown(value)} is not a text`);
}

/** `value` as text; `null` when it is missing. */
export function optionalText(value: unknown, field: string): string | null {
  return missing(value) ? null : text(value, field);
}

/** `value` as a list of texts. */
export function texts(value: unknown, field: string): readonly string[] {
  return list(value, field).map((item, index) => text(item, `${field}[${index}]`));
}

/** `value` as a whole number; `null` when it is missing. */
export function whole(value: unknown, field: string): number | null {
  if (missing(value)) return null;
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  throw new Unreadable(field, `${shown(value)} is not a whole number`);
}

/** `value` as true or false; false when it is missing. */
export function flag(value: unknown, field: string): boolean {
  if (missing(value)) return false;
  if (typeof value === "boolean") return value;
  throw new Unreadable(field, `${shown(value)} is neither true nor false`);
}

/** A value as a message shows it: short, quoted where it is text. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  const json = JSON.stringify(value) ?? "nothing";
  return json.length <= 60 ? json : `${json.slice(0, 40)}… (${json.length} characters)`;
}
