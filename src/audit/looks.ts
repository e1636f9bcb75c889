import type { Verdict } from "../judge/verdict.ts";
import { type Billionths, billionths, NOTHING } from "../model/exact.ts";
import { CONTROLLER_KINDS } from "../model/owner.ts";
import type { Pod } from "../model/pod.ts";
import type { ReadKind } from "../model/snapshot.ts";
import type { Instant } from "../model/time.ts";
import { BOOK_NAMES } from "../price/quote.ts";
import { busySince } from "./busy-since.ts";
import type { WeighedCase } from "./cases.ts";
import { byText } from "./compare.ts";
import { type Context, homeAlone } from "./context.ts";
import { endedPods } from "./ended-pods.ts";
import { endingsOf } from "./endings.ts";
import type { EpisodeBlocker, EpisodeHome, Rates } from "./episode.ts";
import { nodeFacts } from "./facts.ts";
import type { FindingBlocker, Home, NodeStory, PinnedNode } from "./finding.ts";
import { type HeldPod, type NodeLook, nodeKey, podId, type RunLook, workloadName } from "./look.ts";
import type { Rehoming } from "./rehome.ts";
import { measureOf } from "./shares.ts";
import { podsToHouse } from "./unlisted.ts";
import { weigh } from "./waste.ts";

/** What an audit has come to before its episodes are known. */
export interface Looked {
  readonly context: Context;
  readonly cases: ReadonlyMap<string, WeighedCase>;
  readonly rehoming: Rehoming;
  /** By the node's name. */
  readonly findings: ReadonlyMap<string, PinnedNode>;
  readonly stories: readonly NodeStory[];
}

/** What the run tells of episodes, of its own snapshot alone. */
export function lookOf(looked: Looked): RunLook {
  const { context, stories } = looked;
  const { run, snapshot, auditSettings, verdicts } = context.input;
  const missingKinds = new Set(missingOf(context));
  const busy = busyTimes(context);
  const nodes = verdicts.map((verdict): readonly [string, NodeLook] => {
    const facts = nodeFacts(verdict.node);
    const look = missingKinds.has("Pod") ? ({ kind: "doubtful", node: facts } as const) : lookAt(looked, verdict, busy);
    return [nodeKey(facts), look];
  });
  return {
    run,
    maxGap: auditSettings.maxGap,
    nodes: new Map(nodes),
    endings: endingsOf(snapshot, context.input.now),
    held: stories.flatMap(heldPods),
    missingKinds,
  };
}

/** Kinds that could not be listed, or that a file does not have although its pods name them, or the budgets. */
function missingOf({ input }: Context): readonly ReadKind[] {
  const { kinds, pods } = input.snapshot;
  const named = new Set(pods.map((pod) => pod.owner?.kind ?? ""));
  const needed: readonly ReadKind[] = [
    "Pod",
    "PodDisruptionBudget",
    ...CONTROLLER_KINDS.filter((kind) => named.has(kind)),
  ];
  return needed.filter((kind) => kinds[kind].state !== "listed");
}

const NOBODY: ReadonlySet<string> = new Set();

function lookAt(looked: Looked, verdict: Verdict, busy: ReadonlyMap<string, Instant | null>): NodeLook {
  const node = nodeFacts(verdict.node);
  const pinned = looked.cases.get(node.name);
  if (pinned === undefined) {
    const { history, scheduling } = looked.context.input;
    return {
      kind: "free",
      node,
      verdict: verdict.verdict,
      busySince: busy.get(node.name) ?? null,
      standing: history.open.has(nodeKey(node)) ? new Set(scheduling.podsOn(node.name).map(podId)) : null,
      blocking: verdict.blockers.length === 0 ? NOBODY : new Set(verdict.blockers.map(({ pod }) => podId(pod))),
    };
  }
  if (pinned.excluded === "rests-on-unlisted-kind") return { kind: "doubtful", node };
  const finding = looked.findings.get(node.name);
  const home = finding?.home ?? null;
  return {
    kind: "pinned",
    node,
    finding: finding !== undefined,
    since: pinned.own.since,
    busyUntil: pinned.own.busyUntil,
    nodeUsdPerHour: pinned.price.usdPerHour,
    priceEstimated: pinned.price.estimated.length > 0 || (home?.quote.estimated.length ?? 0) > 0,
    home: homeOf(home),
    rates: ratesOf(looked, pinned),
    blockers: pinned.blockers.map((blocker) => episodeBlocker(looked.context.tell(blocker))).toSorted(byName),
  };
}

