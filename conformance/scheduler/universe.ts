/** A raw Kubernetes object as JSON holds it. */
export interface Raw {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

/** Few names and few values, so that selectors meet labels often. */
export const LABEL_KEYS = ["app", "tier", "size", "constructor"] as const;
export const LABEL_VALUES = ["a", "b", "5", "12", "x9", ""] as const;

/** The last one is never listed: the scheduler takes it for one without labels. */
export const NAMESPACES = ["red", "green", "blue", "unlisted"] as const;
export const ZONES = ["us-east1-b", "us-east1-c", "us-west1-a"] as const;

export const ZONE = "topology.kubernetes.io/zone";
export const REGION = "topology.kubernetes.io/region";
export const OLD_ZONE = "failure-domain.beta.kubernetes.io/zone";
export const OLD_REGION = "failure-domain.beta.kubernetes.io/region";
export const HOSTNAME = "kubernetes.io/hostname";

/** `us-east1` of `us-east1-b`. */
export function regionOf(zone: string): string {
  return zone.slice(0, zone.lastIndexOf("-"));
}

export const TOPOLOGY_KEYS = [HOSTNAME, HOSTNAME, HOSTNAME, ZONE, ZONE, ZONE, ZONE, "app", "example.com/rack"] as const;

/** The names of the first nodes: those that objects speak of. */
export const HOSTS = ["n0", "n1", "n2", "n3", "n4", "n5"] as const;
/** The nodes of a wide cluster: more than the search takes in one look. */
export const WIDE_HOSTS: readonly string[] = Array.from({ length: 80 }, (_, index) => `n${index}`);
export const EXTRA_HOST = "extra";
/** A node that no sheet has. */
export const LOST_HOST = "lost";

export const DRIVER = "pd.csi.storage.gke.io";
export const OTHER_DRIVER = "files.example.com";
export const OLD_PROVISIONER = "kubernetes.io/gce-pd";
export const NO_PROVISIONER = "kubernetes.io/no-provisioner";

/** The claims that pods name; the last one is in no namespace. */
export const CLAIM_NAMES = ["c0", "c1", "c2", "c3", "c4", "missing"] as const;

/** `namespace/name` */
export function keyOf({ metadata }: Raw): string {
  return `${metadata.namespace ?? ""}/${metadata.name}`;
}
