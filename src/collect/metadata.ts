import type { ClusterId } from "../model/snapshot.ts";

const PATHS = {
  project: "project/project-id",
  location: "instance/attributes/cluster-location",
  name: "instance/attributes/cluster-name",
} as const;

const PATIENCE_MS = 2_000;

/**
 * The cluster's identity as GKE's metadata server tells it to a pod (with Workload Identity too); `null` when there is no such
 * server or it does not answer within two seconds. `GCE_METADATA_HOST` moves it, as it does for Google's own libraries.
 */
export async function clusterFromMetadata(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ClusterId | null> {
  const host = environment["GCE_METADATA_HOST"] || "metadata.google.internal";
  const ask = async (path: string): Promise<string | null> => {
    try {
      const response = await fetch(`http://${host}/computeMetadata/v1/${path}`, {
        headers: { "Metadata-Flavor": "Google" },
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      if (!response.ok) return null;
      return (await response.text()).trim() || null;
    } catch {
      // No metadata server is the normal case outside GKE; the caller says what that means.
      return null;
    }
  };
  const [project, location, name] = await Promise.all([ask(PATHS.project), ask(PATHS.location), ask(PATHS.name)]);
  return project === null || location === null || name === null ? null : { project, location, name };
}
