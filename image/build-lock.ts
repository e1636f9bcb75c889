import { readFileSync, writeFileSync } from "node:fs";

/**
 * Leaves of package.json and package-lock.json, in the folder that is the first argument, only the development packages that
 * the build needs: `npm ci` then installs those alone, each still held to the lock file's own version and checksum.
 */

const NEEDED: ReadonlySet<string> = new Set(["typescript", "@types/node"]);

interface Manifest {
  devDependencies?: Record<string, string>;
}

const [folder = "."] = process.argv.slice(2);

function rewrite(name: string, rootOf: (file: Record<string, unknown>) => unknown): void {
  const path = `${folder}/${name}`;
  const file = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
  const root = rootOf(file) as Manifest;
  const kept = Object.entries(root.devDependencies ?? {}).filter(([dependency]) => NEEDED.has(dependency));
  if (kept.length !== NEEDED.size) throw new Error(`${path}: one of ${[...NEEDED].join(", ")} is no devDependency`);
  root.devDependencies = Object.fromEntries(kept);
  writeFileSync(path, `${JSON.stringify(file, null, 2)}\n`);
}

rewrite("package.json", (file) => file);
rewrite("package-lock.json", (file) => (file["packages"] as Record<string, unknown>)[""]);
