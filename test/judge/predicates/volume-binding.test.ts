import { expect, test } from "vitest";
import { volumeBindingRefuses, volumeBindingRefusesAll } from "../../../src/judge/predicates/volume-binding.ts";
import { claimsOf } from "../../../src/judge/scheduling-claims.ts";
import { fromWhole } from "../../../src/model/quantity.ts";
import type { StorageClass, Volume, VolumeClaim } from "../../../src/model/volume.ts";
import { node, pod, resources } from "../objects.ts";
import { claim, labelled, storageClass, stored, unbound, use, volume } from "./volume-objects.ts";

const LOCAL = storageClass({ provisioner: "kubernetes.io/no-provisioner" });
const GIB = 2 ** 30;

test.each<[string, VolumeClaim | null, StorageClass, boolean]>([
  ["missing", null, storageClass(), true],
  ["bound", claim(), storageClass(), false],
  ["bound, but not for good", claim({ annotations: new Map() }), storageClass(), true],
  ["lost", claim({ phase: "Lost" }), storageClass(), true],
  ["being deleted", claim({ deleted: true }), storageClass(), true],
  ["waiting for its pod", unbound(), storageClass(), false],
  ["unbound, of a class that does not wait", unbound(), storageClass({ volumeBindingMode: "Immediate" }), true],
  ["unbound, of no class", unbound({ storageClassName: null }), storageClass(), true],
  ["unbound, of a class that is not there", unbound({ storageClassName: "gone" }), storageClass(), true],
])("anywhere, a claim that is %s", (_, used, kind, refuses) => {
  const storage = stored({ claims: used === null ? [] : [used], classes: [kind] });
  const asked = pod({ spec: { volumes: [use("data")] } });
  expect(volumeBindingRefusesAll(asked, claimsOf(asked, storage), storage)).toBe(refuses);
});

test.each([
  ["its own pod", "u1", false],
  ["another pod", "u2", true],
  ["no pod", null, true],
])("anywhere, an ephemeral claim of %s", (_, podUid, refuses) => {
  const storage = stored({ claims: [claim({ podUid })] });
  const asked = pod({ uid: "u1", spec: { volumes: [use("data", true)] } });
  expect(volumeBindingRefusesAll(asked, claimsOf(asked, storage), storage)).toBe(refuses);
});

const on = node("n1", { labels: { zone: "a" } });

function refuses(claims: readonly VolumeClaim[], volumes: readonly Volume[], kind = storageClass()): boolean {
  const storage = stored({ claims, volumes, classes: [kind] });
  const asked = pod({ spec: { volumes: claims.map(({ name }) => use(name)) } });
  return volumeBindingRefuses(claimsOf(asked, storage), storage, on);
}

test.each<[string, Volume | null, boolean]>([
  ["reached from everywhere", volume(), false],
  ["of the node's zone", volume({ nodeAffinity: [labelled("zone", "b"), labelled("zone", "a")] }), false],
  ["of another zone", volume({ nodeAffinity: [labelled("zone", "b")] }), true],
  ["of no node", volume({ nodeAffinity: [] }), true],
  [
    "of another node's name, which is not looked at",
    volume({ nodeAffinity: [{ expressions: [], fields: [{ key: "metadata.name", operator: "In", values: ["n2"] }] }] }),
    false,
  ],
  ["that is gone", null, true],
])("a claim bound to a volume %s", (_, bound, expected) => {
  expect(refuses([claim()], bound === null ? [] : [bound])).toBe(expected);
});

