import { type LabelSelector, selects } from "../../../src/model/labels.ts";
import type { Pod, SpreadConstraint } from "../../../src/model/pod.ts";
import { decides, inList } from "./otherwise.ts";
import { agreed, type Feature, type Features, type Question, refused, says } from "./question.ts";

const SPREAD = "PodTopologySpread";

/** The pod's constraints made otherwise, one and all. */
function constraints(change: (constraint: SpreadConstraint) => SpreadConstraint | null) {
  return { asked: inList("spread", change) };
}

/** One constraint and the filter's answer. */
function only(holds: (constraint: SpreadConstraint, question: Question) => boolean, refusal: boolean): Feature {
  return (question) => {
    const [constraint, ...others] = question.pod.spec.spread;
    if (constraint === undefined || others.length > 0 || !holds(constraint, question)) return false;
    return (refusal ? refused : agreed)(question, SPREAD) && !says(question, "missing required label");
  };
}

const NONE: LabelSelector = [{ key: "nobody has this", operator: "Exists", values: [] }];
const others = (holds: (pod: Pod) => boolean) => (pod: Pod, change: Partial<Pod>) =>
  holds(pod) ? { ...pod, ...change } : null;

export const SPREADS: Features = {
  "spread: no such topology key": (q) => refused(q, SPREAD) && says(q, "missing required label"),
  "spread: too many in the domain": (q) => refused(q, SPREAD) && !says(q, "missing required label"),
  "spread: even enough": only(() => true, false),
  "spread: two constraints, one refuses": (q) => refused(q, SPREAD) && q.pod.spec.spread.length === 2,
  "spread: two constraints agree": (q) => agreed(q, SPREAD) && q.pod.spec.spread.length === 2,
  "spread: another constraint's key decides which nodes count": (q) => {
    const [one, other] = q.pod.spec.spread;
    return (
      one !== undefined &&
      other !== undefined &&
      one.topologyKey !== other.topologyKey &&
      q.cluster.snapshot.nodes.some(({ labels }) => labels.has(one.topologyKey) && !labels.has(other.topologyKey)) &&
      (refused(q, SPREAD) || agreed(q, SPREAD))
    );
  },
  "spread: ScheduleAnyway has no say": (q) =>
    q.pod.spec.spread.length === 0 && agreed(q, SPREAD) && JSON.stringify(rawOf(q)).includes("ScheduleAnyway"),
  "spread: maxSkew decides": decides(
    SPREAD,
    constraints((c) => ({ ...c, maxSkew: c.maxSkew === 1 ? 2 : 1 })),
  ),
  "spread: minDomains above the domains": decides(
    SPREAD,
    constraints((c) => ((c.minDomains ?? 1) > 1 ? { ...c, minDomains: null } : null)),
    "refused",
  ),
  "spread: minDomains reached": only((c) => c.minDomains === 2, false),
  "spread: the pod does not count itself": only((c, q) => !selects(c.selector, q.pod.labels), false),
  "spread: the pod does not count itself, and yet too many": only((c, q) => !selects(c.selector, q.pod.labels), true),
  "spread: the pod itself tips it": decides(
    SPREAD,
    { asked: (pod) => ({ ...pod, labels: new Map([["nobody", "has this"]]) }) },
    "refused",
  ),
  "spread: the empty selector counts no pod": only(
    (c) => c.selector?.length === 0 && c.matchLabelKeys.length === 0,
    false,
  ),
  "spread: no selector counts no pod": only((c) => c.selector === null, false),
  "spread: matchLabelKeys": decides(
    SPREAD,
    constraints((c) => (c.matchLabelKeys.length > 0 ? { ...c, matchLabelKeys: [] } : null)),
  ),
  "spread: matchLabelKeys of a label that the pod lacks": only(
    (c, q) => c.matchLabelKeys.some((key) => !q.pod.labels.has(key)),
    false,
  ),
  "spread: matchLabelKeys with the empty selector": only(
    (c, q) => c.selector?.length === 0 && c.matchLabelKeys.some((key) => q.pod.labels.has(key)),
    false,
  ),
  "spread: nodeTaintsPolicy Honor": decides(
    SPREAD,
    constraints((c) => (c.nodeTaintsPolicy === "Honor" ? { ...c, nodeTaintsPolicy: "Ignore" } : null)),
  ),
  "spread: nodeTaintsPolicy Ignore": decides(
    SPREAD,
    constraints((c) => (c.nodeTaintsPolicy === "Ignore" ? { ...c, nodeTaintsPolicy: "Honor" } : null)),
  ),
  "spread: nodeAffinityPolicy Honor": decides(
    SPREAD,
    constraints((c) => (c.nodeAffinityPolicy === "Honor" ? { ...c, nodeAffinityPolicy: "Ignore" } : null)),
  ),
  "spread: nodeAffinityPolicy Ignore": decides(
    SPREAD,
    constraints((c) => (c.nodeAffinityPolicy === "Ignore" ? { ...c, nodeAffinityPolicy: "Honor" } : null)),
  ),
  "spread: pods that are being deleted do not count": decides(SPREAD, {
    standing: (pod) => others(({ deletedAt }) => deletedAt !== null)(pod, { deletedAt: null }),
  }),
  "spread: pods of another namespace do not count": decides(SPREAD, {
    standing: (pod, { namespace }) => others((each) => each.namespace !== namespace)(pod, { namespace }),
  }),
  "spread: the pods that stand decide": decides(
    SPREAD,
    constraints((c) => ({ ...c, selector: NONE, matchLabelKeys: [] })),
  ),
};

function rawOf({ pod, stop }: Question): unknown {
  return stop.objects.find(({ kind, metadata }) => kind === "Pod" && metadata.name === pod.name);
}
