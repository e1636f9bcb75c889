import type { Verdict } from "../judge/verdict.ts";
import { type UsdPerHour, usdPerHour } from "../model/money.ts";
import type { Pod } from "../model/pod.ts";
import type { Context } from "./context.ts";
import type { Home } from "./finding.ts";
import { type FoundHome, findHome } from "./home.ts";

/** Where blockers could run if they asked for what their past runs needed. */
export interface SizedHome {
  readonly home: Home;
  /** What that is cheaper an hour than their home with what they ask for now; negative where they ask for too little. `null`: not known. */
  readonly savesUsdPerHour: UsdPerHour | null;
}

/** The cheapest place for the pods of the node, did they ask for what they need. Nothing is left changed. */
export function sizedHome(
  { search, size }: Context,
  { node }: Verdict,
  pods: readonly Pod[],
  spare: (node: string) => boolean,
): FoundHome {
  const { scheduling } = search;
  const mark = scheduling.mark();
  for (const pod of pods) scheduling.take(pod);
  const found = findHome(search, pods.map(size), node, (name) => name !== node.name && spare(name));
  scheduling.revert(mark);
  return found;
}

/** The sized home beside the present one; `null` when nothing is known that would change the pods. */
export function compareHomes(
  context: Context,
  verdict: Verdict,
  pods: readonly Pod[],
  spare: (node: string) => boolean,
  present: Home | null,
): SizedHome | null {
  if (pods.every((pod) => context.size(pod) === pod)) return null;
  const found = sizedHome(context, verdict, pods, spare);
  if (found.kind !== "found") return null;
  const before = present?.quote.usdPerHour ?? null;
  const after = found.home.quote.usdPerHour;
  return { home: found.home, savesUsdPerHour: before === null || after === null ? null : usdPerHour(before - after) };
}
