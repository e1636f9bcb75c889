/**
 * What GKE's own build (GoogleCloudPlatform/cluster-autoscaler @7d25050, Apache-2.0) says of prices beyond the CSV files made of
 * it. It runs the open-source model (`gce.NewGcePriceModel`) on a price table of its own (`pkg/cloudprovider/gke/gke_price_info.go`).
 */

/**
 * Spot discounts whose last bit the CSV has otherwise. The source writes them as quotients of constants (c2: 0.00822 / 0.03398),
 * which Go divides exactly and rounds once; the CSV's were divided as float64.
 */
export const EXACT_DISCOUNTS: ReadonlyMap<string, number> = new Map([
  ["a3", 0.42011354420113545],
  ["c2", 0.24190700412007063],
  ["c4d", 0.39846499610133473],
  ["c4n", 0.4],
  ["ct4l", 0.30124223602484473],
  ["ct4p", 0.30124223602484473],
  ["e2", 0.299986245472468],
  ["h4d", 0.5999999999999999],
  ["n1", 0.21052798076618898],
  ["n2", 0.24200436556894753],
  ["n4a", 0.4],
  ["n4d", 0.4],
  ["t2d", 0.24198240127990692],
  ["z4d", 0.4],
]);

/** Spot discounts of custom machines, which the CSV leaves out (`machinetypes/deprecated_machine_types_config.go`). */
export const CUSTOM_DISCOUNTS: Readonly<Record<string, number>> = {
  e2: 0.3,
  n1: 0.2104057394344969,
  n2: 0.24175559172846206,
  n2d: 0.10070298161166326,
  n4a: 0.40000116935472085,
  n4d: 0.38095238095238093,
};

/** GPUs whose price the machine's contains, set to 0 on top of the open-source table (`GkePriceInfo.GpuPrices`). */
export const GPUS_IN_MACHINE = ["nvidia-l4", "nvidia-h100-80gb", "nvidia-h100-mega-80gb"] as const;

/** Families and types with larger local SSDs than 375 GiB (`machinetypes.LocalSSDDiskSizes`). */
export const LOCAL_SSD_GIB = {
  z3: 3000,
  z4d: 3500,
  a4x: 3000,
  "c4-standard-288-lssd-metal": 3000,
  "c4-highmem-288-lssd-metal": 3000,
} as const;
