import fc from "fast-check";
import type { LabelSelector } from "../../src/model/labels.ts";
import type { Node, Taint } from "../../src/model/node.ts";
import type {
  HostPort,
  NodeSelectorTerm,
  Pod,
  PodAffinityTerm,
  SpreadConstraint,
  Toleration,
} from "../../src/model/pod.ts";
import { ago, node, pod } from "./objects.ts";

const maybe = <Value>(value: fc.Arbitrary<Value>, none: Value): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(none) }, { weight: 2, arbitrary: value });

const app = fc.constantFrom("x", "y");
const topologyKey = fc.constantFrom("zone", "host", "disk");

const taint = (key: string, effect: string): Taint => ({ key, value: "yes", effect, addedAt: null });

export const GHOST_TAINT: Taint = taint("ToBeDeletedByClusterAutoscaler", "NoSchedule");

/** A node that may lack labels, be cordoned, tainted or small. */
export function anyNode(name: string): fc.Arbitrary<Node> {
  return fc
    .record({
      zone: fc.constantFrom("a", "b", null),
      disk: fc.constantFrom("ssd", null),
      cordoned: maybe(fc.constant(true), false),
      taints: maybe<readonly Taint[]>(
        fc.constantFrom([taint("t", "NoSchedule")], [taint("u", "NoExecute")], [taint("t", "PreferNoSchedule")]),
        [],
      ),
      cpu: fc.constantFrom("1", "2", "8"),
    })
    .map(({ zone, disk, cordoned, taints, cpu }) =>
      node(name, {
        unschedulable: cordoned,
        taints,
        labels: { host: name, ...(zone === null ? {} : { zone }), ...(disk === null ? {} : { disk }) },
        allocatable: { cpu, memory: "8Gi", pods: "5" },
      }),
    );
}

const selector: fc.Arbitrary<LabelSelector | null> = fc.oneof(
  { weight: 5, arbitrary: app.map((value) => [{ key: "app", operator: "In" as const, values: [value] }]) },
  { weight: 1, arbitrary: fc.constant([{ key: "app", operator: "In" as const, values: ["x", "y"] }]) },
  { weight: 1, arbitrary: fc.constant([{ key: "tier", operator: "Exists" as const, values: [] }]) },
  { weight: 1, arbitrary: fc.constant([{ key: "app", operator: "NotIn" as const, values: ["x"] }]) },
  { weight: 1, arbitrary: fc.constantFrom(null, []) },
);

const spread: fc.Arbitrary<SpreadConstraint> = fc.record({
  topologyKey,
  maxSkew: fc.constantFrom(1, 1, 2),
  minDomains: fc.constantFrom(null, null, 2, 3),
  selector,
  matchLabelKeys: maybe<readonly string[]>(fc.constantFrom(["tier"], ["tier", "missing"]), []),
  nodeAffinityPolicy: fc.constantFrom("Honor" as const, "Ignore" as const),
  nodeTaintsPolicy: fc.constantFrom("Honor" as const, "Ignore" as const),
});

const term: fc.Arbitrary<PodAffinityTerm> = fc.record({
  selector,
  topologyKey,
  namespaces: maybe<readonly string[]>(fc.constantFrom(["d"], ["e", "unlisted"]), []),
  namespaceSelector: maybe<LabelSelector | null>(
    fc.constantFrom(
      [],
      [{ key: "team", operator: "In", values: ["ml"] }],
      [{ key: "team", operator: "DoesNotExist", values: [] }],
    ),
    null,
  ),
  matchLabelKeys: fc.constant([]),
  mismatchLabelKeys: fc.constant([]),
});

const tolerations: fc.Arbitrary<readonly Toleration[]> = fc.constantFrom(
  [],
  [{ key: "", operator: "Exists", value: "", effect: "" }],
  [{ key: "t", operator: "Equal", value: "yes", effect: "NoSchedule" }],
);

