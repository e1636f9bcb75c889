import { patchFile } from "../audit/advice-patch.ts";
import type { Advice, PinnedNode } from "../audit/finding.ts";
import { sumRates } from "../model/money.ts";
import { holdersOf, objectName } from "./holders.ts";
import { shortenWords, wrap } from "./layout.ts";
import { hourly } from "./money.ts";
import type { Page } from "./page.ts";
import { count } from "./phrases.ts";
import { safeLines, safeText } from "./text.ts";

/** Advice that concerns several findings at once. */
export interface Change {
  readonly advice: Advice;
  readonly findings: readonly PinnedNode[];
}

/**
 * The first change of each finding that has a patch, each once, with all the findings that it concerns; in the findings' order.
 * Of a finding with several locks, the first change of each object: one lock alone frees nothing.
 */
export function changesOf(findings: readonly PinnedNode[]): readonly Change[] {
  const changes = new Map<string, { advice: Advice; findings: PinnedNode[] }>();
  for (const finding of findings) {
    for (const advice of firstChanges(finding)) {
      const { target } = advice;
      const key = JSON.stringify([advice.kind, target?.kind, target?.namespace, target?.name, advice.patch]);
      const known = changes.get(key);
      if (known === undefined) changes.set(key, { advice, findings: [finding] });
      else known.findings.push(finding);
    }
  }
  return [...changes.values()];
}

function firstChanges(finding: PinnedNode): readonly Advice[] {
  const patches = finding.advice.filter((advice) => advice.patch !== null);
  if (holdersOf(finding.blockers).length < 2) return patches.slice(0, 1);
  const objects = new Map<string, Advice>();
  for (const advice of patches) {
    const name = advice.target === null ? "" : objectName(advice.target);
    if (!objects.has(name)) objects.set(name, advice);
  }
  return [...objects.values()];
}

/** What a change touches: `1 node, $5.28/h`, `3 nodes, $9.10/h`. */
function touched({ findings }: Change): string {
  const rates = findings.flatMap((finding) => (finding.wasteUsdPerHour === null ? [] : [finding.wasteUsdPerHour]));
  const waste = rates.length === 0 ? "waste unknown" : hourly(sumRates(rates));
  return `${count(findings.length, "node")}, ${waste}`;
}

/** A change with its patch and the command that applies it; these two are never broken or cut, so that they can be copied. */
export function changeLines(change: Change, { columns, paint, words }: Page): readonly string[] {
  const { advice } = change;
  const target = advice.target === null ? "" : `: ${objectName(advice.target)}`;
  const heading = shortenWords(`${words.advice[advice.kind]}${target}`, columns);
  return [
    ...wrap(`${paint.strong(heading)} ${paint.faint(`(${touched(change)})`)}`, columns),
    ...patchLines(advice, paint.good, paint.faint),
  ];
}

/** The patch under the name of its file, and the command that applies it; indented by four and two. */
export function patchLines(
  advice: Advice,
  patchColor: (text: string) => string,
  faint: (text: string) => string,
): readonly string[] {
  const file = advice.target === null ? "" : `# ${patchFile(advice.kind, advice.target)}`;
  const named = advice.command?.includes(file.slice(2)) === true && file !== "" ? [`    ${faint(safeText(file))}`] : [];
  const lines = advice.patch === null ? [] : safeLines(advice.patch).map((line) => `    ${patchColor(line)}`);
  const patch = lines.length === 0 ? [] : [...named, ...lines];
  const command =
    advice.command === null
      ? []
      : safeLines(advice.command).map((line, index) => `  ${index === 0 ? faint("$") : " "} ${line}`);
  return [...patch, ...command];
}
