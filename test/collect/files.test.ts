import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inputFailure } from "../../src/collect/file-fault.ts";
import { readObjects, readSnapshotFiles } from "../../src/collect/files.ts";
import { InputFailure } from "../../src/failure.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { FULL_OBJECTS } from "./full-objects.ts";
import { node, object, pod, problemsOf, read } from "./objects.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "barnacle-files-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

/** Standard input, in pieces of `size` bytes. */
async function* input(content: string | Uint8Array, size = 1_000): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(content);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** The message of the failure, with the folder left out. */
async function refusal(reading: Promise<unknown>): Promise<string> {
  try {
    await reading;
  } catch (error) {
    expect(error).toBeInstanceOf(InputFailure);
    return error instanceof Error ? error.message.replaceAll(`${folder}/`, "") : "";
  }
  throw new Error("it was read");
}

const lines = (objects: readonly unknown[]) => objects.map((of) => `${JSON.stringify(of)}\n`).join("");
const OBJECTS = [
  node("n1"),
  pod("a"),
  pod("b"),
  object("batch/v1", "Job", { name: "j" }),
  object("v1", "Service", { name: "s" }),
];
const FORMS: Readonly<Record<string, string>> = {
  "a List as kubectl prints it": JSON.stringify(
    { apiVersion: "v1", items: OBJECTS, kind: "List", metadata: {} },
    null,
    4,
  ),
  "a List on one line": JSON.stringify({ kind: "List", apiVersion: "v1", items: OBJECTS }),
  "an array": JSON.stringify(OBJECTS),
  "JSON Lines": lines(OBJECTS),
  "documents after one another": OBJECTS.map((of) => JSON.stringify(of, null, 2)).join("\n"),
};

/** What a snapshot says, without the names of files in problems. */
function said({ problems, ...rest }: Snapshot): unknown {
  return { ...rest, problems: problems.map((problem) => ({ ...problem, where: "" })) };
}

describe("the same snapshot comes of", () => {
  const expected = said(read(OBJECTS));

  test.each(Object.entries(FORMS))("%s", async (name, text) => {
    const plain = await file(`${name}.json`, text);
    expect(said(await readSnapshotFiles([plain]))).toEqual(expected);
  });

  test.each(Object.entries(FORMS))("%s, gzipped, whatever it is called", async (name, text) => {
    const zipped = await file(`${name}.zipped`, gzipSync(text));
    expect(said(await readSnapshotFiles([zipped]))).toEqual(expected);
  });

  test.each(Object.entries(FORMS))("%s on standard input, in pieces of any size", async (_, text) => {
    for (const size of [1, 7, 1_000_000]) {
      expect(said(await readSnapshotFiles(["-"], { stdin: input(text, size) }))).toEqual(expected);
      expect(said(await readSnapshotFiles(["-"], { stdin: input(gzipSync(text), size) }))).toEqual(expected);
    }
  });

  test("two gzips after one another", async () => {
    const both = Buffer.concat([gzipSync(lines(OBJECTS.slice(0, 2))), gzipSync(lines(OBJECTS.slice(2)))]);
    expect(said(await readSnapshotFiles([await file("two.gz", both)]))).toEqual(expected);
  });

  test("several files and standard input together", async () => {
    const nodes = await file("nodes.json", JSON.stringify(OBJECTS.slice(0, 1)));
    const rest = await file("rest.gz", gzipSync(lines(OBJECTS.slice(2))));
    const together = await readSnapshotFiles([nodes, "-", rest], { stdin: input(lines(OBJECTS.slice(1, 2))) });
    expect(said(together)).toEqual(expected);
  });

  test("a file larger than a piece", async () => {
    const many = Array.from({ length: 3_000 }, (_, index) => ({ ...pod(`p${index}`), padding: "x".repeat(400) }));
    const all = [...OBJECTS, ...many];
    const path = await file("large.json", JSON.stringify({ kind: "List", items: all }, null, 1));
    expect(said(await readSnapshotFiles([path]))).toEqual(said(read(all)));
  });
});

test("every kind that is read comes through a file", async () => {
  const path = await file("full.jsonl", lines(FULL_OBJECTS));
  expect(said(await readSnapshotFiles([path]))).toEqual(said(read(JSON.parse(JSON.stringify(FULL_OBJECTS)))));
});

