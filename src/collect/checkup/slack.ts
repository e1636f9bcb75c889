import type { Check, CheckState } from "../../model/check.ts";
import { TOKEN } from "../../model/slack.ts";
import { ask, field, textOf } from "./ask.ts";

/** What the checkup needs to ask Slack. The token is sent to Slack and nowhere else, and never shown. */
export interface SlackToCheck {
  /** As `slackTokenOf` gives it; "" when there is none. */
  readonly token: string;
  /** `https://slack.com/api/`, or a private one. */
  readonly apiUrl: string | null;
  /** Channels that messages go to, by id or name. */
  readonly channels: readonly string[];
  /** Is Slack configured at all? */
  readonly wanted: boolean;
}

function check(name: string, state: CheckState, what: string, cure: string | null = null): Check {
  return { area: "slack", name, state, what, cure };
}

/** What each scope of docs/slack-app-manifest.yaml is for. Any of a row will do. */
const SCOPES: readonly (readonly [any: readonly string[], needed: boolean, what: string])[] = [
  [["chat:write"], true, "post and update messages"],
  [["channels:history", "groups:history"], false, "find its own messages again and read replies"],
  [["reactions:read"], false, "be muted by a reaction"],
  [["files:write"], false, "upload the digest's picture"],
];

const APP = "https://api.slack.com/apps → the app → OAuth & Permissions";

/** The token, its scopes by `auth.test`'s header, and each channel by `conversations.info`. Nothing is posted. */
export async function checkSlack(slack: SlackToCheck): Promise<readonly Check[]> {
  if (slack.token === "") {
    if (!slack.wanted) return [check("token", "skipped", "Slack is not configured")];
    return [check("token", "failed", "SLACK_BOT_TOKEN is not set", "export SLACK_BOT_TOKEN=xoxb-…")];
  }
  if (!TOKEN.test(slack.token)) {
    const what = "SLACK_BOT_TOKEN holds a character that no token has, such as a space or a line break";
    return [check("token", "failed", what, "export SLACK_BOT_TOKEN=xoxb-…")];
  }
  const answer = await call(slack, "auth.test", {});
  if (!answer.ok) return [check("token", "failed", `Slack ${answer.why}`, "check the network and the proxy")];
  if (field(answer.body, "ok") !== true) {
    const error = textOf(answer.body, "error") || `status ${answer.status}`;
    return [
      check("token", "failed", `not accepted: ${error}`, `${APP}: install the app again, and set SLACK_BOT_TOKEN`),
    ];
  }
  const who = `${textOf(answer.body, "user")} of ${textOf(answer.body, "team")}`;
  const scopes = (answer.headers.get("x-oauth-scopes") ?? "").split(",").map((scope) => scope.trim());
  const channels: Check[] = [];
  for (const channel of slack.channels) channels.push(await checkChannel(slack, channel, textOf(answer.body, "user")));
  return [check("token", "ok", `is ${who}`), ...scopeChecks(scopes), ...channels];
}

function scopeChecks(scopes: readonly string[]): readonly Check[] {
  return SCOPES.map(([any, needed, what]) => {
    const name = `scope ${any.join(" or ")}`;
    if (any.some((scope) => scopes.includes(scope))) return check(name, "ok", `may ${what}`);
    const cure = `${APP}: add ${any[0]}, and install the app again`;
    return check(name, needed ? "failed" : "warning", `missing: cannot ${what}`, cure);
  });
}

async function checkChannel(slack: SlackToCheck, channel: string, bot: string): Promise<Check> {
  const name = `channel ${channel}`;
  const answer = await call(slack, "conversations.info", { channel });
  if (!answer.ok) return check(name, "failed", `Slack ${answer.why}`, "check the network and the proxy");
  const invite = `/invite @${bot}`;
  if (field(answer.body, "ok") === true) {
    const title = textOf(answer.body, "channel", "name");
    if (field(answer.body, "channel", "is_archived") === true) {
      return check(name, "failed", `#${title} is archived`, "name another channel in the configuration");
    }
    if (field(answer.body, "channel", "is_member") === true) return check(name, "ok", `#${title}, a member`);
    return check(name, "failed", `#${title}, but not a member`, `${invite} in #${title}`);
  }
  const error = textOf(answer.body, "error") || `status ${answer.status}`;
  // The app's manifest asks for no right that only a checkup needs.
  if (error === "missing_scope") return check(name, "skipped", "looking it up needs the scope channels:read");
  const cure = `give its id (channel → View details → at the bottom), and in a private one: ${invite}`;
  return check(name, "failed", `Slack says ${error}`, cure);
}

async function call({ token, apiUrl }: SlackToCheck, method: string, body: Readonly<Record<string, string>>) {
  const base = (apiUrl ?? "https://slack.com/api/").replace(/\/?$/u, "/");
  return await ask(
    `${base}${method}`,
    { authorization: `Bearer ${token}`, "content-type": "application/x-www-form-urlencoded" },
    { method: "POST", body: new URLSearchParams(body).toString() },
  );
}
