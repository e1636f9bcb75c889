import { needWords } from "../../audit/need-words.ts";
import { objectName } from "../holders.ts";
import { wrap } from "../layout.ts";
import { sizedText } from "../needs.ts";
import type { Page } from "../page.ts";
import { safeText } from "../text.ts";
import type { Section, Told } from "./section.ts";

/** How much the blockers' workloads need by their past runs, and what that would save. `null` when nothing was learned of them. */
export function needsSection({ finding }: Told, page: Page): Section | null {
  if (finding?.needs === undefined) return null;
  const columns = page.columns - 2;
  const lines = finding.needs.flatMap((need) => [
    ...wrap(page.paint.strong(objectName(need)), columns),
    ...needWords(need).flatMap((sentence) => wrap(safeText(sentence), columns - 2).map((line) => `  ${line}`)),
  ]);
  const sized = sizedText(finding, page);
  const then = sized === "" ? [] : wrap(`Asking for that, they could run ${sized}.`, columns);
  return { question: "How much do its pods need?", lines: [...lines, ...then] };
}
