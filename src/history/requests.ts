import type { NodeQuestion } from "../model/learned.ts";
import { lastAbove, type RequestedHistory, type RequestedResource, type RequestedSpan } from "../model/requested.ts";
import type { ClusterId } from "../model/snapshot.ts";
import { HOUR, type Instant, instant } from "../model/time.ts";
import type { Asker } from "./asker.ts";
import type { Query } from "./client.ts";
import type { Faults } from "./faults.ts";
import { filterOf, oneOf } from "./filter.ts";
import { CONTROLLER_TYPE_LABEL, NODE_LABEL, PLACE_LABELS, REQUESTED } from "./metrics.ts";
import { isOf } from "./place.ts";
import { type Fineness, type RequestGroup, requestGroups, type WantedRequests } from "./request-groups.ts";
import { decode } from "./series.ts";
import type { RawSeries } from "./wire.ts";

/** Where and how far back is asked. */
export interface Ground {
  readonly cluster: ClusterId;
  readonly now: Instant;
  readonly asker: Asker;
  readonly faults: Faults;
}

/** How far back a span that is too long to tell is asked for by the minute, round by round: where pods follow each other all day, many are. */
const LOOK_BACK = [0, 6 * HOUR, 24 * HOUR, 72 * HOUR, 240 * HOUR];

/** What the containers of each node asked for together over time: by the minute, or long spans and then by the minute where it matters. */
export async function learnRequests(
  ground: Ground,
  questions: readonly NodeQuestion[],
): Promise<ReadonlyMap<string, RequestedHistory>> {
  const known = new Map<string, RequestedHistory>();
  const { now } = ground;
  const all = questions
    .filter(({ from }) => from < now)
    .map((question) => ({ question, from: question.from, to: now }));
  await ask(ground, all, known, "any");
  for (const lookBack of LOOK_BACK) {
    const open = questions.flatMap((question) => refined(question, known, lookBack));
    if (open.length === 0) break;
    await ask(ground, open, known, "by-the-minute");
  }
  return known;
}

/** What is to be asked for by the minute: the last span that may be above, and so much before it. */
function refined(
  question: NodeQuestion,
  known: ReadonlyMap<string, RequestedHistory>,
  lookBack: number,
): readonly WantedRequests[] {
  const history = known.get(question.node);
  const above = history === undefined ? null : lastAbove(history.spans, question.limits);
  if (history === undefined || above === null || above.certain) return [];
  return [{ question, from: instant(Math.max(above.from - lookBack, history.from)), to: above.to }];
}

async function ask(
  ground: Ground,
  wanted: readonly WantedRequests[],
  known: Map<string, RequestedHistory>,
  fineness: Fineness,
): Promise<void> {
  const groups = requestGroups(wanted, fineness, (names, withoutDaemonSets) =>
    requestFilter(ground.cluster, "memory", names, withoutDaemonSets),
  );
  const queries = groups.flatMap((group) =>
    group.resources.map((resource) => queryOf(ground.cluster, group, resource)),
  );
  const answers = await ground.asker.all(queries);
  let at = 0;
  for (const group of groups) {
    const found = group.resources.map((resource) => ({ resource, series: answers[at++] ?? null }));
    // Of a node of which one resource is not known, nothing is: the other alone could be above.
    if (found.every(({ series }) => series !== null)) learn(ground, group, found, known);
  }
}

function requestFilter(
  cluster: ClusterId,
  resource: RequestedResource,
  names: readonly string[],
  withoutDaemonSets: boolean,
): string {
  const terms = [oneOf(NODE_LABEL, names)];
  if (withoutDaemonSets) terms.push(`${CONTROLLER_TYPE_LABEL} != "DaemonSet"`);
  return filterOf({ metric: REQUESTED[resource].metric, cluster, terms });
}

function queryOf(cluster: ClusterId, group: RequestGroup, resource: RequestedResource): Query {
  const { aligner, reducer } = REQUESTED[resource];
  const names = group.wanted.map(({ question }) => question.node);
  return {
    project: cluster.project,
    filter: requestFilter(cluster, resource, names, group.withoutDaemonSets),
    from: group.from,
    to: group.to,
    stepSeconds: group.step / 1_000,
    aligner,
    reducer,
    groupBy: [NODE_LABEL, ...PLACE_LABELS],
  };
}

interface Found {
  readonly resource: RequestedResource;
  readonly series: readonly RawSeries[] | null;
}

type Amounts = Partial<Record<RequestedResource, number>>;

function learn(
  ground: Ground,
  group: RequestGroup,
  found: readonly Found[],
  known: Map<string, RequestedHistory>,
): void {
  const byNode = new Map<string, Map<number, Amounts>>();
  for (const { resource, series } of found) {
    for (const raw of series ?? []) {
      if (!isOf(ground.cluster, raw, ground.faults)) continue;
      const decoded = decode(raw, REQUESTED[resource], ground.now, ground.faults);
      const node = raw.labels.get("node_name");
      if (decoded === null || node === undefined) continue;
      const spans = byNode.get(node) ?? new Map<number, Amounts>();
      byNode.set(node, spans);
      for (const { to, value } of decoded.points) {
        const amounts = spans.get(to) ?? {};
        amounts[resource] = Math.max(amounts[resource] ?? 0, value);
        spans.set(to, amounts);
      }
    }
  }
  for (const { question, from, to } of group.wanted) {
    const spans = byNode.get(question.node);
    if (spans === undefined || spans.size === 0) ground.faults.add("empty", question.node);
    else known.set(question.node, merged(known.get(question.node), { from, to, spans: listed(spans, group.step) }));
  }
}

function listed(spans: ReadonlyMap<number, Amounts>, step: number): readonly RequestedSpan[] {
  return [...spans]
    .map(([to, amounts]) => ({ from: instant(to - step), to: instant(to), amounts }))
    .sort((left, right) => left.to - right.to);
}

/** Puts the finer spans in place of those they are of. */
function merged(before: RequestedHistory | undefined, after: RequestedHistory): RequestedHistory {
  if (before === undefined) {
    return { ...after, spans: after.spans.filter(({ to }) => to > after.from) };
  }
  const inside = after.spans.filter(({ from, to }) => to > after.from && from < after.to);
  const outside = before.spans.filter(({ from, to }) => to <= after.from || from >= after.to);
  const spans = [...outside, ...inside].sort((left, right) => left.to - right.to);
  return { from: before.from, to: before.to, spans };
}
