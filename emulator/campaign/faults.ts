import { type Fault, googleError } from "../../test/warehouse/bigquery/proxy.ts";
import type { Random } from "./random.ts";

/** What the proxy does to a request: nothing most of the time, for most of a seed's runs. `share`: how many of a hundred it harms. */
export function faultOf(random: Random, share: number): Fault | null {
  if (random() * 100 >= share) return null;
  const after = random() < 0.5;
  const faults: readonly Fault[] = [
    googleError(500, "internalError", "An internal error occurred", after),
    googleError(503, "backendError", "Error encountered during execution", after),
    googleError(429, "rateLimitExceeded", "Exceeded rate limits", after),
    googleError(403, "rateLimitExceeded", "Exceeded rate limits: too many table update operations"),
    { kind: "answer", status: 502, body: "<html>502 Bad Gateway</html>", after },
    { kind: "cut-before" },
    { kind: "cut-after" },
    { kind: "cut-after" },
    { kind: "cut-within" },
    { kind: "slow", milliseconds: Math.floor(random() * 400) },
    ...(random() < 0.1 ? [{ kind: "hang" } as const] : []),
  ];
  return faults[Math.floor(random() * faults.length)] ?? null;
}
