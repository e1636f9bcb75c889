import fc from "fast-check";
import { expect, test } from "vitest";
import { managedFields } from "../../src/collect/json-managed-fields.ts";

/** The text with its managed fields stepped over. */
function without(text: string): string {
  const bytes = Buffer.from(text);
  const span = managedFields(bytes);
  if (span === null) return text;
  return `${bytes.subarray(0, span.from)}[]${bytes.subarray(span.to)}`;
}

test.each([
  ["none", '{"metadata":{"name":"x"}}', null],
  ["an empty list", '{"managedFields":[]}', '{"managedFields":[]}'],
  [
    "brackets and quotes in texts",
    '{"managedFields":[{"f:x]\\"":{"k:{\\"a\\":\\"]\\"}":{}}}],"b":1}',
    '{"managedFields":[],"b":1}',
  ],
  ["white space before the list", '{"managedFields": [ {"a":[1,[2]]} ] }', '{"managedFields": [] }'],
  ["no list", '{"managedFields":{"a":1}}', null],
  ["a label of that name", '{"labels":{"managedFields":"x"}}', null],
  ["the words inside of a text", '{"note":"{\\"managedFields\\":[1]}"}', null],
  ["a text that begins so", '{"note":"\\"managedFields\\":[1"}', null],
  ["cut in the midst", '{"managedFields":[{"a":[1', null],
  ["brackets that do not match", '{"managedFields":[1}', null],
  ["a text that does not end", '{"managedFields":["a', null],
] as const)("%s", (_title, text, expected) => {
  expect(without(text)).toBe(expected ?? text);
});

test("any object is the same but for them", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.array(fc.jsonValue()), fc.jsonValue(), (before, fields, after) => {
      const text = JSON.stringify({ before, metadata: { managedFields: fields, after } });
      const { before: one, metadata } = JSON.parse(without(text));
      expect(JSON.stringify([one, metadata])).toBe(JSON.stringify([before, { managedFields: [], after }]));
    }),
  );
});
