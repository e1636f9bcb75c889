import { describe, expect, test } from "vitest";
import { partOf } from "../../src/price/sku.ts";

function told(description: string): string {
  const part = partOf({ description });
  return part === null ? "nothing" : Object.values(part).join(" ");
}

describe("partOf", () => {
  test.each([
    ["N2 Instance Core running in Japan", "core n2 false"],
    ["N2D AMD Instance Ram running in Americas", "memory n2d false"],
    ["Spot Preemptible C4A Arm Instance Core running in Belgium", "core c4a true"],
    ["N1 Predefined Instance Core running in Zurich", "core n1 false"],
    ["Spot Preemptible N1 Predefined Instance Ram running in Zurich", "memory n1 true"],
    ["Compute optimized Core running in Americas", "core c2 false"],
    ["Spot Preemptible Compute optimized Instance Core running in Johannesburg", "core c2 true"],
    ["Memory-optimized Instance Ram running in Tokyo", "memory m1 false"],
    ["M3 Memory-optimized Instance Core running in Americas", "core m3 false"],
    ["A3 Instance Core running in Americas", "core a3 false"],
    ["Micro Instance with burstable CPU running in EMEA", "machine f1-micro false"],
    ["Spot Preemptible Small Instance with 1 VCPU running in Paris", "machine g1-small true"],
    ["Nvidia L4 GPU running in Tokyo", "gpu Nvidia L4 GPU false"],
    [
      "Nvidia Tesla A100 80GB GPU attached to Spot Preemptible VMs running in Americas",
      "gpu Nvidia Tesla A100 80GB GPU true",
    ],
    ["Storage PD Capacity", "boot-disk pd-standard"],
    ["SSD backed PD Capacity in Mumbai", "boot-disk pd-ssd"],
    ["Hyperdisk Balanced Capacity in Mumbai", "boot-disk hyperdisk-balanced"],
    ["SSD backed Local Storage", "local-ssd  false"],
    ["SSD backed Local Storage attached to Spot Preemptible VMs in Paris", "local-ssd  true"],
    ["Spot Preemptible C4D Instance Local SSD running in Frankfurt", "local-ssd c4d true"],
    ["N2 Custom Instance Core running in Japan", "nothing"],
    ["N2 Custom Extended Instance Ram running in Japan", "nothing"],
    ["N2 Sole Tenancy Instance Core running in Japan", "nothing"],
    ["N1 Predefined Instance Core", "nothing"],
    ["Memory Optimized Upgrade Premium for Memory-optimized Instance Core running in Tokyo", "nothing"],
    ["Commitment v1: N2 Cpu in Japan for 1 Year", "nothing"],
    ["Commitment: Compute optimized Core running in Americas for 1 Year", "nothing"],
    ["Reserved N2 Instance Core in Japan", "nothing"],
    ["DWS Defined Duration A3 Instance Core running in Americas", "nothing"],
    ["Regional Balanced PD Capacity in Japan", "nothing"],
    ["Hyperdisk Balanced IOPS in Japan", "nothing"],
    ["Network Internet Egress from Japan to China", "nothing"],
    ["", "nothing"],
  ])("%s", (description, expected) => {
    expect(told(description)).toBe(expected);
  });
});
