import type { Advice } from "../../audit/finding.ts";
import { patchLines } from "../changes.ts";
import { objectName } from "../holders.ts";
import { wrap } from "../layout.ts";
import type { Page } from "../page.ts";
import { safeText } from "../text.ts";
import type { Section, Told } from "./section.ts";

/** What to write where: every advice with its patch and command. `null` for a node that is no finding, unless an observation of it has some. */
export function changeSection({ finding, story, audit }: Told, page: Page): Section | null {
  const advised = finding?.advice ?? observedAdvice(story, audit);
  if (advised === null) return null;
  if (advised.length === 0) {
    const nobody = "Nothing that a patch could say: talk to those who own the pods above.";
    return { question: "What do I change?", lines: wrap(nobody, page.columns - 2) };
  }
  const many = advised.length > 1;
  const lines = advised.flatMap((advice, index) => adviceLines(advice, many ? `${index + 1}. ` : "", page));
  return { question: "What do I change?", lines };
}

/** What an observation of the node advises; `null` when none does. */
export function observedAdvice({ node }: Told["story"], { observations }: Told["audit"]): readonly Advice[] | null {
  const mine = observations.filter((each) => each.node.name === node.name && each.node.uid === node.uid);
  return mine.find(({ advice }) => advice !== undefined)?.advice ?? null;
}

function adviceLines(advice: Advice, number: string, { words, paint, columns }: Page): readonly string[] {
  const target = advice.target === null ? "" : `: ${objectName(advice.target)}`;
  const head = `${number}${paint.strong(`${words.advice[advice.kind]}${target}`)}`;
  return [
    ...wrap(head, columns - 2),
    ...wrap(safeText(advice.text), columns - 4).map((line) => `  ${line}`),
    ...patchLines(advice, paint.good, paint.faint),
  ];
}
