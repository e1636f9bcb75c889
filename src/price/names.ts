/** Labels of a node that its price depends on. */
export const INSTANCE_TYPE = "node.kubernetes.io/instance-type";
/** The name of the same label up to Kubernetes 1.16. */
export const LEGACY_INSTANCE_TYPE = "beta.kubernetes.io/instance-type";
export const MACHINE_FAMILY = "cloud.google.com/machine-family";
export const BOOT_DISK = "cloud.google.com/gke-boot-disk";
export const SPOT = "cloud.google.com/gke-spot";
export const PREEMPTIBLE = "cloud.google.com/gke-preemptible";
export const FLEX_START = "cloud.google.com/gke-flex-start";
export const PROVISIONING = "cloud.google.com/gke-provisioning";
export const EPHEMERAL_SSD = "cloud.google.com/gke-ephemeral-storage-local-ssd";
export const RAW_BLOCK_SSD = "cloud.google.com/gke-local-nvme-ssd";
export const ACCELERATOR = "cloud.google.com/gke-accelerator";
export const ACCELERATOR_COUNT = "cloud.google.com/gke-accelerator-count";
export const SHARED_CLIENTS = "cloud.google.com/gke-max-shared-clients-per-gpu";
export const OS_DISTRIBUTION = "cloud.google.com/gke-os-distribution";

/** Annotations that the autoscaler writes on its template nodes, never on live ones. */
export const TEMPLATE_BOOT_DISK_TYPE = "cluster-autoscaler/gce/boot-disk-type";
export const TEMPLATE_BOOT_DISK_SIZE = "cluster-autoscaler/gce/boot-disk-size";
export const TEMPLATE_SSD_COUNT = "cluster-autoscaler/gce/local-ssd-count";
export const TEMPLATE_EPHEMERAL_SSD = "cluster-autoscaler/gce/ephemeral-storage-local-ssd";

/** The extended resource under which a node offers its GPUs. */
export const NVIDIA_GPU = "nvidia.com/gpu";

export const DEFAULT_BOOT_DISK_TYPE = "pd-balanced";
export const DEFAULT_BOOT_DISK_GIB = 100;

/** Bytes of a GiB. */
export const GIB: number = 2 ** 30;
