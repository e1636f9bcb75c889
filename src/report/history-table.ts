import type { Episode } from "../audit/episode.ts";
import { usd } from "../model/money.ts";
import { formatCluster } from "../model/snapshot.ts";
import { HOUR, instant, millis } from "../model/time.ts";
import type { EpisodeList } from "./history.ts";
import { objectName } from "./holders.ts";
import { hang, shortenWords, spread, wrap } from "./layout.ts";
import { amount, hourly } from "./money.ts";
import { type Page, type PageOptions, pageOf } from "./page.ts";
import { count, machine } from "./phrases.ts";
import { safeText } from "./text.ts";
import { at, lasting } from "./when.ts";

const MARGIN = 4;
const MOST_WORKLOADS = 3;

/** Episodes as a person reads them in a terminal: open ones first, dearest first. Ends with a newline. */
export function historyTable(list: EpisodeList, options: PageOptions): string {
  const page = pageOf(list.to ?? instant(0), options);
  const open = list.episodes.filter(({ closedAt }) => closedAt === null);
  const closed = list.episodes.filter(({ closedAt }) => closedAt !== null);
  const blocks = [
    heading(list, page),
    ...dearestFirst(open).map((episode) => lines(episode, page)),
    ...dearestFirst(closed).map((episode) => lines(episode, page)),
  ];
  return `${blocks.map((block) => block.map((line) => line.trimEnd()).join("\n")).join("\n\n")}\n`;
}

function dearestFirst(episodes: readonly Episode[]): readonly Episode[] {
  return episodes.toSorted(
    (left, right) => Number(right.bill.accrued - left.bill.accrued) || (left.id < right.id ? -1 : 1),
  );
}

function heading({ cluster, from, to, episodes }: EpisodeList, { paint, columns, timeZone }: Page): readonly string[] {
  const rule = paint.faint("─".repeat(columns));
  const name = cluster === null ? "all clusters" : safeText(formatCluster(cluster));
  const time = from === null || to === null ? "" : `${at(from, timeZone)} – ${at(to, timeZone)}`;
  const open = episodes.filter(({ closedAt }) => closedAt === null).length;
  const sum = usd(episodes.reduce((total, { accruedUsd }) => total + accruedUsd, 0));
  const told =
    episodes.length === 0
      ? "No episodes: no run that is stored has found a large node that small pods keep alive."
      : `${count(episodes.length, "episode")}, ${open} of them open; ${amount(sum)} confirmed`;
  return [...spread(paint.title(name), paint.faint(time), columns), rule, ...wrap(told, columns), rule];
}

function lines(episode: Episode, page: Page): readonly string[] {
  const { paint, words, columns } = page;
  const room = columns - MARGIN;
  const bill = episode.accruedUsd === 0 ? "nothing confirmed" : amount(episode.accruedUsd);
  const waste = episode.wasteUsdPerHour === null ? "waste unknown" : `${hourly(episode.wasteUsdPerHour)} waste`;
  const hours = `${lasting(millis(episode.confirmedHours * HOUR))} confirmed`;
  const what = `${machine(episode.node, words)} · ${waste} · ${hours}`;
  const body = [what, opened(episode, page), closed(episode, page), held(episode)].filter((line) => line !== "");
  return [
    ...spread(paint.strong(safeText(episode.node.name)), paint.waste(bill), columns),
    ...hang(
      " ".repeat(MARGIN),
      body.flatMap((line) => wrap(shortenWords(line, room), room)),
    ),
  ];
}

function opened({ openedAt, openedProven, openedEvidence, openedWhat }: Episode, { words, timeZone }: Page): string {
  if (!openedProven) return `since ${at(openedAt, timeZone)}, when a run first found it`;
  const why = openedWhat === "" ? words.since[openedEvidence] : safeText(openedWhat);
  return `since ${at(openedAt, timeZone)}: ${why}`;
}

function closed({ closedAt, endCause, endWhat, lastSeenAt }: Episode, { words, timeZone }: Page): string {
  if (closedAt === null) return `open; last seen ${at(lastSeenAt, timeZone)}`;
  const why = endCause === null ? "" : `: ${words.endCause[endCause]}`;
  return `until ${at(closedAt, timeZone)}${why}${endWhat === "" ? "" : ` (${safeText(endWhat)})`}`;
}

function held({ blockers }: Episode): string {
  const workloads = new Map(
    blockers.map(({ workload, team }) => [objectName(workload), `${objectName(workload)} (team ${safeText(team)})`]),
  );
  const shown = [...workloads.values()].slice(0, MOST_WORKLOADS);
  if (shown.length === 0) return "";
  const more = workloads.size > shown.length ? ` and ${workloads.size - shown.length} more` : "";
  return `held by ${shown.join(", ")}${more}`;
}
