import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent, type RequestOptions } from "node:https";
import { blot, type Fault, faultOf, type Outcome, tidy } from "./cluster-fault.ts";
import type { Chosen } from "./cluster-kubeconfig.ts";
import { LIMITS, type Limits } from "./cluster-limits.ts";
import { type Reply, send } from "./cluster-request.ts";

/** A way to one API server. Nothing is sent before the first `get`. */
export interface ClusterConnection {
  /** `context "prod"`, or "in-cluster" */
  readonly title: string;
  /** `https://10.0.0.1`, without user and password. */
  readonly server: string;
  readonly inCluster: boolean;
  readonly limits: Limits;
  /** One GET, tried once. An answer of any status is an answer. `deadline` ends it as the own time limit does. */
  get(path: string, accept: string, deadline: AbortSignal): Promise<Outcome<Reply>>;
  /** Has this server ever answered? What never did is wrongly named rather than busy. */
  hasAnswered(): boolean;
  /** Closes idle sockets. The connection may be used again. */
  close(): void;
}

/** What a connection needs besides the cluster itself. */
export interface ConnectionOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly limits?: Partial<Limits> | undefined;
}

/**
 * One keep-alive agent for all requests, since client-node makes a new connection for each, while credentials are asked of
 * client-node before each request (it renews tokens). Proxies of the environment are used as kubectl does.
 */
export function connect(chosen: Chosen, options: ConnectionOptions): ClusterConnection {
  const { kubeConfig, server } = chosen;
  const limits = { ...LIMITS, ...options.limits };
  const agent = keepAlive(server, options.environment, limits.parallel);
  const ownProxy = kubeConfig.getCurrentCluster()?.proxyUrl !== undefined;
  const base = `${server.origin}${server.pathname.replace(/\/$/u, "")}`;
  let answered = false;

  const get = async (path: string, accept: string, deadline: AbortSignal): Promise<Outcome<Reply>> => {
    const patience = AbortSignal.timeout(limits.perRequest);
    const signal = AbortSignal.any([deadline, patience]);
    const late = (): Fault =>
      deadline.aborted
        ? { kind: "overdue", seconds: limits.overall / 1_000 }
        : { kind: "silent", seconds: limits.perRequest / 1_000 };
    const credentials = await signIn(chosen, signal);
    if (!credentials.ok) return deadline.aborted ? { ok: false, fault: late() } : credentials;
    const { value: auth } = credentials;
    const secrets = secretsOf(auth);
    try {
      const reply = await send(new URL(`${base}${path}`), {
        ...auth,
        agent: ownProxy ? auth.agent : agent,
        headers: { ...auth.headers, Accept: accept, "Accept-Encoding": "gzip", "User-Agent": "barnacle" },
        signal,
      });
      answered = true;
      return { ok: true, value: reply.status < 300 ? reply : blotted(reply, secrets) };
    } catch (error) {
      return { ok: false, fault: signal.aborted ? late() : faultOf(error, secrets) };
    }
  };

  return {
    title: chosen.title,
    server: base,
    inCluster: chosen.inCluster,
    limits,
    get,
    hasAnswered: () => answered,
    close: () => agent.destroy(),
  };
}

function keepAlive(
  server: URL,
  environment: Readonly<Record<string, string | undefined>>,
  sockets: number,
): HttpAgent | HttpsAgent {
  // As Go does: a server on this machine is never asked through a proxy.
  const local = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/u.test(server.hostname);
  const options = { keepAlive: true, maxSockets: sockets, ...(local ? {} : { proxyEnv: { ...environment } }) };
  return server.protocol === "http:" ? new HttpAgent(options) : new HttpsAgent(options);
}

/** Headers, certificates and keys for one request. A sign-in command that hangs is given up with the request. */
async function signIn(chosen: Chosen, signal: AbortSignal): Promise<Outcome<RequestOptions>> {
  const options: RequestOptions = {};
  const { promise: given, reject } = Promise.withResolvers<never>();
  const giveUp = () => reject(new Error("the sign-in command did not end in time"));
  signal.addEventListener("abort", giveUp, { once: true });
  try {
    await Promise.race([chosen.kubeConfig.applyToHTTPSOptions(options), given]);
    return { ok: true, value: trimmed(options) };
  } catch (error) {
    return { ok: false, fault: { kind: "sign-in", why: whyNoCredentials(error) } };
  } finally {
    signal.removeEventListener("abort", giveUp);
  }
}

/** A token file that ends in a newline makes no valid header. */
function trimmed(options: RequestOptions): RequestOptions {
  const authorization = authorizationOf(options);
  return authorization === ""
    ? options
    : { ...options, headers: { ...options.headers, Authorization: authorization.trim() } };
}

function authorizationOf({ headers }: RequestOptions): string {
  if (headers === undefined || !("Authorization" in headers)) return "";
  const { Authorization: value } = headers;
  return typeof value === "string" ? value : "";
}

/** Never what a sign-in command printed on stdout: it may be the token. A parser's message would quote it. */
function whyNoCredentials(error: unknown): string {
  if (error instanceof SyntaxError) return "the sign-in command printed no ExecCredential";
  if (error instanceof TypeError) return "the sign-in command's answer or the kubeconfig's user is not as it should be";
  const text = tidy(error instanceof Error ? error.message : String(error), []);
  return text === "" ? "the sign-in command failed" : text;
}

/** An error's body may quote the request. */
function blotted(reply: Reply, secrets: readonly string[]): Reply {
  return { ...reply, body: Buffer.from(blot(reply.body.toString("utf8"), secrets)) };
}

function secretsOf(options: RequestOptions): readonly string[] {
  const token = authorizationOf(options).replace(/^\w+ /u, "");
  const password = options.auth?.slice(options.auth.indexOf(":") + 1) ?? "";
  return [token, password].filter((secret) => secret.length > 0);
}
