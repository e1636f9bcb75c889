import type { Scheduling } from "../judge/scheduling.ts";
import type { AutoscalerSettings } from "../judge/settings.ts";
import type { Verdict } from "../judge/verdict.ts";
import type { Learned } from "../model/learned.ts";
import type { Node } from "../model/node.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Instant } from "../model/time.ts";
import type { HomeType } from "../price/homes.ts";
import type { Pricer } from "../price/pricer.ts";
import type { BookName } from "../price/quote.ts";
import type { AuditSettings, RunFacts } from "./finding.ts";
import type { History } from "./history.ts";
import type { NeedSettings } from "./needs.ts";

/** The x86 nodes that could be made in place of `like`, cheapest first, DaemonSets not yet on them; none when nothing is priced there. */
export type Homes = (like: Node) => Iterable<HomeType>;

/** Everything an audit looks at. */
export interface AuditInput {
  readonly run: RunFacts;
  readonly snapshot: Snapshot;
  readonly settings: AutoscalerSettings;
  readonly auditSettings: AuditSettings;
  /** One a node, in snapshot order. */
  readonly verdicts: readonly Verdict[];
  /**
   * The cluster as it is; given back as it was. Homes are tried in its node order, so that the result does not depend on the order
   * of the input when that is the order of the names (as the API server lists nodes).
   */
  readonly scheduling: Scheduling;
  readonly pricers: Readonly<Record<BookName, Pricer>>;
  readonly homes: Homes;
  readonly now: Instant;
  /** What was learned of the past; absent: nothing was asked. */
  readonly learned?: Learned | undefined;
  /** How requests are proposed; absent: by default. */
  readonly needSettings?: NeedSettings | undefined;
  /** What earlier runs of the cluster have left. */
  readonly history: History;
}
