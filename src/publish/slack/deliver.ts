import type { Delivery, Outcome } from "../../report/slack/delivery.ts";
import type { SlackMessage } from "../../report/slack/message.ts";
import type { SlackApi } from "./api.ts";
import { type Fault, faultWords } from "./fault.ts";
import type { Self } from "./self.ts";
import { findPosted, isTold, post, type Sent, update } from "./send.ts";
import { toldIn } from "./sweep.ts";

/** Where it is written down what is about to be done, and what was. */
export interface Ledger {
  /** Before a message is posted. */
  readonly before: (delivery: Delivery) => Promise<void>;
  readonly after: (delivery: Delivery, outcome: Outcome) => Promise<void>;
}

/** What became of all deliveries. */
export interface Delivered {
  readonly posted: number;
  readonly updated: number;
  readonly replies: number;
  /** What went wrong, each a sentence. */
  readonly failures: readonly string[];
  /** What a reader should know, though nothing is lost. */
  readonly notes: readonly string[];
}

/** The token is no good: no other call will succeed. */
const FATAL: ReadonlySet<string> = new Set([
  "invalid_auth",
  "not_authed",
  "account_inactive",
  "token_revoked",
  "token_expired",
  "missing_scope",
  "not_allowed_token_type",
  "no_permission",
  "org_login_required",
  "ekm_access_denied",
  "team_access_not_granted",
  "two_factor_setup_required",
]);

/** The channel takes nothing from us: another one may. */
const NOT_THERE: ReadonlySet<string> = new Set([
  "is_archived",
  "channel_not_found",
  "not_in_channel",
  "restricted_action",
  "restricted_action_read_only_channel",
  "restricted_action_thread_only_channel",
  "channel_type_not_supported",
]);

const DELETED: ReadonlySet<string> = new Set(["message_not_found", "thread_not_found", "cant_update_message"]);

interface Work {
  readonly api: SlackApi;
  readonly self: Self;
  readonly ledger: Ledger;
  /** The newest moment before our first post, as Slack's ts. */
  readonly oldest: string;
  readonly failures: string[];
  readonly notes: string[];
  readonly count: { posted: number; updated: number; replies: number };
}

/** Sends everything, one message a second and channel, until it is done, the token fails or time is up. Whatever happens is written down. */
export async function deliverAll(
  deliveries: readonly Delivery[],
  { api, self, ledger, oldest }: Pick<Work, "api" | "self" | "ledger" | "oldest">,
): Promise<Delivered> {
  const work: Work = {
    api,
    self,
    ledger,
    oldest,
    failures: [],
    notes: [],
    count: { posted: 0, updated: 0, replies: 0 },
  };
  let left = 0;
  let fatal: string | null = null;
  for (const delivery of interleaved(deliveries)) {
    if (fatal !== null || api.isLate()) {
      left += 1;
      await ledger.after(delivery, { kind: "left" });
      continue;
    }
    const outcome = await deliver(work, delivery);
    if (outcome.kind === "left") left += 1;
    if (outcome.kind === "failed" && FATAL.has(outcome.why)) fatal = outcome.why;
    else if (outcome.kind === "failed" || outcome.kind === "unknown") {
      const fate = outcome.kind === "unknown" ? "may or may not have been posted; the next run looks" : "was not sent";
      work.failures.push(`the message about ${delivery.about} ${fate}: ${outcome.why}`);
    }
    await ledger.after(delivery, outcome);
  }
  if (fatal !== null) work.failures.push(`Slack refuses the token: ${fatal}`);
  if (left > 0)
    work.failures.push(`${left} message${left === 1 ? "" : "s"} wait${left === 1 ? "s" : ""} for the next run`);
  return { ...work.count, failures: work.failures, notes: [...new Set(work.notes)] };
}

/** By turns of the channels, so that the second that each asks for is used by the others. */
function interleaved(deliveries: readonly Delivery[]): readonly Delivery[] {
  const queues = [...Map.groupBy(deliveries, ({ channel }) => channel).values()];
  const longest = Math.max(0, ...queues.map((queue) => queue.length));
  return Array.from({ length: longest }, (_, turn) => queues.flatMap((queue) => queue[turn] ?? [])).flat();
}

async function deliver(work: Work, delivery: Delivery): Promise<Outcome> {
  return delivery.ts === null ? await postNew(work, delivery) : await keepTrue(work, delivery, delivery.ts);
}

