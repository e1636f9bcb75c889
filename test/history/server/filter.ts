import type { StoredSeries } from "./series.ts";

/** A filter that the service would refuse. */
export class BadRequest extends Error {}

const LONGEST = 2_048;
const TERM =
  /\s*(?<label>[\w.]+)\s*(?<not>!)?=\s*(?:(?<fn>one_of|starts_with|ends_with|has_substring|monitoring\.regex\.full_match)\((?<args>(?:"(?:[^"\\]|\\.)*"\s*,?\s*)+)\)|(?<text>"(?:[^"\\]|\\.)*"))\s*(?:AND|$)/uy;

type Matcher = (series: StoredSeries) => boolean;

export interface Filter {
  readonly metric: string;
  readonly matches: Matcher;
}

/** Reads a monitoring filter: selectors joined by AND, one metric type exactly, at most 2,048 characters. */
export function parseFilter(text: string): Filter {
  if (text.length > LONGEST) throw new BadRequest(`The filter has ${text.length} characters, more than ${LONGEST}.`);
  const matchers: Matcher[] = [];
  let metric: string | null = null;
  TERM.lastIndex = 0;
  let at = 0;
  while (at < text.length) {
    TERM.lastIndex = at;
    const groups = TERM.exec(text)?.groups;
    if (groups === undefined) throw new BadRequest(`Field filter had an invalid value near ${text.slice(at, at + 40)}`);
    at = TERM.lastIndex;
    const label = groups["label"] ?? "";
    const values = strings(groups["text"] ?? groups["args"] ?? "");
    const test = testOf(groups["fn"] ?? "equals", values);
    if (label === "metric.type") {
      if (metric !== null || groups["fn"] !== undefined)
        throw new BadRequest("The filter must specify a single metric type.");
      metric = values[0] ?? "";
    }
    const read = reader(label);
    const wanted = groups["not"] === undefined;
    matchers.push((series) => test(read(series)) === wanted);
  }
  if (metric === null) throw new BadRequest("The filter must specify a single metric type.");
  return { metric, matches: (series) => matchers.every((matches) => matches(series)) };
}

function strings(text: string): readonly string[] {
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"/gu)].map(([, inner = ""]) => inner.replaceAll(/\\(.)/gu, "$1"));
}

function testOf(name: string, values: readonly string[]): (value: string) => boolean {
  const [first = ""] = values;
  switch (name) {
    case "one_of":
      return (value) => values.includes(value);
    case "starts_with":
      return (value) => value.startsWith(first);
    case "ends_with":
      return (value) => value.endsWith(first);
    case "has_substring":
      return (value) => value.includes(first);
    case "monitoring.regex.full_match": {
      const pattern = new RegExp(`^(?:${first})$`, "u");
      return (value) => pattern.test(value);
    }
    default:
      return (value) => value === first;
  }
}

/** Reads a label by its full name; what a series lacks is empty. */
export function reader(label: string): (series: StoredSeries) => string {
  const [, where, name = ""] = /^(metric\.labels|resource\.labels|metadata\.system_labels)\.(\w+)$/u.exec(label) ?? [];
  if (label === "metric.type") return (series) => series.metric;
  if (label === "resource.type") return (series) => series.resourceType;
  if (where === "metric.labels") return (series) => series.metricLabels[name] ?? "";
  if (where === "resource.labels") return (series) => series.resourceLabels[name] ?? "";
  if (where === "metadata.system_labels") return (series) => series.systemLabels[name] ?? "";
  throw new BadRequest(`The supplied filter does not specify a valid label: ${label}`);
}
