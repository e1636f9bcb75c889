import fc from "fast-check";

/** `arbitrary` in so many of 100 cases, else nothing. */
export function sometimes<T>(percent: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 100 - percent, arbitrary: fc.constant(undefined) }, { weight: percent, arbitrary });
}

/** A record without the fields that came out as nothing. */
export function record(fields: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<Fields> {
  return fc.record(fields).map(withoutNothing);
}

export type Fields = Readonly<Record<string, unknown>>;

export function withoutNothing(value: object): Fields {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined));
}

/** `least` to `most` of them. */
export function some<T>(arbitrary: fc.Arbitrary<T>, least: number, most: number): fc.Arbitrary<readonly T[]> {
  return fc.array(arbitrary, { minLength: least, maxLength: most });
}

/** One of the alternatives, each with its weight. */
export function weighted<T>(...choices: readonly (readonly [number, fc.Arbitrary<T>])[]): fc.Arbitrary<T> {
  return fc.oneof(...choices.map(([weight, arbitrary]) => ({ weight, arbitrary })));
}
