import type { Labels } from "../model/labels.ts";
import { nearest } from "../model/nearest.ts";
import { CONTROLLER_KINDS } from "../model/owner.ts";
import { type Pod, podKey } from "../model/pod.ts";
import type { NodeStory } from "./finding.ts";
import { type FollowOwners, ownerFollower } from "./owners.ts";
import { type PodStory, podTeller, type Seen, type WorkloadStory } from "./subject.ts";
import { teamOf } from "./team.ts";

/** A thing that a person may ask about. */
export type Subject =
  | { readonly kind: "node"; readonly story: NodeStory }
  | { readonly kind: "pod"; readonly story: PodStory }
  | { readonly kind: "workload"; readonly story: WorkloadStory };

/** What a name came to. */
export type Searched =
  | { readonly kind: "found"; readonly subject: Subject }
  /** It is the name of several things: each as it must be written. */
  | { readonly kind: "several"; readonly names: readonly string[] }
  | { readonly kind: "none"; readonly near: readonly string[] };

/** kubectl's short names of the kinds that are read. */
const SHORT_KINDS: Readonly<Record<string, string>> = {
  no: "node",
  po: "pod",
  cj: "cronjob",
  deploy: "deployment",
  sts: "statefulset",
  ds: "daemonset",
  rs: "replicaset",
  rc: "replicationcontroller",
};

interface Named {
  /** Lower case. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

interface Candidate extends Named {
  readonly subject: () => Subject;
}

/**
 * Finds what `asked` names: `NAME`, `NAMESPACE/NAME`, `KIND/NAME` or `KIND/NAMESPACE/NAME`, of nodes, pods and everything that makes
 * pods; `namespace` narrows it. A node's whole name means the node. Of what is not there the nearest names are told, as they are written.
 */
export function findSubject(asked: string, namespace: string | null, seen: Seen): Searched {
  const all = candidates(seen);
  const found = all.filter((candidate) => isMeant(candidate, asked, namespace));
  const node = found.find(({ kind }) => kind === "node");
  const [only, ...others] = node === undefined ? found : [node];
  if (only === undefined) return { kind: "none", near: near(asked, all) };
  if (others.length === 0) return { kind: "found", subject: only.subject() };
  return { kind: "several", names: [only, ...others].map(written) };
}

function isMeant(candidate: Named, asked: string, namespace: string | null): boolean {
  if (namespace !== null && candidate.kind !== "node" && candidate.namespace !== namespace) return false;
  const known = spellings(candidate);
  return known.has(normal(asked)) || known.has(normal(asked.toLowerCase()));
}

function spellings({ kind, namespace, name }: Named): ReadonlySet<string> {
  const path = namespace === "" ? name : `${namespace}/${name}`;
  return new Set([name, path, `${kind}/${name}`, `${kind}/${path}`]);
}

/** `CJ/batch/x` → `cronjob/batch/x`: kinds in their full form and lower case, plural or not; names as they are. */
function normal(asked: string): string {
  const [kind = "", ...rest] = asked.split("/");
  if (rest.length === 0) return asked;
  const lower = kind.toLowerCase();
  const singular = KINDS.find((known) => lower === known || lower === `${known}s`) ?? SHORT_KINDS[lower];
  return singular === undefined ? asked : [singular, ...rest].join("/");
}

const KINDS: readonly string[] = ["node", "pod", ...CONTROLLER_KINDS.map((kind) => kind.toLowerCase())];

function written({ kind, namespace, name }: Named): string {
  return [kind, namespace, name].filter((part) => part !== "").join("/");
}

const MOST_NEAR = 3;

/** By the bare names first, since that is what most people type; each as it must be written. */
function near(asked: string, all: readonly Candidate[]): readonly string[] {
  const bare = asked.slice(asked.lastIndexOf("/") + 1);
  const byName = new Map<string, string>();
  for (const candidate of all) {
    const text = candidate.kind === "node" ? candidate.name : written(candidate);
    byName.set(candidate.name, byName.get(candidate.name) ?? text);
  }
  return nearest(bare, [...byName.keys()], MOST_NEAR).flatMap((name) => byName.get(name) ?? []);
}

function candidates(seen: Seen): readonly Candidate[] {
  const { snapshot, audit } = seen;
  const ownersOf = ownerFollower(snapshot.controllers);
  const tell = podTeller(seen, ownersOf);
  const nodes = audit.nodes.map(
    (story): Candidate => ({
      kind: "node",
      namespace: "",
      name: story.node.name,
      subject: () => ({ kind: "node", story }),
    }),
  );
  const pods = snapshot.pods.map(
    (pod): Candidate => ({
      kind: "pod",
      namespace: pod.namespace,
      name: pod.name,
      subject: () => ({ kind: "pod", story: tell(pod) }),
    }),
  );
  return [...nodes, ...workloads(seen, ownersOf), ...pods];
}

/** Everything above a pod, and the controllers that have none now. */
function workloads(seen: Seen, ownersOf: FollowOwners): readonly Candidate[] {
  const { snapshot } = seen;
  const all = new Map<string, { readonly workload: WorkloadStory["workload"]; readonly pods: Pod[] }>();
  const entry = (workload: WorkloadStory["workload"]) => {
    const key = `${workload.kind} ${podKey(workload)}`;
    const known = all.get(key) ?? { workload, pods: [] };
    all.set(key, known);
    return known;
  };
  for (const pod of snapshot.pods) {
    for (const { kind, namespace, name } of ownersOf(pod).links) entry({ kind, namespace, name }).pods.push(pod);
  }
  for (const kind of CONTROLLER_KINDS) {
    for (const { namespace, name } of snapshot.controllers[kind].values()) entry({ kind, namespace, name });
  }
  return Array.from(all.values(), ({ workload, pods }) => ({
    ...workload,
    kind: workload.kind.toLowerCase(),
    subject: () => ({ kind: "workload" as const, story: workloadStory(seen, ownersOf, workload, pods) }),
  }));
}

function workloadStory(
  seen: Seen,
  ownersOf: FollowOwners,
  workload: WorkloadStory["workload"],
  pods: readonly Pod[],
): WorkloadStory {
  const stories = pods.map(podTeller(seen, ownersOf));
  return { workload, team: stories[0]?.team ?? ownTeam(seen, workload), pods: stories };
}

/** The team of a workload that has no pods now: by its own labels, its namespace's, or the namespace's name. */
function ownTeam({ snapshot, auditSettings }: Seen, { kind, namespace, name }: WorkloadStory["workload"]): string {
  const known = CONTROLLER_KINDS.find((each) => each === kind);
  const own = known === undefined ? undefined : snapshot.controllers[known].get(podKey({ namespace, name }));
  const nothing: Labels = new Map();
  const asked = { namespace, labels: own?.labels ?? nothing, annotations: own?.annotations ?? nothing };
  return teamOf(asked, { links: [], controllers: [], cycle: null }, snapshot.namespaces, auditSettings).team;
}
