import { isNominated } from "../../../src/judge/visible.ts";
import type { Pod } from "../../../src/model/pod.ts";
import { fromMilli, ZERO } from "../../../src/model/quantity.ts";
import { HOSTNAME, ZONE, ZONES } from "../universe.ts";
import { decides } from "./otherwise.ts";
import { agreed, type Feature, type Features, type Question, refused } from "./question.ts";

/** Pods of the objects that do not stand on this node, though they name it. */
function absent(holds: (pod: Pod) => boolean): Feature {
  return ({ cluster, node, pod, refusal }) =>
    refusal === null &&
    cluster.snapshot.pods.some(
      (each) =>
        each !== pod &&
        (each.nodeName || each.nominatedNodeName) === node.name &&
        !cluster.standing.includes(each) &&
        holds(each),
    );
}

const nominated = (q: Question): boolean => q.here.some(isNominated);
const away = (pod: Pod): Pod => ({ ...pod, nodeName: "nowhere", nominatedNodeName: "" });

const done =
  (move: string, ...others: readonly string[]): Feature =>
  ({ stop }) =>
    [move, ...others].every((each) => stop.done.some((name) => name === each));
const after =
  (move: string, ...others: readonly string[]): Feature =>
  (q) =>
    done(move, ...others)(q) && q.stop.search === null;

/** The move was made after a mark, and the mark was gone back to. */
function undone(move: string): Feature {
  return ({ stop }) => {
    const done: readonly string[] = stop.done;
    const [mark, made] = [done.lastIndexOf("mark"), done.lastIndexOf(move)];
    return mark >= 0 && mark < made && done.indexOf("revert", made) > made;
  };
}

const HALF_CORE = fromMilli(500);
const isWide = ({ stop }: Question): boolean => stop.nodes.length > 64;

export const CLUSTER: Features = {
  "pods: a nominated one stands": (q) => nominated(q) && q.refusal !== null,
  "pods: a nominated one decides on resources": decides("NodeResourcesFit", {
    standing: (pod) => (isNominated(pod) ? away(pod) : null),
  }),
  "pods: a nominated one that is being deleted is nowhere": absent(
    ({ nodeName, deletedAt }) => nodeName === "" && deletedAt !== null,
  ),
  "pods: one that has ended is nowhere": absent(({ phase }) => phase === "Succeeded" || phase === "Failed"),
  "pods: an expendable one is nowhere": absent(({ spec }) => spec.priority === -11),
  "pods: one at the cutoff stands": (q) => q.here.some(({ spec }) => spec.priority === -10) && q.refusal !== null,
  "pods: one that is being deleted takes room": decides("NodeResourcesFit", {
    standing: (pod) => (pod.deletedAt === null ? null : away(pod)),
  }),
  "pods: on a node that is not there": (q) =>
    q.cluster.snapshot.pods.some(({ nodeName }) => nodeName === "lost") && q.stop.done.length === 0,
  "pods: asked without a node": (q) => q.pod.nodeName === "" && q.pod.nominatedNodeName === "",
  "pods: asked of its own node": (q) => q.pod.nodeName === q.node.name && q.refusal === null,
  "pods: asked while being deleted": (q) => q.pod.deletedAt !== null,
  "features: declared": (q) => agreed(q, "NodeDeclaredFeatures") && q.pod.spec.neededFeatures !== undefined,
  "features: not declared": (q) => refused(q, "NodeDeclaredFeatures"),
  "features: of a container that restarts all": (q) =>
    refused(q, "NodeDeclaredFeatures") &&
    q.pod.spec.neededFeatures?.length === 1 &&
    q.pod.spec.neededFeatures[0]?.startsWith("Restart") === true,
  "features: of users of its own on the host's network": (q) =>
    refused(q, "NodeDeclaredFeatures") && q.pod.spec.neededFeatures?.at(-1)?.startsWith("User") === true,
  "moves: after a pod was put": after("put"),
  "moves: after a pod was taken off": after("take"),
  "moves: after a search": after("place"),
  "moves: after a question and a move": after("ask", "put"),
  "moves: after a node was emptied": after("ghost"),
  "moves: after a node was added": after("add"),
  "moves: asked of an added node": (q) => q.node.name === "extra",
  "moves: after a node was removed": after("remove"),
  "moves: after a put was undone": undone("put"),
  "moves: after a pod was put back": undone("take"),
  "moves: after a search was undone": undone("place"),
  "moves: after an emptied node was restored": undone("ghost"),
  "moves: after an added node was taken back": undone("add"),
  "moves: after a removed node came back": undone("remove"),
  "moves: an emptied node still is a domain": (q) =>
    done("ghost")(q) && agreed(q, "PodTopologySpread") && q.pod.spec.spread.length > 0,
  "moves: an emptied node's taint is honored": (q) =>
    done("ghost")(q) &&
    q.pod.spec.spread.some(({ nodeTaintsPolicy }) => nodeTaintsPolicy === "Honor") &&
    (refused(q, "PodTopologySpread") || agreed(q, "PodTopologySpread")),
  "search: found": (q) => q.stop.search?.found === q.node.name,
  "search: nowhere": (q) => q.stop.search !== null && q.stop.search.found === null,
  "search: from the beginning": (q) => q.stop.search?.found === q.node.name && q.stop.search.after === null,
  "search: once round": (q) => {
    const { search, nodes } = q.stop;
    return (
      search?.found === q.node.name &&
      search.after !== null &&
      nodes.indexOf(search.found) <= nodes.indexOf(search.after)
    );
  },
  "search: passes a cordoned node that would do": (q) =>
    q.stop.search !== null && q.node.unschedulable && q.refusal === null,
  "search: passes a node that is not accepted": (q) => q.stop.search?.but === q.node.name && q.refusal === null,
  "search: behind 32 nodes that are full": (q) => {
    const { search, nodes, done: moves } = q.stop;
    const first = nodes.slice(0, 32);
    return (
      search?.found === q.node.name &&
      search.after === null &&
      moves.every((move) => move !== "remove") &&
      !first.includes(search.found) &&
      (q.pod.spec.requests.get("cpu") ?? ZERO) > HALF_CORE
    );
  },
  "search: in a domain of more than 64 nodes": (q) =>
    q.stop.search?.found === q.node.name &&
    isWide(q) &&
    q.node.labels.get(ZONE) === ZONES[0] &&
    q.pod.spec.spread.some(({ topologyKey }) => topologyKey === ZONE),
  "search: among more than 64 domains": (q) =>
    q.stop.search?.found === q.node.name &&
    isWide(q) &&
    q.pod.spec.spread.some(({ topologyKey }) => topologyKey === HOSTNAME),
  "search: onto an added node": (q) => q.stop.search?.found === "extra" && q.node.name === "extra",
};
