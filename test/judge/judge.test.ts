import { expect, test } from "vitest";
import { createJudge } from "../../src/judge/judge.ts";
import type { Pod } from "../../src/model/pod.ts";
import type { NodeGroupStatus } from "../../src/model/snapshot.ts";
import { verdictLine } from "../../src/report/verdict-line.ts";
import { settings } from "./around.ts";
import { asking, CONTROLLERS, FULL, first, judged, LOCK, TWO } from "./judged.ts";
import { NOW, node, owner, snapshot } from "./objects.ts";

test.each<[string, readonly Pod[], string, string | null]>([
  ["nothing", [], "Removable", null],
  ["a pod that fits elsewhere", [asking("a", "1")], "Removable", null],
  ["a pod that fits nowhere", [asking("a", "1"), FULL], "NoPlaceToMovePods", null],
  ["too much on it", [asking("a", "2001m")], "NotUnderutilized", null],
  ["a blocker", [asking("a", "1", LOCK)], "BlockedByPod", "Removable"],
  [
    "a blocker, its other pods without a place",
    [asking("a", "1", LOCK), asking("b", "1"), FULL],
    "BlockedByPod",
    "NoPlaceToMovePods",
  ],
  ["a blocker and too much on it", [asking("a", "1", LOCK), asking("b", "2")], "NotUnderutilized", "Removable"],
  [
    "a blocker, too much on it, no place",
    [asking("a", "1", LOCK), asking("b", "2"), FULL],
    "NotUnderutilized",
    "NoPlaceToMovePods",
  ],
  [
    "a DaemonSet's pod that would fit nowhere",
    [asking("a", "2", { owner: owner("DaemonSet") }), FULL],
    "Removable",
    null,
  ],
])("a node with %s", (_, pods, verdict, withoutBlockers) => {
  const said = first(TWO, pods);
  expect([said.verdict, said.withoutBlockers]).toEqual([verdict, withoutBlockers]);
});

test("every blocker is named in snapshot order, also on a node that is no candidate", () => {
  const pods = [asking("b", "1", LOCK), asking("a", "1"), asking("z", "1", { owner: null })];
  const said = first(TWO, pods);
  expect(said.verdict).toBe("NotUnderutilized");
  expect(said.ineligible).toBe("NotUnderutilized");
  expect(said.blockers.map(({ pod: { name }, reason }) => [name, reason])).toEqual([
    ["b", "NotSafeToEvictAnnotation"],
    ["z", "NotReplicated"],
  ]);
  expect(said.podsToMove.map(({ name }) => name)).toEqual(["a"]);
  expect(said.utilization?.max).toBe(0.75);
  expect(said.utilizationWithoutBlockers?.max).toBe(0.25);
});

test("what the loop does not see neither blocks nor takes room", () => {
  const ended = asking("ended", "3", { phase: "Succeeded", owner: null });
  const expendable = asking("low", "3", { owner: null, spec: { priority: -11 } });
  const said = first(TWO, [ended, expendable, asking("a", "1")]);
  expect([said.verdict, said.utilization?.max]).toEqual(["Removable", 0.25]);
  const seen = createJudge(
    snapshot({ nodes: TWO, pods: [ended, expendable], controllers: CONTROLLERS }),
    settings(),
    NOW,
    {
      rawPods: true,
    },
  );
  expect(seen.verdicts()[0]?.utilization?.max).toBe(1.5);
});

test("each node is judged against the snapshot as it is", () => {
  const nodes = [node("n1"), node("n2")];
  const pods = [asking("a", "2", { nodeName: "n1" }), asking("b", "2", { nodeName: "n2" })];
  expect(judged(nodes, pods).map(({ verdict }) => verdict)).toEqual(["Removable", "Removable"]);
});

test("judging leaves the scheduling as it was", () => {
  const pods = [asking("a", "1"), asking("b", "1", LOCK), FULL];
  const court = createJudge(snapshot({ nodes: TWO, pods, controllers: CONTROLLERS }), settings(), NOW);
  const before = TWO.map(({ name }) => court.scheduling.podsOn(name));
  for (const { stuck } of court.verdicts()) expect(stuck === null || stuck.refusals.size > 0).toBe(true);
  expect(TWO.map(({ name }) => court.scheduling.podsOn(name))).toEqual(before);
  expect(court.scheduling.mark().depth).toBe(0);
});

test("nodes outside the autoscaled groups are named so, and notes say how that is known", () => {
  const groups: readonly NodeGroupStatus[] = [{ name: "gke-c-p-1-grp", min: 0, max: 3, target: 1 }];
  const nodes = [node("gke-c-p-1-abcd"), node("vm")];
  const court = createJudge(snapshot({ nodes, nodeGroups: groups }), settings(), NOW);
  expect(court.verdicts().map(({ verdict }) => verdict)).toEqual(["Removable", "NotAutoscaled"]);
  expect(court.notes).toEqual([]);
  expect(createJudge(snapshot({ nodes }), settings(), NOW).notes).toHaveLength(1);
});

test("pods on a node that the snapshot lacks stand nowhere", () => {
  const lost = asking("lost", "1", { nodeName: "gone" });
  expect(judged(TWO, [lost]).map(({ verdict }) => verdict)).toEqual(["Removable", "Removable"]);
});

test("a verdict's line has the contract's shape", () => {
  const pods = [asking("a", "1", LOCK), asking("b", "1")];
  expect(JSON.stringify(verdictLine(first(TWO, pods)))).toBe(
    '{"node":"n1","verdict":"BlockedByPod","utilization":{"resource":"cpu","cpu":0.5,"memory":0.125,"gpu":null,"max":0.5},' +
      '"blockers":[{"namespace":"default","name":"a","reason":"NotSafeToEvictAnnotation"}],' +
      '"podsToMove":[{"namespace":"default","name":"b"}],"withoutBlockers":"Removable","uncertain":[]}',
  );
  const broken = node("n1", { allocatable: { cpu: "4" } });
  expect(JSON.stringify(verdictLine(first([broken], [])))).toBe(
    '{"node":"n1","verdict":"UnexpectedError","utilization":null,"blockers":[],"podsToMove":[],"withoutBlockers":null,"uncertain":[]}',
  );
});
