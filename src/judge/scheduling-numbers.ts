import type { Node } from "../model/node.ts";
import type { Pod } from "../model/pod.ts";
import { placeOf } from "./visible.ts";

/**
 * Pods by number. The snapshot's own have theirs node by node, so that one is found among those of its node, whether or not the node is
 * there still: a map of all of them would take more memory than everything else that is known of where they stand.
 */
export interface PodNumbers {
  readonly list: readonly Pod[];
  /** The number of `pod` (by identity); `undefined` for one that was never heard of. */
  find(pod: Pod): number | undefined;
  /** Gives a new pod the next number. */
  add(pod: Pod): number;
  /**
   * The pods that come next are those which the snapshot has on `node`. Nodes are filled in the order of their numbers, each once;
   * `null`: the snapshot is complete.
   */
  fill(node: number | null): void;
}

export function createPodNumbers(nodes: readonly Node[]): PodNumbers {
  const list: Pod[] = [];
  const homes = new Map(nodes.map(({ name }, node) => [name, node]));
  const end = nodes.length;
  /** node → the first of its pods' numbers; the next node's is where they end. */
  const first = new Int32Array(end + 1);
  let filling = -1;
  /** Pods that came later. */
  const later = new Map<Pod, number>();

  const among = (pod: Pod, home: number): number | undefined => {
    const to = home === filling ? list.length : (first[home + 1] ?? 0);
    for (let number = first[home] ?? 0; number < to; number++) if (list[number] === pod) return number;
    return undefined;
  };

  return {
    list,
    find(pod) {
      const home = homes.get(placeOf(pod));
      return (home === undefined || home > filling ? undefined : among(pod, home)) ?? later.get(pod);
    },
    add(pod) {
      const number = list.length;
      list.push(pod);
      if (filling === end) later.set(pod, number);
      return number;
    },
    fill(node) {
      filling = node ?? end;
      first[filling] = list.length;
    },
  };
}
