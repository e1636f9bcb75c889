import type { Shell } from "./shell.ts";

/** The metadata server answers on the node itself: no proxy reaches it. */
const NEVER = ["metadata.google.internal", "169.254.169.254"];

/**
 * A proxy's variables in every spelling that one of the libraries reads (gRPC knows small letters only), with the metadata server among
 * what is asked directly; `null`: there is no proxy.
 */
export function proxyVariables(environment: Shell["environment"]): Readonly<Record<string, string>> | null {
  const either = (name: string) => environment[name.toUpperCase()] || environment[name] || "";
  const https = either("https_proxy");
  if (https === "") return null;
  const direct = either("no_proxy")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  const no = [...new Set([...direct, ...NEVER])].join(",");
  // The old clients would take a proxy for http for one of https: it stays as it was set.
  return { HTTPS_PROXY: https, https_proxy: https, NO_PROXY: no, no_proxy: no };
}
