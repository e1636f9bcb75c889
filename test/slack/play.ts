import type { Audit } from "../../src/audit/finding.ts";
import { type NotifyInput, notifySlack } from "../../src/commands/slack/notify.ts";
import type { SlackConfig } from "../../src/config-slack.ts";
import { type Duration, HOUR, type Instant, instant } from "../../src/model/time.ts";
import type { Store } from "../../src/warehouse/store.ts";
import { type SlackServer, startSlack, TOKEN } from "./server.ts";

/** A clock that only the program's own waiting moves. */
export interface Clock {
  now: number;
}

/** No test rests on this: only one in which a call is never answered waits, and says for how long. */
const PATIENCE = 300_000 as Duration;

/** A Slack, a clock and a place for what is said; `tell` is one run. */
export interface Stage {
  readonly server: SlackServer;
  readonly clock: Clock;
  readonly said: string[];
  readonly tell: (audit: Audit, slack: SlackConfig, more?: Partial<TellOptions>) => Promise<boolean>;
}

export interface TellOptions {
  readonly store: Store | null;
  readonly token: string;
  readonly timeout: Duration;
  readonly open: NonNullable<NotifyInput["open"]>;
}

export async function openStage(channels: readonly string[] = ["C0DEFAULT"]): Promise<Stage> {
  const clock: Clock = { now: 0 };
  const server = await startSlack(() => clock.now, channels);
  const said: string[] = [];
  const now = (): Instant => instant(clock.now);
  return {
    server,
    clock,
    said,
    tell: async (audit, slack, { store = null, token = TOKEN, timeout = PATIENCE, open } = {}) => {
      clock.now = Math.max(clock.now, audit.run.takenAt);
      return await notifySlack({
        audit,
        slack,
        period: HOUR,
        store,
        token,
        url: server.url,
        now,
        timeout,
        ...(open === undefined ? {} : { open }),
        sleep: async (wait) => {
          clock.now += wait;
        },
        say: async (line) => {
          said.push(line);
        },
      });
    },
  };
}
