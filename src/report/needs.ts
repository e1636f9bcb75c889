import type { PinnedNode } from "../audit/finding.ts";
import { type ContainerNeed, proposedRequests } from "../audit/needs.ts";
import { formatQuantity } from "../model/quantity.ts";
import { hourly } from "./money.ts";
import type { Page } from "./page.ts";
import { homeText } from "./phrases.ts";
import { safeText } from "./text.ts";

/** `on e2-medium $0.05/h, which saves $0.05/h more`, `in room on gke-x, …`; "" when that is not known or the same. */
export function sizedText({ sized, home }: PinnedNode, { words }: Page): string {
  if (sized === undefined) return "";
  const text = homeText(sized.home, words);
  if (text === homeText(home, words)) return "";
  const where = sized.home.kind === "spare" ? `in ${text}` : `on ${text}`;
  const { savesUsdPerHour: saves } = sized;
  if (saves === null || Math.abs(saves) < LEAST) return where;
  return saves > 0 ? `${where}, which saves ${hourly(saves)} more` : `${where}: they ask for too little now`;
}

/** Less than a cent an hour is no saving. */
const LEAST = 0.01;

/** `CronJob batch/x: memory 624Mi instead of 2Gi, cpu 100m instead of 500m`; what has no proposal says how many runs there are. */
export function needLines({ needs }: PinnedNode): readonly string[] {
  return (needs ?? []).map(({ kind, namespace, name, containers, per }) => {
    const parts = containers.map((need) => {
      const text = containerText(need, per);
      return containers.length === 1 ? text : `${need.container} ${text}`;
    });
    return safeText(`${kind} ${namespace}/${name}: ${parts.join("; ")}`);
  });
}

function containerText(need: ContainerNeed, per: "run" | "day"): string {
  const proposed = [...proposedRequests(need)].toReversed().map(([resource, amount]) => {
    const asked = need.requests.get(resource);
    return `${resource} ${formatQuantity(amount)} instead of ${asked === undefined ? "none" : formatQuantity(asked)}`;
  });
  if (proposed.length > 0) return proposed.join(", ");
  const { memory } = need;
  return memory.kind === "too-few-runs" ? `not enough ${per}s yet (${memory.runs} of ${memory.needed})` : "";
}
