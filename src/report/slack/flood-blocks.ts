import type { Burning } from "../../audit/notify/plan.ts";
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
import { machineLine, name } from "./burning.ts";
import { nodeUrl, reasonLink } from "./links.ts";
import { statusParts } from "./status.ts";
import { daily, rate, rateLine, sum, type Voice } from "./voice.ts";

const WORST = 10;
const BRIEF_NAME = 120;

/** One message for many new episodes: the worst ten, and how many more there are. */
export function floodBlocks(burning: readonly Burning[], ended: number, story: Story, voice: Voice): readonly Block[] {
  const { slack, words } = voice;
  const shown = burning.slice(0, WORST);
  const rest = burning.slice(WORST);
  const waste = wasteOf(burning);
  const total = story.usd + story.beforeUsd;
  const all = burning.length + ended;
  if (burning.length === 0) {
    return fitted([
      header(slack.flood.resolved(all, sum(total, voice))),
      ...context([slack.flood.why, rateLine(voice)]),
    ]);
  }
  const first = slack.flood.headline(burning.length, rate(waste, voice), daily(waste, voice));
  const parts = [
    section(text(slack.flood.worst(shown.length), { bold: true })),
    ...bullets(shown.map((each) => memberLine(each, voice))),
    section(text(rest.length === 0 ? "" : slack.flood.rest(rest.length, rate(wasteOf(rest), voice)))),
    section(text(ended === 0 ? "" : slack.flood.ended(ended, all))),
    ...statusParts(story, voice),
  ];
  const book = burning[0] === undefined ? "" : words.book[burning[0].finding.price.book];
  return fitted([
    header(total > 0 ? `${first} · ${slack.soFar(sum(total, voice))}` : first),
    ...richText(parts),
    ...context([slack.flood.why, book, rateLine(voice)]),
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

export function wasteOf(burning: readonly Burning[]): number {
  return burning.reduce((total, { finding }) => total + (finding.wasteUsdPerHour ?? 0), 0);
}