test("a first line is enough, without any object", async () => {
  const path = await file("none.jsonl", '{"kind":"BarnacleSnapshot","version":1,"takenAt":"2026-11-20T12:00:00Z"}\n');
  const snapshot = await readSnapshotFiles([path]);
  expect([snapshot.nodes, snapshot.kinds.Node]).toEqual([[], { state: "absent" }]);
});

test("a node that cannot be read is a node all the same", async () => {
  const path = await file("bad-node.json", JSON.stringify(node("n1", { status: { allocatable: { cpu: "abc" } } })));
  expect(problemsOf(await readSnapshotFiles([path]))).toEqual([
    expect.stringContaining("bad-node.json: Node n1: status.allocatable.cpu"),
  ]);
});

test("problems name the file that they are in", async () => {
  const one = await file("one.jsonl", lines([node("n1")]));
  const two = await file("two.jsonl", lines([node("n1")]));
  const { problems } = await readSnapshotFiles([one, two]);
  expect(problems.map(({ where }) => where)).toEqual([two]);
});

test("annotations that the configuration names are read from files", async () => {
  const path = await file(
    "team.json",
    JSON.stringify(node("n1", { metadata: { annotations: { "example.com/team": "x" } } })),
  );
  const { nodes } = await readSnapshotFiles([path], { annotationKeys: ["example.com/team"] });
  expect(nodes[0]?.annotations.get("example.com/team")).toBe("x");
});

function withWrongSum(zipped: Buffer): Buffer {
  return Buffer.concat([zipped.subarray(0, -8), Buffer.alloc(4, 1), zipped.subarray(-4)]);
}

describe("a file is refused with one sentence", () => {
  const good = lines([node("n1"), pod("a")]);
  const cases: Readonly<Record<string, readonly [string | Uint8Array, string]>> = {
    empty: ["", "empty: is empty: take the snapshot again."],
    "only white space": [
      "\n \n",
      "only white space: holds neither a Node nor a snapshot's first line, but no object at all",
    ],
    "not JSON": [
      "NAME  STATUS\nn1  Ready\n",
      'not JSON: is not JSON: "NAME" where an object or a list should begin, at line 1 (byte 0)',
    ],
    YAML: ["apiVersion: v1\nkind: List\n", 'YAML: is not JSON: "apiVersion:" where an object'],
    "text after JSON": [
      `${good}Error: closed`,
      'text after JSON: is not JSON: "Error:" where an object or a list should begin, at line 3',
    ],
    "a broken line": [`${good}{"kind":"Pod",}\n`, "a broken line: object 3, which begins at line 3 (byte "],
    "cut in a line": [
      good.slice(0, -20),
      `cut in a line: ends in the middle, at line 2 (byte ${good.length - 20}), in object 2: it was cut`,
    ],
    "cut in a List": [
      '{"kind":"List","items":[{"kind":"Node"}',
      "cut in a List: ends in the middle, at line 1 (byte 39), in object 2",
    ],
    "not UTF-8": [
      Buffer.from('{"kind":"Node","x":"\xff"}', "latin1"),
      "not UTF-8: is not UTF-8: object 1, which begins at line 1 (byte 0), cannot be read; save it as UTF-8.",
    ],
    "UTF-16": [Buffer.from(`\ufeff${good}`, "utf16le"), "UTF-16: is UTF-16: object 1"],
    "gzip cut": [
      gzipSync(good).subarray(0, -12),
      "gzip cut: is gzip that ends in the middle: copy it or take the snapshot again.",
    ],
    "gzip with broken contents": [
      Buffer.concat([gzipSync(good).subarray(0, 10), Buffer.alloc(30, 0xff)]),
      "gzip with broken contents: is broken gzip",
    ],
    "gzip with a wrong sum": [withWrongSum(gzipSync(good)), "gzip with a wrong sum: is broken gzip"],
    "gzip's first bytes alone": [Buffer.of(0x1f, 0x8b), "gzip's first bytes alone: is gzip that ends in the middle"],
    "gzip of nothing": [gzipSync(""), "gzip of nothing: is empty"],
    "a List of something else": [
      JSON.stringify({ kind: "List", items: [object("v1", "Service", { name: "a" }), pod("b"), pod("c")] }),
      "a List of something else: holds neither a Node nor a snapshot's first line, but 2 Pod, 1 Service: take it with",
    ],
    "an object without a kind": ['{"name":"x"}', "but 1 without a kind"],
    "another version": [
      '{"kind":"BarnacleSnapshot","version":2}',
      "another version: a snapshot file of version 2; this Barnacle reads version 1: use the one that wrote it.",
    ],
  };

  test.each(Object.entries(cases))("%s", async (name, [content, sentence]) => {
    const message = await refusal(readSnapshotFiles([await file(name, content)]));
    expect(message).toContain(sentence);
    expect(message).toMatch(/[.]$/u);
    expect(message).not.toContain("\n");
  });

  test("the line is counted in what is gzipped too", async () => {
    const path = await file("broken.gz", gzipSync(`${good}{"kind":"Pod",}\n`));
    expect(await refusal(readSnapshotFiles([path]))).toContain("object 3, which begins at line 3");
  });

  test("missing", async () => {
    expect(await refusal(readSnapshotFiles([join(folder, "nowhere.json")]))).toBe(
      "nowhere.json: there is no such file: check the path.",
    );
  });

  test("a folder", async () => {
    await mkdir(join(folder, "dumps"));
    expect(await refusal(readSnapshotFiles([join(folder, "dumps")]))).toBe("dumps: is a folder: name the files in it.");
  });

  test("below a file", async () => {
    const path = await file("plain.json", good);
    expect(await refusal(readSnapshotFiles([join(path, "x.json")]))).toContain(
      "there is no such file: a part of its path is no folder",
    );
  });

  test.each([
    ["EACCES", "x.json: may not be read: give this user the right to."],
    ["EPERM", "x.json: may not be read: give this user the right to."],
    ["EIO", "x.json: cannot be read (EIO)."],
    ["Z_DATA_ERROR", "x.json: is broken gzip: copy it or take the snapshot again."],
  ])("when the system says %s", (code, sentence) => {
    expect(inputFailure(Object.assign(new Error("no"), { code }), "x.json", null)).toMatchObject({
      message: sentence,
      exitCode: 2,
    });
  });

  test("standard input that is cut, without a line", async () => {
    expect(await refusal(readSnapshotFiles(["-"], { stdin: input('{"kind":') }))).toBe(
      "standard input: ends in the middle, at byte 8, in object 1: it was cut; copy it or take the snapshot again.",
    );
  });

  test("standard input twice", async () => {
    expect(await refusal(readSnapshotFiles(["-", "-"], { stdin: input(good) }))).toContain("can be read only once");
  });

  test("the second file's fault is the second file's", async () => {
    const one = await file("first.json", good);
    const two = await file("second.json", "{");
    expect(await refusal(readSnapshotFiles([one, two]))).toContain("second.json: ends in the middle");
  });
});

