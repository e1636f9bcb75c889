import { expect, test } from "vitest";
import { withoutTpuRequests } from "../../src/judge/tpu.ts";
import { container, pod, resources } from "./objects.ts";

const TPU = "cloud-tpus.google.com/v3";
const spec = { containers: [container({ cpu: "1", [TPU]: "8" }), container({ cpu: "2" })] };

test("most pods are themselves", () => {
  const plain = pod({ spec: { containers: [container({ cpu: "1", "nvidia.com/gpu": "1" })] } });
  expect(withoutTpuRequests(plain)).toBe(plain);
  const starting = pod({ spec: { containers: [container({ [TPU]: "8" }, "init")] } });
  expect(withoutTpuRequests(starting)).toBe(starting);
});

test("a TPU is taken out of what the main containers ask for", () => {
  const cleared = withoutTpuRequests(pod({ spec }));
  expect(cleared.spec.requests).toEqual(resources({ cpu: "3" }));
  expect(cleared.runningRequests).toBe(cleared.spec.requests);
});

test("what was resized and what an init container asks for stay", () => {
  const asked = pod({ spec: { containers: [...spec.containers, container({ [TPU]: "2" }, "init")] } });
  const running = { ...asked, runningRequests: resources({ cpu: "5", [TPU]: "8" }) };
  const cleared = withoutTpuRequests(running);
  expect(cleared.spec.requests).toEqual(resources({ cpu: "3", [TPU]: "2" }));
  expect(cleared.runningRequests).toEqual(resources({ cpu: "5", [TPU]: "2" }));
});

test("pods of one spec still share one afterwards", () => {
  const one = pod({ name: "a", spec });
  const other = { ...one, name: "b" };
  expect(withoutTpuRequests(one).spec).toBe(withoutTpuRequests(other).spec);
});
