import { expect, test } from "vitest";
import { groupFinder, nodeGroupsOf, poolOf } from "../../src/judge/node-groups.ts";
import type { NodeGroupStatus } from "../../src/model/snapshot.ts";
import { settings } from "./around.ts";
import { node, snapshot } from "./objects.ts";

const URL = "https://www.googleapis.com/compute/v1/projects/p/zones";

function group(name: string): NodeGroupStatus {
  return { name, min: 0, max: 9, target: 1 };
}

const inA = node("gke-c-large-1a2b3c4d-x7k2", {
  providerId: "gce://p/asia-northeast1-a/gke-c-large-1a2b3c4d-x7k2",
  labels: { "cloud.google.com/gke-nodepool": "large" },
});
const other = node("gke-c-fixed-9f8e7d6c-abcd", { labels: { "cloud.google.com/gke-nodepool": "fixed" } });
const unpooled = node("vm-1");

test.each<[string, string, boolean]>([
  ["its URL", `${URL}/asia-northeast1-a/instanceGroups/gke-c-large-1a2b3c4d-grp`, true],
  ["a URL of another zone", `${URL}/asia-northeast1-b/instanceGroups/gke-c-large-1a2b3c4d-grp`, false],
  ["its name", "gke-c-large-1a2b3c4d-grp", true],
  ["its name without the ending", "gke-c-large-1a2b3c4d", true],
  ["another pool", "gke-c-large-99999999-grp", false],
  ["the beginning of its name", "gke-c-large-grp", false],
])("a node is found in a group by %s", (_, name, found) => {
  const groups = [group(name)];
  expect(groupFinder(groups)(inA)).toEqual(found ? groups[0] : null);
});

test("of groups of one name the node's own zone decides", () => {
  const [b, a] = ["asia-northeast1-b", "asia-northeast1-a"].map((zone) =>
    group(`${URL}/${zone}/instanceGroups/gke-c-large-1a2b3c4d-grp`),
  );
  if (a === undefined || b === undefined) throw new Error("two groups were made");
  expect(groupFinder([b, a])(inA)).toEqual(a);
});

test("the pool is a label", () => {
  expect(poolOf(inA)).toBe("large");
  expect(poolOf(unpooled)).toBeNull();
});

const nodes = [inA, other, unpooled];

test("pools named in the settings are not autoscaled, whatever the status says", () => {
  const groups = nodeGroupsOf(
    snapshot({ nodes, nodeGroups: [group("gke-c-fixed-9f8e7d6c-grp")] }),
    settings({ notAutoscaledPools: ["fixed"] }),
  );
  expect(nodes.map(groups.autoscaled)).toEqual([true, false, true]);
  expect(groups.note).toBeNull();
});

test("an empty list in the settings says that all are", () => {
  const groups = nodeGroupsOf(snapshot({ nodes, nodeGroups: [] }), settings({ notAutoscaledPools: [] }));
  expect(nodes.every(groups.autoscaled)).toBe(true);
});

test("else the autoscaler's status tells", () => {
  const groups = nodeGroupsOf(snapshot({ nodes, nodeGroups: [group("gke-c-large-1a2b3c4d-grp")] }), settings());
  expect(nodes.map(groups.autoscaled)).toEqual([true, false, false]);
  expect(groups.note).toBeNull();
});

test("a status without any group says that none is", () => {
  const groups = nodeGroupsOf(snapshot({ nodes, nodeGroups: [] }), settings());
  expect(nodes.some(groups.autoscaled)).toBe(false);
});

test("a status whose groups fit no node at all tells nothing, and that is said", () => {
  const groups = nodeGroupsOf(snapshot({ nodes, nodeGroups: [group("ng-1")] }), settings());
  expect(nodes.every(groups.autoscaled)).toBe(true);
  expect(groups.note).toContain("names no node group that a node");
});

test("without any word all are, and that is said", () => {
  const groups = nodeGroupsOf(snapshot({ nodes }), settings());
  expect(nodes.every(groups.autoscaled)).toBe(true);
  expect(groups.note).toContain("all are taken to be");
});
