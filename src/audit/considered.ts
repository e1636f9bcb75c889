import type { PredicateName, Scheduling } from "../judge/scheduling.ts";
import { type Pod, podKey } from "../model/pod.ts";

/** What the scheduler's filters say of all other nodes for one pod, as the cluster is. */
export interface Considered {
  /** `namespace/name` */
  readonly pod: string;
  /** Nodes that would take it; they may be on their way out themselves. */
  readonly fits: number;
  /** On how many nodes each filter is the first to refuse it. */
  readonly refused: ReadonlyMap<PredicateName, number>;
}

/** Asks all nodes but the pod's own. `scheduling` is given back as it was; `nodes` is how many it has. */
export function considered(scheduling: Scheduling, pod: Pod, nodes: number): Considered {
  const mark = scheduling.mark();
  scheduling.take(pod);
  const own = scheduling.refusal(pod, pod.nodeName);
  const refused = new Map(scheduling.refusals(pod));
  scheduling.revert(mark);
  if (own !== null) refused.set(own, (refused.get(own) ?? 1) - 1);
  const refusals = [...refused.values()].reduce((sum, number) => sum + number, 0);
  return {
    pod: podKey(pod),
    fits: Math.max(nodes - 1 - refusals, 0),
    refused: new Map([...refused].filter(([, number]) => number > 0)),
  };
}
