import type { WorkloadNeed } from "../audit/needs.ts";
import { formatQuantity } from "../model/quantity.ts";

/** What a workload needs by its past runs: proposals, or how many runs are missing. */
export function needJson({ kind, namespace, name, per, containers }: WorkloadNeed) {
  return {
    workload: { kind, namespace, name },
    per,
    containers: containers.map(({ container, requests, memory, cpu, limitBytes }) => ({
      container,
      requests: Object.fromEntries(Array.from(requests, ([resource, amount]) => [resource, formatQuantity(amount)])),
      memory,
      cpu,
      limitBytes,
    })),
  };
}
