import type { Words } from "../words/shape.ts";
import { worthTelling } from "../worth-telling.ts";
import type { Format } from "./format.ts";
import type { PageEpisode, PageFinding, PageHome, PageNode, PageObservation } from "./model.ts";
import { fill, type PageWords, wordFor } from "./words.ts";

/** What every text of the page is made with. The browser's part gets the same from the page's data. */
export interface Told {
  readonly words: PageWords;
  /** Words for the kinds of things. */
  readonly kinds: Words;
  readonly format: Format;
  readonly takenAt: number;
}

/** `n2-highmem-64`, `n2-highmem-64 spot` */
export function machineText(
  { machineType, provisioning }: { readonly machineType: string | null; readonly provisioning: string | null },
  { words, kinds }: Told,
): string {
  const type = machineType ?? words.phrases.unknownMachine;
  const kind = provisioning === null ? "" : (wordFor(kinds.provisioning, provisioning) ?? provisioning);
  return kind === "" ? type : `${type} ${kind}`;
}

/** `e2-standard-2`, `room on gke-x`, `no other place found` */
export function homeText(home: PageHome | null, told: Told): string {
  const { phrases } = told.words;
  if (home === null) return phrases.noHome;
  if (home.kind === "spare") return roomText(home.nodes, told);
  const machine = machineText(home, told);
  return home.nodes.length === 0
    ? machine
    : `${machine} ${fill(phrases.andRoom, { room: roomText(home.nodes, told) })}`;
}

function roomText(nodes: readonly string[], { words: { phrases } }: Told): string {
  const [only, ...others] = nodes;
  if (only === undefined) return phrases.roomAnyway;
  return others.length === 0 ? fill(phrases.roomOn, { node: only }) : fill(phrases.roomOnMany, { n: nodes.length });
}

/** `since 20 Nov 2026, 08:40 UTC`, `since between 20 Nov 2026, 08:36 UTC and 20 Nov 2026, 08:40 UTC` */
export function sinceText(
  { since, sinceProven, sinceEarliest }: PageFinding,
  { words: { phrases }, format }: Told,
): string {
  if (since === null) return phrases.sinceUnknown;
  const time = format.time(since);
  if (!sinceProven) return fill(phrases.atMostSince, { time });
  return sinceEarliest === null
    ? fill(phrases.since, { time })
    : fill(phrases.sinceBetween, { from: format.time(sinceEarliest), time });
}

/** What says so: the object's own words, else those for the kind of evidence. */
export function evidenceText({ sinceWhat, sinceEvidence }: PageFinding, told: Told): string {
  return sinceWhat === "" ? (wordFor(told.kinds.since, sinceEvidence) ?? sinceEvidence) : factText(sinceWhat, told);
}

/** What the audit tells of objects, by the phrase that says it; the first that fits. */
const FACTS = [
  ["factFinishedBefore", /^(.+) finished before (.+) started$/su],
  ["factFinished", /^(.+) finished$/su],
  ["factStarted", /^(.+) started$/su],
  ["factBlocksNoLonger", /^(.+) blocks no longer$/su],
] as const;

/** `Pod batch/x finished`, as an object told it, in the reader's language; what has no phrase stays as it is. */
export function factText(what: string, { words: { phrases } }: Pick<Told, "words">): string {
  for (const [phrase, pattern] of FACTS) {
    const [, first, second = ""] = pattern.exec(what) ?? [];
    if (first !== undefined) return fill(phrases[phrase], { first, second });
  }
  return what;
}

/** `cpu 1 %, memory <1 %`; "" when nothing can be computed. */
export function askedText(node: PageNode, { format }: Told): string {
  const share = (name: string, value: number | null) => (value === null ? [] : [`${name} ${format.share(value)}`]);
  return [...share(node.resource ?? "gpu", node.gpu), ...share("cpu", node.cpu), ...share("memory", node.memory)].join(
    ", ",
  );
}

/** `pool large · asia-northeast1-b` */
export function placeText(node: PageNode): string {
  return [node.pool, node.zone].filter((part) => part !== null).join(" · ");
}

/** Half a line on why a pod holds its node. */
export function reasonBrief(reason: string, { kinds }: Told): string {
  return wordFor(kinds.blocking, reason)?.brief ?? reason;
}

export function verdictBrief(verdict: string, { kinds }: Told): string {
  return wordFor(kinds.verdict, verdict)?.brief ?? verdict;
}

/** What an observation's numbers and names say; what has no phrase is shown by its name; "" for nothing. */
export function detailText({ detail }: PageObservation, told: Told): string {
  const { details } = told.words;
  const given = worthTelling(detail);
  given.delete("wasteUsdPerHour");
  const known = Object.entries(details).flatMap(([name, phrase]) => {
    const value = given.get(name);
    given.delete(name);
    return value === undefined ? [] : [fill(phrase, { value: valueText(name, value, told) })];
  });
  const others = Array.from(given, ([name, value]) => `${name} ${value}`);
  return [...known, ...others].join(told.words.lang === "ja" ? "、" : ", ");
}

/** What an observation calls room on nodes that stay. */
const SPARE_ROOM = "spare room";

const SHARES: ReadonlySet<string> = new Set(["utilization", "utilizationThen", "utilizationSized", "threshold"]);

function valueText(name: string, value: string | number, told: Told): string {
  if (name === "cause") {
    return wordFor(told.words.causes, String(value)) ?? verdictBrief(String(value), told);
  }
  if (name === "home" && value === SPARE_ROOM) return told.words.phrases.roomAnyway;
  return SHARES.has(name) && typeof value === "number" ? told.format.share(value) : String(value);
}

/** When an episode can be told to have begun: as it is known, else as it is bounded, else when it was first seen. */
export function beganAt({ openedAt, openedProven, notBefore, firstSeenAt }: PageEpisode): number {
  return (openedProven ? openedAt : (notBefore ?? openedAt)) ?? firstSeenAt;
}

/** How long an episode has lasted, or lasted. */
export function episodeLasted(episode: PageEpisode, { format, takenAt }: Told): string {
  return format.lasting((episode.closedAt ?? Math.max(takenAt, episode.lastSeenAt)) - beganAt(episode));
}

/** The address of a node's story on this page. */
export function nodeAddress(name: string): string {
  return `#node=${encodeURIComponent(name.toWellFormed())}`;
}
