import type { Instant } from "./time.ts";

/** A flat JSON object, as message metadata carries it. */
export type Payload = Readonly<Record<string, string | number | boolean>>;

/** A reaction on a message, with the people who gave it. */
export interface Reaction {
  readonly name: string;
  readonly users: readonly string[];
}

/** What a person wrote below a message. Not a word of it is trusted. */
export interface Reply {
  readonly user: string;
  readonly text: string;
  readonly ts: string;
}

/** One of our own messages as it stands in a channel. */
export interface StandingMessage {
  readonly channel: string;
  /** Slack's name of the message within its channel. */
  readonly ts: string;
  /** The metadata that we gave it. */
  readonly payload: Payload;
  readonly reactions: readonly Reaction[];
  /** What people wrote in its thread, oldest first. */
  readonly replies: readonly Reply[];
}

/** The time that a `ts` stands for; `null` for what is none. */
export function instantOfTs(ts: string): Instant | null {
  return /^\d+\.\d+$/u.test(ts) ? (Math.floor(Number(ts) * 1_000) as Instant) : null;
}

/** What makes a text a channel's id. */
export const CHANNEL_ID = /^[CG][A-Z0-9]{6,}$/u;

/** What any token is made of: it goes into a header. */
export const TOKEN = /^[\x21-\x7e]+$/u;
