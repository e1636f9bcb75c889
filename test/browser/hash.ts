import { createHash } from "node:crypto";

/** As the command does it: the page's policy names what may run by it. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}
