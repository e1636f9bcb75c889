import fc from "fast-check";
import { type Fields, record, weighted } from "./chance.ts";

const CORDON = "node.kubernetes.io/unschedulable";
const KEYS = ["dedicated", "dedicated", "gpu", "level"] as const;
const VALUES = ["", "ml", "web", "5", "7"] as const;

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
  [
    4,
    record({ key, operator: fc.constantFrom("Equal", "Equal", undefined), effect, value: fc.constantFrom(...VALUES) }),
  ],
  [3, record({ key, operator: fc.constant("Exists"), effect })],
  [1, record({ operator: fc.constant("Exists"), effect: fc.constantFrom("", "NoSchedule", "NoExecute") })],
  [1, record({ operator: fc.constantFrom("Equal", undefined), value: fc.constantFrom("", "ml", "web"), effect })],
  [
    1,
    record({
      key: fc.constant("level"),
      operator: fc.constantFrom("Gt", "Lt", "Odd"),
      value: fc.constantFrom("5", "6"),
      effect,
    }),
  ],
  [2, record({ key: fc.constant(CORDON), operator: fc.constant("Exists"), effect: fc.constantFrom("", "NoSchedule") })],
);
