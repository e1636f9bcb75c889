import type { LabelSelector } from "../../../src/model/labels.ts";
import type { Pod, PodAffinityTerm } from "../../../src/model/pod.ts";
import { decides, inList } from "./otherwise.ts";
import { agreed, type Features, type Question, refused, says } from "./question.ts";

const AFFINITY = "InterPodAffinity";

type List = "affinity" | "antiAffinity";
type TermChange = (term: PodAffinityTerm) => PodAffinityTerm | null;

const asked = (list: List, change: TermChange) => ({ asked: inList(list, change) });
const standing = (change: TermChange) => ({ standing: inList("antiAffinity", change) });

const noNames: TermChange = (term) => (term.namespaces.length > 0 ? { ...term, namespaces: [] } : null);
const noNamespaceSelector: TermChange = (term) =>
  term.namespaceSelector === null ? null : { ...term, namespaceSelector: null };
const withoutEmptySelector: TermChange = (term) =>
  term.namespaceSelector?.length === 0 ? { ...term, namespaceSelector: null } : null;
const isEverything = (selector: LabelSelector | null): boolean =>
  selector?.length === 1 && selector[0]?.operator === "DoesNotExist";
/** The scheduler asks such a selector once more with no labels, and so means every namespace. */
const onlyListed: TermChange = (term) =>
  isEverything(term.namespaceSelector)
    ? { ...term, namespaceSelector: [{ key: "color", operator: "In", values: ["none"] }] }
    : null;
const noSelector: TermChange = (term) => (term.selector === null ? null : { ...term, selector: null });
const living = { standing: (pod: Pod) => (pod.deletedAt === null ? null : { ...pod, namespace: "nowhere" }) };

const unmet = (q: Question): boolean => refused(q, AFFINITY) && says(q, "match pod affinity");
const shuns = (q: Question): boolean => refused(q, AFFINITY) && says(q, "match pod anti-affinity");
const isShunned = (q: Question): boolean => refused(q, AFFINITY) && says(q, "existing pods anti-affinity");
const has = (q: Question, list: List, holds: (term: PodAffinityTerm) => boolean): boolean =>
  q.pod.spec[list].some(holds);
const lacksKey =
  ({ node }: Question) =>
  ({ topologyKey }: PodAffinityTerm) =>
    !node.labels.has(topologyKey);
const others = (q: Question): readonly PodAffinityTerm[] => q.cluster.standing.flatMap(({ spec }) => spec.antiAffinity);

