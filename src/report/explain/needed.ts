import type { Audit, NodeStory } from "../../audit/finding.ts";
import { detailText } from "../details.ts";
import { wrap } from "../layout.ts";
import type { Page } from "../page.ts";
import { askedText, count } from "../phrases.ts";
import { safeText } from "../text.ts";
import { reasonPage } from "../words.ts";
import type { Section, Told } from "./section.ts";
import { whyNotText } from "./why-not.ts";

/** Is the node needed? What the autoscaler says, the numbers that it says it by, and why it is or is no finding. */
export function neededSection({ story, audit }: Told, page: Page): Section {
  const { words, paint } = page;
  const columns = page.columns - 2;
  const { brief, meaning } = words.verdict[story.verdict];
  const see = story.verdict === "Removable" ? "" : ` (${reasonPage(story.verdict)})`;
  const sentences = [
    `${paint.title(story.verdict)}: ${brief}. ${meaning}${see}`,
    ...numbers(story),
    ...whyNot(story, page),
    ...observed(story, audit, page),
    ...story.uncertain.map((text) => paint.doubt(`Not certain: ${safeText(text)}`)),
  ];
  return { question: "Is it needed?", lines: sentences.flatMap((sentence) => wrap(sentence, columns)) };
}

function numbers({ utilization, pods }: NodeStory): readonly string[] {
  const asked =
    utilization === null
      ? "how much of it they ask for cannot be computed"
      : `they ask for ${askedText(utilization)} of it`;
  const decides = utilization === null ? "" : `; ${safeText(utilization.resource)} decides`;
  return [`${count(pods.all, "pod")} on it, ${pods.toMove} of them to move elsewhere; ${asked}${decides}.`];
}

function whyNot(story: NodeStory, { words, paint }: Page): readonly string[] {
  if (story.whyNot === null) return [];
  const numbers = whyNotText(story);
  return [`${paint.good("No finding:")} ${words.notAFinding[story.whyNot]}${numbers === "" ? "" : ` ${numbers}`}`];
}

function observed({ node }: NodeStory, { observations }: Audit, { words, paint }: Page): readonly string[] {
  const mine = observations.filter(
    (observation) => observation.node.name === node.name && observation.node.uid === node.uid,
  );
  return mine.map((observation) => {
    const { title, meaning } = words.observation[observation.kind];
    const detail = detailText(observation, words);
    return `${paint.doubt(`${title}:`)} ${meaning}${detail === "" ? "" : ` (${detail})`}`;
  });
}
