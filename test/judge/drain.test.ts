import fc from "fast-check";
import { expect, test } from "vitest";
import { drainOf, movesWithoutBlockers, takenOff } from "../../src/judge/drain.ts";
import { judgePod, rulesFor } from "../../src/judge/order.ts";
import { context, settings } from "./around.ts";
import { owner, pod } from "./objects.ts";

const SAFE = "cluster-autoscaler.kubernetes.io/safe-to-evict";
const web = pod({ name: "web" });
const lock = pod({ name: "lock", annotations: { [SAFE]: "false" } });
const bare = pod({ name: "bare", owner: null });
const agent = pod({ name: "agent", owner: owner("DaemonSet") });
const proxy = pod({ name: "proxy", annotations: { "kubernetes.io/config.mirror": "x" } });
const waits = pod({ name: "waits", annotations: { [SAFE]: "on-completion" } });
const free = pod({ name: "free", annotations: { [SAFE]: "true" }, owner: null });

test("a drain sorts pods by what the rules say of them", () => {
  const at = context();
  const drain = drainOf([agent, lock, web, proxy, bare, waits, free], (asked) =>
    judgePod(rulesFor(settings()), asked, at),
  );
  expect(drain).toEqual({
    blockers: [
      { pod: lock, reason: "NotSafeToEvictAnnotation" },
      { pod: bare, reason: "NotReplicated" },
    ],
    podsToMove: [web, free],
    daemonSetPods: [agent],
    onCompletionPods: [waits],
  });
});

const named = (names: string) => [...names].map((name) => pod({ name }));
const blockersOf = (pods: readonly ReturnType<typeof pod>[]) =>
  pods.map((one) => ({ pod: one, reason: "NotReplicated" as const }));

test.each([
  ["abcd", "", "abcd"],
  ["abcd", "a", "dbc"],
  ["abcd", "b", "adc"],
  ["abcd", "d", "abc"],
  ["abcd", "ab", "dc"],
  ["abcd", "cd", "ab"],
  ["abcde", "ad", "ebc"],
  ["a", "a", ""],
])("of %s without %s the scheduler holds %s", (all, gone, expected) => {
  const pods = named(all);
  const taken = takenOff(pods, blockersOf(pods.filter(({ name }) => gone.includes(name))));
  expect(taken.map(({ name }) => name).join("")).toBe(expected);
});

test("nothing but the blockers is lost on the way", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 20 })), fc.func(fc.boolean()), (numbers, isGone) => {
      const pods = numbers.map((number) => pod({ name: String(number) }));
      const gone = pods.filter(({ name }) => isGone(name));
      const left = takenOff(pods, blockersOf(gone));
      expect(left.map(({ name }) => name).sort()).toEqual(
        pods
          .filter((one) => !gone.includes(one))
          .map(({ name }) => name)
          .sort(),
      );
    }),
  );
});

test("without blockers pods move in their own order", () => {
  const pods = [lock, web, agent, free];
  const drain = { blockers: [], podsToMove: [web, free], daemonSetPods: [agent], onCompletionPods: [] };
  expect(movesWithoutBlockers(pods, drain)).toEqual([web, free]);
  expect(movesWithoutBlockers(pods, { ...drain, blockers: blockersOf([lock]) })).toEqual([free, web]);
});