async function postNew(work: Work, delivery: Delivery): Promise<Outcome> {
  await work.ledger.before(delivery);
  const first = await post(work.api, { channel: delivery.channel, thread: null }, delivery.root, work.notes);
  return await afterPost(work, delivery, delivery.channel, first);
}

async function afterPost(work: Work, delivery: Delivery, channel: string, sent: Sent): Promise<Outcome> {
  if ("ts" in sent) {
    work.count.posted += 1;
    const { told, fault } = await replyAll(work, delivery, { channel, ts: sent.ts }, []);
    if (fault !== null) work.notes.push(`a reply about ${delivery.about} waits for the next run: ${faultWords(fault)}`);
    return { kind: "stands", channel, ts: sent.ts, told };
  }
  const { fault } = sent;
  if (fault.kind === "unknown") {
    const ts = await findPosted(work.api, work.self, { channel, id: delivery.id, oldest: work.oldest });
    if (ts === null) return { kind: "unknown", why: faultWords(fault) };
    return await afterPost(work, delivery, channel, { ts });
  }
  const other = elsewhere(delivery, channel, fault);
  if (other !== null) {
    work.notes.push(`channel ${channel} took no message (${other.code}): it went to ${other.channel} instead`);
    const again = await post(work.api, { channel: other.channel, thread: null }, other.root, work.notes);
    return await afterPost(work, delivery, other.channel, again);
  }
  return failed(fault);
}

function elsewhere({ instead }: Delivery, channel: string, fault: Fault) {
  if (instead === null || fault.kind !== "refused" || instead.channel === channel) return null;
  if (!NOT_THERE.has(fault.code)) return null;
  return { channel: instead.channel, code: fault.code, root: instead.root(fault.code) };
}

function failed(fault: Fault): Outcome {
  if (fault.kind === "late") return { kind: "left" };
  return { kind: "failed", why: fault.kind === "refused" ? fault.code : faultWords(fault) };
}

/**
 * What is new goes into the thread first; then the message itself says that it was told. News that could not be sent now is news in
 * the next run, so the message is left as it was.
 */
async function keepTrue(work: Work, delivery: Delivery, ts: string): Promise<Outcome> {
  const place = { channel: delivery.channel, ts };
  const before = delivery.replies.length === 0 ? { told: [] } : await knownNews(work, place);
  if ("fault" in before) return failed(before.fault);
  const replied = await replyAll(work, delivery, place, before.told);
  if (replied.fault !== null) return failed(replied.fault);
  const sent = await update(work.api, place, delivery.root, work.notes);
  if ("ts" in sent) {
    work.count.updated += 1;
    return { kind: "stands", ...place, told: replied.told };
  }
  const { fault } = sent;
  if (fault.kind === "refused" && DELETED.has(fault.code)) {
    work.notes.push(`the message about ${delivery.about} was deleted: nothing more is told of it`);
    return { kind: "gone" };
  }
  // The message stands as it was: an unknown fate of a change does no harm.
  return elsewhere(delivery, place.channel, fault) === null
    ? failed(fault)
    : await afterPost(work, delivery, place.channel, sent);
}

/** Without the right to read, memory alone says what was told. */
async function knownNews(work: Work, place: Place): Promise<Awaited<ReturnType<typeof toldIn>>> {
  return work.self.mayLookUp ? await toldIn(work.api, work.self, place) : { told: [] };
}

interface Place {
  readonly channel: string;
  readonly ts: string;
}

/** Posts the replies that are not there yet, in order, up to the first that cannot be sent now. One that Slack refuses is passed over. */
async function replyAll(
  work: Work,
  delivery: Delivery,
  place: Place,
  known: readonly string[],
): Promise<{ readonly told: readonly string[]; readonly fault: Fault | null }> {
  const told: string[] = [];
  for (const { key, message } of delivery.replies) {
    const fault = known.includes(key) ? null : await reply(work, place, key, message);
    if (fault !== null && fault.kind !== "refused") return { told, fault };
    if (fault === null) told.push(key);
    else work.notes.push(`a reply about ${delivery.about} was refused: ${fault.code}`);
  }
  return { told, fault: null };
}

async function reply(work: Work, place: Place, key: string, message: SlackMessage): Promise<Fault | null> {
  const sent = await post(work.api, { channel: place.channel, thread: place.ts }, message, work.notes);
  if ("fault" in sent && !(sent.fault.kind === "unknown" && (await isTold(work.api, work.self, place, key)))) {
    return sent.fault;
  }
  work.count.replies += 1;
  return null;
}