export const AFFINITIES: Features = {
  "affinity: met": (q) => agreed(q, AFFINITY) && q.pod.spec.affinity.length === 1,
  "affinity: not met": (q) => unmet(q) && q.pod.spec.affinity.length === 1 && !has(q, "affinity", lacksKey(q)),
  "affinity: a missing topology key": (q) => unmet(q) && has(q, "affinity", lacksKey(q)),
  "affinity: two terms met": (q) => agreed(q, AFFINITY) && q.pod.spec.affinity.length === 2,
  "affinity: two terms, one met": (q) =>
    unmet(q) && q.pod.spec.affinity.length === 2 && decides(AFFINITY, { asked: oneTermOnly })(q),
  "affinity: the first of a self-matching group": decides(
    AFFINITY,
    { asked: (pod) => ({ ...pod, labels: new Map() }) },
    "agreed",
  ),
  "affinity: the first of a group that it does not match": (q) =>
    unmet(q) && has(q, "affinity", ({ selector }) => selector !== null) && nobody(q),
  "affinity: a group elsewhere": (q) => unmet(q) && !nobody(q) && !has(q, "affinity", lacksKey(q)),
  "affinity: namespaces": decides(AFFINITY, asked("affinity", noNames)),
  "affinity: namespaceSelector": decides(AFFINITY, asked("affinity", noNamespaceSelector)),
  "affinity: empty namespaceSelector": decides(AFFINITY, asked("affinity", withoutEmptySelector)),
  "affinity: a namespaceSelector that matches no labels means every namespace": decides(
    AFFINITY,
    asked("affinity", onlyListed),
  ),
  "affinity: no selector": (q) => unmet(q) && has(q, "affinity", ({ selector }) => selector === null),
  "affinity: the selector decides": decides(AFFINITY, asked("affinity", noSelector), "agreed"),
  "affinity: pods that are being deleted count": decides(AFFINITY, living, "agreed"),
  "affinity: matchLabelKeys are not looked at": (q) =>
    (unmet(q) || agreed(q, AFFINITY)) &&
    has(q, "affinity", ({ matchLabelKeys, mismatchLabelKeys }) => matchLabelKeys.length + mismatchLabelKeys.length > 0),
  "anti-affinity: shuns a pod": shuns,
  "anti-affinity: nobody to shun": (q) => agreed(q, AFFINITY) && q.pod.spec.antiAffinity.length === 1,
  "anti-affinity: a missing topology key is no reason": (q) =>
    agreed(q, AFFINITY) && has(q, "antiAffinity", lacksKey(q)),
  "anti-affinity: two terms, one refuses": (q) => shuns(q) && q.pod.spec.antiAffinity.length === 2,
  "anti-affinity: namespaces": decides(AFFINITY, asked("antiAffinity", noNames)),
  "anti-affinity: namespaceSelector": decides(AFFINITY, asked("antiAffinity", noNamespaceSelector)),
  "anti-affinity: empty namespaceSelector": decides(AFFINITY, asked("antiAffinity", withoutEmptySelector)),
  "anti-affinity: a namespaceSelector that matches no labels means every namespace": decides(
    AFFINITY,
    asked("antiAffinity", onlyListed),
  ),
  "anti-affinity: no selector": (q) =>
    agreed(q, AFFINITY) && has(q, "antiAffinity", ({ selector }) => selector === null),
  "anti-affinity: pods that are being deleted count": decides(AFFINITY, living, "refused"),
  "anti-affinity: affinity and anti-affinity at once": (q) =>
    (shuns(q) || agreed(q, AFFINITY)) && q.pod.spec.affinity.length > 0 && q.pod.spec.antiAffinity.length > 0,
  "standing anti-affinity: shuns the pod": isShunned,
  "standing anti-affinity: from another node of the domain": (q) =>
    isShunned(q) && q.here.every(({ spec }) => spec.antiAffinity.length === 0),
  "standing anti-affinity: a missing topology key is no reason": (q) =>
    agreed(q, AFFINITY) && others(q).some(lacksKey(q)),
  "standing anti-affinity: namespaces": decides(AFFINITY, standing(noNames)),
  "standing anti-affinity: namespaceSelector": decides(AFFINITY, standing(noNamespaceSelector)),
  "standing anti-affinity: empty namespaceSelector": decides(AFFINITY, standing(withoutEmptySelector)),
  "standing anti-affinity: an unlisted namespace has no labels": (q) =>
    isShunned(q) &&
    q.pod.namespace === "unlisted" &&
    others(q).some(({ namespaceSelector }) => isEverything(namespaceSelector)),
  "standing anti-affinity: a listed namespace with the label": (q) =>
    agreed(q, AFFINITY) &&
    q.pod.namespace !== "unlisted" &&
    others(q).some(
      ({ namespaceSelector, topologyKey }) => isEverything(namespaceSelector) && q.node.labels.has(topologyKey),
    ),
  "standing anti-affinity: no selector": (q) =>
    agreed(q, AFFINITY) && others(q).some(({ selector }) => selector === null),
  "standing anti-affinity: of a pod that is being deleted": decides(AFFINITY, {
    standing: (pod) => (pod.deletedAt === null ? null : { ...pod, spec: { ...pod.spec, antiAffinity: [] } }),
  }),
};

function oneTermOnly(pod: Pod): Pod {
  return { ...pod, spec: { ...pod.spec, affinity: pod.spec.affinity.slice(0, 1) } };
}

/** Is there no pod at all that the affinity terms could mean, as far as selectors tell? */
function nobody({ cluster, pod }: Question): boolean {
  return cluster.standing.every(({ labels }) =>
    pod.spec.affinity.some(
      ({ selector }) => selector?.some(({ key, operator }) => operator === "In" && !labels.has(key)) ?? true,
    ),
  );
}
