import { type AutoscalerSettings, GKE_DEFAULTS } from "../src/judge/settings.ts";
import { parseDuration } from "../src/model/time.ts";
import type { Vector } from "./vectors.ts";

/** The autoscaler's flags of a vector, over the defaults that the vectors were made with. */
export function settingsOf({ options }: Vector): AutoscalerSettings {
  const { rawPods: _, notAutoscaledNodes: __, bspDisruptionTimeout, ...flags } = options;
  const unknown = Object.keys(flags).filter((flag) => !Object.hasOwn(GKE_DEFAULTS, flag));
  if (unknown.length > 0) throw new Error(`options that the judge does not know: ${unknown.join(", ")}`);
  const timeout = typeof bspDisruptionTimeout === "string" ? parseDuration(bspDisruptionTimeout) : null;
  return { ...GKE_DEFAULTS, ...flags, bspDisruptionTimeout: timeout ?? GKE_DEFAULTS.bspDisruptionTimeout };
}

/** Nodes of a vector that are in no autoscaled group. */
export function notAutoscaledNodes({ options }: Vector): ReadonlySet<string> {
  const names = options["notAutoscaledNodes"];
  return new Set(Array.isArray(names) ? names.map(String) : []);
}
