import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Container } from "../../src/model/pod.ts";
import { formatQuantity, parseQuantity, type Quantity, ZERO } from "../../src/model/quantity.ts";
import { type ContainerResize, podRequests, type ResizeStatus } from "../../src/model/requests.ts";
import { addResources, maxResources, NO_RESOURCES, type ResourceList } from "../../src/model/resources.ts";

type Amounts = Readonly<Record<string, string>>;

function resources(amounts: Amounts): ResourceList {
  return new Map(
    Object.entries(amounts).map(([name, text]): [string, Quantity] => {
      const quantity = parseQuantity(text);
      return [name, quantity.ok ? quantity.value : ZERO];
    }),
  );
}

function container(kind: Container["kind"], cpu: string, name = kind): Container {
  return { name, kind, requests: resources({ cpu }) };
}

interface Case {
  readonly containers: readonly Container[];
  readonly overhead?: Amounts;
  readonly podLevel?: Amounts;
}

function asked({ containers, overhead = {}, podLevel }: Case, resize: ResizeStatus | null = null): Amounts {
  const spec = {
    containers,
    overhead: resources(overhead),
    podLevelRequests: podLevel === undefined ? null : resources(podLevel),
  };
  return Object.fromEntries([...podRequests(spec, resize)].map(([name, amount]) => [name, formatQuantity(amount)]));
}

describe("a pod asks for", () => {
  const cases: Readonly<Record<string, Case & { readonly expected: Amounts }>> = {
    "nothing without containers": { containers: [], expected: {} },
    "the sum of its containers": {
      containers: [container("main", "1"), container("main", "500m")],
      expected: { cpu: "1500m" },
    },
    "the largest init container where that is more": {
      containers: [container("main", "1"), container("init", "3"), container("init", "2")],
      expected: { cpu: "3" },
    },
    "no init container where the running ones are more": {
      containers: [container("main", "4"), container("init", "3")],
      expected: { cpu: "4" },
    },
    "its sidecars all along": {
      containers: [container("main", "1"), container("sidecar", "500m")],
      expected: { cpu: "1500m" },
    },
    "an init container beside the sidecars started before it": {
      containers: [
        container("main", "1"),
        container("sidecar", "1"),
        container("init", "2"),
        container("sidecar", "4"),
      ],
      expected: { cpu: "6" },
    },
    "sidecars and a large init container together": {
      containers: [
        container("main", "1"),
        container("sidecar", "1"),
        container("sidecar", "1"),
        container("init", "3"),
      ],
      expected: { cpu: "5" },
    },
    "an init container not beside the sidecars that follow it": {
      containers: [container("main", "1"), container("init", "3"), container("sidecar", "1")],
      expected: { cpu: "3" },
    },
    "its overhead on top": {
      containers: [container("main", "1"), container("init", "3")],
      overhead: { cpu: "250m", memory: "64Mi" },
      expected: { cpu: "3250m", memory: "64Mi" },
    },
    "what the whole pod asks for, instead": {
      containers: [container("main", "1"), container("init", "9")],
      podLevel: { cpu: "2", memory: "1Gi" },
      overhead: { cpu: "100m" },
      expected: { cpu: "2100m", memory: "1Gi" },
    },
    "hugepages for the whole pod": {
      containers: [container("main", "1")],
      podLevel: { "hugepages-2Mi": "4Mi" },
      expected: { cpu: "1", "hugepages-2Mi": "4Mi" },
    },
    "nothing for the whole pod of what only a container may ask for": {
      containers: [container("main", "1")],
      podLevel: { "nvidia.com/gpu": "8", "ephemeral-storage": "1Gi" },
      expected: { cpu: "1" },
    },
  };
  test.each(Object.entries(cases))("%s", (_, { expected, ...given }) => {
    expect(asked(given)).toEqual(expected);
  });
});

