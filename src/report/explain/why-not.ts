import type { NodeStory, NotAFinding } from "../../audit/finding.ts";
import { usdPerHour } from "../../model/money.ts";
import { millis } from "../../model/time.ts";
import { hourly, percent } from "../money.ts";
import { count } from "../phrases.ts";
import { lasting } from "../when.ts";

type Numbers = ReadonlyMap<string, number>;
type Say = (numbers: Numbers) => string;

const rate = (value: number) => hourly(usdPerHour(value));

/** `text` of the numbers of these names; "" unless all are there. */
function when(names: readonly string[], text: (...values: readonly number[]) => string): Say {
  return (numbers) => {
    const values = names.flatMap((name) => numbers.get(name) ?? []);
    return values.length === names.length ? text(...values) : "";
  };
}

/** The first of them that has something to say. */
function either(...says: readonly Say[]): Say {
  return (numbers) => says.map((say) => say(numbers)).find((text) => text !== "") ?? "";
}

const nothing: Say = () => "";

const SAY = {
  removable: when(["waitMs"], (wait = 0) => `It waits ${lasting(millis(wait))} before it does.`),
  "not-pinned": nothing,
  "not-underutilized": when(
    ["utilization", "threshold"],
    (used = 0, most = 0) => `They ask for ${percent(used)}; the threshold is ${percent(most)}.`,
  ),
  "no-place-without-blockers": nothing,
  "not-large": either(
    when(
      ["saved", "leastSaved"],
      (saved = 0, least = 0) => `It would save ${rate(saved)}; a finding saves at least ${rate(least)}.`,
    ),
    when(
      ["usdPerHour", "leastSaved"],
      (price = 0, least = 0) => `It costs ${rate(price)}; a finding saves at least ${rate(least)}.`,
    ),
  ),
  "too-young": either(
    when(
      ["pinnedMs", "waitMs"],
      (pinned = 0, wait = 0) =>
        `That is ${lasting(millis(pinned))} at most; the autoscaler waits ${lasting(millis(wait))}.`,
    ),
    when(["waitMs"], (wait = 0) => `The autoscaler waits ${lasting(millis(wait))}.`),
  ),
  "no-room": nothing,
  "pool-minimum": when(
    ["size", "minimum"],
    (size = 0, least = 0) => `Its group has ${count(size, "node")} and may not have fewer than ${least}.`,
  ),
  "billed-otherwise": nothing,
  "other-remedy": nothing,
  "rests-on-unlisted-kind": nothing,
  "home-not-cheaper": either(
    when(
      ["usdPerHour", "home", "mostShare"],
      (price = 0, home = 0, most = 0) =>
        `That place costs ${rate(home)}, ${percent(home / price)} of ${rate(price)}; a finding's costs at most ${percent(most)}.`,
    ),
    () => "No other node that is priced would hold them.",
  ),
} satisfies Readonly<Record<NotAFinding, Say>>;

/** The numbers behind "no finding", in a sentence; "" where it rests on none. */
export function whyNotText({ whyNot, whyNotNumbers }: NodeStory): string {
  return whyNot === null ? "" : SAY[whyNot](new Map(Object.entries(whyNotNumbers)));
}
