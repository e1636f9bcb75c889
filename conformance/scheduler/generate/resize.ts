import fc from "fast-check";
import { type Fields, record, sometimes } from "./chance.ts";
import { requests } from "./containers.ts";

const resources = requests("heavy").map((wanted) => ({ requests: wanted }));

function containerStatus(name: string): fc.Arbitrary<Fields> {
  return record({
    name: fc.constant(name),
    resources: sometimes(85, resources),
    allocatedResources: sometimes(60, requests("heavy")),
  });
}

const pending = record({
  type: fc.constant("PodResizePending"),
  status: fc.constant("True"),
  reason: fc.constantFrom("Infeasible", "Infeasible", "Deferred"),
});

/** What a status says of a pod that was, or is to be, resized where it runs. */
export const resizeStatus = record({
  conditions: sometimes(40, fc.tuple(pending)),
  containerStatuses: fc.tuple(containerStatus("main")),
  initContainerStatuses: sometimes(30, fc.tuple(containerStatus("first"))),
  resources: sometimes(50, resources),
  allocatedResources: sometimes(40, requests("heavy")),
});