describe("a pod that is being resized counts as", () => {
  const resize = (name: string, actuated: string, allocated: string | null, infeasible = false): ResizeStatus => ({
    containers: new Map([
      [
        name,
        {
          actuated: resources({ cpu: actuated }),
          allocated: allocated === null ? NO_RESOURCES : resources({ cpu: allocated }),
        } satisfies ContainerResize,
      ],
    ]),
    infeasible,
  });
  const main = [container("main", "2")];
  test.each([
    ["what it wishes, when that is most", main, resize("main", "1", "1"), "2"],
    ["what it runs with, while it shrinks", main, resize("main", "4", "2"), "4"],
    ["what it was granted, before it runs with it", main, resize("main", "2", "3"), "3"],
    ["what it runs with, when its wish is infeasible", main, resize("main", "1", "1", true), "1"],
    ["its spec, when another container's status is told", main, resize("other", "9", "9"), "2"],
    ["its status without a grant", main, resize("main", "3", null), "3"],
    ["its sidecars' status", [container("sidecar", "1")], resize("sidecar", "2", null), "2"],
    ["its init containers' spec, which cannot change", [container("init", "1")], resize("init", "2", null), "1"],
    ["the wish for the whole pod", main, resize("main", "9", null), "9"],
  ])("%s", (_, containers, status, cpu) => {
    expect(asked({ containers }, status)).toEqual({ cpu });
  });

  test("what the whole pod asks for, whatever its containers' status says", () => {
    expect(asked({ containers: main, podLevel: { cpu: "3" } }, resize("main", "9", "9"))).toEqual({ cpu: "3" });
  });
});

const amounts = fc
  .dictionary(fc.constantFrom("cpu", "memory", "hugepages-2Mi", "x/y"), fc.bigInt({ min: 0n, max: 10n ** 15n }))
  .map((entries): ResourceList => new Map(Object.entries(entries).map(([name, value]) => [name, value as Quantity])));
const containers = fc.array(
  fc.record({ name: fc.string(), kind: fc.constantFrom("main", "init", "sidecar"), requests: amounts }),
  { maxLength: 6 },
) as fc.Arbitrary<Container[]>;

function atLeast(left: ResourceList, right: ResourceList): boolean {
  return [...right].every(([name, amount]) => (left.get(name) ?? ZERO) >= amount);
}

describe("requests", () => {
  test("are never less than any container's, nor than main containers and sidecars together", () => {
    fc.assert(
      fc.property(containers, amounts, (all, overhead) => {
        const requests = podRequests({ containers: all, overhead, podLevelRequests: null });
        const running = all
          .filter(({ kind }) => kind !== "init")
          .reduce((sum, { requests: of }) => addResources(sum, of), overhead);
        expect(atLeast(requests, running)).toBe(true);
        for (const { requests: of } of all) expect(atLeast(requests, of)).toBe(true);
      }),
    );
  });

  test("are never more than all containers one after another", () => {
    fc.assert(
      fc.property(containers, amounts, (all, overhead) => {
        const requests = podRequests({ containers: all, overhead, podLevelRequests: null });
        expect(
          atLeast(
            all.reduce((sum, { requests: of }) => addResources(sum, of), overhead),
            requests,
          ),
        ).toBe(true);
      }),
    );
  });

  test("are those of the spec when the status repeats it", () => {
    fc.assert(
      fc.property(containers, amounts, fc.boolean(), (all, overhead, infeasible) => {
        const named = all.map((of, index) => ({ ...of, name: `c${index}` }));
        const spec = { containers: named, overhead, podLevelRequests: null };
        const told = new Map(named.map(({ name, requests: of }) => [name, { actuated: of, allocated: of }]));
        expect(podRequests(spec, { containers: told, infeasible })).toEqual(podRequests(spec));
      }),
    );
  });
});

test("sums and larger ones go name by name", () => {
  const [left, right] = [resources({ cpu: "1", memory: "1Gi" }), resources({ cpu: "2", pods: "1" })];
  expect(addResources(left, right)).toEqual(resources({ cpu: "3", memory: "1Gi", pods: "1" }));
  expect(maxResources(left, right)).toEqual(resources({ cpu: "2", memory: "1Gi", pods: "1" }));
});
