import type { Taint } from "../../../src/model/node.ts";
import type { Toleration } from "../../../src/model/pod.ts";
import { agreed, type Feature, type Features, type Question, refused } from "./question.ts";

const CORDON = "node.kubernetes.io/unschedulable";

/** A refusal on a node with this one taint and a pod with this one toleration: so it is they who decide. */
function decides(holds: (taint: Taint, toleration: Toleration) => boolean, refusal: boolean): Feature {
  return (question) => {
    const [taint, ...taints] = keepingOff(question);
    const [toleration, ...tolerations] = question.pod.spec.tolerations;
    if (taint === undefined || toleration === undefined || taints.length + tolerations.length > 0) return false;
    return holds(taint, toleration) && (refusal ? refused : agreed)(question, "TaintToleration");
  };
}

function keepingOff({ node }: Question): readonly Taint[] {
  return node.taints.filter(({ effect }) => effect === "NoSchedule" || effect === "NoExecute");
}

/** Taints of these effects only, and no toleration at all. */
function bare(effects: readonly string[], refusal: boolean): Feature {
  return (question) =>
    question.node.taints.length > 0 &&
    question.node.taints.every(({ effect }) => effects.includes(effect)) &&
    question.pod.spec.tolerations.length === 0 &&
    (refusal ? refused : agreed)(question, "TaintToleration");
}

const sameKey = (taint: Taint, { key }: Toleration): boolean => key === taint.key;
const isEqual = ({ operator }: Toleration): boolean => operator === "Equal" || operator === "";

export const TAINTS: Features = {
  "cordon: refuses": (q) => refused(q, "NodeUnschedulable"),
  "cordon: tolerated by its key": (q) => isCordonTolerated(q, ({ key }) => key === CORDON),
  "cordon: tolerated by any key": (q) => isCordonTolerated(q, ({ key }) => key === ""),
  "cordon: a toleration of another effect": (q) =>
    refused(q, "NodeUnschedulable") &&
    q.pod.spec.tolerations.some(
      ({ key, operator, effect }) => key === "" && operator === "Exists" && effect === "NoExecute",
    ),
  "taint: NoSchedule": bare(["NoSchedule"], true),
  "taint: NoExecute": bare(["NoExecute"], true),
  "taint: PreferNoSchedule is no reason": bare(["PreferNoSchedule"], false),
  "taint: an unknown effect is no reason": bare(["Odd"], false),
  "taint: one of two tolerated": (q) =>
    refused(q, "TaintToleration") &&
    keepingOff(q).length === 2 &&
    q.pod.spec.tolerations.some((t) => covers(q, t) === 1),
  "taint: two tolerations for two": (q) =>
    agreed(q, "TaintToleration") && keepingOff(q).length === 2 && q.pod.spec.tolerations.every(({ key }) => key !== ""),
  "toleration: Equal, the value": decides((a, t) => sameKey(a, t) && t.operator === "Equal", false),
  "toleration: Equal, another value": decides(
    (a, t) => sameKey(a, t) && isEqual(t) && t.value !== a.value && (t.effect === "" || t.effect === a.effect),
    true,
  ),
  "toleration: no operator means Equal": decides((a, t) => sameKey(a, t) && t.operator === "", false),
  "toleration: Exists, the key": decides((a, t) => sameKey(a, t) && t.operator === "Exists", false),
  "toleration: another key": decides((a, t) => t.key !== "" && !sameKey(a, t), true),
  "toleration: Exists, any key": decides((_, t) => t.key === "" && t.operator === "Exists", false),
  "toleration: Equal, any key": decides((_, t) => t.key === "" && isEqual(t), false),
  "toleration: Equal, any key, another value": decides(
    (a, t) => t.key === "" && isEqual(t) && t.value !== a.value,
    true,
  ),
  "toleration: any effect": decides((_, t) => t.effect === "", false),
  "toleration: its effect": decides((a, t) => t.effect !== "" && t.effect === a.effect, false),
  "toleration: another effect": decides(
    (a, t) => t.effect !== "" && t.effect !== a.effect && t.operator === "Exists" && (sameKey(a, t) || t.key === ""),
    true,
  ),
  "toleration: Gt and Lt tolerate nothing": decides(
    (a, t) => (t.operator === "Gt" || t.operator === "Lt") && sameKey(a, t),
    true,
  ),
  "toleration: an unknown operator": decides((a, t) => t.operator === "Odd" && sameKey(a, t), true),
};

function isCordonTolerated(question: Question, by: (toleration: Toleration) => boolean): boolean {
  const { tolerations } = question.pod.spec;
  return question.node.unschedulable && agreed(question, "NodeUnschedulable") && tolerations.every(by);
}

/** How many of the node's taints the toleration covers by its key, taken coarsely. */
function covers(question: Question, { key, effect, operator }: Toleration): number {
  if (operator !== "Exists") return 0;
  const covered = keepingOff(question).filter(
    (taint) => (key === "" || key === taint.key) && (effect === "" || effect === taint.effect),
  );
  return covered.length;
}
