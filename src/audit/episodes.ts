import { usd } from "../model/money.ts";
import type { EpisodeState } from "./episode.ts";
import type { Folded } from "./episode-fold.ts";
import type { PinnedNode } from "./finding.ts";
import { nodeKey } from "./look.ts";

/** The findings with what their episodes have come to so far. */
export function withBills(findings: readonly PinnedNode[], folded: readonly Folded[]): readonly PinnedNode[] {
  const open = openByNode(folded);
  return findings.map((finding) => {
    const episode = open.get(nodeKey(finding.node))?.episode;
    return { ...finding, accruedUsd: episode?.accruedUsd ?? usd(0) };
  });
}

/** The episodes that were a finding at least once, with the findings that they are now: those first and in their order, then the other open ones, then the closed ones. */
export function statesOf(findings: readonly PinnedNode[], folded: readonly Folded[]): readonly EpisodeState[] {
  const open = openByNode(folded);
  const found = findings.flatMap((finding): readonly EpisodeState[] => {
    const state = open.get(nodeKey(finding.node));
    return state === undefined ? [] : [{ ...state, finding }];
  });
  const told = new Set(found.map(({ episode }) => episode.id));
  const others = folded.filter(({ episode }) => episode.found && !told.has(episode.id));
  return [...found, ...others.map((state) => ({ ...state, finding: null }))];
}

function openByNode(folded: readonly Folded[]): ReadonlyMap<string, Folded> {
  const open = folded.filter(({ change }) => change !== "closed");
  return new Map(open.map((state) => [nodeKey(state.episode.node), state]));
}
