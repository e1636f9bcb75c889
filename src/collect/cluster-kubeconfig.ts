import { access, readFile } from "node:fs/promises";
import type { RequestOptions } from "node:https";
import { isIPv6 } from "node:net";
import { delimiter, dirname, join } from "node:path";
import type { Cluster, Context, KubeConfig, User } from "@kubernetes/client-node";
import { UsageFailure } from "../failure.ts";
import { nearest } from "../model/nearest.ts";
import { type Credentials, podCredentials } from "./cluster-credentials.ts";
import { errorCode, tidy } from "./cluster-fault.ts";

/** Which cluster, and where its description is. */
export interface ClusterChoice {
  /** The kubeconfig context; absent: in-cluster when running in one, else the kubeconfig's current context. */
  readonly context?: string | undefined;
  /** A kubeconfig file; absent: those of KUBECONFIG, else `~/.kube/config`. */
  readonly kubeconfig?: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The folder with the pod's `token` and `ca.crt`; Kubernetes mounts it at the default. */
  readonly serviceAccountFolder?: string | undefined;
}

/** A cluster chosen, with what opens it. */
export interface Chosen {
  readonly credentials: Credentials;
  /** `context "prod"`, or "in-cluster" */
  readonly title: string;
  readonly server: URL;
  readonly inCluster: boolean;
}

const SERVICE_ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";

/**
 * Finds the cluster that is meant, as kubectl would (client-go `tools/clientcmd`: of several files the first to name a thing
 * wins, missing files of a list are skipped), except that a pod's own cluster goes before a kubeconfig.
 * @throws UsageFailure when there is no kubeconfig, it cannot be read, or it lacks what is asked for
 */
export async function chooseCluster(choice: ClusterChoice): Promise<Chosen> {
  const explicit = choice.context !== undefined || choice.kubeconfig !== undefined;
  const own = explicit ? null : await ownCluster(choice);
  return own ?? (await fromFiles(choice));
}

async function ownCluster(choice: ClusterChoice): Promise<Chosen | null> {
  const host = choice.environment["KUBERNETES_SERVICE_HOST"];
  if (!host) return null;
  const folder = choice.serviceAccountFolder ?? SERVICE_ACCOUNT;
  const tokenFile = join(folder, "token");
  if (!(await exists(tokenFile))) return null;
  const port = choice.environment["KUBERNETES_SERVICE_PORT"] ?? "443";
  const title = "in-cluster";
  const server = urlOf(`https://${isIPv6(host) ? `[${host}]` : host}:${port}`, title);
  return { credentials: podCredentials(folder), title, server, inCluster: true };
}

interface Merged {
  readonly files: readonly string[];
  readonly currentContext: string;
  readonly contexts: readonly Context[];
  readonly clusters: readonly Cluster[];
  readonly users: readonly User[];
}

async function fromFiles(choice: ClusterChoice): Promise<Chosen> {
  const picked = await pick(choice);
  const title = `context ${quoted(picked.context.name)}`;
  const server = urlOf(picked.cluster.server, title);
  let kubeConfig = await ready(picked, server, "");
  const credentials: Credentials = {
    ownAgent: picked.cluster.proxyUrl !== undefined,
    async current() {
      const options: RequestOptions = {};
      await kubeConfig.applyToHTTPSOptions(options);
      return options;
    },
    async renew() {
      // Somebody may have signed in again meanwhile. Under another name client-node runs the sign-in command again.
      kubeConfig = await ready(await pick(choice), server, " (renewed)");
    },
  };
  return { credentials, title, server, inCluster: false };
}

interface Picked {
  readonly context: Context;
  readonly cluster: Cluster;
  readonly user: User | undefined;
}

async function pick(choice: ClusterChoice): Promise<Picked> {
  const merged = await readAll(choice);
  const where = merged.files.join(", ");
  const names = merged.contexts.map((context) => context.name);
  const wanted = choice.context ?? merged.currentContext;
  const have = names.length === 0 ? "it has none" : `it has ${names.map(quoted).join(", ")}`;
  if (!wanted) {
    throw new UsageFailure(`${where}: the kubeconfig has no current-context; choose a context by --context (${have}).`);
  }
  const context = merged.contexts.find((known) => known.name === wanted);
  if (context === undefined) {
    const near = nearest(wanted, names, 1)[0];
    const cure = near === undefined ? "choose one of these by --context." : `did you mean ${quoted(near)}?`;
    throw new UsageFailure(`${where}: the kubeconfig has no context ${quoted(wanted)} (${have}); ${cure}`);
  }
  const cluster = merged.clusters.find((known) => known.name === context.cluster);
  if (cluster === undefined) {
    throw new UsageFailure(
      `${where}: context ${quoted(wanted)} names the cluster ${quoted(context.cluster)}, which the kubeconfig lacks; add it or choose another context.`,
    );
  }
  const user = merged.users.find((known) => known.name === context.user);
  if (user === undefined && context.user) {
    throw new UsageFailure(
      `${where}: context ${quoted(wanted)} names the user ${quoted(context.user)}, whom the kubeconfig lacks; add it or choose another context.`,
    );
  }
  return { context, cluster, user };
}

