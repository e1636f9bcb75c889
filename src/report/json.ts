import type {
  Advice,
  Audit,
  FindingBlocker,
  Home,
  NodeFacts,
  Observation,
  PinnedNode,
  RunFacts,
  Since,
} from "../audit/finding.ts";
import { formatQuantity } from "../model/quantity.ts";
import type { ResourceList } from "../model/resources.ts";
import { formatCluster } from "../model/snapshot.ts";
import { formatInstant, type Instant } from "../model/time.ts";
import type { Quote } from "../price/quote.ts";
import { needJson } from "./needs-json.ts";

/** The document of `audit --format json`: run, totals, findings, observations, notes. Names stay as they are: JSON escapes them. */
export function auditJson(audit: Audit): unknown {
  return {
    run: runJson(audit.run),
    totals: totalsJson(audit),
    findings: audit.findings.map(findingJson),
    observations: audit.observations.map(observationJson),
    notes: audit.notes.map(({ kind, text }) => ({ kind, text })),
  };
}

/**
 * The same as JSON Lines, each with its `kind`: `run` first (with the totals), then the findings (`pinned-node`), the observations
 * (each by its own kind) and the notes (`note`, the note's own kind as `about`).
 */
export function auditNdjson(audit: Audit): string {
  const lines: readonly unknown[] = [
    { kind: "run", ...runJson(audit.run), totals: totalsJson(audit) },
    ...audit.findings.map(findingJson),
    ...audit.observations.map(observationJson),
    ...audit.notes.map(({ kind, text }) => ({ kind: "note", about: kind, text })),
  ];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}

export function runJson(run: RunFacts) {
  return {
    id: run.id,
    cluster: run.cluster === null ? null : formatCluster(run.cluster),
    takenAt: formatInstant(run.takenAt),
    scheduledAt: formatInstant(run.scheduledAt),
    version: run.version,
    book: run.book,
    ...(run.discounts === undefined ? {} : { discounts: Object.fromEntries(run.discounts) }),
  };
}

function totalsJson({ totals }: Audit) {
  return {
    nodes: totals.nodes,
    pods: totals.pods,
    pinnedNodes: totals.pinnedNodes,
    unpricedNodes: totals.unpricedNodes,
    usdPerHour: totals.usdPerHour,
    wasteUsdPerHour: totals.wasteUsdPerHour,
    estimatedUsdPerHour: totals.estimatedUsdPerHour,
    accruedUsd: totals.accruedUsd,
  };
}

export function findingJson(finding: PinnedNode) {
  const byBook = finding.wasteUsdPerHourByBook;
  return {
    kind: finding.kind,
    node: nodeJson(finding.node),
    price: quoteJson(finding.price),
    home: homeJson(finding.home),
    wasteUsdPerHour: finding.wasteUsdPerHour,
    wasteUsdPerHourByBook: { autoscaler: byBook.autoscaler, gke: byBook.gke, list: byBook.list },
    limitedBy: finding.limitedBy,
    blockers: finding.blockers.map(blockerJson),
    since: sinceJson(finding.since),
    accruedUsd: finding.accruedUsd,
    advice: finding.advice.map(adviceJson),
    utilization: finding.utilization,
    cordoned: finding.cordoned,
    ...(finding.needs === undefined ? {} : { needs: finding.needs.map(needJson) }),
    ...(finding.sized === undefined
      ? {}
      : { sized: { home: homeJson(finding.sized.home), savesUsdPerHour: finding.sized.savesUsdPerHour } }),
  };
}

function observationJson(observation: Observation) {
  return {
    kind: observation.kind,
    node: nodeJson(observation.node),
    price: quoteJson(observation.price),
    blockers: observation.blockers.map(blockerJson),
    detail: observation.detail,
    ...(observation.advice === undefined ? {} : { advice: observation.advice.map(adviceJson) }),
  };
}

export function nodeJson(node: NodeFacts) {
  return {
    name: node.name,
    uid: node.uid,
    pool: node.pool,
    zone: node.zone,
    region: node.region,
    machineType: node.machineType,
    provisioning: node.provisioning,
  };
}

export function quoteJson(quote: Quote) {
  const parts = quote.parts.map(({ what, usdPerHour }) => ({ what, usdPerHour }));
  return { usdPerHour: quote.usdPerHour, book: quote.book, parts, estimated: quote.estimated };
}

/** `node` is the one node with room when there is exactly one and no new one is needed; `nodes` are all with room. */
export function homeJson(home: Home | null) {
  if (home === null) return null;
  const isNew = home.kind === "new";
  return {
    kind: home.kind,
    node: !isNew && home.nodes.length === 1 ? (home.nodes[0] ?? null) : null,
    nodes: home.nodes,
    machineType: isNew ? home.machineType : null,
    provisioning: isNew ? home.provisioning : null,
    price: quoteJson(home.quote),
    relaxed: home.relaxed,
  };
}

export function blockerJson(blocker: FindingBlocker) {
  return {
    namespace: blocker.namespace,
    name: blocker.name,
    reason: blocker.reason,
    requests: requestsJson(blocker.requests),
    owners: blocker.owners.map(({ kind, namespace, name }) => ({ kind, namespace, name })),
    team: blocker.team,
  };
}

/** Own properties, whatever a resource is called: `Object.fromEntries` defines, it does not assign. */
export function requestsJson(requests: ResourceList): Readonly<Record<string, string>> {
  return Object.fromEntries(Array.from(requests, ([name, amount]) => [name, formatQuantity(amount)]));
}

function sinceJson({ time, evidence, proven, what, earliest }: Since) {
  const resolution = earliest === undefined ? {} : { earliest: timeJson(earliest) };
  return { time: timeJson(time), evidence, proven, what, ...resolution };
}

function timeJson(time: Instant | null): string | null {
  return time === null ? null : formatInstant(time);
}

function adviceJson({ kind, target, text, patch, command }: Advice) {
  return { kind, target, text, patch, command };
}
