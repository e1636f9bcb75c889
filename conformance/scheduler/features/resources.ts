import type { Pod } from "../../../src/model/pod.ts";
import { milliValue, ZERO } from "../../../src/model/quantity.ts";
import { podRequests } from "../../../src/model/requests.ts";
import { agreed, type Feature, type Features, type Question, refused, says } from "./question.ts";

const FIT = "NodeResourcesFit";

function short(of: string): Feature {
  return (question) => refused(question, FIT) && says(question, `Insufficient ${of}`);
}

/** The pod's sum with a part of its spec left out is another one, and the filter was asked. */
function counts(change: (spec: Pod["spec"]) => Partial<Pod["spec"]>): Feature {
  return (question) => {
    const { spec } = question.pod;
    const other = podRequests({ ...spec, ...change(spec) });
    const differs = [...spec.requests].some(([name, amount]) => amount !== (other.get(name) ?? ZERO));
    return differs && (refused(question, FIT) || agreed(question, FIT));
  };
}

function cpuOf(pod: Pod): number {
  return milliValue((pod.occupied ?? pod.runningRequests).get("cpu") ?? ZERO);
}

function cpuLeft({ node, here }: Question): number {
  return milliValue(node.allocatable.get("cpu") ?? ZERO) - here.reduce((sum, pod) => sum + cpuOf(pod), 0);
}

const asksNothing = ({ pod }: Question): boolean => [...pod.spec.requests.values()].every((amount) => amount === ZERO);
const isResized = (pod: Pod): boolean => pod.runningRequests !== pod.spec.requests;
const asks = ({ pod }: Question, name: string): boolean => (pod.spec.requests.get(name) ?? ZERO) > ZERO;

export const RESOURCES: Features = {
  "resources: too many pods": (q) => refused(q, FIT) && says(q, "Too many pods"),
  "resources: too many pods, and nothing asked": (q) => refused(q, FIT) && says(q, "Too many pods") && asksNothing(q),
  "resources: cpu": short("cpu"),
  "resources: memory": short("memory"),
  "resources: ephemeral storage": short("ephemeral-storage"),
  "resources: an extended resource": short("example.com/widget"),
  "resources: an extended resource that the node lacks": (q) =>
    short("example.com/widget")(q) && !q.node.allocatable.has("example.com/widget"),
  "resources: hugepages": short("hugepages-2Mi"),
  "resources: attachable volumes": short("attachable-volumes-odd"),
  "resources: a native name": short("kubernetes.io/odd"),
  "resources: a quota's name is no resource": (q) => agreed(q, FIT) && asks(q, "requests.example.com/odd"),
  "resources: a name without a domain is no resource": (q) => agreed(q, FIT) && asks(q, "odd"),
  "resources: none of an extended resource asked": (q) =>
    agreed(q, FIT) &&
    q.pod.spec.requests.get("example.com/widget") === ZERO &&
    !q.node.allocatable.has("example.com/widget"),
  "resources: just enough cpu": (q) =>
    agreed(q, FIT) && asks(q, "cpu") && cpuLeft(q) === milliValue(q.pod.spec.requests.get("cpu") ?? ZERO),
  "resources: one millicore too little": (q) =>
    short("cpu")(q) && cpuLeft(q) + 100 >= milliValue(q.pod.spec.requests.get("cpu") ?? ZERO),
  "resources: nothing asked of a node that is too full": (q) => agreed(q, FIT) && cpuLeft(q) < 0 && !asks(q, "cpu"),
  "resources: several missing at once": (q) => refused(q, FIT) && (q.refusal?.reason.split(",").length ?? 0) > 2,
  "requests: overhead": counts(() => ({ overhead: new Map() })),
  "requests: pod level": counts(() => ({ podLevelRequests: null })),
  "requests: pod level less than the containers'": (q) =>
    (q.pod.spec.podLevelRequests?.get("cpu") ?? ZERO) <
      (podRequests({ ...q.pod.spec, podLevelRequests: null }).get("cpu") ?? ZERO) &&
    q.pod.spec.podLevelRequests?.has("cpu") === true,
  "requests: an init container": counts(({ containers }) => ({
    containers: containers.filter(({ kind }) => kind !== "init"),
  })),
  "requests: a sidecar": counts(({ containers }) => ({
    containers: containers.filter(({ kind }) => kind !== "sidecar"),
  })),
  "requests: a sidecar before an init container": counts(({ containers }) => ({
    containers: containers.some(({ kind }) => kind === "sidecar") ? containers.toReversed() : containers,
  })),
  "requests: rounded up": (q) =>
    (refused(q, FIT) || agreed(q, FIT)) && (q.pod.spec.requests.get("memory") ?? ZERO) % 1_000_000_000n !== 0n,
  "resize: a standing pod counts as its status says": (q) =>
    q.here.some(isResized) && (refused(q, FIT) || agreed(q, FIT)),
  "resize: the status decides": (q) =>
    short("cpu")(q) &&
    cpuLeft(q) < milliValue(q.pod.spec.requests.get("cpu") ?? ZERO) &&
    cpuLeft(q) + q.here.reduce((sum, pod) => sum + cpuOf(pod) - milliValue(pod.spec.requests.get("cpu") ?? ZERO), 0) >=
      milliValue(q.pod.spec.requests.get("cpu") ?? ZERO),
  "resize: refused by the node, so less counts than was wished": (q) =>
    (refused(q, FIT) || agreed(q, FIT)) &&
    q.here.some((pod) => cpuOf(pod) < milliValue(pod.spec.requests.get("cpu") ?? ZERO)),
  "resize: of pod-level resources": (q) =>
    q.here.some(({ occupied }) => occupied !== undefined) && (refused(q, FIT) || agreed(q, FIT)),
  "resize: the asked pod counts as its spec says": (q) => isResized(q.pod) && (refused(q, FIT) || agreed(q, FIT)),
};
