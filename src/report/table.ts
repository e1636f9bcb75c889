import type { Audit, Note, PinnedNode } from "../audit/finding.ts";
import { sumRates } from "../model/money.ts";
import { card } from "./card.ts";
import { changeLines, changesOf } from "./changes.ts";
import { header } from "./header.ts";
import { hang, shortenWords, wrap } from "./layout.ts";
import { hourly } from "./money.ts";
import { observationLines } from "./observations.ts";
import { type Page, type PageOptions, pageOf } from "./page.ts";
import { count } from "./phrases.ts";
import { safeText } from "./text.ts";

/** How the table is laid out. */
export interface TableOptions extends PageOptions {
  /** How many findings are shown; the others are counted and summed. 20 unless given. */
  readonly limit?: number;
}

const LIMIT = 20;
const SHOWN_CHANGES = 3;

/**
 * An audit as a person reads it in a terminal: sums, the worst findings, what to change, what else is worth knowing. Ends with a
 * newline. Names are made safe; without colour there is no escape code in it.
 */
export function auditTable(audit: Audit, options: TableOptions): string {
  const page = pageOf(audit.run.takenAt, options);
  const shown = audit.findings.slice(0, options.limit ?? LIMIT);
  const hidden = audit.findings.slice(shown.length);
  const blocks = [
    header(audit, page),
    ...shown.map((finding, index) => card(finding, index + 1, page)),
    hiddenLines(hidden, page),
    changes(shown, page),
    audit.findings.length === 0 ? nothing(audit, page) : [],
    observationLines(audit.observations, page),
    notes(audit.notes, page),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.map((line) => line.trimEnd()).join("\n"))
    .join("\n\n")}\n`;
}

function hiddenLines(hidden: readonly PinnedNode[], { columns, paint: { faint } }: Page): readonly string[] {
  if (hidden.length === 0) return [];
  const rates = hidden.flatMap((finding) => (finding.wasteUsdPerHour === null ? [] : [finding.wasteUsdPerHour]));
  const unknown = hidden.length - rates.length;
  const besides = unknown === 0 ? "" : ` (${unknown} unknown)`;
  const text = `… and ${count(hidden.length, "more pinned node")}, ${hourly(sumRates(rates))} together${besides}: --format json lists them all.`;
  return wrap(faint(text), columns);
}

function changes(shown: readonly PinnedNode[], page: Page): readonly string[] {
  if (shown.length === 0) return [];
  const all = changesOf(shown);
  const lines = all.slice(0, SHOWN_CHANGES).flatMap((change) => [...changeLines(change, page), ""]);
  const more = all.length > SHOWN_CHANGES ? `${count(all.length - SHOWN_CHANGES, "more change")}, and the` : "The";
  const title = lines.length === 0 ? [] : [page.paint.title("What to change")];
  return [...title, ...lines, ...wrap(`${more} whole story of each node: ${page.program} explain NODE`, page.columns)];
}

function nothing(audit: Audit, { columns, program, paint: { good } }: Page): readonly string[] {
  const { nodes, pods, pinnedNodes, usdPerHour } = audit.totals;
  if (nodes === 0) return ["There are no nodes."];
  if (pods === 0) return wrap("The input holds no Pod: what keeps its nodes cannot be said.", columns);
  const all = good(`No large node is held by small pods: ${count(nodes, "node")}, ${hourly(usdPerHour)}.`);
  const pinned = `${count(pinnedNodes, "node")} pinned, but no finding; ${program} explain NODE says why.`;
  return [...wrap(all, columns), ...(pinnedNodes === 0 ? [] : wrap(pinned, columns))];
}

function notes(all: readonly Note[], { columns, paint: { title } }: Page): readonly string[] {
  if (all.length === 0) return [];
  return [
    title("Notes"),
    ...all.flatMap(({ text, brief }) =>
      hang("- ", wrap(shortenWords(safeText(brief ?? text), columns - 2), columns - 2)),
    ),
  ];
}
