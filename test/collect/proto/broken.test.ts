import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeBare, encodeList } from "../../../fixtures/protobuf/encode.ts";
import { annotationFilter } from "../../../src/collect/allowed.ts";
import { readList } from "../../../src/collect/proto/envelope.ts";
import { BrokenProtobuf, Wire } from "../../../src/collect/proto/wire.ts";
import { FULL_POD } from "../full-objects.ts";

/** Two pods with every field that is read. */
const PAGE = encodeList("v1", "Pod", { continue: "x" }, [encodeBare("Pod", FULL_POD), encodeBare("Pod", FULL_POD)]);

/** The objects that come of a page; `null` when it is found broken. Anything else that is thrown fails the test. */
function itemsOf(page: Buffer): readonly unknown[] | null {
  try {
    return readList(new Wire(annotationFilter()), page, "Pod", "v1").items;
  } catch (error) {
    if (error instanceof BrokenProtobuf) return null;
    throw error;
  }
}

function varint(text: string): Buffer {
  return Buffer.from(text.replaceAll(" ", ""), "hex");
}

describe("a page that was damaged on the way", () => {
  test("is never more than what it was", () => {
    expect(itemsOf(PAGE)).toHaveLength(2);
  });

  test("cut anywhere, it is found out, unless all its objects were there already", () => {
    // Behind the list the envelope says nothing, in four bytes.
    for (let length = 0; length < PAGE.length - 4; length += 1) expect(itemsOf(PAGE.subarray(0, length))).toBeNull();
    expect(itemsOf(PAGE.subarray(0, -4))).toHaveLength(2);
  });

  test("with any bytes in it, it is read or found out, and nothing else", () => {
    const change = fc.tuple(fc.nat(PAGE.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 20 }), (changes) => {
        const page = Buffer.from(PAGE);
        for (const [at, byte] of changes) page[at] = byte;
        itemsOf(page);
      }),
      { numRuns: 2_000 },
    );
  });

  test("any bytes at all, behind the four that a message begins with", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        itemsOf(Buffer.concat([Buffer.from("k8s\0"), bytes]));
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    ["a length that never ends", varint("6b387300 12 ff ff ff ff ff ff 01")],
    ["a length beyond the message", varint("6b387300 12 7f 00")],
    ["a group, which Kubernetes has none of", varint("6b387300 1b 1c")],
    ["a number that never ends", varint("6b387300 18 ff ff ff ff ff ff ff ff ff ff ff 01")],
    ["fixed bytes that are missing", varint("6b387300 19 00 00")],
  ])("%s", (_title, page) => {
    expect(itemsOf(page)).toBeNull();
  });
});

describe("numbers", () => {
  const whole = (hex: string): number => {
    const wire = new Wire(() => true);
    wire.bytes = varint(hex);
    return wire.whole();
  };
  test.each([
    ["00", 0],
    ["7f", 127],
    ["80 01", 128],
    ["ff ff ff ff 07", 2 ** 31 - 1],
    ["ff ff ff ff 0f", 2 ** 32 - 1],
    ["80 80 80 80 10", 2 ** 32],
    ["ff ff ff ff ff ff ff 0f", 2 ** 53 - 1],
    ["ff ff ff ff ff ff ff ff ff 01", -1],
    ["f6 ff ff ff ff ff ff ff ff 01", -10],
    ["80 80 80 80 f8 ff ff ff ff 01", -(2 ** 31)],
    ["80 80 80 80 80 80 80 80 80 01", -(2 ** 63)],
    ["ff ff ff ff ff ff ff ff 7f", 2 ** 63],
  ])("%s", (hex, value) => {
    expect(whole(hex)).toBe(value);
  });
});
