import type { ResourceList } from "../model/resources.ts";

/** A machine type as GKE makes nodes of it, with a 100 GB boot disk. */
export interface MachineShape {
  readonly machineType: string;
  readonly family: string;
  readonly vcpu: number;
  readonly memoryGib: number;
  readonly gpus: number;
  /** Local SSD that belongs to the type, in GiB; 0 for none. */
  readonly localSsdGib: number;
  readonly architecture: "amd64" | "arm64";
  /** e2-micro, e2-small, e2-medium, f1-micro, g1-small: cores shared with others. */
  readonly sharedCore: boolean;
  readonly capacity: ResourceList;
  /** What pods may request on a fresh GKE node of this type, before DaemonSets. */
  readonly allocatable: ResourceList;
}

/** All machine types of which the size is known, by name. */
export type Catalog = ReadonlyMap<string, MachineShape>;
