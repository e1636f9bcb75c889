import type { Mutation } from "../mutation.ts";

/** The price model's code. */
export const PRICE: readonly Mutation[] = [
  {
    file: "src/price/model.ts",
    find: "    localSsdCharge(asked),\n    bootDiskCharge(asked),",
    replace: "    bootDiskCharge(asked),\n    localSsdCharge(asked),",
    why: "model: the parts are added in the autoscaler's order, to the last bit",
  },
  {
    file: "src/price/provisioning.ts",
    find: ' || node.labels.get(SPOT) === "true"',
    replace: "",
    why: "model: a spot node has a preemptible's price",
  },
  {
    file: "src/price/machine.ts",
    find: "(noDiscount ? 1 : rate.discount)",
    replace: "rate.discount",
    why: "machine: a spot node without a type label is priced as on demand",
  },
  {
    file: "src/price/machine.ts",
    find: '  price += (wholeValue(resources.get("ephemeral-storage") ?? ZERO) / GIB) * storageRate;\n',
    replace: "",
    why: "machine: the fallback counts ephemeral storage",
  },
  {
    file: "src/price/boot-disk.ts",
    find: "rate: usdPerGibHour(0)",
    replace: "rate: standIn",
    why: "boot disk: a type without a rate costs the autoscaler nothing",
  },
  {
    file: "src/price/disk-size.ts",
    find: "Math.round(diskBytes(",
    replace: "Math.floor(diskBytes(",
    why: "boot disk: the nearest GB is the disk's size",
  },
  {
    file: "src/price/gpus.ts",
    find: "const price = rate ?? tier.unknownGpu;",
    replace: "const price = rate ?? null;",
    why: "GPUs: a type without a rate has the unknown GPU's",
  },
  {
    file: "src/price/ssd-count.ts",
    find: "if (!usesEphemeralSsd(node)) return null;",
    replace: "",
    why: "local SSD: the annotation counts only where ephemeral storage lies on them",
  },
  {
    file: "src/price/pod-price.ts",
    find: "resourcesPrice(runningRequests, unknownFamily, rates) + gpus",
    replace: "resourcesPrice(runningRequests, unknownFamily, rates)",
    why: "pods: what a pod asks of GPUs is in its price",
  },
];
