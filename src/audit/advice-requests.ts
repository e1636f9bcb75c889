import {
  formatQuantity,
  fromMilli,
  fromWhole,
  milliValue,
  type Quantity,
  wholeValue,
  ZERO,
} from "../model/quantity.ts";
import type { AdviceCase, Held } from "./advice-case.ts";
import { type Manifest, templateAdvice } from "./advice-patch.ts";
import type { Advice } from "./finding.ts";

/** What a container is given to begin with that says nothing: small enough for any node, to be measured then. */
const FIRST_REQUEST = { cpu: "100m", memory: "256Mi" } as const;

const RESOURCES = ["cpu", "memory"] as const;

/** Pods that say not what they need are put anywhere: gives their containers a first request. */
export function addRequest({ blocker, target }: Held): readonly Advice[] {
  const { spec } = blocker.pod;
  const missing = RESOURCES.filter((resource) => (spec.requests.get(resource) ?? ZERO) === ZERO);
  const main = spec.containers.filter(({ kind }) => kind === "main");
  if (missing.length === 0 || main.length === 0) return [];
  const requests = Object.fromEntries(missing.map((resource) => [resource, FIRST_REQUEST[resource]]));
  const containers = main.map(({ name }): Manifest => ({ name, resources: { requests } }));
  const text = `Its pods ask for no ${missing.join(" and no ")}, so they are taken to fit anywhere. Begin with this request, measure, and correct it.`;
  return [templateAdvice("add-request", target, text, { spec: { containers } })];
}

/** A home at much less would do if the blockers asked for somewhat less of one thing. A person has to measure whether they can. */
export function lowerRequest({ context, nearMiss, home }: AdviceCase, held: readonly Held[]): readonly Advice[] {
  const price = home?.quote.usdPerHour ?? null;
  if (nearMiss === null || home?.kind !== "new" || price === null) return [];
  const { resource, asked, room, machineType, usdPerHour } = nearMiss;
  if (price - usdPerHour < context.input.auditSettings.minWasteUsdPerHour) return [];
  const [only, ...others] = new Map(held.map(({ target }) => [JSON.stringify(target), target])).values();
  const target = others.length === 0 ? (only ?? null) : null;
  const text = `The pods ask for ${formatQuantity(asked)} of ${resource} together. If ${roomWords(resource, room)} is enough for them, a new ${machineType} node holds them instead of a node of ${home.machineType}.`;
  return [{ kind: "lower-request", target, text, patch: null, command: null }];
}

/** Rounded down to whole millicores or MiB. */
function roomWords(resource: "cpu" | "memory", room: Quantity): string {
  if (resource === "cpu") return formatQuantity(fromMilli(Math.floor(milliValue(room))));
  const mib = 1024 * 1024;
  return formatQuantity(fromWhole(Math.floor(wholeValue(room) / mib) * mib));
}
