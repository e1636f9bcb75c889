import type { Audit } from "../audit/finding.ts";
import type { UsdPerHour } from "../model/money.ts";
import { formatCluster } from "../model/snapshot.ts";
import { spread, wrap } from "./layout.ts";
import { amount, hourly, monthly, percent } from "./money.ts";
import type { Page } from "./page.ts";
import { count } from "./phrases.ts";
import { safeText } from "./text.ts";
import { at } from "./when.ts";
import { displayWidth, padEnd, padStart, shorten } from "./width.ts";
import { bookText } from "./words.ts";

/** The cluster, its price an hour and a month, the waste in it, and how much of that is a guess. */
export function header(audit: Audit, page: Page): readonly string[] {
  const { paint, columns, timeZone } = page;
  const time = at(audit.run.takenAt, timeZone);
  const cluster = audit.run.cluster === null ? "unnamed cluster" : safeText(formatCluster(audit.run.cluster));
  const name = shorten(cluster, columns - displayWidth(time) - 2);
  const rule = paint.faint("─".repeat(columns));
  return [...spread(paint.title(name), paint.faint(time), columns), rule, ...sums(audit, page), rule];
}

interface Row {
  readonly label: string;
  readonly rate: UsdPerHour;
  readonly remark: string;
  readonly color: (text: string) => string;
}

function sums(audit: Audit, page: Page): readonly string[] {
  const { paint, words, columns } = page;
  const { totals } = audit;
  const rows: Row[] = [
    { label: "cluster", rate: totals.usdPerHour, remark: clusterRemark(audit), color: paint.strong },
    {
      label: "waste",
      rate: totals.wasteUsdPerHour,
      remark: wasteRemark(audit),
      color: totals.wasteUsdPerHour > 0 ? paint.waste : paint.good,
    },
  ];
  if (totals.estimatedUsdPerHour > 0) {
    const share = percent(totals.estimatedUsdPerHour / Math.max(totals.usdPerHour, totals.estimatedUsdPerHour));
    rows.push({
      label: "estimated",
      rate: totals.estimatedUsdPerHour,
      remark: `${share} of the price rests on a guess`,
      color: paint.doubt,
    });
  }
  return [
    ...sumLines(rows, page),
    ...wrap(paint.faint(`prices: ${bookText(audit.run, words)}`), columns),
    ...doubts(audit).flatMap((text) => wrap(paint.doubt(text), columns)),
  ];
}

/** What makes the figures above doubtful as a whole; the notes say it in full. */
function doubts({ findings, notes }: Audit): readonly string[] {
  const assumed = findings.length > 0 && notes.some(({ kind }) => kind === "autoscaling-assumed");
  return assumed ? ["doubt: which pools are autoscaled is not known, all are taken to be; the waste may be less"] : [];
}

function sumLines(rows: readonly Row[], { columns }: Page): readonly string[] {
  const hours = rows.map((row) => hourly(row.rate));
  const months = rows.map((row) => `${monthly(row.rate)}/month`);
  const widest = (texts: readonly string[]) => Math.max(...texts.map(displayWidth));
  const labels = widest(rows.map((row) => row.label));
  return rows.flatMap((row, index) => {
    const hour = padStart(hours[index] ?? "", widest(hours));
    const month = padStart(months[index] ?? "", widest(months));
    const figures = `${padEnd(row.label, labels)}  ${row.color(hour)}  ${month}`;
    const room = columns - displayWidth(figures) - 3;
    const beside = wrap(row.remark, room);
    if (room >= 30)
      return beside.map((line, at) => `${at === 0 ? figures : " ".repeat(displayWidth(figures))}   ${line}`);
    return [figures, ...wrap(row.remark, columns - labels - 2).map((line) => " ".repeat(labels + 2) + line)];
  });
}

function clusterRemark({ totals }: Audit): string {
  const size = `${count(totals.nodes, "node")}, ${count(totals.pods, "pod")}`;
  if (totals.unpricedNodes === 0) return size;
  return `${size}; ${count(totals.unpricedNodes, "node")} of unknown price not counted`;
}

function wasteRemark({ totals, findings }: Audit): string {
  if (findings.length === 0) return "";
  const share = totals.usdPerHour > 0 ? `${percent(totals.wasteUsdPerHour / totals.usdPerHour)} of it, on ` : "on ";
  const unknown = findings.filter((finding) => finding.wasteUsdPerHour === null).length;
  const besides = unknown === 0 ? "" : ` (${unknown} unknown)`;
  const accrued = totals.accruedUsd > 0 ? `; ${amount(totals.accruedUsd)} so far` : "";
  const others = totals.pinnedNodes > findings.length;
  const nodes = others
    ? `${findings.length} of ${count(totals.pinnedNodes, "pinned node")}`
    : count(findings.length, "pinned node");
  return `${share}${nodes}${besides}${accrued}`;
}
