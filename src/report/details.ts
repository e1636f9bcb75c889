import type { Observation } from "../audit/finding.ts";
import { UNREMOVABLE_REASONS } from "../judge/verdict.ts";
import { usdPerHour } from "../model/money.ts";
import { hourly, percent } from "./money.ts";
import { count } from "./phrases.ts";
import { safeText } from "./text.ts";
import type { Words } from "./words/shape.ts";

type Value = string | number;

const counted = (noun: string, after: string) => (value: Value) => `${count(Number(value), noun)} ${after}`;
const share = (before: string) => (value: Value) => `${before} ${percent(Number(value))}`;

/** What an observation's numbers and names say, in the order in which they are told. A Map, since the keys are another room's. */
const PHRASES: ReadonlyMap<string, (value: Value, words: Words) => string> = new Map([
  ["cause", causeText],
  ["reservation", (value) => `named ${safeText(String(value))}`],
  ["utilization", share("its pods ask for")],
  ["threshold", share("the threshold is")],
  ["utilizationThen", share("later")],
  ["smallBlockers", counted("small pod", "to hold it")],
  ["movablePods", counted("pod", "to move")],
  ["endingPods", counted("pod", "to end")],
  ["ending", (value) => `such as ${safeText(String(value))}`],
  ["wasteUsdPerHour", (value) => `${hourly(usdPerHour(Number(value)))} at stake`],
  ["home", (value) => `another place: ${safeText(String(value))}`],
]);

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
export function detailText({ detail }: Pick<Observation, "detail">, words: Words): string {
  const given = new Map(Object.entries(detail).filter(([, value]) => value !== 0));
  const known = [...PHRASES].flatMap(([name, phrase]) => {
    const value = given.get(name);
    given.delete(name);
    return value === undefined ? [] : [phrase(value, words)];
  });
  const others = Array.from(given, ([name, value]) => `${safeText(name)} ${safeText(String(value))}`);
  return [...known, ...others].join(", ");
}
