import { DAY, type Duration, type Instant, millis } from "../../model/time.ts";
import { days, type Growth, growthOf } from "./growth.ts";
import { type Level, marginFor, riskAt, tailOf } from "./tail.ts";

/** The peak of one run. */
export interface Peak {
  readonly at: Instant;
  readonly bytes: number;
  /** It was stopped for want of memory: it would have needed more. */
  readonly outOfMemory: boolean;
  /** It still runs: it may yet need more. */
  readonly open: boolean;
}

export interface MemorySettings {
  /** Fewer runs make no proposal. */
  readonly minRuns: number;
  /** The risk for a run of a kind that was seen to exceed the request that is aimed at. */
  readonly risk: number;
}

/** How much memory to ask for, and what is known of it. */
export type MemoryNeed =
  | {
      readonly kind: "too-few-runs";
      readonly runs: number;
      readonly needed: number;
      /** The largest peak so far, in bytes; 0 when none was seen. */
      readonly peakBytes: number;
      readonly outOfMemoryRuns: number;
    }
  | {
      readonly kind: "proposed";
      readonly requestBytes: number;
      readonly runs: number;
      /** The largest peak that was seen, or the limit at which a run was stopped. */
      readonly peakBytes: number;
      /** How likely the next run exceeds the request, at most; `null` when only stopped runs tell how much is needed. */
      readonly risk: number | null;
      /** Growth a day, as a fraction (0.02: 2 %); `null` when none is proven. */
      readonly growthPerDay: number | null;
      readonly outOfMemoryRuns: number;
    };

/** Growth is carried on for this long: so long may a request stay as it is. */
const HORIZON: Duration = millis(14 * DAY);

/** A request is this much above the largest run at least, whatever the runs' spread: what is measured once a minute misses short peaks. */
const LEAST_MARGIN = Math.log(1.05);
/** More than double is no margin any more; the risk says then what is left. */
const MOST_MARGIN = Math.log(2);
/** Where all that is known is that it was not enough. */
const AFTER_STOPPED_ONLY = Math.log(2);

/** The memory request that the runs support. `now` is when it would be set. */
export function memoryNeed(peaks: readonly Peak[], settings: MemorySettings, now: Instant): MemoryNeed {
  const seen = peaks.filter(({ bytes }) => Number.isFinite(bytes) && bytes > 0);
  const ended = seen.filter(({ open, outOfMemory }) => !open || outOfMemory);
  const peakBytes = Math.max(0, ...seen.map(({ bytes }) => bytes));
  const outOfMemoryRuns = seen.filter(({ outOfMemory }) => outOfMemory).length;
  const runs = ended.length;
  if (runs < Math.max(settings.minRuns, 2)) {
    return { kind: "too-few-runs", runs, needed: settings.minRuns, peakBytes, outOfMemoryRuns };
  }
  const growth = growthOf(ended.map(({ at, bytes }) => ({ at, log: Math.log(bytes) })));
  const levels = ended.map((peak) => levelOf(peak, growth));
  const tail = tailOf(levels);
  const wished = tail.distances === 0 ? AFTER_STOPPED_ONLY : marginFor(tail, settings.risk / 2);
  const margin = Math.min(Math.max(wished, LEAST_MARGIN), MOST_MARGIN);
  const largest = Math.max(...levels.map(({ log }) => log));
  const ahead = growth === null ? 0 : growth.perDayAtMost * (days(now) + HORIZON / DAY - growth.middle);
  const requestBytes = roundUp(Math.max(Math.exp(largest + ahead + margin), peakBytes));
  return {
    kind: "proposed",
    requestBytes,
    runs,
    peakBytes,
    risk: riskAt(tail, Math.max(margin, Math.log(requestBytes) - largest - ahead)),
    growthPerDay: growth === null ? null : Math.expm1(growth.perDay),
    outOfMemoryRuns,
  };
}

/** A run as it would be in the middle of the runs' time. */
function levelOf({ at, bytes, outOfMemory }: Peak, growth: Growth | null): Level {
  const log = Math.log(bytes) - (growth === null ? 0 : growth.perDay * (days(at) - growth.middle));
  return { log, bound: outOfMemory };
}

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

/** Up to a figure that people write: by 16 MiB below 1 GiB, 64 MiB below 8, 256 MiB below 64, whole GiB above. */
export function roundUp(bytes: number): number {
  const step = stepOf(bytes);
  return Math.ceil(bytes / step) * step;
}

function stepOf(bytes: number): number {
  if (bytes <= GIB) return 16 * MIB;
  if (bytes <= 8 * GIB) return 64 * MIB;
  return bytes <= 64 * GIB ? 256 * MIB : GIB;
}
