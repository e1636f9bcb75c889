import { formatInstant, type Instant } from "../model/time.ts";

/** Letters, digits and `-` only: all else becomes `-`. */
export function plainName(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9-]/gu, "-");
}

/** `20261120T120000Z` */
export function stamp(at: Instant): string {
  return formatInstant(at)
    .replace(/\.\d+/u, "")
    .replaceAll(/[^\dTZ]/gu, "");
}

/** FNV-1a, 32 bits, over UTF-16 units, as 8 hex digits. */
export function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
