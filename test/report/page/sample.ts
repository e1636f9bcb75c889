import type { Audit, NodeStory } from "../../../src/audit/finding.ts";
import { extrasOf, type PageSeen } from "../../../src/report/page/extras.ts";
import type { PageHistory, PageModel } from "../../../src/report/page/model.ts";
import { pageModel } from "../../../src/report/page/model-of.ts";
import { pageHtml, pagePlan } from "../../../src/report/page/page.ts";
import { auditRows } from "../../../src/report/rows.ts";
import type { Language } from "../../../src/report/words.ts";
import { audit, blocker, node, observation, quote, storyOf, variety } from "../sample.ts";

/** A node that nothing is to be said of. */
function plain(name: string, more: Partial<NodeStory> = {}): NodeStory {
  return {
    node: node({ name, uid: `uid-${name}`, pool: "web" }),
    verdict: "NotUnderutilized",
    utilization: { resource: "cpu", cpu: 0.71, memory: 0.4, gpu: null, max: 0.71 },
    price: quote(0.36),
    pinned: false,
    whyNot: "not-underutilized",
    whyNotNumbers: { utilization: 0.71, threshold: 0.5 },
    wasteUsdPerHour: null,
    home: null,
    blockers: [],
    pods: { all: 12, toMove: 8 },
    uncertain: [],
    ...more,
  };
}

/** An audit with every unlike kind of finding, one of each kind of observation, and nodes of which nothing is said. */
export function varied(more: Partial<Audit> = {}): Audit {
  const findings = variety();
  const risky = observation();
  const crowded = plain("gke-crowded", { blockers: [blocker({ name: "filler", team: "shop" })] });
  const estimated = plain("gke-guessed", { price: quote(1.25, { estimated: ["the disk's type is not known"] }) });
  const doubtful = plain("gke-doubtful", {
    verdict: "NoPlaceToMovePods",
    whyNot: "not-pinned",
    uncertain: ["a volume without its claim"],
  });
  return audit(findings, {
    nodes: [
      ...findings.map((one) => storyOf(one)),
      plain(risky.node.name, { node: risky.node, blockers: risky.blockers }),
      crowded,
      estimated,
      doubtful,
    ],
    observations: [risky, observation({ kind: "crowded-by-blockers", node: crowded.node, detail: {} })],
    notes: [{ kind: "unknown-price", text: "1 node has no price in the list book and is in no sum: x9-mega-512." }],
    ...more,
  });
}

export const NOTHING_SEEN: PageSeen = { pods: () => null, considered: () => [] };

export interface Made {
  readonly language?: Language;
  readonly history?: PageHistory | null;
  readonly seen?: PageSeen | null;
  readonly timeZone?: string;
}

export function modelOf(
  from: Audit,
  { language = "en", history = null, seen = NOTHING_SEEN, timeZone = "UTC" }: Made = {},
): PageModel {
  const extras = seen === null ? null : extrasOf(from, seen);
  const model = pageModel({ rows: auditRows(from, timeZone), extras, history: null, language, timeZone });
  return history === null ? model : { ...model, history, episodes: history.episodes };
}

/** The page without its drawings, which need the library. */
export function pageOf(model: PageModel): string {
  return pageHtml(pagePlan(model), new Map(), (text) => `hash-of-${text.length}`);
}
