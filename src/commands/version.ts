import { readFileSync } from "node:fs";
import { z } from "zod";

const manifest: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));

/** Barnacle's own version, from package.json (which the image has beside `dist`). */
export const VERSION: string = z.object({ version: z.string() }).parse(manifest).version;
