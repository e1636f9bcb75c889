import type { SlackMessage } from "./message.ts";
import type { RenderedReply } from "./render.ts";

/** One message and what belongs into its thread, ready to be sent. */
export interface Delivery {
  /** What it is about, for ever. */
  readonly id: string;
  readonly channel: string;
  /** The message that stands already; `null`: it has to be posted. */
  readonly ts: string | null;
  readonly root: SlackMessage;
  /** Oldest first. */
  readonly replies: readonly RenderedReply[];
  /** Where it goes when its channel refuses it, and what it then says; `null`: nowhere. */
  readonly instead: { readonly channel: string; readonly root: (refusal: string) => SlackMessage } | null;
  /** For notes: `node gke-x`, safe to show. */
  readonly about: string;
}

/** What became of it. */
export type Outcome =
  | { readonly kind: "stands"; readonly channel: string; readonly ts: string; readonly told: readonly string[] }
  /** Slack refused it; the next run tries again. */
  | { readonly kind: "failed"; readonly why: string }
  /** Nobody knows whether it was posted; the next run looks. */
  | { readonly kind: "unknown"; readonly why: string }
  /** There was no time left for it. */
  | { readonly kind: "left" }
  /** Somebody deleted the message that was to be changed. */
  | { readonly kind: "gone" };
