import type { Observation } from "../audit/finding.ts";
import { UNREMOVABLE_REASONS } from "../judge/verdict.ts";
import { usdPerHour } from "../model/money.ts";
import { hourly, percent } from "./money.ts";
import { count } from "./phrases.ts";
import { safeText } from "./text.ts";
import type { Words } from "./words/shape.ts";
import { worthTelling } from "./worth-telling.ts";

type Value = string | number;

const counted = (noun: string, after: string) => (value: Value) => `${count(Number(value), noun)} ${after}`;
const share = (before: string) => (value: Value) => `${before} ${percent(Number(value))}`;

type Phrase = (value: Value, words: Words) => string;

/**
 * What an observation's numbers and names say, a line for each question: why it is as it is, how full it is, who holds it then, what it
 * is about. Maps, since the keys are another room's.
 */
const LINES: readonly ReadonlyMap<string, Phrase>[] = [
  new Map<string, Phrase>([
    ["cause", causeText],
    ["reservation", (value) => `named ${safeText(String(value))}`],
  ]),
  new Map([
    ["utilization", share("its pods ask for")],
    ["utilizationThen", share("later for")],
    ["utilizationSized", share("what they need is")],
    ["threshold", share("the threshold is")],
  ]),
  new Map<string, Phrase>([
    ["oversizedPods", counted("pod", "asking for too much")],
    ["oversized", (value) => `such as those of ${safeText(String(value))}`],
    ["smallBlockers", counted("small pod", "to hold it")],
    ["movablePods", counted("pod", "to move")],
    ["endingPods", counted("pod", "to end")],
    ["ending", (value) => `such as ${safeText(String(value))}`],
  ]),
  new Map<string, Phrase>([
    ["wasteUsdPerHour", (value) => `${hourly(usdPerHour(Number(value)))} at stake`],
    ["home", (value) => `another place: ${safeText(String(value))}`],
  ]),
];

const CAUSES: ReadonlyMap<string, string> = new Map([
  ["pool-minimum", "its node pool is at its minimum size"],
  ["reservation", "a reservation pays for it"],
  ["autopilot", "Autopilot bills its pods by request"],
]);

function causeText(value: Value, words: Words): string {
  const reason = UNREMOVABLE_REASONS.find((name) => name === value);
  return reason === undefined ? (CAUSES.get(String(value)) ?? safeText(String(value))) : words.verdict[reason].brief;
}

/** `its node pool is at its minimum size, $5.29/h at stake`; what has no phrase is shown by its name; "" for nothing. */
export function detailText(observation: Pick<Observation, "detail">, words: Words): string {
  return detailLines(observation, words).join(", ");
}

/** The same a line a question, for where there is room; no line is empty. */
export function detailLines({ detail }: Pick<Observation, "detail">, words: Words): readonly string[] {
  const given = worthTelling(detail);
  const known = LINES.map((phrases) =>
    [...phrases].flatMap(([name, phrase]) => {
      const value = given.get(name);
      given.delete(name);
      return value === undefined ? [] : [phrase(value, words)];
    }),
  );
  const others = Array.from(given, ([name, value]) => `${safeText(name)} ${safeText(String(value))}`);
  return [...known, others].map((phrases) => phrases.join(", ")).filter((line) => line !== "");
}
