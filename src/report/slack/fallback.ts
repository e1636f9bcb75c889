import { safeText } from "../text.ts";
import { cut, LIMITS } from "./blocks.ts";

const JOINER = "\u2060";

/**
 * Words for a message's `text`, which Slack reads as markup: `&`, `<` and `>` are escaped, so that no name becomes a mention or a
 * link, and an invisible joiner keeps emoji codes, backticks and asterisks from meaning anything.
 */
export function fallbackText(words: string): string {
  const safe = safeText(cut(words.replaceAll("\n", " "), LIMITS.fallback / 2));
  return cut(
    safe
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll(/:(?=[\w+'-]+:)/gu, `:${JOINER}`)
      .replaceAll(/[`*~]/gu, `$&${JOINER}`)
      .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, `$&${JOINER}`),
    LIMITS.fallback,
  ).replace(/&[a-z]{0,3}…$/u, "…");
}
