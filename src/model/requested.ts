import { type Duration, type Instant, instant, MINUTE, millis } from "./time.ts";

/** The resources whose requests decide whether a node is underutilized. */
export type RequestedResource = "cpu" | "memory" | "gpu";

/** What all containers on a node asked for together, in one span of time. */
export interface RequestedSpan {
  readonly from: Instant;
  readonly to: Instant;
  /**
   * By resource, in cores, bytes or GPUs. In a span of a minute: what stood there, though a container that ended and one that began in that minute
   * are both in it. In a longer span: the most that may have stood there, for all that were there at any time in it are.
   */
  readonly amounts: Readonly<Partial<Record<RequestedResource, number>>>;
}

/** A node's requests over time, oldest first, without overlaps; spans without data are left out. */
export interface RequestedHistory {
  readonly from: Instant;
  readonly to: Instant;
  readonly spans: readonly RequestedSpan[];
}

/** What the node may be asked for at most to count as underutilized, of each resource that decides. */
export type RequestLimits = Readonly<Partial<Record<RequestedResource, number>>>;

/** The finest that is asked for: containers are sampled once a minute. */
const FINEST: Duration = MINUTE;

/** Requests are sums of the kubelet's floats: what differs by less is the same. */
const SAME = 1e-6;

/** Does the span ask for more than the limits allow? */
function isAbove({ amounts }: RequestedSpan, limits: RequestLimits): boolean {
  return exceeds(amounts.cpu, limits.cpu) || exceeds(amounts.memory, limits.memory) || exceeds(amounts.gpu, limits.gpu);
}

function exceeds(amount: number | undefined, limit: number | undefined): boolean {
  return amount !== undefined && limit !== undefined && amount > limit * (1 + SAME);
}

/** Is something known of every resource that decides? A GPU that nobody asks for has no series at all. */
function isKnown({ amounts }: RequestedSpan, limits: RequestLimits): boolean {
  const known = (resource: RequestedResource) => limits[resource] === undefined || amounts[resource] !== undefined;
  return known("cpu") && known("memory");
}

export function lengthOf({ from, to }: { readonly from: Instant; readonly to: Instant }): Duration {
  return millis(to - from);
}

/** A stretch of time in which the node was above its limits, or may have been. */
export interface AboveStretch {
  readonly from: Instant;
  readonly to: Instant;
  /** `false`: it rests on a span that is too long to tell; ask for it by the minute. */
  readonly certain: boolean;
}

/**
 * The last stretch above the limits; `null` when there is none. A single minute between minutes below is passed over: a container that ended
 * and its successor that began stand in it side by side.
 */
export function lastAbove(spans: readonly RequestedSpan[], limits: RequestLimits): AboveStretch | null {
  let end = spans.length - 1;
  while (end >= 0) {
    const last = spans[end];
    if (last === undefined) return null;
    if (!isAbove(last, limits)) {
      end--;
      continue;
    }
    if (lengthOf(last) > FINEST) return { from: last.from, to: last.to, certain: false };
    const start = startOfStretch(spans, end, limits);
    const first = spans[start] ?? last;
    if (end > start || !besideBelow(spans, end)) return { from: first.from, to: last.to, certain: true };
    end = start - 1;
  }
  return null;
}

function startOfStretch(spans: readonly RequestedSpan[], end: number, limits: RequestLimits): number {
  let start = end;
  for (let at = end - 1; at >= 0; at--) {
    const span = spans[at];
    const next = spans[at + 1];
    if (span === undefined || next === undefined || span.to !== next.from || lengthOf(span) > FINEST) break;
    if (!isAbove(span, limits)) break;
    start = at;
  }
  return start;
}

/** Is the span before it known, and adjacent? Without one, a single minute above is what there is. */
function besideBelow(spans: readonly RequestedSpan[], at: number): boolean {
  const span = spans[at];
  const before = spans[at - 1];
  return span !== undefined && before !== undefined && before.to === span.from;
}

/** Times in which nothing is known for longer than `longest`, oldest first. */
export function gapsOf(
  { from, to, spans }: RequestedHistory,
  limits: RequestLimits,
  longest: Duration,
): readonly { readonly from: Instant; readonly to: Instant }[] {
  const gaps: { from: Instant; to: Instant }[] = [];
  let known = from;
  for (const span of spans) {
    if (!isKnown(span, limits)) continue;
    if (span.from - known > longest) gaps.push({ from: known, to: span.from });
    known = instant(Math.max(known, span.to));
  }
  if (to - known > longest) gaps.push({ from: known, to });
  return gaps;
}
