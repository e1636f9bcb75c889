import { expect, test } from "vitest";
import {
  exclusiveClaims,
  type UsedDisks,
  useDisks,
  volumeRestrictionsRefuses,
  volumeRestrictionsRefusesAll,
} from "../../../src/judge/predicates/volume-restrictions.ts";
import { claimsOf } from "../../../src/judge/scheduling-claims.ts";
import type { PodVolume } from "../../../src/model/pod.ts";
import { pod } from "../objects.ts";
import { claim, gceDisk, stored, use } from "./volume-objects.ts";

test.each<[string, readonly PodVolume[], readonly PodVolume[], boolean]>([
  ["a disk that nobody mounts", [], [gceDisk("a")], false],
  ["another disk", [gceDisk("b")], [gceDisk("a")], false],
  ["the same disk, both write", [gceDisk("a")], [gceDisk("a")], true],
  ["the same disk to read, the other writes", [gceDisk("a")], [gceDisk("a", true)], true],
  ["the same disk to write, the other reads", [gceDisk("a", true)], [gceDisk("a")], true],
  ["the same disk, both read", [gceDisk("a", true)], [gceDisk("a", true)], false],
  ["the same disk to read, one of two writes", [gceDisk("a", true), gceDisk("a")], [gceDisk("a", true)], true],
  ["an emptyDir of the disk's name", [gceDisk("a")], [{ kind: "emptyDir", name: "a", medium: "" }], false],
])("a pod that mounts %s", (_, taken, wanted, refuses) => {
  const disks: UsedDisks = new Map();
  useDisks(disks, taken, 1);
  expect(volumeRestrictionsRefuses(disks, wanted, 0)).toBe(refuses);
  useDisks(disks, taken, -1);
  expect(disks.size).toBe(0);
});

test("a claim for one pod only is taken when any pod uses it", () => {
  expect(volumeRestrictionsRefuses(undefined, [], 0)).toBe(false);
  expect(volumeRestrictionsRefuses(undefined, [], 1)).toBe(true);
});

test.each([
  ["ReadWriteOncePod", false, ["default/data"]],
  ["ReadWriteOnce", false, []],
  ["ReadWriteOncePod", true, []],
])("claims for one pod only: %s, ephemeral %s", (mode, ephemeral, expected) => {
  const storage = stored({ claims: [claim({ accessModes: [mode] })] });
  expect(exclusiveClaims(claimsOf(pod({ spec: { volumes: [use("data", ephemeral)] } }), storage))).toEqual(expected);
});

test.each([
  ["there", use("data"), false],
  ["missing", use("gone"), true],
  ["missing but ephemeral, which VolumeBinding says", use("gone", true), false],
])("a claim that is %s", (_, volume, refuses) => {
  const uses = claimsOf(pod({ spec: { volumes: [volume] } }), stored({ claims: [claim()] }));
  expect(volumeRestrictionsRefusesAll(uses)).toBe(refuses);
});
