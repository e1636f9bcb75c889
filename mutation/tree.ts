import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Mutation, mutate } from "./mutation.ts";

export const ROOT: string = join(import.meta.dirname, "..");

/** What the tests of judge and price need. */
const NEEDED = [
  "src",
  "test/judge",
  "test/price",
  "conformance",
  "prices",
  "docs/prices.md",
  "package.json",
  "tsconfig.json",
  "vitest.config.ts",
];

/** A copy of the project that may be broken. */
export interface Tree {
  readonly folder: string;
  /** Runs `use` while the mutation is in the copy. */
  broken<Result>(mutation: Mutation, use: () => Promise<Result>): Promise<Result>;
  remove(): void;
}

/** Copies what the tests need. Packages are linked, not copied. */
export function copyTree(): Tree {
  const folder = mkdtempSync(join(tmpdir(), "barnacle-mutation-"));
  for (const path of NEEDED) cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  return {
    folder,
    async broken(mutation, use) {
      const path = join(folder, mutation.file);
      const whole = readFileSync(path, "utf8");
      writeFileSync(path, mutate(whole, mutation));
      try {
        return await use();
      } finally {
        writeFileSync(path, whole);
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
