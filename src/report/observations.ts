import type { Observation, ObservationKind } from "../audit/finding.ts";
import { sumRates } from "../model/money.ts";
import { detailLines } from "./details.ts";
import { holdersOf, objectName } from "./holders.ts";
import { hang, shortenWords, spread, wrap } from "./layout.ts";
import { hourly, priced } from "./money.ts";
import type { Page } from "./page.ts";
import { count, machine } from "./phrases.ts";
import { safeText } from "./text.ts";
import { displayWidth, shorten } from "./width.ts";

const SHOWN = 3;
const NARROWEST_NAME = 24;

const ORDER = [
  "at-risk",
  "crowded-by-blockers",
  "oversized-blocker",
  "other-remedy",
  "billed-otherwise",
] as const satisfies readonly ObservationKind[];

/** Observations in brief: for each kind what it means, how much it is about, and its first nodes. */
export function observationLines(observations: readonly Observation[], page: Page): readonly string[] {
  return ORDER.flatMap((kind) => {
    const all = observations.filter((observation) => observation.kind === kind);
    return all.length === 0 ? [] : kindLines(kind, all, page);
  });
}

function kindLines(kind: ObservationKind, all: readonly Observation[], page: Page): readonly string[] {
  const { words, paint, columns } = page;
  const { title, meaning } = words.observation[kind];
  const rates = all.flatMap(({ price }) => (price.usdPerHour === null ? [] : [price.usdPerHour]));
  const priced = rates.length === 0 ? "" : `, ${hourly(sumRates(rates))}`;
  const head = `${paint.doubt(`${title}:`)} ${count(all.length, "node")}${priced}. ${paint.faint(meaning)}`;
  const nodes = all.slice(0, SHOWN).flatMap((observation) => nodeLines(observation, page));
  const more = all.length > SHOWN ? [paint.faint(`… and ${all.length - SHOWN} more`)] : [];
  return [...wrap(head, columns), ...hang("  ", [...nodes, ...more])];
}

function nodeLines(observation: Observation, { words, columns, paint }: Page): readonly string[] {
  const { node, price } = observation;
  const room = columns - 2;
  const right = shortenWords(priced(machine(node, words), price), Math.floor(room / 2));
  const name = shorten(safeText(node.name), Math.max(room - displayWidth(right) - 2, NARROWEST_NAME));
  const lines = [...detailLines(observation, words), ...holderLine(observation)].flatMap((line) =>
    wrap(paint.faint(shortenWords(line, room - 2)), room - 2),
  );
  return [...spread(name, right, room), ...hang("  ", lines)];
}

const NAMED = 2;

/** `held by CronJob batch/x (team ml) and 1 more`: whom to talk to. */
function holderLine({ blockers }: Observation): readonly string[] {
  const holders = holdersOf(blockers);
  if (holders.length === 0) return [];
  const names = holders.slice(0, NAMED).map(({ workload, pods, team }) => {
    const what = workload ?? { kind: "Pod", namespace: pods[0]?.namespace ?? "", name: pods[0]?.name ?? "" };
    return `${objectName(what)} (team ${safeText(team)})`;
  });
  const more = holders.length > NAMED ? ` and ${holders.length - NAMED} more` : "";
  return [`held by ${names.join(", ")}${more}`];
}
