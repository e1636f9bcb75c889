import type { Instant } from "./time.ts";

/** What one container of one run used, as it was measured. A run is a batch's pod (or all pods of its Job), or a service's pod for a day. */
export interface ContainerRun {
  readonly container: string;
  /** The run's name, unique within the workload. */
  readonly run: string;
  /** When it was first and last seen, within the resolution of what was asked for. */
  readonly from: Instant;
  readonly to: Instant;
  /** The most memory that could not be reclaimed, in bytes; `null` where none was measured. */
  readonly peakBytes: number | null;
  /** The memory limit that it ran under, in bytes; `null` when it had none, or none is known. */
  readonly limitBytes: number | null;
  /** Was it stopped for want of memory? Then its peak is a lower bound of what it needs. */
  readonly outOfMemory: boolean;
  /** CPU time that it took, in core seconds, and how long it ran, in seconds; `null` where not measured. */
  readonly cpuSeconds: number | null;
  readonly seconds: number | null;
  readonly restarts: number;
  /** Does it still run? Then what was seen of it is not all of it. */
  readonly open: boolean;
}
