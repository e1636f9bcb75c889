import type { Observation, ObservationKind } from "../audit/finding.ts";
import { sumRates } from "../model/money.ts";
import { detailText } from "./details.ts";
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
  const detail = shortenWords(detailText(observation, words), room - 2);
  const lines = detail === "" ? [] : hang("  ", wrap(paint.faint(detail), room - 2));
  return [...spread(name, right, room), ...lines];
}
