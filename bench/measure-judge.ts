/** One question of the judge about every node of a generated cluster, in a process of its own: `measure-judge.ts QUESTION NODES`. */
import { createBudgets } from "../src/judge/budgets.ts";
import { drainOf, movesWithoutBlockers } from "../src/judge/drain.ts";
import type { DrainContext } from "../src/judge/drain-context.ts";
import { ineligibility } from "../src/judge/eligibility.ts";
import { createJudge, judge } from "../src/judge/judge.ts";
import { judgePod, rulesFor } from "../src/judge/order.ts";
import { simulateRemoval } from "../src/judge/removal.ts";
import { GKE_DEFAULTS } from "../src/judge/settings.ts";
import { utilizationOf } from "../src/judge/utilization.ts";
import { podsByNode, visiblePods } from "../src/judge/visible.ts";
import type { Pod } from "../src/model/pod.ts";
import type { Snapshot } from "../src/model/snapshot.ts";
import { type Instant, instant, parseInstant } from "../src/model/time.ts";
import { startClock } from "./clock.ts";
import { AT, benchSnapshot } from "./judge-cluster.ts";
import { isQuestion, type Question } from "./judge-questions.ts";

const settings = GKE_DEFAULTS;

/** A question, prepared; asking it tells how many nodes (or pods) the answer was yes for. */
type Prepared = () => number;

/** What each question is about is made ready before the clock runs. */
const PREPARE: Readonly<Record<Question, (snapshot: Snapshot, now: Instant) => Prepared>> = {
  eligibility(snapshot, now) {
    const podsOn = podsByNode(visiblePods(snapshot.pods, settings));
    return () =>
      snapshot.nodes.filter((node) => {
        const utilization = utilizationOf(node, podsOn(node.name), settings, now);
        return ineligibility(node, utilization, true, settings, now) === null;
      }).length;
  },
  rules: (snapshot, now) => {
    const { podsOn, judgeOne } = drainable(snapshot, now);
    const blocks = (pod: Pod): boolean => judgeOne(pod).outcome.kind === "BlockDrain";
    return () => snapshot.nodes.filter(({ name }) => podsOn(name).some(blocks)).length;
  },
  blockers: (snapshot, now) => {
    const { podsOn, judgeOne } = drainable(snapshot, now);
    return () => snapshot.nodes.reduce((sum, { name }) => sum + drainOf(podsOn(name), judgeOne).blockers.length, 0);
  },
  removal: (snapshot, now) => removals(snapshot, now, (blocked) => !blocked),
  "without blockers": (snapshot, now) => removals(snapshot, now, () => true),
  crowded: (snapshot, now) => removals(snapshot, now, () => true),
  complete: (snapshot, now) => () =>
    judge(snapshot, settings, now).filter(({ verdict }) => verdict === "Removable").length,
};

function drainable(snapshot: Snapshot, now: Instant) {
  const context: DrainContext = {
    now,
    settings,
    controllers: snapshot.controllers,
    budgets: createBudgets(snapshot.budgets),
  };
  const rules = rulesFor(settings);
  return {
    podsOn: podsByNode(visiblePods(snapshot.pods, settings)),
    judgeOne: (pod: Pod) => judgePod(rules, pod, context),
  };
}

/** The removal simulation of every node for which `asked`; nodes with blockers are asked as though these were gone. */
function removals(snapshot: Snapshot, now: Instant, asked: (blocked: boolean) => boolean): Prepared {
  const { scheduling, podsOn, judgePod: judgeOne } = createJudge(snapshot, settings, now);
  const [firstNode = ""] = snapshot.nodes.map(({ name }) => name).sort();
  return () =>
    snapshot.nodes.filter((node) => {
      const drain = drainOf(podsOn(node.name), judgeOne);
      if (!asked(drain.blockers.length > 0)) return false;
      const moves = movesWithoutBlockers(podsOn(node.name), drain);
      return simulateRemoval({ scheduling, firstNode, node, now }, moves).fits;
    }).length;
}

const [question = "", nodes = ""] = process.argv.slice(2);
if (!isQuestion(question)) throw new Error(`there is no question "${question}"`);
const snapshot = benchSnapshot(Number(nodes), question === "crowded" ? "crowded" : "mixed");
const ask = PREPARE[question](snapshot, parseInstant(AT) ?? instant(0));
const clock = startClock();
const count = ask();
clock.done(count);
