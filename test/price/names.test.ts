import { expect, test } from "vitest";
import { goFloat, goInt } from "../../src/price/go-numbers.ts";
import { billedFamily, customSize, isCustom, machineFamily, machineTypeOf } from "../../src/price/machine-name.ts";
import { node } from "./sample.ts";

test.each([
  ["n2-highmem-64", "n2", "n2", false],
  ["custom-4-15360", "n1", "n1", true],
  ["n2d-custom-8-32768", "n2d", "n2d", true],
  ["f1-micro", "n1", "f1", false],
  ["g1-small", "n1", "g1", false],
  ["n1", "", "", false],
  ["custom", "", "", false],
  ["", "", "", false],
  ["-", "", "", false],
  ["zz9-odd-custom", "zz9", "zz9", false],
])("%s: family %s, billed as %s, custom: %s", (type, family, billed, custom) => {
  expect(machineFamily(type)).toBe(family);
  expect(billedFamily(type)).toBe(billed);
  expect(isCustom(type)).toBe(custom);
});

test.each([
  ["custom-4-15360", { cores: 4, memoryGib: 15, extended: false }],
  ["n2-custom-8-65536-ext", { cores: 8, memoryGib: 64, extended: true }],
  ["e2-custom-micro-1024", { cores: 0.25, memoryGib: 1, extended: false }],
  ["e2-custom-small-2048", { cores: 0.5, memoryGib: 2, extended: false }],
  ["e2-custom-medium-4096", { cores: 1, memoryGib: 4, extended: false }],
  ["n2d-custom-8", null],
  ["n2-custom-0-1024", null],
  ["n2-custom-2-0", null],
  ["n2-custom-2-1024-extended", null],
  ["n2-custom-x-1024", null],
  ["a-n2-custom-2-1024", null],
  ["n2-standard-4", null],
])("%s has %j", (type, size) => {
  expect(customSize(type)).toEqual(size);
});

test("the machine type is today's label, else the old one, else unknown", () => {
  const old = { "beta.kubernetes.io/instance-type": "n1-standard-1" };
  expect(machineTypeOf(node({ type: "e2-medium", labels: old }))).toBe("e2-medium");
  expect(machineTypeOf(node({ type: "", labels: old }))).toBe("");
  expect(machineTypeOf(node({ labels: old }))).toBe("n1-standard-1");
  expect(machineTypeOf(node())).toBeNull();
});

test.each([
  ["100", 100],
  ["-5", -5],
  ["+7", 7],
  ["", 0],
  ["abc", 0],
  ["100Gi", 0],
  ["1.5", 0],
  ["1_000", 0],
  [" 1", 0],
  ["9223372036854775807", 2 ** 63],
  ["99999999999999999999", 2 ** 63],
  ["-99999999999999999999", -(2 ** 63)],
])("Go reads the whole number of %j as %d", (text, value) => {
  expect(goInt(text)).toBe(value);
});

test.each([
  ["2", 2],
  ["2.5", 2.5],
  [".5", 0.5],
  ["5.", 5],
  ["-1e2", -100],
  ["+1E-1", 0.1],
  ["1e400", Number.POSITIVE_INFINITY],
  ["inf", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
  ["NaN", Number.NaN],
  ["", 0],
  ["x", 0],
  [".", 0],
  ["1e", 0],
  ["2 ", 0],
  ["infinite", 0],
])("Go reads the number of %j as %d", (text, value) => {
  expect(goFloat(text)).toBe(value);
});
