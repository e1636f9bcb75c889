import type { ClusterId } from "../model/snapshot.ts";
import type { Faults } from "./faults.ts";
import type { RawSeries } from "./wire.ts";

/** Is the series of this cluster? The filter asks for it alone; what comes all the same is left out, and told. */
export function isOf(cluster: ClusterId, { labels }: RawSeries, faults: Faults): boolean {
  const same = (label: string, value: string) => (labels.get(label) ?? value) === value;
  if (same("cluster_name", cluster.name) && same("location", cluster.location)) return true;
  faults.add("other-cluster", `${labels.get("cluster_name") ?? ""} in ${labels.get("location") ?? ""}`);
  return false;
}