/** Waste by every book of a finding, by the deciding book of any other pinned node; 0 where freeing it would save nothing. */
function ratesOf({ context, findings, rehoming }: Looked, pinned: WeighedCase): Rates {
  const { verdict, excluded, price } = pinned;
  const finding = findings.get(verdict.node.name);
  if (finding !== undefined) return rates((book) => maybe(finding.wasteUsdPerHourByBook[book]));
  const decided = (rate: Billionths | null): Rates => rates((book) => (book === context.book ? rate : null));
  if (excluded === "too-young") {
    const found = homeAlone(context, verdict, podsToHouse(pinned.blockers), rehoming.spare);
    return decided(maybe(weigh(price, found, context.input.auditSettings).wasteUsdPerHour));
  }
  const rehomed = rehoming.outcomes.get(verdict.node.name);
  if (rehomed === undefined || rehomed.limitedBy !== null) return decided(NOTHING);
  return decided(maybe(rehomed.weighed.wasteUsdPerHour));
}

function rates(of: (book: (typeof BOOK_NAMES)[number]) => Billionths | null): Rates {
  const [autoscaler, gke, list] = BOOK_NAMES;
  return { [autoscaler]: of(autoscaler), [gke]: of(gke), [list]: of(list) };
}

function maybe(rate: number | null): Billionths | null {
  return rate === null ? null : billionths(rate);
}

function homeOf(home: Home | null): EpisodeHome | null {
  if (home === null) return null;
  const machineType = home.kind === "new" ? home.machineType : null;
  return { kind: home.kind, machineType, usdPerHour: home.quote.usdPerHour };
}

function episodeBlocker({ namespace, name, uid, reason, team, owners }: FindingBlocker): EpisodeBlocker {
  const [first] = owners;
  const workload = owners.at(-1) ?? { kind: "Pod", namespace, name };
  return {
    namespace,
    name,
    uid,
    reason,
    team,
    workload: { kind: workload.kind, namespace: workload.namespace, name: workload.name },
    job: first?.kind === "Job" ? first.name : null,
  };
}

function byName(left: EpisodeBlocker, right: EpisodeBlocker): number {
  return byText(left.namespace, right.namespace) || byText(left.name, right.name) || byText(left.uid, right.uid);
}

function heldPods({ node, blockers }: NodeStory): readonly HeldPod[] {
  return blockers.map((blocker) => ({
    node: nodeKey(node),
    workload: workloadName(episodeBlocker(blocker).workload),
    pod: podId(blocker),
    startedAt: blocker.startedAt,
  }));
}

/** Since when each node that is in use now is so, by name. */
function busyTimes({ input }: Context): ReadonlyMap<string, Instant | null> {
  const { snapshot, scheduling, settings, now, verdicts } = input;
  const busy = verdicts.filter(({ verdict }) => verdict === "NotUnderutilized");
  const ended = endedPods(snapshot, new Set(busy.map(({ node }) => node.name)), now);
  return new Map(
    busy.map((verdict) => {
      const { name } = verdict.node;
      const standing: readonly Pod[] = scheduling.podsOn(name);
      return [name, busySince(standing, ended.get(name) ?? [], measureOf(verdict, standing, settings, now))];
    }),
  );
}
