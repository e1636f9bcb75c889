import type { Node } from "../model/node.ts";
import { ZERO } from "../model/quantity.ts";

const GPU_LABEL = "cloud.google.com/gke-accelerator";
const GPU_DRA_LABEL = "cloud.google.com/gke-gpu-dra-driver";
const NVIDIA = "nvidia.com/gpu";

/**
 * Extended resources that are GPUs, in the order in which the autoscaler looks for them. Source:
 * `pkg/utils/gpu/gpu.go`.
 */
const GPU_RESOURCES = [NVIDIA, "habana.ai/gaudi", "gpu.intel.com/xe", "amd.com/gpu", "microsoft.com/directx"] as const;

/**
 * What the autoscaler takes a node's GPUs for. `resource`: an extended resource, on which alone the node is judged.
 * `claims`: GPUs that are handed out by dynamic resource allocation; the node is judged on cpu and memory, but with
 * the GPU threshold.
 */
export type NodeGpus = { readonly kind: "resource"; readonly resource: string } | { readonly kind: "claims" };

/**
 * The GPUs of a node, by its label or its allocatable; `null` when it has none. Source: GCE provider
 * `GetNodeGpuConfig`.
 */
export function gpusOf(node: Node): NodeGpus | null {
  const allocatable = GPU_RESOURCES.find((resource) => (node.allocatable.get(resource) ?? ZERO) > ZERO);
  if (allocatable === undefined && !node.labels.has(GPU_LABEL)) return null;
  if (node.labels.get(GPU_DRA_LABEL) === "true") return { kind: "claims" };
  return { kind: "resource", resource: allocatable ?? NVIDIA };
}