test.each<[string, VolumeClaim, readonly Volume[], StorageClass, boolean]>([
  ["whose class makes volumes", unbound(), [], storageClass(), false],
  [
    "whose class makes volumes here",
    unbound(),
    [],
    storageClass({ allowedTopologies: [labelled("zone", "a")] }),
    false,
  ],
  [
    "whose class makes volumes elsewhere",
    unbound(),
    [],
    storageClass({ allowedTopologies: [labelled("zone", "b")] }),
    true,
  ],
  ["whose class makes none", unbound(), [], LOCAL, true],
  ["whose class names no provisioner", unbound(), [], storageClass({ provisioner: "" }), true],
  [
    "that another node was chosen for",
    unbound({ annotations: new Map([["volume.kubernetes.io/selected-node", "n2"]]) }),
    [],
    storageClass(),
    true,
  ],
  [
    "that this node was chosen for",
    unbound({ annotations: new Map([["volume.kubernetes.io/selected-node", "n1"]]) }),
    [],
    storageClass(),
    false,
  ],
  [
    "that this node was chosen for, the free volume left alone",
    unbound({ annotations: new Map([["volume.kubernetes.io/selected-node", "n1"]]) }),
    [volume()],
    LOCAL,
    true,
  ],
  ["with a free volume", unbound(), [volume()], LOCAL, false],
  ["with a free volume of another class", unbound(), [volume({ storageClassName: "other" })], LOCAL, true],
  ["with a free volume elsewhere", unbound(), [volume({ nodeAffinity: [labelled("zone", "b")] })], LOCAL, true],
  [
    "with a free volume elsewhere, but a class that makes one",
    unbound(),
    [volume({ nodeAffinity: [labelled("zone", "b")] })],
    storageClass(),
    false,
  ],
  ["with a volume that is not free", unbound(), [volume({ phase: "Released" })], LOCAL, true],
  ["with a free volume of other access", unbound({ accessModes: ["ReadWriteMany"] }), [volume()], LOCAL, true],
  [
    "with a free volume of one of the two accesses that it asks for",
    unbound({ accessModes: ["ReadWriteOnce", "ReadWriteMany"] }),
    [volume()],
    LOCAL,
    true,
  ],
  [
    "with a volume that is meant for it",
    unbound(),
    [volume({ claim: { namespace: "default", name: "data" }, phase: "Bound" })],
    LOCAL,
    false,
  ],
  [
    "with a volume that is meant for an earlier one of its name",
    unbound(),
    [volume({ claim: { namespace: "default", name: "data", uid: "old" } })],
    LOCAL,
    true,
  ],
  [
    "with a volume that is meant for another",
    unbound(),
    [volume({ claim: { namespace: "default", name: "other" } })],
    LOCAL,
    true,
  ],
  [
    "with a volume elsewhere that is meant for it",
    unbound(),
    [
      volume({ claim: { namespace: "default", name: "data" }, nodeAffinity: [labelled("zone", "b")] }),
      volume({ name: "free" }),
    ],
    LOCAL,
    true,
  ],
  [
    "larger than the free volume",
    unbound({ requested: fromWhole(10 * GIB) }),
    [volume({ capacity: resources({ storage: "1Gi" }) })],
    LOCAL,
    true,
  ],
  [
    "that selects another volume",
    unbound({ selector: [{ key: "tier", operator: "Exists", values: [] }] }),
    [volume()],
    LOCAL,
    true,
  ],
  [
    "that selects the volume",
    unbound({ selector: [{ key: "tier", operator: "Exists", values: [] }] }),
    [volume({ labels: new Map([["tier", "x"]]) })],
    LOCAL,
    false,
  ],
  ["for a block device", unbound({ volumeMode: "Block" }), [volume()], LOCAL, true],
  ["with attributes that the volume lacks", unbound({ attributesClass: "gold" }), [volume()], LOCAL, true],
  ["with a volume that is being deleted", unbound(), [volume({ deleted: true })], LOCAL, true],
])("a waiting claim %s", (_, waiting, volumes, kind, expected) => {
  expect(refuses([waiting], volumes, kind)).toBe(expected);
});

test("one free volume serves one of two claims, and the smaller claim takes the smaller volume", () => {
  const gib = (size: number) => resources({ storage: `${size}Gi` });
  const asks = (name: string, size: number) => unbound({ name, requested: fromWhole(size * GIB) });
  const large = volume({ name: "large", capacity: gib(20) });
  const small = volume({ name: "small", capacity: gib(5) });
  expect(refuses([asks("a", 1), asks("b", 1)], [large], LOCAL)).toBe(true);
  expect(refuses([asks("a", 10), asks("b", 1)], [large, small], LOCAL)).toBe(false);
  expect(refuses([asks("a", 10), asks("b", 6)], [large, small], LOCAL)).toBe(true);
});

test("the smallest claim chooses first, though a larger one then goes without", () => {
  const tiered = unbound({
    name: "tiered",
    requested: fromWhole(2 * GIB),
    selector: [{ key: "tier", operator: "Exists", values: [] }],
  });
  const smaller = unbound({ name: "smaller", requested: fromWhole(GIB) });
  const fast = volume({ name: "fast", labels: new Map([["tier", "x"]]), capacity: resources({ storage: "5Gi" }) });
  const plain = volume({ name: "plain", capacity: resources({ storage: "10Gi" }) });
  expect(refuses([tiered, smaller], [fast, plain], LOCAL)).toBe(true);
  expect(refuses([tiered], [fast, plain], LOCAL)).toBe(false);
});
