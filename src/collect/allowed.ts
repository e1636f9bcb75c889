/** Beginnings of annotation keys that the autoscaler, its price model or Barnacle itself read. */
const PREFIXES = ["cluster-autoscaler.kubernetes.io/", "cluster-autoscaler/gce/", "barnacle.dev/"] as const;

const KEYS: ReadonlySet<string> = new Set([
  // A mirror pod is skipped by every drain rule; a static pod is told by its source.
  "kubernetes.io/config.mirror",
  "kubernetes.io/config.source",
  "batch.kubernetes.io/cronjob-scheduled-timestamp",
  "volume.kubernetes.io/selected-node",
  "volume.beta.kubernetes.io/storage-class",
  "storage.alpha.kubernetes.io/migrated-plugins",
  "pv.kubernetes.io/bind-completed",
  "pv.kubernetes.io/bound-by-controller",
  "storageclass.kubernetes.io/is-default-class",
  "storageclass.beta.kubernetes.io/is-default-class",
]);

/**
 * Which annotations are read, and so are all that a snapshot file holds. An allow-list: annotations carry secrets, whole
 * manifests and checksums. `configured` adds keys, such as the one that names the owning team.
 */
export function annotationFilter(configured: readonly string[] = []): (key: string) => boolean {
  const own: ReadonlySet<string> = new Set(configured);
  const known = new Map<string, boolean>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const allowed = KEYS.has(key) || own.has(key) || PREFIXES.some((prefix) => key.startsWith(prefix));
    known.set(key, allowed);
    return allowed;
  };
}
