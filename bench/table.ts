/** What one process measured. */
export interface Measured {
  readonly seconds: number;
  /** User and system time of all threads: what a busy machine changes least. */
  readonly cpuSeconds: number;
  readonly stages: Readonly<Record<string, number>>;
  readonly cpuOfStages: Readonly<Record<string, number>>;
  readonly peakMb: number;
  readonly count: number;
  readonly more: Readonly<Record<string, number>>;
}

/** All rounds of one size of cluster. */
export interface Size {
  readonly nodes: number;
  readonly pods: number;
  readonly objects: number;
  readonly megabytes: number;
  readonly parse: readonly Measured[];
  readonly audit: readonly Measured[];
}

const STAGES = ["collect", "books", "judge", "audit", "rows"] as const;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The measurements as Markdown: medians, and the ratio as the median of the rounds' own ratios. */
export function table(sizes: readonly Size[], machine: string): string {
  const heads = [
    "nodes",
    "pods",
    "MB",
    "JSON.parse s",
    "audit s",
    "ratio",
    "of CPU time",
    ...STAGES,
    "µs a pod",
    "peak MB: parse",
    "audit",
  ];
  const lines = [heads, heads.map(() => "---:"), ...sizes.map(row)];
  return `${machine}\n\n${lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n`;
}

function row({ nodes, pods, megabytes, parse, audit }: Size): readonly string[] {
  const of = (measured: readonly Measured[], value: (one: Measured) => number) => median(measured.map(value));
  const seconds = of(audit, (one) => one.seconds);
  const ratio = (value: (one: Measured) => number) => {
    const ratios = audit.flatMap((one, round) => {
      const yardstick = parse[round];
      return yardstick === undefined ? [] : [value(one) / value(yardstick)];
    });
    return median(ratios).toFixed(2);
  };
  return [
    `${nodes}`,
    `${pods}`,
    megabytes.toFixed(0),
    of(parse, (one) => one.seconds).toFixed(2),
    seconds.toFixed(2),
    ratio((one) => one.seconds),
    ratio((one) => one.cpuSeconds),
    ...STAGES.map((stage) => of(audit, (one) => one.stages[stage] ?? Number.NaN).toFixed(2)),
    ((seconds * 1e6) / pods).toFixed(0),
    of(parse, (one) => one.peakMb).toFixed(0),
    of(audit, (one) => one.peakMb).toFixed(0),
  ];
}

/** `text` with what stands between the markers of `name` replaced by `content`. */
export function page(text: string, content: string, name = "bench"): string {
  const marks = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`] as const;
  const [begin, end] = marks.map((mark) => text.indexOf(mark));
  if (begin === undefined || end === undefined || begin < 0 || end < begin)
    throw new Error(`The page has no ${marks.join(" … ")} to write between.`);
  return `${text.slice(0, begin + marks[0].length)}\n${content}${text.slice(end)}`;
}