/** @throws UsageFailure when it is none */
function urlOf(text: string, title: string): URL {
  const server = URL.canParse(text) ? new URL(text) : null;
  if (server !== null && ["http:", "https:"].includes(server.protocol)) return server;
  throw new UsageFailure(
    `${title}: the cluster's server ${quoted(text)} is no URL; write it as https://HOST:PORT in the kubeconfig.`,
  );
}

/** client-node applies neither certificates nor TLS settings when there is no user, and refuses http without `skipTLSVerify`. */
async function ready({ context, cluster, user }: Picked, server: URL, mark: string): Promise<KubeConfig> {
  const { KubeConfig } = await import("@kubernetes/client-node");
  const kubeConfig = new KubeConfig();
  const somebody = user === undefined ? { name: "anonymous" } : { ...user, name: `${user.name}${mark}` };
  kubeConfig.loadFromOptions({
    clusters: [server.protocol === "http:" ? { ...cluster, skipTLSVerify: true } : cluster],
    users: [somebody],
    contexts: [{ ...context, user: somebody.name }],
    currentContext: context.name,
  });
  return kubeConfig;
}

async function readAll(choice: ClusterChoice): Promise<Merged> {
  const files = await present(choice);
  const { KubeConfig } = await import("@kubernetes/client-node");
  const read: KubeConfig[] = [];
  for (const file of files) read.push(await readOne(file, new KubeConfig()));
  return {
    files,
    currentContext: read.map((one) => one.currentContext).find(Boolean) ?? "",
    contexts: read.flatMap((one) => one.contexts),
    clusters: read.flatMap((one) => one.clusters),
    users: read.flatMap((one) => one.users),
  };
}

/** The kubeconfig files that are there; those of a list may be missing, but not all. */
async function present(choice: ClusterChoice): Promise<readonly string[]> {
  if (choice.kubeconfig !== undefined) return [choice.kubeconfig];
  const listed = choice.environment["KUBECONFIG"]?.split(delimiter).filter(Boolean) ?? [];
  const home = choice.environment["HOME"] ?? choice.environment["USERPROFILE"];
  const own = home ? [join(home, ".kube", "config")] : [];
  const asked = listed.length > 0 ? listed : own;
  const found: string[] = [];
  for (const file of asked) if (await exists(file)) found.push(file);
  if (found.length > 0) return found;
  const looked =
    listed.length > 0 ? `KUBECONFIG names ${listed.join(", ")}, which is not there` : "there is no kubeconfig";
  const at = listed.length === 0 && asked.length > 0 ? ` at ${asked.join(", ")}` : "";
  const pod = choice.environment["KUBERNETES_SERVICE_HOST"] ? ", and this pod has no service account token" : "";
  throw new UsageFailure(
    `No cluster to read: ${looked}${at}${pod}; set KUBECONFIG, run gcloud container clusters get-credentials, or read files by --snapshot.`,
  );
}

async function readOne(file: string, into: KubeConfig): Promise<KubeConfig> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new UsageFailure(
      `${file}: the kubeconfig cannot be read (${errorCode(error)}); check the path and its rights.`,
    );
  }
  try {
    // An empty file is an empty kubeconfig, as kubectl takes it.
    into.loadFromString(text.trim() === "" ? "{}" : text);
    into.makePathsAbsolute(dirname(file));
    return into;
  } catch (error) {
    throw new UsageFailure(
      `${file}: not a usable kubeconfig: ${whyUnusable(error)}; mend it or name another by KUBECONFIG.`,
    );
  }
}

/** Never the parser's own message: it quotes the text around the mistake, which may be a token. */
function whyUnusable(error: unknown): string {
  if (!(error instanceof Error)) return "it cannot be parsed";
  if (error.name === "YAMLException") return "it is not valid YAML";
  if (error instanceof TypeError) return "it is no map with clusters, contexts and users";
  return tidy(error.message, []);
}

function quoted(name: string): string {
  return JSON.stringify(name);
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch {
    return false;
  }
}