test("a fault of the machine stays what it is", async () => {
  const broken = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from("{}");
    throw new TypeError("odd");
  };
  await expect(readSnapshotFiles(["-"], { stdin: broken() })).rejects.toThrow(TypeError);
});

test("raw objects come in batches, and a reader may stop early", async () => {
  const path = await file("batches.jsonl", lines(OBJECTS));
  const kinds: unknown[] = [];
  for await (const batch of readObjects([path, path])) {
    for (const { raw, where } of batch) {
      expect(where).toBe(path);
      kinds.push(raw);
    }
    break;
  }
  expect(kinds).toEqual(OBJECTS);
});

test.each([
  ["at its first piece", "{]"],
  ["at a later piece", `${lines(OBJECTS)}{]${" ".repeat(5_000)}`],
])("what is read is closed when it is refused %s, gzipped or not", async (_, content) => {
  for (const bytes of [Buffer.from(content), gzipSync(content)]) {
    const closed: string[] = [];
    const watched = async function* (): AsyncGenerator<Uint8Array> {
      try {
        yield* input(bytes, 100);
      } finally {
        closed.push("closed");
      }
    };
    await expect(readSnapshotFiles(["-"], { stdin: watched() })).rejects.toThrow();
    await expect.poll(() => closed).toEqual(["closed"]);
  }
});

test.each([
  ["plain", lines(OBJECTS)],
  ["gzipped", gzipSync(lines(OBJECTS))],
])("the process's own standard input, %s", (_, content) => {
  const module = new URL("../../src/collect/files.ts", import.meta.url).href;
  const script = `const { pods } = await (await import("${module}")).readSnapshotFiles(["-"]); process.stdout.write(String(pods.length));`;
  const ran = spawnSync(process.execPath, ["--input-type=module", "-e", script], { input: content });
  expect(ran.stdout.toString()).toBe("2");
});
