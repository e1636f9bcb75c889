import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const PICTURE = /```mermaid\n(.*?)```/su.exec(readFileSync("docs/architecture.md", "utf8"))?.[1] ?? "";

/** `src/report/page/page.ts` → `report`, `src/config-file.ts` → `config`, `src/run.ts` → `run`. */
function roomOf(path: string): string {
  const [first = "", ...rest] = path.replace(/^\/?src\//u, "").split("/");
  return rest.length > 0 ? first : first.replace(/\.ts$/u, "").replace(/^config-.*/u, "config");
}

/** Who imports whom, as the files say. */
function imports(): ReadonlySet<string> {
  const edges = new Set<string>();
  for (const entry of readdirSync("src", { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".ts")) continue;
    const path = `${entry.parentPath}/${entry.name}`;
    for (const [, target = ""] of readFileSync(path, "utf8").matchAll(/(?:from|import\() ?"(\.[^"]*)"/gu)) {
      const to = roomOf(new URL(target, `file:///${path}`).pathname);
      if (to !== roomOf(path)) edges.add(`${roomOf(path)} --> ${to}`);
    }
  }
  return edges;
}

const drawn = new Set(
  Array.from(PICTURE.matchAll(/^ {2}(\w+)(?:\[[^\]]*\])? --> (\w+)/gmu), ([, from, to]) => `${from} --> ${to}`),
);

test("every arrow of the picture is an import", () => {
  const real = imports();
  expect([...drawn].filter((edge) => !real.has(edge))).toEqual([]);
});

test("every import between rooms is an arrow, but for what the text says of the shell, the model, settings and failures", () => {
  const said = /^(?:main|commands|config) --> | --> (?:model|failure|config)$/u;
  expect([...imports()].filter((edge) => !said.test(edge) && !drawn.has(edge))).toEqual([]);
});

test("every folder of src is in the picture", () => {
  const folders = readdirSync("src", { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  );
  expect(folders.filter((name) => !new RegExp(`\\b${name}\\b`, "u").test(PICTURE))).toEqual([]);
});
