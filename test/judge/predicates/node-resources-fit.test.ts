import { expect, test } from "vitest";
import {
  amountsOf,
  emptyRoom,
  nodeResourcesFitRefuses,
  occupy,
} from "../../../src/judge/predicates/node-resources-fit.ts";
import { resources } from "../objects.ts";

type Texts = Readonly<Record<string, string>>;

const ROOM: Texts = { cpu: "2", memory: "4Gi", "ephemeral-storage": "10Gi", pods: "2" };

test.each<[string, Texts, Texts, boolean]>([
  ["nothing", ROOM, {}, false],
  ["nothing, but a pod more than the node takes", { ...ROOM, pods: "0" }, {}, true],
  ["nothing of a node that says nothing of pods", { cpu: "2" }, {}, true],
  ["all the cpu", ROOM, { cpu: "2" }, false],
  ["a millicore too much", ROOM, { cpu: "2001m" }, true],
  ["a fraction of a millicore too much", ROOM, { cpu: "2000100u" }, true],
  ["all the memory", ROOM, { memory: "4Gi" }, false],
  ["a byte too much", ROOM, { memory: "4294967297" }, true],
  ["a fraction of a byte too much", ROOM, { memory: "4294967296001m" }, true],
  ["all the disk", ROOM, { "ephemeral-storage": "10Gi" }, false],
  ["more than the disk", ROOM, { "ephemeral-storage": "11Gi" }, true],
  ["memory of a node without", { cpu: "2", pods: "2" }, { memory: "1" }, true],
  ["a GPU that is there", { ...ROOM, "nvidia.com/gpu": "1" }, { "nvidia.com/gpu": "1" }, false],
  ["a GPU too many", { ...ROOM, "nvidia.com/gpu": "1" }, { "nvidia.com/gpu": "2" }, true],
  ["a GPU of a node without", ROOM, { "nvidia.com/gpu": "1" }, true],
  ["no GPU of a node without", ROOM, { "nvidia.com/gpu": "0" }, false],
  ["huge pages of a node without", ROOM, { "hugepages-2Mi": "2Mi" }, true],
  ["attached volumes of a node without", ROOM, { "attachable-volumes-gce-pd": "1" }, true],
  ["something of kubernetes.io", ROOM, { "example.kubernetes.io/x": "1" }, true],
  ["a quota's name, which is no resource", ROOM, { "requests.nvidia.com/gpu": "1" }, false],
  ["storage, which is no node's", ROOM, { storage: "1Gi" }, false],
  ["an unknown name without a prefix", ROOM, { dragons: "1" }, false],
])("a pod that asks for %s", (_, allocatable, asked, refuses) => {
  expect(nodeResourcesFitRefuses(emptyRoom(resources(allocatable)), amountsOf(resources(asked)))).toBe(refuses);
});

test("what a pod takes is back when it leaves", () => {
  const room = emptyRoom(resources({ ...ROOM, "nvidia.com/gpu": "1" }));
  const taken = amountsOf(
    resources({ cpu: "3", memory: "1Gi", "ephemeral-storage": "1Gi", "nvidia.com/gpu": "1", "a.b/c": "2" }),
  );
  const before = structuredClone(room);
  occupy(room, taken, 1);
  expect(room).toMatchObject({ cpu: -1000, memory: 3 * 2 ** 30, ephemeralStorage: 9 * 2 ** 30, pods: 1 });
  expect(room.scalars).toEqual(
    new Map([
      ["nvidia.com/gpu", 0],
      ["a.b/c", -2],
    ]),
  );
  expect(nodeResourcesFitRefuses(room, amountsOf(resources({ memory: "3Gi" })))).toBe(false);
  expect(nodeResourcesFitRefuses(room, amountsOf(resources({ cpu: "0", "a.b/c": "0" })))).toBe(false);
  occupy(room, taken, -1);
  expect(room).toEqual({
    ...before,
    scalars: new Map([
      ["nvidia.com/gpu", 1],
      ["a.b/c", 0],
    ]),
  });
});
