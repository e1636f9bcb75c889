import { type Considered, considered } from "../../audit/considered.ts";
import type { NodeStory } from "../../audit/finding.ts";
import { type PodStory, podTeller, type Seen } from "../../audit/subject.ts";
import type { Scheduling } from "../../judge/scheduling.ts";
import { placeOf } from "../../judge/visible.ts";
import { type Pod, podKey } from "../../model/pod.ts";
import { formatQuantity } from "../../model/quantity.ts";
import { objectName } from "../holders.ts";
import type { PageSeen } from "./extras.ts";
import type { PageConsidered, PagePod } from "./model.ts";

/** The nodes of a huge cluster are asked only for so many findings, and for the largest pod of so many workloads on each. */
const MOST_ASKED = 100;
const MOST_WORKLOADS = 3;

/** What a snapshot tells beyond its audit: the pods on each node, and what the scheduler's filters say of the other nodes. */
export function seenIn(seen: Seen, scheduling: Scheduling): PageSeen {
  const { snapshot, audit } = seen;
  const tell = podTeller(seen);
  const standing = Map.groupBy(snapshot.pods, placeOf);
  const pods = new Map(snapshot.pods.map((pod) => [podKey(pod), pod]));
  const asked = new Set(audit.findings.slice(0, MOST_ASKED).map(({ node }) => node.name));
  const stories = new Map(audit.nodes.map((story) => [story.node.name, story]));
  return {
    pods: (node) => (standing.get(node) ?? []).map((pod) => podOf(tell(pod))),
    considered(node) {
      const story = stories.get(node);
      if (story === undefined || !asked.has(node)) return [];
      const each = heldBy(story, pods).map((pod) => considered(scheduling, pod, snapshot.nodes.length));
      return each.flatMap(linesOf);
    },
  };
}

function podOf({ namespace, name, role, owners, requests }: PodStory): PagePod {
  const top = owners.at(-1);
  return {
    namespace,
    name,
    role,
    workload: top === undefined ? "" : objectName(top),
    requests: Array.from(requests, ([resource, amount]) => `${resource}=${formatQuantity(amount)}`).join(", "),
  };
}

/** One blocking pod of each workload. */
function heldBy({ blockers }: NodeStory, pods: ReadonlyMap<string, Pod>): readonly Pod[] {
  const groups = Map.groupBy(blockers, ({ namespace, name, owners }) =>
    objectName(owners.at(-1) ?? { kind: "Pod", namespace, name }),
  );
  return [...groups.values()].slice(0, MOST_WORKLOADS).flatMap(([first]) => {
    const pod = first === undefined ? undefined : pods.get(podKey(first));
    return pod === undefined ? [] : [pod];
  });
}

function linesOf({ pod, fits, refused }: Considered): readonly PageConsidered[] {
  const refusals = [...refused].sort(([, left], [, right]) => right - left);
  return [{ pod, filter: null, nodes: fits }, ...refusals.map(([filter, nodes]) => ({ pod, filter, nodes }))];
}
