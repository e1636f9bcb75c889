import type { Taint } from "../../src/model/node.ts";
import type { Raw } from "./universe.ts";
import { keyOf } from "./universe.ts";

/** A cluster that moves have changed, as the scheduler would read it anew. Values: each change makes another one. */
export interface Standing {
  readonly objects: readonly Raw[];
  /** Nodes that may still be asked about: there, and no ghosts. In the order of the search. */
  readonly nodes: readonly string[];
}

export function standingOf(objects: readonly Raw[]): Standing {
  return { objects, nodes: objects.filter(({ kind }) => kind === "Node").map(({ metadata }) => metadata.name) };
}

/** The pod on `node`; `null`: on none. */
export function moved(standing: Standing, pod: string, node: string | null): Standing {
  return change(standing, (object) => (object.kind === "Pod" && keyOf(object) === pod ? onNode(object, node) : object));
}

/** The node stays as an empty one with `taint` added. */
export function haunted(standing: Standing, node: string, taint: Taint): Standing {
  const { key, value, effect } = taint;
  const emptied = change(standing, (object) => {
    if (object.kind !== "Node" || object.metadata.name !== node) return off(object, node);
    const spec = fields(object["spec"]);
    const taints = Array.isArray(spec["taints"]) ? spec["taints"] : [];
    return { ...object, spec: { ...spec, taints: [...taints, { key, value, effect }] } };
  });
  return { ...emptied, nodes: emptied.nodes.filter((name) => name !== node) };
}

/** The node is gone, and the pods on it stand nowhere. */
export function removed(standing: Standing, node: string): Standing {
  const { objects } = change(standing, (object) => off(object, node));
  return {
    objects: objects.filter(({ kind, metadata }) => kind !== "Node" || metadata.name !== node),
    nodes: standing.nodes.filter((name) => name !== node),
  };
}

export function added({ objects, nodes }: Standing, node: Raw): Standing {
  return { objects: [...objects, node], nodes: [...nodes, node.metadata.name] };
}

function change(standing: Standing, make: (object: Raw) => Raw): Standing {
  return { ...standing, objects: standing.objects.map(make) };
}

/** The object, not on `node` if it is a pod that counted there. */
function off(object: Raw, node: string): Raw {
  if (object.kind !== "Pod") return object;
  const place = fields(object["spec"])["nodeName"] ?? fields(object["status"])["nominatedNodeName"];
  return place === node ? onNode(object, null) : object;
}

function onNode(pod: Raw, node: string | null): Raw {
  const { nodeName: _, ...spec } = fields(pod["spec"]);
  const { nominatedNodeName: __, ...status } = fields(pod["status"]);
  return { ...pod, spec: node === null ? spec : { ...spec, nodeName: node }, status };
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
