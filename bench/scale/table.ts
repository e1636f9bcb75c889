import type { Measured } from "../table.ts";
import { type Plan, PODS_A_NODE } from "./plan.ts";

/** What was measured of one cluster. */
export interface Measurement {
  readonly plan: Plan;
  readonly bare: Measured;
  readonly audit: Measured;
  /** With gzip between server and client; the largest cluster only. */
  readonly gzip: Measured | null;
  readonly clientNode: Measured | null;
}

const STAGES = ["collect", "books", "judge", "audit", "rows"] as const;

/** All tables, as Markdown. */
export function scaleTable(all: readonly Measurement[], machine: string): string {
  return [
    machine,
    markdown(
      [
        "nodes",
        "pods",
        "pinned",
        "bare decoder",
        ...STAGES,
        "whole audit",
        "collect : bare",
        "audit : bare",
        "wall s: bare",
        "audit",
        "requests",
        "MB",
        "peak MB: bare",
        "audit",
      ],
      all.map(row),
    ),
    `From ${all[0]?.plan.nodes} to ${largest(all)?.plan.nodes} nodes the whole audit grows with the exponent ${exponent(all)}.`,
    ...all.flatMap(beside),
  ]
    .join("\n\n")
    .concat("\n");
}

function row({ plan, bare, audit }: Measurement): readonly string[] {
  const stage = (name: string) => audit.cpuOfStages[name] ?? Number.NaN;
  return [
    `${plan.nodes}`,
    `${plan.nodes * PODS_A_NODE}`,
    `${plan.pinned}${plan.affinity ? ", with affinity" : ""}`,
    bare.cpuSeconds.toFixed(1),
    ...STAGES.map((name) => stage(name).toFixed(2)),
    audit.cpuSeconds.toFixed(1),
    (stage("collect") / bare.cpuSeconds).toFixed(2),
    (audit.cpuSeconds / bare.cpuSeconds).toFixed(2),
    bare.seconds.toFixed(1),
    audit.seconds.toFixed(1),
    `${audit.more["requests"]}`,
    ((audit.more["bytes"] ?? Number.NaN) / 1e6).toFixed(0),
    bare.peakMb.toFixed(0),
    audit.peakMb.toFixed(0),
  ];
}

function largest(all: readonly Measurement[]): Measurement | undefined {
  return all.find(({ plan }) => plan.nodes === Math.max(...all.map((one) => one.plan.nodes)));
}

/** 1 is linear. CPU time, since other work on the machine would show in the rest. */
function exponent(all: readonly Measurement[]): string {
  const [first, last] = [all[0], largest(all)];
  if (first === undefined || last === undefined || first.plan.nodes === last.plan.nodes) return "-";
  const growth = last.audit.cpuSeconds / first.audit.cpuSeconds;
  return (Math.log(growth) / Math.log(last.plan.nodes / first.plan.nodes)).toFixed(2);
}

/** What other ways to read the same cluster take. */
function beside({ plan, bare, audit, gzip, clientNode }: Measurement): readonly string[] {
  if (gzip === null || clientNode === null) return [];
  const line = (what: string, { seconds, cpuSeconds, peakMb }: Measured) => [
    what,
    seconds.toFixed(1),
    cpuSeconds.toFixed(1),
    peakMb.toFixed(0),
  ];
  return [
    `Other ways to read ${plan.nodes} nodes:`,
    markdown(
      ["", "s", "CPU s", "peak MB"],
      [
        line("bare decoder: protobufjs, trimmed schema, pages dropped", bare),
        line("the whole audit", audit),
        line("the whole audit, pages gzipped", gzip),
        line("client-node's own list of the pods alone, pages dropped", clientNode),
      ],
    ),
    `The whole audit takes ${(clientNode.cpuSeconds / audit.cpuSeconds).toFixed(1)} times less CPU time than that list alone.`,
  ];
}

function markdown(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [heads, heads.map((_, index) => (index === 0 ? "---" : "---:")), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
