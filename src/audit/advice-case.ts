import type { Blocker } from "../judge/verdict.ts";
import type { Node } from "../model/node.ts";
import type { Pod } from "../model/pod.ts";
import { type Target, targetOf } from "./advice-patch.ts";
import type { Context } from "./context.ts";
import type { FindingBlocker, Home, NodeFacts } from "./finding.ts";
import type { NearMiss } from "./near-miss.ts";
import type { Pool } from "./pools.ts";

/** A finding, as far as advice is made of it. */
export interface AdviceCase {
  readonly context: Context;
  readonly pools: readonly Pool[];
  readonly node: Node;
  readonly facts: NodeFacts;
  readonly home: Home | null;
  readonly nearMiss: NearMiss | null;
  readonly blockers: readonly Blocker[];
  /** The pod that the large node was needed for, where one is known. */
  readonly largerPod: Pod | null;
}

/** The first of the blockers that one object makes, for one reason: the others get the same advice. */
export interface Held {
  readonly blocker: Blocker;
  readonly told: FindingBlocker;
  readonly target: Target;
}

/** One blocker for each object that makes them and each reason, in the blockers' order. */
export function heldBy({ context, blockers }: Pick<AdviceCase, "context" | "blockers">): readonly Held[] {
  const held = new Map<string, Held>();
  for (const blocker of blockers) {
    const told = context.tell(blocker);
    const target = targetOf(told, told.owners);
    const key = `${blocker.reason} ${target.kind} ${target.namespace}/${target.name}`;
    if (!held.has(key)) held.set(key, { blocker, told, target });
  }
  return [...held.values()];
}
