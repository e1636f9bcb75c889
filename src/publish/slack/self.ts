import { z } from "zod";
import type { SlackApi } from "./api.ts";
import type { Fault } from "./fault.ts";

/** Who we are in Slack, and what the token may do. */
export interface Self {
  readonly userId: string;
  readonly botId: string;
  readonly team: string;
  /** `null`: Slack did not say. */
  readonly scopes: readonly string[] | null;
  /** May reactions and replies be read? */
  readonly mayRead: boolean;
  readonly mayLookUp: boolean;
  readonly mayUpload: boolean;
  /** The type of our messages' metadata. */
  readonly eventType: string;
}

const Whoami = z.looseObject({
  user_id: z.string().default(""),
  bot_id: z.string().default(""),
  team: z.string().default(""),
  response_metadata: z.looseObject({ scopes: z.array(z.string()).optional() }).optional(),
});

/** What each scope is for. Either history scope will do: one is for public channels, the other for private ones. */
const SCOPES = {
  post: ["chat:write"],
  history: ["channels:history", "groups:history"],
  reactions: ["reactions:read"],
  files: ["files:write"],
} as const;

/** Asks Slack who the token belongs to. */
export async function whoami(
  api: SlackApi,
  eventType: string,
): Promise<{ readonly self: Self } | { readonly fault: Fault }> {
  const answer = await api.again("auth.test", {});
  if (!answer.ok) return { fault: answer.fault };
  const parsed = Whoami.safeParse(answer.data);
  if (!parsed.success) return { fault: { kind: "unknown", what: "Slack's answer could not be read" } };
  const { user_id, bot_id, team, response_metadata } = parsed.data;
  const scopes = response_metadata?.scopes ?? null;
  const has = (any: readonly string[]) => scopes === null || any.some((scope) => scopes.includes(scope));
  const mayLookUp = has(SCOPES.history);
  return {
    self: {
      userId: user_id,
      botId: bot_id,
      team,
      scopes,
      mayRead: mayLookUp && has(SCOPES.reactions),
      mayLookUp,
      mayUpload: has(SCOPES.files),
      eventType,
    },
  };
}
