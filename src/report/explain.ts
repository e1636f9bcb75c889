import type { Audit, NodeFacts, NodeStory } from "../audit/finding.ts";
import { between } from "../model/time.ts";
import { changeSection } from "./explain/change.ts";
import { costSection } from "./explain/cost.ts";
import { heldSection } from "./explain/held.ts";
import { homeSection } from "./explain/home.ts";
import { neededSection } from "./explain/needed.ts";
import { needsSection } from "./explain/needs.ts";
import type { Section, Told } from "./explain/section.ts";
import { blockerJson, findingJson, homeJson, nodeJson, quoteJson, runJson } from "./json.ts";
import { wrap } from "./layout.ts";
import { type Page, type PageOptions, pageOf } from "./page.ts";
import { machine, place } from "./phrases.ts";
import { safeText } from "./text.ts";
import { lasting } from "./when.ts";
import { wordsIn } from "./words.ts";

const SECTIONS = [
  neededSection,
  heldSection,
  costSection,
  homeSection,
  needsSection,
  changeSection,
] as const satisfies readonly ((told: Told, page: Page) => Section | null)[];

function tell(audit: Audit, story: NodeStory): Told {
  const same = (finding: { readonly node: NodeFacts }) =>
    finding.node.name === story.node.name && finding.node.uid === story.node.uid;
  return { story, finding: audit.findings.find(same) ?? null, audit };
}

/**
 * Why a node is still here, in the order a person asks: is it needed, who holds it and since when, what has it cost, where could
 * its pods go, what to write where. For a node that is no finding: why not, with numbers. Ends with a newline.
 */
export function explainNode(audit: Audit, story: NodeStory, options: PageOptions): string {
  const page = pageOf(audit.run.takenAt, options);
  const told = tell(audit, story);
  const { paint, words, now } = page;
  const { node } = story;
  const age = node.createdAt === null ? "" : `${lasting(between(node.createdAt, now))} old`;
  const facts = [machine(node, words), place(node), age].filter((text) => text !== "").join(", ");
  const title = [paint.title(safeText(node.name)), ...wrap(paint.faint(facts), page.columns)];
  const sections = SECTIONS.map((section) => section(told, page)).filter((section) => section !== null);
  const blocks = sections.map(({ question, lines }) => [paint.strong(question), ...lines.map((line) => `  ${line}`)]);
  return `${[title, ...blocks].map((lines) => lines.map((line) => line.trimEnd()).join("\n")).join("\n\n")}\n`;
}

/** The same story as data: the run, the node with its verdict and price, why it is no finding, and the finding if it is one. */
export function explainJson(audit: Audit, story: NodeStory): unknown {
  const { finding } = tell(audit, story);
  return {
    run: runJson(audit.run),
    node: nodeJson(story.node),
    verdict: story.verdict,
    utilization: story.utilization,
    price: quoteJson(story.price),
    pods: story.pods,
    pinned: story.pinned,
    whyNot:
      story.whyNot === null
        ? null
        : { reason: story.whyNot, text: wordsIn("en").notAFinding[story.whyNot], numbers: story.whyNotNumbers },
    wasteUsdPerHour: story.wasteUsdPerHour,
    home: homeJson(story.home),
    blockers: story.blockers.map(blockerJson),
    uncertain: story.uncertain,
    finding: finding === null ? null : findingJson(finding),
  };
}
