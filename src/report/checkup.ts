import { CHECK_AREAS, type Check, type CheckState } from "../model/check.ts";
import { hang, wrap } from "./layout.ts";
import type { Page } from "./page.ts";
import { count } from "./phrases.ts";
import { safeText } from "./text.ts";
import { displayWidth, padEnd } from "./width.ts";

const MARKS = { ok: "ok", warning: "warn", failed: "FAIL", skipped: "-" } as const satisfies Record<CheckState, string>;

const AREA_WIDTH = Math.max(...CHECK_AREAS.map((area) => area.length));
const MARK_WIDTH = 4;
const MOST_DETAILS = 12;

/** A line a check: state, area, what was looked at and how it stands; under it the command that cures it, never broken. */
export function checkupLines(checks: readonly Check[], page: Page): readonly string[] {
  return [
    ...CHECK_AREAS.flatMap((area) => checks.filter((check) => check.area === area)).flatMap((check) =>
      lines(check, page),
    ),
    "",
    sum(checks),
  ];
}

function lines({ area, name, state, what, cure, details = [] }: Check, { columns, paint }: Page): readonly string[] {
  const paints = { ok: paint.good, warning: paint.doubt, failed: paint.waste, skipped: paint.faint };
  const label = `${paints[state](padEnd(MARKS[state], MARK_WIDTH).trimEnd())}${" ".repeat(MARK_WIDTH - MARKS[state].length)}  ${padEnd(area, AREA_WIDTH)}  `;
  const indent = MARK_WIDTH + AREA_WIDTH + 4;
  const text = wrap(`${paint.strong(safeText(name))}: ${safeText(what)}`, columns - indent);
  const [first = "", ...others] = text;
  // Whole statements would bury the rest: they are in the JSON.
  const more = details.length > MOST_DETAILS ? [`… and ${details.length - MOST_DETAILS} more`] : [];
  const cut = [...details.slice(0, MOST_DETAILS), ...more].map((detail) =>
    paint.faint(`${" ".repeat(indent)}${begin(detail, columns - indent)}`),
  );
  const told = [label + first, ...others.map((line) => " ".repeat(indent) + line), ...cut];
  return cure === null ? told : [...told, ...hang(" ".repeat(indent), [`${paint.faint("→")} ${safeText(cure)}`])];
}

/** The beginning of a text, on one line of so many columns. */
function begin(text: string, columns: number): string {
  const line = safeText(text.replace(/\s+/gu, " ").trim());
  return displayWidth(line) <= columns ? line : `${cutEnd(line, columns - 1)}…`;
}

function cutEnd(line: string, columns: number): string {
  let kept = "";
  for (const character of line) {
    if (displayWidth(kept + character) > columns) break;
    kept += character;
  }
  return kept;
}

function sum(checks: readonly Check[]): string {
  const of = (state: CheckState) => checks.filter((check) => check.state === state).length;
  const parts = [`${of("ok")} ok`, count(of("warning"), "warning"), `${of("failed")} failed`];
  return [...parts, ...(of("skipped") === 0 ? [] : [`${of("skipped")} skipped`])].join(", ");
}

/** `doctor --format json`: whether anything failed, and every check. */
export function checkupJson(checks: readonly Check[]): unknown {
  return { ok: !checks.some(({ state }) => state === "failed"), checks };
}
