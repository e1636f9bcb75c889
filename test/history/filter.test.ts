import fc from "fast-check";
import { expect, test } from "vitest";
import { batches, filterOf, oneOf, podsOfCronJobs } from "../../src/history/filter.ts";
import { CLUSTER } from "./world.ts";

const filter = (names: readonly string[]) => filterOf({ metric: "m", cluster: CLUSTER, terms: [oneOf("l", names)] });

test("a filter names the metric, the kind of resource, the cluster and its place", () => {
  expect(filter(["a", "b"])).toBe(
    'metric.type = "m" AND resource.type = "k8s_container" AND resource.labels.project_id = "research" AND resource.labels.location = "asia-northeast1" AND resource.labels.cluster_name = "ml-prod" AND l = one_of("a","b")',
  );
});

test("batches keep every filter below 2,000 characters and 100 names, in order, and lose none but a name that is too long", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ minLength: 1, maxLength: 253, unit: "grapheme-ascii" }), { maxLength: 400 }),
      (names) => {
        const all = batches(names, (name) => name, filter);
        expect(all.flat()).toEqual(names);
        for (const batch of all) {
          expect(filter(batch).length).toBeLessThanOrEqual(2_000);
          expect(batch.length).toBeLessThanOrEqual(100);
        }
      },
    ),
    { numRuns: 50 },
  );
  expect(batches(["a", "x".repeat(3_000), "b"], (name) => name, filter)).toEqual([["a", "b"]]);
});

test("pods of CronJobs, by their names", () => {
  const pattern = /full_match\("(.*)"\)$/u.exec(podsOfCronJobs(["train", "a.b"]))?.[1]?.replaceAll("\\\\", "\\") ?? "";
  const matches = (pod: string) => new RegExp(`^(?:${pattern})$`, "u").test(pod);
  expect(["train-29000001-x2x4v", "a.b-1-y"].every(matches)).toBe(true);
  expect(["trainer-29000001-x2x4v", "train-x2x4v", "aXb-1-y"].some(matches)).toBe(false);
});
