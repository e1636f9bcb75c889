import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { PublishFailure } from "../failure.ts";

/**
 * Writes a file as a whole: a reader sees the old one or the new one, never a half.
 * @throws PublishFailure when it cannot be written
 */
export async function writeWhole(path: string, text: string): Promise<void> {
  const target = resolve(path);
  const beside = `${target}.${randomUUID().slice(0, 8)}.part`;
  try {
    await mkdir(dirname(target), { recursive: true });
    await writeFile(beside, text);
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw new PublishFailure(`${path}: the page cannot be written (${why(error)}); choose another file with --out.`);
  }
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ["EACCES", "permission denied"],
  ["EPERM", "permission denied"],
  ["EROFS", "the file system is read-only"],
  ["ENOSPC", "no space is left"],
  ["EISDIR", "it is a folder"],
  ["ENOENT", "its folder is not there and cannot be made"],
  ["ENOTDIR", "a part of its path is a file"],
  ["EEXIST", "a part of its path is a file"],
  ["ENAMETOOLONG", "its name is too long"],
]);

function why(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown trouble";
  return REASONS.get(code) ?? code;
}
