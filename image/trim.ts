import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { KEPT, NO_CODE, NOT_READ, ROOT_FOLDERS } from "./trim-rules.ts";

/**
 * Takes out of a production `node_modules` (the first argument) what no program reads: types, source maps, manuals, tests, and
 * the variants of large packages that Barnacle does not use. Says what it saved. A rule that meets nothing is a mistake: the
 * package has changed, and the rule with it.
 */

const [root = "node_modules"] = process.argv.slice(2);

function sizeOf(path: string): number {
  const about = statSync(path);
  if (!about.isDirectory()) return about.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

let saved = 0;

function remove(path: string): void {
  saved += sizeOf(path);
  rmSync(path, { recursive: true });
}

/** The folders of all packages under `modules`, nested ones too. */
function packagesOf(modules: string): readonly string[] {
  if (!existsSync(modules)) return [];
  return readdirSync(modules, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .flatMap((entry) => {
      const path = join(modules, entry.name);
      if (entry.name.startsWith("@")) return packagesOf(path);
      return [path, ...packagesOf(join(path, "node_modules"))];
    });
}

function trimFiles(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) trimFiles(path);
    else if (NOT_READ.some((pattern) => pattern.test(entry.name))) remove(path);
  }
}

function trimRoot(folder: string): void {
  for (const name of ROOT_FOLDERS) if (existsSync(join(folder, name))) remove(join(folder, name));
}

for (const { folder, only } of KEPT) {
  const path = join(root, folder);
  const missing = only.filter((name) => !existsSync(join(path, name)));
  if (missing.length > 0) throw new Error(`${path} lacks ${missing.join(", ")}: mend image/trim-rules.ts`);
  for (const name of readdirSync(path)) if (!only.includes(name)) remove(join(path, name));
}
const before = sizeOf(root) + saved;
for (const folder of packagesOf(root)) {
  if (NO_CODE.some((pattern) => pattern.test(folder.slice(folder.lastIndexOf("node_modules/"))))) remove(folder);
  else trimRoot(folder);
}
trimFiles(root);
rmSync(join(root, ".bin"), { recursive: true, force: true });
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
process.stdout.write(`${root}: ${megabytes(before)}, of which ${megabytes(saved)} are not needed to run\n`);
