import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent, type RequestOptions } from "node:https";
import { type BodyBuffer, createBodyBuffer } from "./body-buffer.ts";
import { blot, type Fault, faultOf, type Outcome, tidy } from "./cluster-fault.ts";
import type { Chosen } from "./cluster-kubeconfig.ts";
import { LIMITS, type Limits } from "./cluster-limits.ts";
import { createLoadMeter, type Load, type LoadMeter } from "./cluster-load.ts";
import { type Reply, send } from "./cluster-request.ts";

/** A way to one API server. Nothing is sent before the first `get`. */
export interface ClusterConnection {
  /** `context "prod"`, or "in-cluster" */
  readonly title: string;
  /** `https://10.0.0.1`, without user and password. */
  readonly server: string;
  readonly inCluster: boolean;
  readonly limits: Limits;
  /** Annotations to read besides those of the allow-list. */
  readonly annotationKeys: readonly string[];
  /** One GET, tried once. An answer of any status is an answer, good until the next `get`. `deadline` ends it as the own time limit does. */
  get(path: string, accept: string, deadline: AbortSignal): Promise<Outcome<Reply>>;
  /** One POST of JSON, tried once, for reviews: they ask and change nothing. */
  post(path: string, body: unknown, deadline: AbortSignal): Promise<Outcome<Reply>>;
  /** Has this server ever answered? What never did is wrongly named rather than busy. */
  hasAnswered(): boolean;
  /** Fetches the credentials anew. A failure shows when they are used. */
  renewCredentials(): Promise<void>;
  /** What was asked of the server so far. */
  load(): Load;
  /** Says that the next request is one that was sent before. */
  again(): void;
  /** Closes idle sockets. The connection may be used again. */
  close(): void;
}

/** What a connection needs besides the cluster itself. */
export interface ConnectionOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly limits?: Partial<Limits> | undefined;
  readonly annotationKeys?: readonly string[] | undefined;
  /** Ask for gzip? By default from outside the cluster: inside, the network is quicker than the server's packing. */
  readonly gzip?: boolean | undefined;
}

/** One keep-alive agent for all requests. Proxies of the environment are used as kubectl does. */
export function connect(chosen: Chosen, options: ConnectionOptions): ClusterConnection {
  const { server, inCluster, title } = chosen;
  const limits = { ...LIMITS, ...options.limits };
  const agent = keepAlive(server, options.environment, limits.parallel);
  const meter = createLoadMeter();
  let answered = false;
  const request = requester({
    chosen,
    limits,
    agent,
    meter,
    base: baseOf(server),
    packing: (options.gzip ?? !inCluster) ? "gzip" : "identity",
    answered: () => {
      answered = true;
    },
  });
  return {
    title,
    server: baseOf(server),
    inCluster,
    limits,
    annotationKeys: options.annotationKeys ?? [],
    get: (path, accept, deadline) => request(path, accept, deadline, null),
    post: (path, body, deadline) => request(path, "application/json", deadline, JSON.stringify(body)),
    hasAnswered: () => answered,
    renewCredentials: () => chosen.credentials.renew(),
    load: meter.load,
    again: meter.again,
    close: () => agent.destroy(),
  };
}

function baseOf(server: URL): string {
  return `${server.origin}${server.pathname.replace(/\/$/u, "")}`;
}

interface Requester {
  readonly chosen: Chosen;
  readonly limits: Limits;
  readonly agent: HttpAgent | HttpsAgent;
  readonly meter: LoadMeter;
  readonly base: string;
  readonly packing: "gzip" | "identity";
  readonly answered: () => void;
}

const JSON_BODY = { "Content-Type": "application/json" };

type Request = (path: string, accept: string, deadline: AbortSignal, body: string | null) => Promise<Outcome<Reply>>;

function requester(from: Requester): Request {
  const { chosen, limits, agent, meter } = from;
  const buffers: BodyBuffer[] = [];
  return async (path, accept, deadline, body) => {
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
    const buffer = buffers.pop() ?? createBodyBuffer();
    meter.sent();
    try {
      const request: RequestOptions = {
        ...auth,
        agent: chosen.credentials.ownAgent ? auth.agent : agent,
        ...(body === null ? {} : { method: "POST" }),
        headers: {
          ...auth.headers,
          ...(body === null ? {} : JSON_BODY),
          Accept: accept,
          "Accept-Encoding": from.packing,
          "User-Agent": "barnacle",
        },
        signal,
      };
      const reply = await send(new URL(`${from.base}${path}`), request, buffer, meter.came, body);
      // Whoever asks reads the answer before anything else is sent, so its memory may go to the next one at once.
      buffers.push(buffer);
      from.answered();
      return { ok: true, value: reply.status < 300 ? reply : blotted(reply, secrets) };
    } catch (error) {
      return { ok: false, fault: signal.aborted ? late() : faultOf(error, secrets) };
    }
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
  const { promise: given, reject } = Promise.withResolvers<never>();
  const giveUp = () => reject(new Error("the sign-in command did not end in time"));
  signal.addEventListener("abort", giveUp, { once: true });
  try {
    return { ok: true, value: trimmed(await Promise.race([chosen.credentials.current(), given])) };
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

/** An error's body may quote the request. In protobuf the texts stand as they are, but blotting would change their lengths. */
function blotted(reply: Reply, secrets: readonly string[]): Reply {
  if ((reply.headers["content-type"] ?? "").startsWith("application/vnd")) return reply;
  return { ...reply, body: Buffer.from(blot(reply.body.toString("utf8"), secrets)) };
}

function secretsOf(options: RequestOptions): readonly string[] {
  const token = authorizationOf(options).replace(/^\w+ /u, "");
  const password = options.auth?.slice(options.auth.indexOf(":") + 1) ?? "";
  return [token, password].filter((secret) => secret.length > 0);
}
