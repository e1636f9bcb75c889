import { readFile } from "node:fs/promises";
import type { RequestOptions } from "node:https";
import { join } from "node:path";

/** What shows the API server who asks, and us that it is the API server. */
export interface Credentials {
  /** Headers, certificates and keys for one request. */
  current(): Promise<RequestOptions>;
  /** Fetches them anew: those that were accepted before are accepted no longer. */
  renew(): Promise<void>;
  /** Do the options bring an agent for a proxy of the kubeconfig's own? */
  readonly ownAgent: boolean;
}

/**
 * A pod's own: its service account's token and the cluster's authority. The kubelet changes the token long before it ends, and a
 * reading is short; should it end all the same, it is read again. client-node could do this too, but to load it costs more time and memory
 * than all the rest of a small collection.
 */
export function podCredentials(folder: string): Credentials {
  const authority = once(() => readFile(join(folder, "ca.crt")));
  const readToken = () => once(() => readFile(join(folder, "token"), "utf8"));
  let token = readToken();
  return {
    ownAgent: false,
    async current() {
      return { ca: await authority(), headers: { Authorization: `Bearer ${(await token()).trim()}` } };
    },
    renew() {
      token = readToken();
      return Promise.resolve();
    },
  };
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
