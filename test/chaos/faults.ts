import type { IncomingHttpHeaders, ServerResponse } from "node:http";

/** An answer of the API server, as the proxy got it. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A number from 0 to 1; the same row of them for the same seed (mulberry32). */
export type Random = () => number;

export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What the proxy knows of a request when it makes a fault of it. */
export interface Met {
  readonly answer: Answer;
  readonly random: Random;
  /** The continue token that was asked with, "" for a first page. */
  readonly token: string;
  /** Closes the door for a moment, as a server that restarts does. */
  readonly restart: () => void;
}

/** Spoils an answer. */
type Spoil = (response: ServerResponse, met: Met) => void;

export function forward(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, "content-length": body.length }).end(body);
}

function plain(status: number, type: string, body: string | Buffer, headers: Record<string, string> = {}): Spoil {
  return (response) => void response.writeHead(status, { "content-type": type, ...headers }).end(body);
}

const HTML = "<!doctype html><title>Sign in</title>";
const expired = (token: string) =>
  JSON.stringify({ kind: "Status", code: 410, reason: "Expired", message: "too old", metadata: { continue: token } });

/** Some part of the body, never all of it. */
function part({ answer, random }: Met): Buffer {
  return answer.body.subarray(0, Math.floor(random() * answer.body.length));
}

/** Everything that may happen to an answer on its way. */
export const FAULTS = {
  late: (response, met) => void setTimeout(() => forward(response, met.answer), met.random() * 50),
  reset: (response) => void response.destroy(),
  "cut by the connection": (response, met) => {
    response.writeHead(200, { ...met.answer.headers, "content-length": met.answer.body.length });
    response.write(part(met), () => response.destroy());
  },
  "cut, and called whole": (response, met) => {
    const body = part(met);
    response.writeHead(200, { ...met.answer.headers, "content-length": body.length }).end(body);
  },
  "never answered": () => undefined,
  "half an answer, then nothing": (response, met) => {
    response.writeHead(200, { ...met.answer.headers, "content-length": met.answer.body.length });
    response.write(part(met));
  },
  "too many requests": plain(429, "text/plain", "Too many requests, please try again later.", { "retry-after": "0" }),
  "an error": plain(500, "application/json", '{"kind":"Status","message":"etcdserver: request timed out"}'),
  "a gateway's error": plain(502, "text/html", HTML),
  unavailable: plain(503, "text/plain", "no endpoints available"),
  "a gateway's timeout": plain(504, "text/html", HTML),
  "a login page": plain(200, "text/html", HTML),
  "a login page that calls itself protobuf": plain(200, "application/vnd.kubernetes.protobuf", HTML),
  "no protobuf here": plain(406, "application/json", '{"kind":"Status","message":"only application/json"}'),
  unauthorized: plain(401, "application/json", '{"kind":"Status","message":"Unauthorized"}'),
  forbidden: plain(403, "application/json", '{"kind":"Status","message":"forbidden"}'),
  "expired, with a token": (response, met) => plain(410, "application/json", expired(met.token))(response, met),
  "expired, without one": (response, met) => plain(410, "application/json", expired(""))(response, met),
  "other words": plain(200, "application/json", '{"hello":"world"}'),
  nothing: plain(200, "application/vnd.kubernetes.protobuf", ""),
  restart: (response, met) => {
    response.destroy();
    met.restart();
  },
} as const satisfies Record<string, Spoil>;

export type FaultName = keyof typeof FAULTS;

export const FAULT_NAMES: readonly FaultName[] = Object.keys(FAULTS).filter((name) => name in FAULTS) as FaultName[];
