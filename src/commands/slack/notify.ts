import { setTimeout as wait } from "node:timers/promises";
import type { Audit } from "../../audit/finding.ts";
import { decide } from "../../audit/notify/decide.ts";
import { isUnsaid } from "../../audit/notify/match.ts";
import { mergeStories } from "../../audit/notify/merge.ts";
import type { Plan } from "../../audit/notify/plan.ts";
import { isOpen, type Story, staleAfter } from "../../audit/notify/story.ts";
import type { SlackConfig } from "../../config-slack.ts";
import { formatCluster } from "../../model/snapshot.ts";
import { type Duration, type Instant, instant, SECOND } from "../../model/time.ts";
import { openSlack, type SlackApi } from "../../publish/slack/api.ts";
import { deliverAll, type Ledger } from "../../publish/slack/deliver.ts";
import { faultWords } from "../../publish/slack/fault.ts";
import type { Self } from "../../publish/slack/self.ts";
import { deliveriesOf } from "../../report/slack/deliveries.ts";
import type { Delivery } from "../../report/slack/delivery.ts";
import { patienceLine } from "../../report/slack/outlook.ts";
import type { Store } from "../../warehouse/store.ts";
import type { DueDigest } from "./digest.ts";
import { digestNow, sendPicture } from "./digest-send.ts";
import { introduce, lookAround } from "./look.ts";
import { ledgerOf, type Memory, openMemory } from "./memory.ts";

/** What Slack needs of a run. */
export interface NotifyInput {
  readonly audit: Audit;
  readonly slack: SlackConfig;
  /** The time between two runs. */
  readonly period: Duration;
  /** `null`: nothing is remembered but by the channels themselves. */
  readonly store: Store | null;
  readonly token: string;
  readonly url: string | null;
  readonly now: () => Instant;
  readonly sleep?: (wait: Duration) => Promise<void>;
  /** For one call; ten seconds unless given. */
  readonly timeout?: Duration;
  readonly say: (line: string) => Promise<void>;
  /** How Slack is opened, for those who want to be between the calls. */
  readonly open?: typeof openSlack;
}

const TIMEOUT = (10 * SECOND) as Duration;

/** Tells the run in Slack. `false`: something was not told; what it was has been said. Nothing is thrown for what Slack does. */
export async function notifySlack(input: NotifyInput): Promise<boolean> {
  const { slack, token, url, now, say } = input;
  const sleep = input.sleep ?? (async (length: Duration) => void (await wait(length)));
  const deadline = instant(now() + slack.deadline);
  const api = await (input.open ?? openSlack)({ token, url, deadline, timeout: input.timeout ?? TIMEOUT, now, sleep });
  const known = await introduce(api);
  if ("fault" in known) {
    await say(`nothing was told: ${faultWords(known.fault)}`);
    return false;
  }
  for (const note of known.notes) await say(note);
  const memory = await openMemory(input.store, memoryFacts(input));
  const { plan, oldest, stories } = await planned(input, api, known.self, memory);
  const digest = await digestNow(input, memory, afterwards(stories, plan));
  const deliveries = [
    ...deliveriesOf(plan.threads, voiceOf(input), slack.settings.fallback.channel),
    ...(digest === null || digest.delivery.ts !== null ? [] : [digest.delivery]),
  ];
  const patience = patienceLine(deliveries);
  if (patience !== "") await say(patience);
  const ok = await send(input, { api, self: known.self, memory, plan, digest, deliveries, oldest });
  for (const problem of [...memory.problems, ...plan.problems]) await say(problem);
  return ok && memory.problems.length === 0;
}

/** The stories as this run leaves them. What was never told, and is no more in the plan, is over. */
function afterwards(stories: readonly Story[], { threads, held }: Plan): readonly Story[] {
  const now = new Map([...threads, ...held].map(({ story }) => [story.id, story]));
  const others = stories.filter(({ id, kind, ts }) => (ts !== null || kind === "digest") && !now.has(id));
  return [...others, ...now.values()];
}

export function memoryFacts({ audit, now }: Pick<NotifyInput, "audit" | "now">) {
  return { cluster: audit.run.cluster, runId: audit.run.id, now };
}

export function voiceOf({ audit, slack }: Pick<NotifyInput, "audit" | "slack">) {
  const { currency, links } = slack.settings;
  return { currency, links, cluster: audit.run.cluster, now: audit.run.takenAt };
}

