import fc from "fast-check";
import { EXTRA_HOST, type Raw } from "../universe.ts";
import { sometimes, weighted } from "./chance.ts";
import { node } from "./node.ts";

/** Something done to a cluster after it was read. Pods go by `namespace/name`. */
export type Move =
  | { readonly do: "ask"; readonly pod: string }
  | { readonly do: "take"; readonly pod: string }
  | { readonly do: "put"; readonly pod: string; readonly node: string }
  /** Looks for a place as the simulation does: first fit, behind `after`, never on `but`. */
  | { readonly do: "place"; readonly pod: string; readonly after: string | null; readonly but: string | null }
  | { readonly do: "ghost"; readonly node: string }
  | { readonly do: "add"; readonly node: Raw }
  | { readonly do: "remove"; readonly node: string }
  | { readonly do: "mark" }
  | { readonly do: "revert" };

/** How often a search is made, how often it begins at the beginning, and how many moves there are at most. */
export interface Often {
  readonly search: number;
  readonly fromBeginning: number;
  readonly most: number;
}

/** A list of moves, once it is known which pods there are. */
export function moves(
  pods: number,
  hosts: readonly string[],
  often: Often,
): fc.Arbitrary<(keys: readonly string[]) => readonly Move[]> {
  const host = fc.constantFrom(...hosts);
  const pod = fc.nat(pods - 1);
  const some = weighted<(keys: readonly string[]) => Move>(
    [5, pod.map((number) => (keys) => ({ do: "ask", pod: keys[number] ?? "" }))],
    [2, pod.map((number) => (keys) => ({ do: "take", pod: keys[number] ?? "" }))],
    [
      6,
      fc.tuple(pod, host).map(([number, to]) => (keys) => ({ do: "put", pod: keys[number] ?? "", node: to })),
    ],
    [
      often.search,
      fc
        .tuple(pod, sometimes(100 - often.fromBeginning, host), sometimes(20, host))
        .map(([number, after = null, but = null]) => (keys) => ({
          do: "place",
          pod: keys[number] ?? "",
          after,
          but,
        })),
    ],
    [3, host.map((name) => () => ({ do: "ghost", node: name }))],
    [
      6,
      node(EXTRA_HOST, { taints: 20, cordoned: 10, size: "ample", oneZone: false }).map((made) => () => ({
        do: "add",
        node: made,
      })),
    ],
    [2, host.map((name) => () => ({ do: "remove", node: name }))],
    [4, fc.constant(() => ({ do: "mark" }))],
    [4, fc.constant(() => ({ do: "revert" }))],
  );
  return fc
    .array(some, { minLength: 3, maxLength: often.most })
    .map((list) => (keys) => list.map((make) => make(keys)));
}
