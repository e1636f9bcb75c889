import type { ClusterId } from "../model/snapshot.ts";

/** A filter is kept below 2,048 characters, names and all. */
const LONGEST_FILTER = 2_000;
/** And to so many names. */
const MOST_NAMES = 100;

/** What of a series a filter may ask for. */
export interface Selection {
  readonly metric: string;
  readonly cluster: ClusterId;
  /** More terms, as they stand in a filter. */
  readonly terms?: readonly string[];
}

/** A string as filters write it. Names come from the cluster: a quote in one must not end the string. */
function quoted(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

export function filterOf({ metric, cluster, terms = [] }: Selection): string {
  return [
    `metric.type = ${quoted(metric)}`,
    'resource.type = "k8s_container"',
    `resource.labels.project_id = ${quoted(cluster.project)}`,
    `resource.labels.location = ${quoted(cluster.location)}`,
    `resource.labels.cluster_name = ${quoted(cluster.name)}`,
    ...terms,
  ].join(" AND ");
}

/** `label = one_of("a","b")` */
export function oneOf(label: string, names: readonly string[]): string {
  return `${label} = one_of(${names.map(quoted).join(",")})`;
}

/** Pods of these CronJobs by their names, `NAME-SCHEDULE-RANDOM`, whatever the metadata say of their controller. */
export function podsOfCronJobs(names: readonly string[]): string {
  const each = names.map((name) => name.replaceAll(/[.\\+*?()|[\]{}^$]/gu, "\\$&"));
  return `resource.labels.pod_name = monitoring.regex.full_match(${quoted(`(${each.join("|")})-[0-9]+-.+`)})`;
}

/** Splits what is asked for so that each filter stays short enough; a name that alone is too long is left out. */
export function batches<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  filter: (names: readonly string[]) => string,
): readonly (readonly Item[])[] {
  const found: Item[][] = [];
  const bare = filter([]).length;
  let length = 0;
  for (const item of items) {
    // One character more than the longest way to part two names.
    const own = filter([nameOf(item)]).length - bare + 1;
    if (bare + own > LONGEST_FILTER) continue;
    const last = found.at(-1);
    if (last === undefined || last.length >= MOST_NAMES || length + own > LONGEST_FILTER) {
      found.push([item]);
      length = bare + own;
    } else {
      last.push(item);
      length += own;
    }
  }
  return found;
}
