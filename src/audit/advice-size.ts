import { formatQuantity, fromWhole, ZERO } from "../model/quantity.ts";
import type { AdviceCase, Held } from "./advice-case.ts";
import { type Manifest, templateAdvice } from "./advice-patch.ts";
import type { Advice } from "./finding.ts";
import { needWords } from "./need-words.ts";
import { hasProposal, proposedRequests, type WorkloadNeed } from "./needs.ts";

/** The need of the workload, where there is one to propose. */
export function needFor({ context }: Pick<AdviceCase, "context">, { blocker }: Held): WorkloadNeed | null {
  const { pod } = blocker;
  const need = context.needOf(pod);
  // Pods that ask as a whole are not asked for by container.
  return need === null || !hasProposal(need) || context.size(pod) === pod ? null : need;
}

/** The containers' part of a pod's spec that asks for what the runs needed. A limit that would be below the request goes up with it. */
export function sizePatch({ containers }: WorkloadNeed): Manifest {
  const patched = containers.flatMap((need): readonly Manifest[] => {
    const requests = Object.fromEntries(
      [...proposedRequests(need)].map(([name, amount]) => [name, formatQuantity(amount)]),
    );
    if (Object.keys(requests).length === 0) return [];
    const { limitBytes, memory } = need;
    const short = limitBytes !== null && memory.kind === "proposed" && memory.requestBytes > limitBytes;
    const limits: Manifest = short ? { limits: { memory: formatQuantity(fromWhole(memory.requestBytes)) } } : {};
    return [{ name: need.container, resources: { requests, ...limits } }];
  });
  return { containers: patched };
}

/** What the runs needed, in a sentence for each container that there is something to propose for. */
export function sizeWords(need: WorkloadNeed): string {
  const containers = need.containers.filter((each) => proposedRequests(each).size > 0);
  return needWords({ ...need, containers }).join(" ");
}

/** Asks for what the runs needed, where that is another thing than is asked for now. */
export function sizeRequests(adviceCase: AdviceCase, held: Held): readonly Advice[] {
  const need = needFor(adviceCase, held);
  if (need === null) return [];
  const kind = asksForMore(need) ? "raise-request" : "lower-request";
  return [templateAdvice(kind, held.target, sizeWords(need), { spec: sizePatch(need) })];
}

/** Is more proposed than is asked for now, of any resource of any container? */
function asksForMore({ containers }: WorkloadNeed): boolean {
  return containers.some((need) =>
    [...proposedRequests(need)].some(([name, amount]) => amount > (need.requests.get(name) ?? ZERO)),
  );
}