const ports: fc.Arbitrary<readonly HostPort[]> = fc.constantFrom(
  [{ protocol: "TCP", address: "", port: 80 }],
  [{ protocol: "TCP", address: "10.0.0.1", port: 80 }],
);

const nodeAffinity: fc.Arbitrary<readonly NodeSelectorTerm[] | null> = fc.constantFrom(
  [{ expressions: [{ key: "zone", operator: "In", values: ["a"] }], fields: [] }],
  [{ expressions: [{ key: "disk", operator: "DoesNotExist", values: [] }], fields: [] }],
  [{ expressions: [], fields: [{ key: "metadata.name", operator: "NotIn", values: ["n0"] }] }],
);

/** Pods `p0` …: several share one spec object, as `collect` makes them. */
export function somePods(count: number): fc.Arbitrary<readonly Pod[]> {
  const spec = fc.record({
    spread: maybe(fc.array(spread, { minLength: 1, maxLength: 2 }), []),
    affinity: maybe(fc.array(term, { minLength: 1, maxLength: 2 }), []),
    antiAffinity: maybe(fc.array(term, { minLength: 1, maxLength: 2 }), []),
    tolerations,
    hostPorts: maybe(ports, []),
    nodeAffinity: maybe(nodeAffinity, null),
    cpu: fc.constantFrom("100m", "500m"),
  });
  const one = fc.record({
    spec: fc.nat(3),
    namespace: fc.constantFrom("d", "e", "unlisted"),
    app,
    tier: fc.constantFrom("web", "db", null),
    leaving: maybe(fc.constant(true), false),
  });
  return fc
    .tuple(fc.array(spec, { minLength: 4, maxLength: 4 }), fc.array(one, { minLength: count, maxLength: count }))
    .map(([specs, ones]) => {
      const made = specs.map(({ cpu, ...rest }) => pod({ spec: { ...rest, containers: [cpuOf(cpu)] } }).spec);
      return ones.map(({ spec: which, namespace, app: value, tier, leaving }, index) => {
        const labels = { app: value, ...(tier === null ? {} : { tier }) };
        const bare = pod({
          name: `p${index}`,
          uid: `p${index}`,
          namespace,
          labels,
          nodeName: "",
          deletedAt: leaving ? ago(0) : null,
        });
        const full = made[which] ?? bare.spec;
        return { ...bare, spec: full, runningRequests: full.requests };
      });
    });
}

function cpuOf(cpu: string) {
  return { name: "c", kind: "main" as const, requests: node("any", { allocatable: { cpu } }).allocatable };
}

/** What changes a cluster; numbers are taken modulo what there is. */
export type Change =
  | { readonly kind: "put"; readonly pod: number; readonly node: number }
  | { readonly kind: "place"; readonly pod: number; readonly after: number }
  | { readonly kind: "take"; readonly pod: number }
  | { readonly kind: "ghost" | "remove"; readonly node: number }
  | { readonly kind: "add"; readonly node: Node };

export type Command = Change | { readonly kind: "mark" } | { readonly kind: "revert" };

const command = (index: number): fc.Arbitrary<Command> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant("put" as const), pod: fc.nat(), node: fc.nat() }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("place" as const), pod: fc.nat(), after: fc.nat() }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("take" as const), pod: fc.nat() }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("ghost" as const, "remove" as const), node: fc.nat() }) },
    { weight: 1, arbitrary: anyNode(`added${index}`).map((added) => ({ kind: "add" as const, node: added })) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("mark" as const) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("revert" as const) }) },
  );

export interface Story {
  readonly nodes: readonly Node[];
  readonly pods: readonly Pod[];
  readonly commands: readonly Command[];
}

/** A small cluster, crowded with rules, and what is done to it. */
export const story: fc.Arbitrary<Story> = fc.record({
  nodes: fc.tuple(...[0, 1, 2, 3].map((index) => anyNode(`n${index}`))),
  pods: somePods(8),
  commands: fc.tuple(...Array.from({ length: 14 }, (_, index) => command(index))),
});
