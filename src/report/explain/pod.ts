import type { PodRole, PodStory } from "../../audit/subject.ts";
import { between } from "../../model/time.ts";
import { asksText, objectName } from "../holders.ts";
import { wrap } from "../layout.ts";
import type { Page } from "../page.ts";
import { safeText } from "../text.ts";
import { at, lasting } from "../when.ts";
import { reasonPage } from "../words.ts";

/** What a pod that holds nothing is to its node. */
const ROLES = {
  moves: "No: a drain of its node moves it elsewhere.",
  "of-the-node": "No: each node has its own (DaemonSet or static pod), which goes with the node.",
  "waited-for":
    "Not for ever: it is marked on-completion, so the autoscaler keeps new pods off its node and removes it when the pod has ended.",
  ended: "No: it has ended, and counts for nothing.",
  waits: "No: it stands on no node yet.",
  expendable: "No: its priority is below the autoscaler's cutoff, so the autoscaler does not see it at all.",
} satisfies Readonly<Record<Exclude<PodRole, "holds">, string>>;

/** A pod: who makes it, what it asks for, and whether it holds its node. Its node's own story follows elsewhere. */
export function podLines(story: PodStory, page: Page): readonly string[] {
  const { paint, columns, now, timeZone } = page;
  const chain = story.owners.map((owner) => objectName(owner) + (owner.seen ? "" : " (not in the snapshot)"));
  const started =
    story.startedAt === null
      ? ""
      : `, started ${at(story.startedAt, timeZone)} (${lasting(between(story.startedAt, now))} ago)`;
  const made = chain.length === 0 ? "No controller" : `Of ${chain.join(" of ")}`;
  const facts = `${made}, team ${safeText(story.team)}; ${asksText(story.requests)}${started}`;
  const where =
    story.node === null
      ? []
      : wrap(`It stands on ${safeText(story.node.node.name)}, whose story follows.`, columns - 2);
  return [
    paint.title(objectName({ kind: "Pod", namespace: story.namespace, name: story.name })),
    ...wrap(paint.faint(facts), columns),
    "",
    paint.strong("Does it hold its node?"),
    ...[...wrap(roleText(story, page), columns - 2), ...where].map((line) => `  ${line}`),
  ];
}

function roleText({ role, reason, node }: PodStory, { words, paint }: Page): string {
  if (role !== "holds" || reason === null) return role === "holds" ? "" : ROLES[role];
  const { meaning } = words.blocking[reason];
  const kept =
    node?.verdict === "BlockedByPod" ? "Yes." : "It may not be moved, but its node is not kept by that alone.";
  return `${kept} ${paint.doubt(reason)}: ${meaning} (${reasonPage(reason)})`;
}
