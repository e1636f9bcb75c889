import type { WebClient } from "@slack/web-api";
import type { Duration, Instant } from "../../model/time.ts";
import { type Fault, faultOf } from "./fault.ts";

/** How Slack is reached. */
export interface SlackConnection {
  readonly token: string;
  /** Where Slack is, when it is not at slack.com. */
  readonly url: string | null;
  /** Until when everything must be done. */
  readonly deadline: Instant;
  /** For one call. */
  readonly timeout: Duration;
  readonly now: () => Instant;
  readonly sleep: (wait: Duration) => Promise<void>;
}

export type Answer = { readonly ok: true; readonly data: unknown } | { readonly ok: false; readonly fault: Fault };

/** Slack's methods, each call with a deadline. */
export interface SlackApi {
  /** A call that may be made twice: reading, or changing to a given state. Tried again while there is hope and time. */
  readonly again: (method: string, args: Arguments) => Promise<Answer>;
  /** A call that may not be made twice: it is tried again only when Slack certainly did nothing. */
  readonly once: (method: string, args: Arguments) => Promise<Answer>;
  /** Uploads a file in its three steps. */
  readonly upload: (file: Upload) => Promise<Answer>;
  /** Waits until the channel may have its next message: Slack takes one a second. */
  readonly pace: (channel: string) => Promise<void>;
  readonly sleep: (wait: Duration) => Promise<void>;
  readonly isLate: () => boolean;
}

export type Arguments = Readonly<Record<string, unknown>>;

export interface Upload {
  readonly channel: string;
  readonly threadTs: string;
  readonly name: string;
  readonly title: string;
  readonly altText: string;
  readonly bytes: Uint8Array;
}

const TRIES = 4;
const BACKOFF: Duration = 1_000 as Duration;
/** Somewhat more than the second that Slack asks for. */
const PACE = 1_050;

const silent = () => undefined;
const NO_LOG = {
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  setLevel: silent,
  getLevel: () => "error",
  setName: silent,
};

/** Connects; nothing is sent yet. The SDK neither repeats a call nor logs anything: what it would log holds messages and tokens. */
export async function openSlack(connection: SlackConnection): Promise<SlackApi> {
  const { WebClient: Client, LogLevel } = await import("@slack/web-api");
  const client = new Client(connection.token, {
    ...(connection.url === null ? {} : { slackApiUrl: connection.url }),
    retryConfig: { retries: 0 },
    timeout: connection.timeout,
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logger: { ...NO_LOG, getLevel: () => LogLevel.ERROR },
  });
  return apiOf(client, connection);
}

function apiOf(client: WebClient, connection: SlackConnection): SlackApi {
  const { deadline, now, sleep } = connection;
  const isLate = () => now() >= deadline;
  const call = (method: string, args: Arguments) => attempt(() => client.apiCall(method, { ...args }));
  const repeat = async (mayRepeat: (fault: Fault) => boolean, method: () => Promise<Answer>): Promise<Answer> => {
    for (let tried = 1; ; tried++) {
      if (isLate()) return { ok: false, fault: { kind: "late" } };
      const answer = await method();
      if (answer.ok || tried === TRIES || !mayRepeat(answer.fault)) return answer;
      const wait = waitFor(answer.fault, tried);
      if (now() + wait >= deadline) return answer;
      await sleep(wait);
    }
  };
  const last = new Map<string, number>();
  return {
    again: (method, args) => repeat(isPassing, () => call(method, args)),
    once: (method, args) => repeat(didNothing, () => call(method, args)),
    upload: (file) => repeat(didNothing, () => attempt(() => client.files.uploadV2(uploadArguments(file)))),
    pace: async (channel) => {
      const wait = (last.get(channel) ?? Number.NEGATIVE_INFINITY) + PACE - now();
      if (wait > 0) await sleep(wait as Duration);
      last.set(channel, now());
    },
    sleep,
    isLate,
  };
}

async function attempt(call: () => Promise<unknown>): Promise<Answer> {
  try {
    return { ok: true, data: await call() };
  } catch (error) {
    return { ok: false, fault: faultOf(error) };
  }
}

function didNothing(fault: Fault): boolean {
  return fault.kind === "limited" || fault.kind === "unreachable";
}

function isPassing(fault: Fault): boolean {
  return didNothing(fault) || fault.kind === "unknown";
}

function waitFor(fault: Fault, tried: number): Duration {
  return (fault.kind === "limited" ? Math.max(fault.seconds, 1) * 1_000 : BACKOFF * 2 ** (tried - 1)) as Duration;
}

function uploadArguments(file: Upload) {
  return {
    channel_id: file.channel,
    thread_ts: file.threadTs,
    filename: file.name,
    title: file.title,
    alt_text: file.altText,
    file: Buffer.from(file.bytes),
  };
}
