import fc from "fast-check";
import { type Fields, record, some, sometimes, weighted, withoutNothing } from "./chance.ts";

/** How much pods ask for: `light` ones seldom fill a node. */
export type Appetite = "light" | "heavy";

/** Requests of a container. */
export function requests(appetite: Appetite): fc.Arbitrary<Fields> {
  const heavy = appetite === "heavy";
  return record({
    cpu: sometimes(heavy ? 70 : 35, fc.constantFrom(...(heavy ? HEAVY_CPU : ["100m", "0.0001", "50m"]))),
    memory: sometimes(heavy ? 60 : 30, fc.constantFrom(...(heavy ? HEAVY_MEMORY : ["64Mi", "1500m"]))),
    "ephemeral-storage": sometimes(heavy ? 25 : 3, fc.constantFrom("1Gi", "500M", "0")),
    "example.com/widget": sometimes(heavy ? 18 : 3, fc.constantFrom("1", "2", "0", "0")),
    "hugepages-2Mi": sometimes(heavy ? 12 : 2, fc.constantFrom("2Mi", "4Mi")),
    "attachable-volumes-odd": sometimes(heavy ? 5 : 0, fc.constant("1")),
    "kubernetes.io/odd": sometimes(heavy ? 5 : 0, fc.constant("1")),
    // Names that the scheduler does not know count for nothing.
    "requests.example.com/odd": sometimes(heavy ? 3 : 0, fc.constant("1")),
    odd: sometimes(heavy ? 3 : 0, fc.constant("1")),
  });
}

const HEAVY_CPU = ["100m", "500m", "500m", "1", "1", "0.0001", "930m", "1930m", "0"];
const HEAVY_MEMORY = ["128Mi", "1Gi", "1Gi", "1073741825", "1500m", "2Gi", "0"];

const port = record({
  containerPort: fc.constant(80),
  hostPort: weighted([9, fc.constant(80)], [2, fc.constant(443)], [1, fc.constantFrom(0, undefined)]),
  hostIP: sometimes(55, fc.constantFrom("10.0.0.1", "10.0.0.1", "127.0.0.1", "0.0.0.0")),
  protocol: sometimes(60, fc.constantFrom("TCP", "TCP", "UDP")),
});

interface ContainerWeights {
  readonly appetite: Appetite;
  /** Percent of containers with host ports. */
  readonly ports: number;
  /** Percent of pods with init containers. */
  readonly init: number;
}

function container(name: string, weights: ContainerWeights): fc.Arbitrary<Fields> {
  return record({
    name: fc.constant(name),
    image: fc.constant("x"),
    resources: requests(weights.appetite).map((wanted) => ({ requests: wanted })),
    ports: sometimes(weights.ports, weighted([4, some(port, 1, 1)], [1, some(port, 2, 2)])),
    restartPolicyRules: sometimes(2, fc.constantFrom([{ action: "RestartAllContainers" }], [{ action: "Restart" }])),
  });
}

function initContainer(name: string, weights: ContainerWeights): fc.Arbitrary<Fields> {
  return fc
    .tuple(container(name, { ...weights, ports: Math.ceil(weights.ports / 2) }), fc.boolean())
    .map(([made, sidecar]) => (sidecar ? { ...made, restartPolicy: "Always" } : made));
}

/** A pod's containers, what it asks for as a whole, and its overhead. */
export function containers(weights: ContainerWeights, podLevel: number): fc.Arbitrary<Fields> {
  const whole = requests(weights.appetite).map((wanted) => ({ requests: onlyPodLevel(wanted) }));
  return record({
    containers: weighted<readonly Fields[]>(
      [4, fc.tuple(container("main", weights))],
      [1, fc.tuple(container("main", weights), container("second", weights))],
    ),
    initContainers: sometimes(
      weights.init,
      weighted<readonly Fields[]>(
        [2, fc.tuple(initContainer("first", weights))],
        [2, fc.tuple(initContainer("first", weights), initContainer("then", weights))],
      ),
    ),
    overhead: sometimes(podLevel, fc.constant({ cpu: "50m", memory: "64Mi" })),
    resources: sometimes(podLevel, whole),
  });
}

/** The API server takes only these for a whole pod. */
function onlyPodLevel(wanted: Fields): Fields {
  return withoutNothing({ cpu: wanted["cpu"], memory: wanted["memory"], "hugepages-2Mi": wanted["hugepages-2Mi"] });
}
