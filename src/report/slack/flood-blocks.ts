import type { Burning, Subject } from "../../audit/notify/plan.ts";
import type { Mention } from "../../audit/notify/settings.ts";
import type { Story } from "../../audit/notify/story.ts";
import { holdersOf, objectName } from "../holders.ts";
import {
  type Block,
  bullets,
  context,
  fitted,
  header,
  link,
  type RichSection,
  richText,
  section,
  text,
} from "./blocks.ts";
import { machineLine, mentionOf, name } from "./burning.ts";
import { nodeUrl, reasonLink } from "./links.ts";
import { statusParts } from "./status.ts";
import { daily, rate, rateLine, sum, type Voice } from "./voice.ts";

const WORST = 10;
const BRIEF_NAME = 120;

/** One message for many new episodes: the worst ten, and how many more there are. */
export function floodBlocks(
  { burning, ended }: Pick<Extract<Subject, { kind: "flood" }>, "burning" | "ended">,
  story: Story,
  mention: Mention | null,
  voice: Voice,
): readonly Block[] {
  const { slack, words } = voice;
  const shown = burning.slice(0, WORST);
  const rest = burning.slice(WORST);
  const bill = floodBill(story, voice);
  const all = burning.length + ended;
  if (burning.length === 0) {
    return fitted([header(slack.flood.resolved(all, bill)), ...context([slack.flood.why, rateLine(voice)])]);
  }
  const first = floodHeadline(burning, voice);
  const unpriced = burning.filter(({ finding }) => finding.wasteUsdPerHour === null).length;
  const parts = [
    section(...mentionOf(mention), text(slack.flood.worst(shown.length), { bold: true })),
    ...bullets(shown.map((each) => memberLine(each, voice))),
    section(text(rest.length === 0 ? "" : slack.flood.rest(rest.length, rateOf(rest, voice)))),
    section(text(ended === 0 ? "" : slack.flood.ended(ended, all))),
    ...statusParts(story, voice),
  ];
  const book = burning[0] === undefined ? "" : words.book[burning[0].finding.price.book];
  return fitted([
    header(bill === null ? first : `${first} · ${slack.soFar(bill)}`),
    ...richText(parts),
    ...context([slack.flood.why, unpriced === 0 ? "" : slack.digest.unpriced(unpriced), book, rateLine(voice)]),
  ]);
}

function memberLine({ finding }: Burning, voice: Voice): RichSection {
  const { slack, cluster } = voice;
  const holders = holdersOf(finding.blockers);
  const [holder] = holders;
  const url = nodeUrl(cluster, finding.node.name);
  const node = name(finding.node.name).slice(0, BRIEF_NAME);
  const pod = finding.blockers[0];
  const object = holder?.workload ?? { kind: "Pod", namespace: pod?.namespace ?? "", name: pod?.name ?? "" };
  const more = holders.length > 1 ? ` +${holders.length - 1}` : "";
  return section(
    text(`${finding.wasteUsdPerHour === null ? slack.unknownPrice : rate(finding.wasteUsdPerHour, voice)} `, {
      bold: true,
    }),
    url === null ? text(node, { code: true }) : link(url, node, { code: true }),
    text(" "),
    ...machineLine(finding, voice).slice(0, 1),
    text(`: ${name(objectName(object)).slice(0, BRIEF_NAME)}${more}${slack.comma}`),
    ...(holder === undefined ? [] : [reasonLink(holder.reason, voice)]),
  );
}

/** Of the nodes whose price is known; `null` when none is. */
export function wasteOf(burning: readonly Burning[]): number | null {
  const known = burning.flatMap(({ finding }) => finding.wasteUsdPerHour ?? []);
  return known.length === 0 ? null : known.reduce((total, waste) => total + waste, 0);
}

/** What a flood has come to; `null` when nothing of it is known. */
export function floodBill({ usd, beforeUsd }: Story, voice: Voice): string | null {
  return usd + beforeUsd > 0 ? sum(usd + beforeUsd, voice) : null;
}

/** `11 nodes held · wasting $21/h · $503/day` */
export function floodHeadline(burning: readonly Burning[], voice: Voice): string {
  const waste = wasteOf(burning);
  const { headline, headlineUnknown } = voice.slack.flood;
  return waste === null
    ? headlineUnknown(burning.length)
    : headline(burning.length, rate(waste, voice), daily(waste, voice));
}

function rateOf(burning: readonly Burning[], voice: Voice): string {
  const waste = wasteOf(burning);
  return waste === null ? voice.slack.unknownPrice : rate(waste, voice);
}
