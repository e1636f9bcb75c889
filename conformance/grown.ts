import type { Vector } from "./vectors.ts";

/**
 * Kubernetes' `PodRequests` copies a pod-level request without its big decimal (`inf.Dec`, a pointer) and then adds
 * the pod's overhead to it in place: the pod's own spec grows with each call, and what the autoscaler says of it
 * depends on how often it has asked before. Nobody can mirror a count of calls, so the figure of that resource is not
 * compared on the nodes of such pods.
 */
export function grownResources(vector: Vector): ReadonlyMap<string, ReadonlySet<string>> {
  const byNode = new Map<string, Set<string>>();
  for (const object of vector.objects) {
    const { kind, spec } = object as RawPod;
    if (kind !== "Pod" || spec?.nodeName === undefined) continue;
    for (const [resource, text] of Object.entries(spec.resources?.requests ?? {})) {
      if (spec.overhead?.[resource] === undefined || !isBigDecimal(String(text))) continue;
      const there = byNode.get(spec.nodeName) ?? new Set();
      byNode.set(spec.nodeName, there.add(resource));
    }
  }
  return byNode;
}

interface RawPod {
  readonly kind?: string;
  readonly spec?: {
    readonly nodeName?: string;
    readonly overhead?: Readonly<Record<string, unknown>>;
    readonly resources?: { readonly requests?: Readonly<Record<string, unknown>> };
  };
}

const BINARY_EXPONENT: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };
const DIGITS_OF_INT64 = 18;

/** Does Go keep the quantity as a big decimal rather than an integer? Source: apimachinery `resource.ParseQuantity`. */
export function isBigDecimal(text: string): boolean {
  const [, whole = "", fraction = "", suffix = ""] = /^[+-]?0*(\d*)\.?(\d*)([A-Za-z].*)?$/u.exec(text) ?? [];
  const exponent = BINARY_EXPONENT[suffix];
  if (exponent === undefined) return whole.length + fraction.length > DIGITS_OF_INT64;
  return fraction !== "" || 15 - whole.length - Math.floor((exponent * 3) / 10) - 1 < 0;
}
