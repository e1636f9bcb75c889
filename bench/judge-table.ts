import { QUESTIONS, type Question } from "./judge-questions.ts";
import { type Measured, median } from "./table.ts";

/** All rounds of one size of cluster. */
export interface JudgeSize {
  readonly nodes: number;
  readonly pods: number;
  of(question: Question): readonly Measured[];
}

/** Seconds that the autoscaler's own Go code needed, on two cores too, for clusters of another generator. Source: issue 4. */
const GO: ReadonlyMap<number, Readonly<Partial<Record<Question, number>>>> = new Map([
  [1_000, { eligibility: 0.2, rules: 0.2, blockers: 0.2, removal: 23, "without blockers": 12 }],
  [15_000, { rules: 93, blockers: 106 }],
]);

function seconds(size: JudgeSize, question: Question): number {
  return median(size.of(question).map((one) => one.seconds));
}

function shown(value: number): string {
  return value < 1 ? value.toFixed(3) : value.toFixed(2);
}

function lines(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return [heads, heads.map(() => "---:"), ...rows].map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

/** What was measured as Markdown: medians in seconds, how they grow, and the autoscaler's own. */
export function judgeTable(sizes: readonly JudgeSize[], machine: string): string {
  const parts = [
    [machine, measured(sizes)],
    ["How each grows with the nodes: the exponent from one size to the next, 1 for linear.", growth(sizes)],
    ["Against the autoscaler's own Go code: its seconds, ours, and how many times less.", against(sizes)],
  ];
  return parts.map(([title, table]) => `${title}\n\n${table}`).join("\n");
}

function measured(sizes: readonly JudgeSize[]): string {
  const peak = (size: JudgeSize): number => median(size.of("complete").map((one) => one.peakMb));
  return lines(
    ["nodes", "pods", ...QUESTIONS, "complete: µs a pod", "peak MB"],
    sizes.map((size) => [
      `${size.nodes}`,
      `${size.pods}`,
      ...QUESTIONS.map((question) => shown(seconds(size, question))),
      ((seconds(size, "complete") * 1e6) / size.pods).toFixed(1),
      peak(size).toFixed(0),
    ]),
  );
}

function growth(sizes: readonly JudgeSize[]): string {
  const row = (from: JudgeSize, to: JudgeSize): readonly string[] => {
    const exponent = (question: Question): string =>
      (Math.log(seconds(to, question) / seconds(from, question)) / Math.log(to.nodes / from.nodes)).toFixed(2);
    return [`${from.nodes} to ${to.nodes}`, ...QUESTIONS.map(exponent)];
  };
  const steps = sizes.slice(1).map((to, index) => row(sizes[index] ?? to, to));
  const [first, last] = [sizes[0], sizes.at(-1)];
  const whole = first === undefined || last === undefined || sizes.length < 3 ? [] : [row(first, last)];
  return lines(["nodes", ...QUESTIONS], [...steps, ...whole]);
}

function against(sizes: readonly JudgeSize[]): string {
  const asked = QUESTIONS.filter((question) => [...GO.values()].some((theirs) => theirs[question] !== undefined));
  const rows = sizes.flatMap((size) => {
    const theirs = GO.get(size.nodes);
    if (theirs === undefined) return [];
    const cells = asked.map((question) => {
      const [go, own] = [theirs[question], seconds(size, question)];
      return go === undefined ? "" : `${go} : ${shown(own)} = ${(go / own).toFixed(0)}`;
    });
    return [[`${size.nodes}`, ...cells]];
  });
  return lines(["nodes", ...asked], rows);
}
