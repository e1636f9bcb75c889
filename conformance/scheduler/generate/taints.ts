import fc from "fast-check";
import { type Fields, record, weighted } from "./chance.ts";

const CORDON = "node.kubernetes.io/unschedulable";
const KEYS = ["dedicated", "dedicated", "dedicated", "level"] as const;
const VALUES = ["", "ml", "ml", "ml", "7"] as const;

/** A node's taint. */
export const taint = record({
  key: fc.constantFrom(...KEYS, CORDON),
  value: fc.constantFrom(...VALUES),
  effect: fc.constantFrom("NoSchedule", "NoSchedule", "NoExecute", "PreferNoSchedule", "Odd"),
});

const key = fc.constantFrom(...KEYS);
const effect = fc.constantFrom("NoSchedule", "NoSchedule", "NoExecute", "");

/** A pod's toleration. */
export const toleration = weighted<Fields>(
  [4, record({ key, operator: fc.constantFrom("Equal", undefined), effect, value: fc.constantFrom(...VALUES) })],
  [3, record({ key, operator: fc.constant("Exists"), effect })],
  [2, record({ operator: fc.constant("Exists"), effect: fc.constantFrom("", "NoSchedule", "NoExecute") })],
  [2, record({ operator: fc.constantFrom("Equal", undefined), value: fc.constantFrom("", "ml", "web"), effect })],
  [
    2,
    record({
      key: fc.constantFrom("level", "dedicated"),
      operator: fc.constantFrom("Gt", "Lt", "Odd", "Odd"),
      value: fc.constantFrom("5", "6"),
      effect,
    }),
  ],
  [4, record({ key: fc.constant(CORDON), operator: fc.constant("Exists"), effect: fc.constantFrom("", "NoSchedule") })],
);
