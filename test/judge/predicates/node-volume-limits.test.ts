import { expect, test } from "vitest";
import { attachedVolumes, nodeVolumeLimitsRefuses } from "../../../src/judge/predicates/node-volume-limits.ts";
import type { PodVolume } from "../../../src/model/pod.ts";
import { pod } from "../objects.ts";
import { claim, gceDisk, storageClass, stored, unbound, use, volume } from "./volume-objects.ts";

const DRIVER = "pd.csi.storage.gke.io";

const storage = stored({
  claims: [
    claim(),
    claim({ name: "same", volumeName: "disk" }),
    claim({ name: "other", volumeName: "second" }),
    claim({ name: "foreign", volumeName: "nfs" }),
    claim({ name: "gone", volumeName: "gone" }),
    unbound({ name: "new" }),
    unbound({ name: "in-tree", storageClassName: "old" }),
    unbound({ name: "classless", storageClassName: null }),
    claim({ name: "mine", volumeName: "second", podUid: "u1" }),
  ],
  volumes: [
    volume(),
    volume({ name: "second", handle: "second" }),
    volume({ name: "nfs", driver: null, handle: null }),
  ],
  classes: [storageClass(), storageClass({ name: "old", provisioner: "kubernetes.io/gce-pd" })],
});

const attached = (volumes: readonly PodVolume[]) => attachedVolumes(pod({ uid: "u1", spec: { volumes } }), storage);

test.each<[string, readonly PodVolume[], readonly string[]]>([
  ["an emptyDir", [{ kind: "emptyDir", name: "a", medium: "" }], []],
  ["a bound claim", [use("data")], [`${DRIVER}/projects/p/zones/a/disks/disk`]],
  ["two claims of one volume", [use("data"), use("same")], [`${DRIVER}/projects/p/zones/a/disks/disk`]],
  ["a volume without a driver", [use("foreign")], []],
  ["a claim that is missing", [use("missing")], []],
  ["a claim whose volume is gone", [use("gone")], [`${DRIVER}/unbound-default/gone`]],
  ["an unbound claim", [use("new")], [`${DRIVER}/unbound-default/new`]],
  ["an unbound claim of the in-tree disk", [use("in-tree")], [`${DRIVER}/unbound-default/in-tree`]],
  ["an unbound claim of no class", [use("classless")], []],
  ["an inline disk", [gceDisk("a")], [`${DRIVER}/projects/UNSPECIFIED/zones/UNSPECIFIED/disks/a`]],
  ["its own ephemeral claim", [use("mine", true)], [`${DRIVER}/second`]],
  ["another pod's ephemeral claim", [use("other", true)], []],
])("what a pod attaches: %s", (_, volumes, expected) => {
  expect([...attached(volumes).keys()]).toEqual(expected);
});

const limited = (count: number | null, driver = DRIVER) => ({ name: "n1", limits: new Map([[driver, count]]) });

test.each<[string, ReturnType<typeof limited> | undefined, readonly PodVolume[], boolean]>([
  ["no CSINode", undefined, [use("other")], false],
  ["no limit", limited(null), [use("other")], false],
  ["a limit of another driver", limited(0, "other.csi"), [use("other")], false],
  ["room for two", limited(2), [use("other")], false],
  ["room for one", limited(1), [use("other")], true],
  ["room for one, the volume there already", limited(1), [use("same")], false],
  ["too many already, the volume there already", limited(0), [use("same")], false],
  ["room for two, two more", limited(2), [use("other"), use("new")], true],
  ["no volume wanted", limited(0), [], false],
])("a node with one volume and %s", (_, csiNode, wanted, refuses) => {
  expect(nodeVolumeLimitsRefuses(csiNode, attached(wanted), () => [attached([use("data")])])).toBe(refuses);
});
