import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UsageFailure } from "../failure.ts";

/**
 * Writes a region's book as `FOLDER/list/REGION.json`, wholly or not at all; its path is given back.
 * @throws UsageFailure when the folder cannot be written
 */
export async function writePriceBook(folder: string, region: string, text: string): Promise<string> {
  const path = join(folder, "list", `${region}.json`);
  try {
    await mkdir(join(folder, "list"), { recursive: true });
    await writeFile(`${path}.new`, text);
    await rename(`${path}.new`, path);
    return path;
  } catch (cause) {
    const why = cause instanceof Error && "code" in cause ? String(cause.code) : "unwritable";
    throw new UsageFailure(`${path}: the price book cannot be written (${why}); name another folder with --out.`, {
      cause,
    });
  }
}
