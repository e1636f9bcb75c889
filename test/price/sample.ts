import { loadBooks } from "../../src/collect/books.ts";
import type { Node, Taint } from "../../src/model/node.ts";
import type { Pod } from "../../src/model/pod.ts";
import { parseQuantity, type Quantity } from "../../src/model/quantity.ts";
import type { ResourceList } from "../../src/model/resources.ts";
import type { Quote } from "../../src/price/quote.ts";

/** The books of the two regions that most tests ask about. */
export const books = await loadBooks(["asia-northeast1", "us-central1"]);

export function quantity(text: string): Quantity {
  const parsed = parseQuantity(text);
  if (!parsed.ok) throw new Error(`${text} ${parsed.why}`);
  return parsed.value;
}

function resources(amounts: Readonly<Record<string, string>>): ResourceList {
  return new Map(Object.entries(amounts).map(([name, amount]) => [name, quantity(amount)]));
}

export interface NodeWish {
  readonly type?: string;
  readonly zone?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly capacity?: Readonly<Record<string, string>>;
  readonly taints?: readonly Taint[];
  readonly providerId?: string;
}

/** What a node with a 100 GB boot disk reports. */
const CAPACITY = { cpu: "2", memory: "8Gi", "ephemeral-storage": "98831908Ki" } as const;

/** A Tokyo node of `type` with a 100 GB balanced disk, and what is wished otherwise. */
export function node(wish: NodeWish = {}): Node {
  const labels = new Map<string, string>();
  if (wish.type !== undefined) labels.set("node.kubernetes.io/instance-type", wish.type);
  const zone = wish.zone ?? "asia-northeast1-a";
  if (zone !== "") labels.set("topology.kubernetes.io/zone", zone);
  labels.set("cloud.google.com/gke-boot-disk", "pd-balanced");
  for (const [key, value] of Object.entries(wish.labels ?? {})) labels.set(key, value);
  return {
    name: "n",
    uid: "u",
    labels,
    annotations: new Map(Object.entries(wish.annotations ?? {})),
    createdAt: null,
    unschedulable: false,
    taints: wish.taints ?? [],
    capacity: resources(wish.capacity ?? CAPACITY),
    allocatable: resources({}),
    conditions: [],
    kubeletVersion: "",
    providerId: wish.providerId ?? "",
  };
}

/** `node`, without the named labels. */
export function without(from: Node, ...keys: readonly string[]): Node {
  return { ...from, labels: new Map([...from.labels].filter(([key]) => !keys.includes(key))) };
}

/** A pod that asks for `amounts`; what it asked for in its spec is something else. */
export function pod(amounts: Readonly<Record<string, string>>): Pod {
  const requests = resources({ cpu: "77", memory: "77Gi" });
  return {
    namespace: "batch",
    name: "x",
    uid: "p",
    labels: new Map(),
    annotations: new Map(),
    createdAt: null,
    startedAt: null,
    deletedAt: null,
    nodeName: "n",
    nominatedNodeName: "",
    phase: "Running",
    owner: null,
    spec: {
      requests,
      containers: [],
      overhead: resources({}),
      podLevelRequests: null,
      restartPolicy: "Never",
      terminationGraceSeconds: null,
      priority: null,
      schedulerName: "default-scheduler",
      hostNetwork: false,
      nodeSelector: new Map(),
      nodeAffinity: null,
      tolerations: [],
      hostPorts: [],
      spread: [],
      affinity: [],
      antiAffinity: [],
      volumes: [],
      resourceClaims: [],
    },
    runningRequests: resources(amounts),
    ends: [],
    restarts: 0,
  };
}

/** The parts of a quote as `{ what: price }`. */
export function parts(quote: Quote): Readonly<Record<string, number>> {
  return Object.fromEntries(quote.parts.map((part) => [part.what, part.usdPerHour]));
}

/** Tokyo's price of a 100 GB balanced disk. */
export const DISK: number = (0.13 / 730) * 100;
