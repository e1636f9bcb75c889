/**
 * NodeDeclaredFeatures: the node must declare every feature that the pod needs of its kubelet.
 * Source: scheduler `plugins/nodedeclaredfeatures`, on by default since Kubernetes 1.36.
 */
export function nodeDeclaredFeaturesRefuses(
  needed: readonly string[] | undefined,
  declared: ReadonlySet<string> | undefined,
): boolean {
  return needed?.some((feature) => declared?.has(feature) !== true) ?? false;
}
