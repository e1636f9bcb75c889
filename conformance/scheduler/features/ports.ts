import type { HostPort, Pod } from "../../../src/model/pod.ts";
import { agreed, type Feature, type Features, type Question, refused } from "./question.ts";

const isWild = ({ address }: HostPort): boolean => address === "" || address === "0.0.0.0";

/** One wanted port and one in use of the same number, so that the pair decides. */
function pair(holds: (wanted: HostPort, used: HostPort) => boolean, refusal: boolean): Feature {
  return (question) => {
    const [wanted, ...others] = question.pod.spec.hostPorts;
    const [used, ...more] = usedPorts(question).filter(({ port }) => port === wanted?.port);
    if (wanted === undefined || used === undefined || others.length + more.length > 0) return false;
    return holds(wanted, used) && (refusal ? refused : agreed)(question, "NodePorts");
  };
}

function usedPorts({ here }: Question): readonly HostPort[] {
  return here.flatMap(({ spec }) => spec.hostPorts);
}

const sameProtocol = (one: HostPort, other: HostPort): boolean => one.protocol === other.protocol;

export const PORTS: Features = {
  "ports: the same address": pair((w, u) => !isWild(w) && w.address === u.address, true),
  "ports: every address against a bound one": pair((w, u) => isWild(w) && !isWild(u), true),
  "ports: a bound address against every one": pair((w, u) => !isWild(w) && isWild(u), true),
  "ports: no address against 0.0.0.0": pair((w, u) => isWild(w) && isWild(u) && w.address !== u.address, true),
  "ports: another address": pair((w, u) => !isWild(w) && !isWild(u) && w.address !== u.address, false),
  "ports: another protocol": pair((w, u) => !sameProtocol(w, u) && (isWild(w) || isWild(u)), false),
  "ports: no port in use": (q) =>
    q.pod.spec.hostPorts.length > 0 && usedPorts(q).length === 0 && agreed(q, "NodePorts"),
  "ports: the second of two is taken": (q) =>
    q.pod.spec.hostPorts.length > 1 &&
    refused(q, "NodePorts") &&
    !usedPorts(q).some(({ port }) => port === q.pod.spec.hostPorts[0]?.port),
  "ports: two pods on one port": (q) =>
    refused(q, "NodePorts") && usedPorts(q).filter(({ port }) => port === q.pod.spec.hostPorts[0]?.port).length > 1,
  "ports: a sidecar's": (q) => refused(q, "NodePorts") && !hasMainPort(q, q.pod) && q.pod.spec.hostPorts.length > 0,
  "ports: an init container's do not count": (q) =>
    agreed(q, "NodePorts") && hasInitPort(q, q.pod) && usedPorts(q).length > 0,
};

/** Raw containers are looked at, for our own reading drops what does not count. */
function hasMainPort(question: Question, pod: Pod): boolean {
  return rawContainers(question, pod, "containers").some(hasPort);
}

function hasInitPort(question: Question, pod: Pod): boolean {
  return rawContainers(question, pod, "initContainers").some(
    (container) => hasPort(container) && container["restartPolicy"] !== "Always",
  );
}

type Container = Readonly<Record<string, unknown>>;

function rawContainers({ stop }: Question, pod: Pod, key: string): readonly Container[] {
  const raw = stop.objects.find(({ kind, metadata }) => kind === "Pod" && metadata.name === pod.name);
  const spec: unknown = raw?.["spec"];
  const list: unknown = typeof spec === "object" && spec !== null ? Reflect.get(spec, key) : undefined;
  return Array.isArray(list) ? list : [];
}

function hasPort(container: Container): boolean {
  const { ports } = container;
  return Array.isArray(ports) && ports.some((port: Container) => Number(port["hostPort"] ?? 0) > 0);
}
