import { describe, expect, test } from "vitest";
import { readSnapshotFiles } from "../../src/collect/files.ts";
import { type Header, headerLine, headerOf } from "../../src/collect/header.ts";
import { snapshotText, writeSnapshot } from "../../src/collect/snapshot-file.ts";
import { parseInstant } from "../../src/model/time.ts";
import { FULL_OBJECTS, SECRET } from "./full-objects.ts";
import { node, pod, read } from "./objects.ts";

const HEADER: Header = {
  cluster: { project: "p", location: "asia-northeast1", name: "c" },
  takenAt: parseInstant("2026-11-20T12:00:00Z"),
  kubernetesVersion: "1.33",
  kinds: {},
};

async function written(objects: readonly unknown[], header: Header = HEADER): Promise<string> {
  let text = "";
  const write = async (piece: string): Promise<void> => {
    text += piece;
  };
  await writeSnapshot(header, objects, { write });
  return text;
}

test("the first line is the contract's", () => {
  expect(headerLine(HEADER)).toBe(
    '{"kind":"BarnacleSnapshot","version":1,"takenAt":"2026-11-20T12:00:00Z","cluster":{"project":"p","location":"asia-northeast1","name":"c"},"kubernetesVersion":"1.33"}',
  );
  expect(
    headerLine({ ...HEADER, cluster: null, takenAt: null, kubernetesVersion: null, kinds: { Job: "listed" } }),
  ).toBe(
    '{"kind":"BarnacleSnapshot","version":1,"takenAt":null,"cluster":null,"kubernetesVersion":null,"kinds":{"Job":"listed"}}',
  );
});

test("a snapshot written and read again is the same snapshot", async () => {
  const original = read([JSON.parse(headerLine(HEADER)), ...FULL_OBJECTS]);
  const text = await written(FULL_OBJECTS);
  const again = await readSnapshotFiles(["-"], { stdin: bytes(text) });
  expect(again).toEqual(original);
  expect(text).not.toContain(SECRET);
  expect(text.trimEnd().split("\n")).toHaveLength(FULL_OBJECTS.length + 1);
});

test("written once more, not a byte changes", async () => {
  const text = await written(FULL_OBJECTS);
  const objects = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(await written(objects)).toBe(text);
});

test("kinds that were asked for in vain, or refused, stay so", async () => {
  const original = read([
    { ...JSON.parse(headerLine(HEADER)), kinds: { Job: "listed", CronJob: { refused: "403" } } },
    node("n1"),
  ]);
  const text = await written([node("n1")], headerOf(original));
  const again = await readSnapshotFiles(["-"], { stdin: bytes(text) });
  expect(again.kinds).toEqual(original.kinds);
  expect(again.kinds).toMatchObject({
    Job: { state: "listed", count: 0 },
    CronJob: { state: "refused", why: "403" },
    Pod: { state: "absent" },
  });
});

describe("it is written in pieces", () => {
  test("that are no longer than they must be", async () => {
    const objects = Array.from({ length: 2_000 }, (_, index) => pod(`p${index}`));
    const pieces: string[] = [];
    for await (const piece of snapshotText(HEADER, objects)) pieces.push(piece);
    expect(pieces.length).toBeGreaterThan(3);
    for (const piece of pieces) expect(piece.length).toBeLessThan(70_000);
    expect(pieces.join("").trimEnd().split("\n")).toHaveLength(2_001);
  });

  test("at the reader's speed", async () => {
    let asked = 0;
    async function* objects(): AsyncGenerator<unknown> {
      for (; asked < 5_000; asked += 1) yield pod(`p${asked}`);
    }
    const first = await snapshotText(HEADER, objects()).next();
    expect(first.done).toBe(false);
    expect(asked).toBeLessThan(1_000);
  });
});

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
