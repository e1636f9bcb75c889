import type { RuleFigures, ShapeFigures } from "./figures.ts";
import type { Rule } from "./rules.ts";

/** Per cent with two places. */
function percent(value: number): string {
  return `${(value * 100).toFixed(2)} %`;
}

const NAMES: Readonly<Record<Rule, string>> = { barnacle: "Barnacle", krr: "KRR", vpa: "VPA" };

function held({ proposed, exceeded, error }: RuleFigures): string {
  return proposed === 0 ? "no proposal" : `${percent(exceeded)} ± ${(error * 100).toFixed(2)}`;
}

function asked({ proposed, ofNeed, ofRequest }: RuleFigures): string {
  return proposed === 0 ? "no proposal" : `${ofNeed.toFixed(2)} / ${ofRequest.toFixed(2)}`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [row(head), row(head.map((_, at) => (at === 0 ? "---" : "---:"))), ...rows.map(row)].join("\n");
}

/** The tables of `docs/memory.md`. */
export function memoryTables(all: readonly ShapeFigures[], population: string): string {
  const rules = (["barnacle", "krr", "vpa"] as const).map((rule) => ({ rule, name: NAMES[rule] }));
  const risk = table(
    ["workloads", "number", "stated, at most", ...rules.map(({ name }) => `exceeded: ${name}`)],
    all.map((figures) => [
      figures.shape,
      `${figures.workloads}`,
      figures.stated === 0 ? "no proposal" : percent(figures.stated),
      ...rules.map(({ rule }) => held(figures.rules[rule])),
    ]),
  );
  const size = table(
    ["workloads", ...rules.map(({ name }) => `asked: ${name}`)],
    all.map((figures) => [figures.shape, ...rules.map(({ rule }) => asked(figures.rules[rule]))]),
  );
  return [
    population,
    "",
    "How many of the following runs needed more than was proposed (mean over workloads, with its standard error):",
    "",
    risk,
    "",
    "How much was asked for: by what the largest of the following runs needed (geometric mean; below 1.00 it was too little) / by what the manifest asks for (mean):",
    "",
    size,
    "",
  ].join("\n");
}
