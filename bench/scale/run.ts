import type { ReadKind } from "../../src/model/snapshot.ts";
import type { Slots, Template } from "./template.ts";

/** An object that is not made yet: what it is made of. */
export interface Item {
  readonly template: Template;
  readonly slots: Slots;
}

/** Objects that follow one another in a list. */
export interface Run {
  readonly count: number;
  readonly item: (index: number) => Item;
}

/** All objects of a cluster by kind, in the order of their keys, none of them made yet. */
export type Lists = Readonly<Partial<Record<ReadKind, readonly Run[]>>>;
