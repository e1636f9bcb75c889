import type { Advice, Home, NodeFacts, PinnedNode, Since } from "../../audit/finding.ts";
import type { Burning } from "../../audit/notify/plan.ts";
import type { Mention } from "../../audit/notify/settings.ts";
import type { Story } from "../../audit/notify/story.ts";
import { between } from "../../model/time.ts";
import { asksText, type Holder, holdersOf, objectName } from "../holders.ts";
import { needLines } from "../needs.ts";
import { fileOfCommand } from "../patch-file.ts";
import { safeLines, safeText } from "../text.ts";
import {
  type Block,
  bold,
  bullets,
  code,
  codeBlock,
  context,
  cut,
  fitted,
  header,
  type Inline,
  link,
  type RichPart,
  type RichSection,
  richText,
  section,
  text,
} from "./blocks.ts";
import { linkLine, reasonLink, workloadUrl } from "./links.ts";
import { statusParts } from "./status.ts";
import { aMonth, daily, length, price, rate, rateLine, sum, time, timeText, type Voice } from "./voice.ts";

const MOST_HOLDERS = 5;
const SHORT_PATCH = { lines: 12, characters: 500 } as const;
/** Room for one name in a message; longer ones lose their end. */
const NAME = 253;

/** An untrusted name, whole as far as Kubernetes lets names grow. */
export function name(words: string): string {
  return cut(safeText(words), NAME * 2);
}

/** A message about an episode that goes on: what burns, where it could be instead, who holds it and why, since when, what to change. */
export function burningBlocks(
  { finding }: Burning,
  story: Story,
  mention: Mention | null,
  voice: Voice,
): readonly Block[] {
  const holders = holdersOf(finding.blockers);
  const parts: readonly RichPart[] = [
    section(...mentionOf(mention), ...nodeLine(finding.node), text("\n"), ...homeLine(finding, voice)),
    section(text(voice.slack.heldBy, bold)),
    ...bullets(holderLines(holders, voice)),
    section(...sinceLine(finding.since, voice), ...limited(finding, voice)),
    ...needParts(finding, voice),
    ...changeParts(finding, voice),
    section(...linkLine(finding.node.name, workloadLink(holders[0], finding), voice)),
    ...statusParts(story, voice),
  ];
  const before = story.beforeUsd > 0 ? voice.slack.beforeInThread(sum(story.beforeUsd, voice)) : "";
  const foot = context([voice.words.book[finding.price.book], before, rateLine(voice)]);
  return fitted([header(headline(finding, story, voice)), ...richText(parts), ...foot]);
}

/** `Wasting $5.29/h · $127/day · $17.63 so far` */
export function headline(finding: Pick<PinnedNode, "wasteUsdPerHour">, story: Story, voice: Voice): string {
  const { slack } = voice;
  const waste = finding.wasteUsdPerHour;
  const total = story.usd + story.beforeUsd;
  const first = waste === null ? slack.headlineUnknown : slack.headline(rate(waste, voice), daily(waste, voice));
  return total > 0 ? `${first} · ${slack.soFar(sum(total, voice))}` : first;
}

/** Whoever is called, before the first words. */
export function mentionOf(mention: Mention | null): readonly Inline[] {
  switch (mention?.kind) {
    case undefined:
      return [];
    case "user":
      return [{ type: "user", user_id: mention.id }, text(" ")];
    case "usergroup":
      return [{ type: "usergroup", usergroup_id: mention.id }, text(" ")];
    case "here":
      return [{ type: "broadcast", range: "here" }, text(" ")];
  }
}

function nodeLine(node: NodeFacts): readonly Inline[] {
  const place = [node.pool, node.zone ?? node.region].filter((part) => part !== null).map(name);
  return [text(name(node.name), { bold: true, code: true }), text(place.length === 0 ? "" : `  ${place.join(" · ")}`)];
}

/** `n2-highmem-64 $5.37/h → e2-standard-2 $0.086/h` */
function homeLine(finding: PinnedNode, voice: Voice): readonly Inline[] {
  const relaxed = finding.home?.relaxed.map(name) ?? [];
  return [
    ...machineLine(finding, voice),
    text(" → "),
    ...homeParts(finding.home, voice),
    text(relaxed.length === 0 ? "" : ` (${voice.slack.onceDropped(relaxed.join(voice.slack.comma))})`),
    text(finding.cordoned ? ` · ${voice.slack.cordoned}` : ""),
  ];
}

export function machineLine(
  { node, price: quote }: Pick<PinnedNode, "node" | "price">,
  voice: Voice,
): readonly Inline[] {
  return [text(machine(node, voice), bold), text(` ${price(quote, voice)}`)];
}

export function machine(node: Pick<NodeFacts, "machineType" | "provisioning">, { words }: Voice): string {
  const kind = words.provisioning[node.provisioning];
  return `${name(node.machineType ?? "?")}${kind === "" ? "" : ` ${kind}`}`;
}

function homeParts(home: Home | null, voice: Voice): readonly Inline[] {
  const { slack } = voice;
  if (home === null) return [text(slack.noHome)];
  const [only, ...others] = home.nodes;
  const room =
    only === undefined || others.length > 0
      ? [text(slack.spareRoom(home.nodes.length))]
      : [text(slack.spareOn), text(name(only), code)];
  if (home.kind === "spare") return room;
  const made = [text(machine(home, voice), bold), text(` ${price(home.quote, voice)}`)];
  return only === undefined ? made : [...made, text(slack.and), ...room];
}

function holderLines(holders: readonly Holder[], voice: Voice): readonly RichSection[] {
  const rest = holders.slice(MOST_HOLDERS);
  const pods = rest.reduce((count, holder) => count + holder.pods.length, 0);
  return [
    ...holders.slice(0, MOST_HOLDERS).map((holder) => holderLine(holder, voice)),
    ...(rest.length === 0 ? [] : [section(text(voice.slack.moreHolders(pods, rest.length)))]),
  ];
}

