import { gapsOf, lastAbove, lengthOf, type RequestedHistory, type RequestLimits } from "../model/requested.ts";
import { type Instant, instant, MINUTE, millis } from "../model/time.ts";

/** When a node's pods came to ask for no more than its threshold, as far as Cloud Monitoring's data tell. */
export interface Measured {
  /** It was no earlier, */
  readonly earliest: Instant;
  /** and no later; both are the beginning of what was looked at when they asked for no more all that time. */
  readonly latest: Instant;
  /** Had they asked for more before? `false`: as far back as was looked, they had not. */
  readonly fell: boolean;
}

/** What the data of a node come to; `disagrees`: they have the node in use now, which the snapshot denies. */
export type Measurement = ({ readonly kind: "measured" } & Measured) | { readonly kind: "nothing" | "disagrees" };

/** Containers are sampled once a minute, and one sample may be lost: an end is known to two minutes each way. */
const RESOLUTION = 2 * MINUTE;
/** Longer without data is a gap: what was in it is not known. */
const GAP = millis(5 * MINUTE);
/** Points come some minutes late. */
const LATE = millis(10 * MINUTE);

/** Reads a history backwards: the last time above the limits, the last gap, or neither since it begins. */
export function measure(history: RequestedHistory, limits: RequestLimits): Measurement {
  const { from, to, spans } = history;
  const last = spans.at(-1);
  if (last === undefined || to - last.to > LATE) return { kind: "nothing" };
  const above = lastAbove(spans, limits);
  // Asked for by the minute again and again, and each time only containers that followed each other: nothing is proven.
  if (above !== null && !above.certain) return { kind: "nothing" };
  if (above !== null && to - above.to <= RESOLUTION && lengthOf(above) >= LATE) return { kind: "disagrees" };
  const fell = above === null ? { earliest: from, latest: from, fell: false } : aroundEnd(above, from, to);
  const silence = gapsOf({ from, to: last.to, spans }, limits, GAP).at(-1);
  if (silence === undefined || silence.to <= fell.latest) return { kind: "measured", ...fell };
  return { kind: "measured", ...fell, latest: silence.to };
}

function aroundEnd(above: { readonly to: Instant }, from: Instant, to: Instant): Measured {
  const latest = instant(Math.min(above.to + RESOLUTION, to));
  return { earliest: instant(Math.max(Math.min(above.to - RESOLUTION, latest), from)), latest, fell: true };
}