async function planned(input: NotifyInput, api: SlackApi, self: Self, memory: Memory) {
  const channels = channelsOf(input.slack, memory.stories);
  const remembers = memory.works() && memory.stories.length > 0;
  const looked = await lookAround(api, self, { channels, stories: memory.stories, remembers, now: input.now() });
  for (const note of looked.notes) await input.say(note);
  const { stories, answers } = mergeStories(memory.stories, looked.standing, looked.seen);
  const plan = await planOf(input, memory, { stories, answers, seen: looked.seen });
  return { plan, oldest: looked.oldest, stories };
}

/** Decides, with what ended while Slack was not told, or is not said in its thread yet. */
export async function planOf(
  input: Pick<NotifyInput, "audit" | "slack" | "period">,
  memory: Memory,
  known: {
    readonly stories: readonly Story[];
    readonly answers: Parameters<typeof decide>[0]["answers"];
    readonly seen: (channel: string) => boolean;
  },
): Promise<Plan> {
  const { audit, slack, period } = input;
  const told = new Set(audit.episodes.map(({ episode }) => episode.id));
  const { takenAt: now } = audit.run;
  const lost = known.stories.filter(
    (story) => story.kind === "episode" && !told.has(story.episode) && (isOpen(story) || isUnsaid(story, { now })),
  );
  const past = await memory.past(lost.map(({ node }) => node));
  return decide({
    runId: audit.run.id,
    cluster: audit.run.cluster === null ? "" : formatCluster(audit.run.cluster),
    now,
    episodes: audit.episodes,
    past: new Map(past.map((episode) => [episode.id, episode])),
    doubtful: new Set(
      audit.nodes.filter(({ whyNot }) => whyNot === "rests-on-unlisted-kind").map(({ node }) => node.uid),
    ),
    settings: slack.settings,
    staleAfter: staleAfter(period),
    ...known,
  });
}

function channelsOf({ settings, digest }: SlackConfig, stories: readonly Story[]): readonly string[] {
  const standing = stories.filter((story) => story.kind !== "digest" && isOpen(story));
  const all = [
    settings.fallback.channel,
    ...settings.routes.map(({ channel }) => channel),
    ...(digest === null ? [] : [digest.destination.channel]),
    ...standing.map(({ channel }) => channel),
  ];
  return [...new Set(all)];
}

interface Sending {
  readonly api: SlackApi;
  readonly self: Self;
  readonly memory: Memory;
  readonly plan: Plan;
  readonly digest: DueDigest | null;
  readonly deliveries: readonly Delivery[];
  readonly oldest: string;
}

async function send(input: NotifyInput, sending: Sending): Promise<boolean> {
  const { api, self, memory, plan, digest, deliveries, oldest } = sending;
  await rememberHeld(memory, plan);
  const told = digest === null ? plan.threads : [...plan.threads, { story: digest.story, why: "digest" }];
  const ledger = noting(ledgerOf(memory, told));
  const done = await deliverAll(deliveries, { api, self, ledger, oldest });
  const pictured = await sendPicture(input, sending, ledger.stands);
  const unsure = plan.held.filter(({ because }) => because === "unsure").length;
  for (const line of [...done.notes, ...done.failures]) await input.say(line);
  if (unsure > 0) await input.say(`${unsure} episodes may have been told already and were not told again`);
  await input.say(
    `${done.posted} posted, ${done.updated} kept true, ${done.replies} replies, ${plan.held.length} held`,
  );
  return done.failures.length === 0 && unsure === 0 && pictured;
}

/** A ledger that also keeps where each message stands. */
function noting(ledger: Ledger): Ledger & { readonly stands: ReadonlyMap<string, Standing> } {
  const stands = new Map<string, Standing>();
  return {
    before: ledger.before,
    after: async (delivery, outcome) => {
      if (outcome.kind === "stands") stands.set(delivery.id, outcome);
      await ledger.after(delivery, outcome);
    },
    stands,
  };
}

type Standing = { readonly channel: string; readonly ts: string };

/** Who is not told, and why: once, and again when that changes. */
async function rememberHeld(memory: Memory, plan: Plan): Promise<void> {
  const known = new Map(memory.stories.map((story) => [story.id, story]));
  for (const { story, why, because } of plan.held) {
    const before = known.get(story.id);
    const same = before?.state === story.state && before.mute?.until === story.mute?.until;
    if (!same) await memory.save(story, why, because);
  }
}