/** `CronJob batch/x, team ml: annotated safe-to-evict: "false" (asks for 500m cpu)`, with links to the workload and the reason. */
export function holderLine({ workload, pods, reason, team, requests }: Holder, voice: Voice): RichSection {
  const { slack, cluster } = voice;
  const [pod] = pods;
  const object = workload ?? { kind: "Pod", namespace: pod?.namespace ?? "", name: pod?.name ?? "" };
  const url = workloadUrl(cluster, object);
  const shown = name(objectName(object));
  const what = url === null ? text(shown, bold) : link(url, shown, bold);
  const many = pods.length > 1 ? `${slack.comma}${slack.pods(pods.length)}` : "";
  const bare = workload === null ? slack.bare : "";
  const asked = asksText(requests).replace(/^asks for /u, "");
  return section(
    what,
    text(`${bare}${slack.comma}${slack.team(name(team))}${many}: `),
    reasonLink(reason, voice),
    text(` (${asked})`),
  );
}

function workloadLink(holder: Holder | undefined, finding: PinnedNode) {
  const [pod] = finding.blockers;
  if (holder?.workload != null) return holder.workload;
  return pod === undefined ? null : { kind: "Pod", namespace: pod.namespace, name: pod.name };
}

export function sinceLine(since: Since, voice: Voice): readonly Inline[] {
  const { slack, words, now } = voice;
  if (since.time === null) return [text(slack.sinceUnknown)];
  const lasted = length(between(since.time, now), voice);
  const shown = timeText(since.time, voice);
  const evidence = since.what === "" ? words.since[since.evidence] : name(slack.fact(since.what));
  if (since.proven && since.earliest !== undefined && since.earliest < since.time) {
    const [first, middle, last] = slack.sinceBetween(timeText(since.earliest, voice), shown, lasted);
    const from = time(since.earliest, voice);
    return [text(first), from, text(middle), time(since.time, voice), text(`${last}: ${evidence}`)];
  }
  const [before, after] = since.proven ? slack.since(shown, lasted) : slack.atMostSince(shown, lasted);
  return [text(before), time(since.time, voice), text(`${after}: ${evidence}`)];
}

/** What the past runs of the holders' workloads needed, against what they ask for, and where they could then run. */
export function needParts(finding: PinnedNode, voice: Voice): readonly RichPart[] {
  const lines = needLines(finding);
  if (lines.length === 0) return [];
  const { slack } = voice;
  const shown = lines.slice(0, MOST_HOLDERS).map((line) => section(text(cut(line, NAME * 2))));
  const { sized } = finding;
  const then = sized === undefined ? [] : [section(text(slack.thenHome), ...homeParts(sized.home, voice))];
  return [section(text(slack.needs, bold)), ...bullets([...shown, ...then])];
}

function limited({ limitedBy }: PinnedNode, { words }: Voice): readonly Inline[] {
  return limitedBy === null ? [] : [text(`\n${words.limitedBy[limitedBy]}`)];
}

function changeParts(finding: PinnedNode, { slack, words }: Voice): readonly RichPart[] {
  const [first] = finding.advice;
  if (first === undefined) return [];
  const target = first.target === null ? "" : `: ${name(objectName(first.target))}`;
  const patch = first.patch === null ? null : safeLines(first.patch).join("\n");
  const short =
    patch !== null && patch.length <= SHORT_PATCH.characters && patch.split("\n").length <= SHORT_PATCH.lines;
  const below = finding.advice.some((advice) => advice.patch !== null || advice.command !== null) && !short;
  const where = patch === null ? slack.howBelow : slack.patchBelow;
  const line = section(
    text(slack.change, bold),
    text(`${words.advice[first.kind]}${target}`),
    text(below ? where : ""),
    // What the thread does not tell is told here.
    text(below || short ? "" : why(first, slack)),
  );
  return short ? [line, codeBlock(patch)] : [line];
}

/** Every piece of advice with its patch and command, for the thread. */
export function adviceParts(advice: readonly Advice[], voice: Voice): readonly RichPart[] {
  return [section(text(voice.slack.news.patch)), ...advice.slice(0, 6).flatMap((each) => adviceItem(each, voice))];
}

function adviceItem(advice: Advice, { slack, words }: Voice): readonly RichPart[] {
  const target = advice.target === null ? "" : `: ${name(objectName(advice.target))}`;
  const patch = advice.patch === null ? null : `${fileLine(advice.command)}${advice.patch}`;
  const lines = [patch, advice.command].flatMap((each) => (each === null ? [] : [safeLines(each).join("\n")]));
  return [
    section(text(`${words.advice[advice.kind]}${target}`, bold), text(why(advice, slack))),
    ...lines.map((each) => codeBlock(each)),
  ];
}

/** The name under which the command looks for the patch, as a comment above it. */
function fileLine(command: string | null): string {
  const file = fileOfCommand(command);
  return file === null ? "" : `# ${file}\n`;
}

/** What the advice means. Its own sentence is English: others are spared it where a patch or a command holds its facts. */
function why({ kind, target, text: sentence, patch, command }: Advice, { advice: meaning }: Voice["slack"]): string {
  if (meaning === null) return `\n${safeText(sentence)}`;
  const facts = patch === null && command === null ? `\n${safeText(sentence)}` : "";
  return `\n${meaning(kind, target?.kind ?? null)}${facts}`;
}

/** What a rate comes to, for the end of an episode. */
export function savedLine(waste: number, voice: Voice): string {
  return voice.slack.noLonger(rate(waste, voice), aMonth(waste, voice));
}
