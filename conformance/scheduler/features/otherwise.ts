import { createScheduling } from "../../../src/judge/cluster-scheduling.ts";
import type { PredicateName, Scheduling } from "../../../src/judge/scheduling.ts";
import { podsByNode } from "../../../src/judge/visible.ts";
import type { Pod } from "../../../src/model/pod.ts";
import { agreed, type Cluster, type Feature, type Question, refused } from "./question.ts";

/** Another form of the asked pod, or of the standing ones; `null` where there is nothing to change. */
export type Change =
  | { readonly asked: (pod: Pod) => Pod | null }
  | { readonly standing: (pod: Pod, asked: Pod) => Pod | null };

/** Does the filter's answer hang on this: would it be the other one after the change? */
export function decides(
  filter: PredicateName,
  change: Change,
  when: "refused" | "agreed" | "either" = "either",
): Feature {
  return (question) => {
    const refuses = refused(question, filter);
    if (!refuses && !agreed(question, filter)) return false;
    if (when !== "either" && (when === "refused") !== refuses) return false;
    const other = otherwise(question, change);
    return other !== "unchanged" && refuses !== (other === filter);
  };
}

/** What our own code, which agrees with the scheduler's on what is, says of what would be. */
function otherwise({ pod, node, cluster }: Question, change: Change): string | null {
  const world = imagine(cluster, pod, change);
  return world === null ? "unchanged" : world.scheduling.refusal(world.pod, node.name);
}

interface World {
  readonly scheduling: Scheduling;
  readonly pod: Pod;
}

/** A cluster is that of one asked pod, so that one world does for all its nodes. `null`: nothing to change. */
const worlds = new WeakMap<Cluster, Map<Change | "real", World | null>>();

function imagine(cluster: Cluster, pod: Pod, change: Change): World | null {
  return kept(cluster, change, () => {
    if ("asked" in change) {
      const changed = change.asked(pod);
      return changed === null ? null : { scheduling: real(cluster, pod).scheduling, pod: changed };
    }
    const pods = cluster.standing.map((each) => change.standing(each, pod));
    if (pods.every((each) => each === null)) return null;
    const standing = cluster.standing.map((each, index) => pods[index] ?? each);
    return { scheduling: createScheduling(cluster.snapshot, podsByNode(standing)), pod };
  });
}

function real(cluster: Cluster, pod: Pod): World {
  const make = (): World => ({ scheduling: createScheduling(cluster.snapshot, podsByNode(cluster.standing)), pod });
  return kept(cluster, "real", make) ?? make();
}

function kept(cluster: Cluster, key: Change | "real", make: () => World | null): World | null {
  const known = worlds.get(cluster) ?? new Map<Change | "real", World | null>();
  worlds.set(cluster, known);
  const seen = known.get(key);
  if (seen !== undefined) return seen;
  const made = make();
  known.set(key, made);
  return made;
}

/** The pod with other terms or constraints, where `change` finds something to change in one of them. */
export function inList<Key extends "spread" | "affinity" | "antiAffinity">(
  key: Key,
  change: (item: Pod["spec"][Key][number]) => Pod["spec"][Key][number] | null,
): (pod: Pod) => Pod | null {
  return (pod) => {
    const items: readonly Pod["spec"][Key][number][] = pod.spec[key];
    const changed = items.map(change);
    if (changed.every((item) => item === null)) return null;
    const list = items.map((item, index) => changed[index] ?? item);
    return { ...pod, spec: { ...pod.spec, [key]: list } };
  };
}
