import { expect, test } from "vitest";
import { considered } from "../../src/audit/considered.ts";
import { readSnapshotFiles } from "../../src/collect/files.ts";
import { createJudge } from "../../src/judge/judge.ts";
import { PROFILES } from "../../src/judge/settings.ts";
import { time } from "../report/sample.ts";

test("every other node is counted once: it would take the pod, or a filter is the first to refuse it", async () => {
  const snapshot = await readSnapshotFiles(["fixtures/bundled/cluster.jsonl.gz"], { annotationKeys: [] });
  const judge = createJudge(snapshot, PROFILES.gke, time("2026-11-20T03:00:00Z"));
  const blocked = judge.verdicts().flatMap(({ blockers }) => blockers.slice(0, 1).map(({ pod }) => pod));
  expect(blocked.length).toBeGreaterThan(15);
  for (const pod of blocked) {
    const told = considered(judge.scheduling, pod, snapshot.nodes.length);
    const expected = new Map<string, number>();
    let fits = 0;
    const mark = judge.scheduling.mark();
    judge.scheduling.take(pod);
    for (const { name } of snapshot.nodes.filter((node) => node.name !== pod.nodeName)) {
      const filter = judge.scheduling.refusal(pod, name);
      if (filter === null) fits += 1;
      else expected.set(filter, (expected.get(filter) ?? 0) + 1);
    }
    judge.scheduling.revert(mark);
    expect(told).toEqual({ pod: `${pod.namespace}/${pod.name}`, fits, refused: expected });
  }
});
