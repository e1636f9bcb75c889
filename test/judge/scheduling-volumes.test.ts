import { expect, test } from "vitest";
import { createScheduling } from "../../src/judge/cluster-scheduling.ts";
import { podsByNode } from "../../src/judge/visible.ts";
import type { Pod, PodVolume } from "../../src/model/pod.ts";
import { node, pod, snapshot } from "./objects.ts";
import { claim, gceDisk, labelled, storageClass, stored, unbound, use, volume } from "./predicates/volume-objects.ts";

const anywhere = (): boolean => true;

const nodes = [node("a1", { labels: { zone: "a" } }), node("b1", { labels: { zone: "b" } })];
const mounting = (name: string, ...volumes: readonly PodVolume[]): Pod =>
  pod({ name, uid: name, nodeName: "", spec: { volumes } });

test("a claim's volume decides where its pod goes", () => {
  const storage = stored({ claims: [claim()], volumes: [volume({ nodeAffinity: [labelled("zone", "b")] })] });
  const scheduling = createScheduling(snapshot({ nodes, ...storage }), podsByNode([]));
  const asked = mounting("p", use("data"));
  expect(scheduling.refusal(asked, "a1")).toBe("VolumeBinding");
  expect(scheduling.place(asked, anywhere)).toBe("b1");
});

test("a volume's node affinity is asked of labels alone, whatever name it names", () => {
  const elsewhere = { expressions: [], fields: [{ key: "metadata.name", operator: "In", values: ["b1"] }] };
  const storage = stored({ claims: [claim()], volumes: [volume({ nodeAffinity: [elsewhere] })] });
  const scheduling = createScheduling(snapshot({ nodes, ...storage }), podsByNode([]));
  expect(scheduling.place(mounting("p", use("data")), anywhere)).toBe("a1");
});

test("a waiting claim takes its pod to where its class makes volumes", () => {
  const classes = [storageClass({ allowedTopologies: [labelled("zone", "b")] })];
  const storage = stored({ claims: [unbound()], classes });
  const scheduling = createScheduling(snapshot({ nodes, ...storage }), podsByNode([]));
  expect(scheduling.refusals(mounting("p", use("data")))).toEqual(new Map([["VolumeBinding", 1]]));
  expect(scheduling.place(mounting("p", use("data")), anywhere)).toBe("b1");
});

test.each([
  ["a missing claim", use("gone"), "VolumeRestrictions"],
  ["a missing ephemeral claim", use("gone", true), "VolumeBinding"],
  ["an unbound claim that does not wait", use("late"), "VolumeBinding"],
  ["a claim whose volume is gone", use("data"), "VolumeZone"],
])("with %s a pod is refused everywhere, cordoned or not", (_, mounted, expected) => {
  const storage = stored({ claims: [claim(), unbound({ name: "late", storageClassName: null })] });
  const cordoned = node("c1", { unschedulable: true });
  const scheduling = createScheduling(snapshot({ nodes: [...nodes, cordoned], ...storage }), podsByNode([]));
  const asked = mounting("p", mounted);
  expect(scheduling.refusals(asked)).toEqual(new Map([[expected, 3]]));
  expect(scheduling.refusal(asked, "c1")).toBe(expected);
  expect(scheduling.place(asked, anywhere)).toBeNull();
});

test("a claim for one pod is free again when that pod has left", () => {
  const storage = stored({ claims: [claim({ accessModes: ["ReadWriteOncePod"] })], volumes: [volume()] });
  const scheduling = createScheduling(snapshot({ nodes, ...storage }), podsByNode([]));
  const [first, second] = [mounting("p", use("data")), mounting("q", use("data"))];
  scheduling.put(first, "a1");
  expect(scheduling.refusals(second)).toEqual(new Map([["VolumeRestrictions", 2]]));
  scheduling.take(first);
  expect(scheduling.refusals(second)).toEqual(new Map());
});

test("a disk is mounted once on a node, and a driver's limit is kept", () => {
  const storage = stored({
    claims: [claim(), claim({ name: "other", volumeName: "second" })],
    volumes: [volume(), volume({ name: "second", handle: "second" })],
    csiNodes: [{ name: "a1", limits: new Map([["pd.csi.storage.gke.io", 1]]) }],
  });
  const scheduling = createScheduling(snapshot({ nodes, ...storage }), podsByNode([]));
  const disk = mounting("p", { kind: "emptyDir", name: "tmp", medium: "" }, gceDisk("d"));
  scheduling.put(disk, "a1");
  expect(scheduling.refusal(mounting("q", gceDisk("d")), "a1")).toBe("VolumeRestrictions");
  expect(scheduling.refusal(mounting("q", gceDisk("e")), "a1")).toBe("NodeVolumeLimits");
  expect(scheduling.refusal(mounting("q", use("data")), "a1")).toBe("NodeVolumeLimits");
  expect(scheduling.refusal(mounting("q", use("data")), "b1")).toBeNull();
  scheduling.take(disk);
  expect(scheduling.refusal(mounting("q", use("data")), "a1")).toBeNull();
});

test("a zone label of the volume is asked when its node affinity says nothing", () => {
  const zone = "topology.kubernetes.io/zone";
  const storage = stored({ claims: [claim()], volumes: [volume({ labels: new Map([[zone, "b"]]) })] });
  const zoned = [node("a1", { labels: { [zone]: "a" } }), node("b1", { labels: { [zone]: "b" } })];
  const scheduling = createScheduling(snapshot({ nodes: zoned, ...storage }), podsByNode([]));
  expect(scheduling.refusal(mounting("p", use("data")), "a1")).toBe("VolumeZone");
  expect(scheduling.place(mounting("p", use("data")), anywhere)).toBe("b1");
});
