import type { EpisodeState } from "../episode.ts";
import type { NotifyInput } from "./decide.ts";
import { belowFloor, stepOf } from "./floors.ts";
import { holderDigests } from "./holders.ts";
import { ignoredBy } from "./ignored.ts";
import type { Burning, Held, HeldBecause, Thread } from "./plan.ts";
import { isQuiet } from "./quiet.ts";
import { routeOf } from "./route.ts";
import type { RouteMatch } from "./settings.ts";
import type { Mute, Story } from "./story.ts";

type Fresh = { readonly kind: "held"; readonly held: Held } | { readonly kind: "post"; readonly thread: Thread };

/** An episode that nobody was told of: is it told now, and where? */
export function fresh(
  input: NotifyInput,
  known: Story | null,
  { state, burning }: { readonly state: EpisodeState; readonly burning: Burning },
  problems: string[],
): Fresh {
  const { settings, now } = input;
  const { finding, episode } = burning;
  const { destination, by } = routeOf(settings, finding.node, finding.blockers);
  const ignored = ignoredBy(settings.ignore, finding.node, finding.blockers, now);
  problems.push(...ignored.problems);
  const quiet = isQuiet(settings.quietNight, finding.wasteUsdPerHour, now, destination.timeZone);
  const because: HeldBecause | null =
    (ignored.mute === null ? null : "muted") ??
    belowFloor(settings.floors, burning, now) ??
    (quiet ? "night" : null) ??
    (maybeTold(input, known, destination.channel, episode.firstSeenAt < now) ? "unsure" : null);
  const why = by === null ? null : routeWords(by.match);
  const story = firstStory(input, known, burning, { channel: destination.channel, mute: ignored.mute });
  if (because !== null) {
    const next = { ...story, state: stateOf(because, known) };
    return { kind: "held", held: { story: next, state, because, destination, why } };
  }
  const posted: Story = { ...story, state: "posted", revision: story.revision + 1 };
  const subject = { kind: "burning", burning } as const;
  return { kind: "post", thread: { story: posted, destination, subject, news: patchNews(burning), why } };
}

/** Somebody may have been told of it already, and the channel cannot be looked at. */
function maybeTold({ seen }: NotifyInput, known: Story | null, channel: string, isOlder: boolean): boolean {
  if (seen(channel)) return false;
  return known === null ? isOlder : known.state === "unknown" || known.state === "posting";
}

function stateOf(because: HeldBecause, known: Story | null): Story["state"] {
  if (because === "muted") return "muted";
  if (because === "unsure") return known?.state === "posting" ? "unknown" : (known?.state ?? "unknown");
  return "held";
}

function firstStory(
  input: NotifyInput,
  known: Story | null,
  { episode, finding }: Burning,
  { channel, mute }: { readonly channel: string; readonly mute: Mute | null },
): Story {
  return {
    id: known?.id ?? episode.id,
    kind: "episode",
    cluster: input.cluster,
    channel,
    ts: null,
    state: "held",
    revision: known?.revision ?? 0,
    node: finding.node.uid,
    nodeName: finding.node.name,
    episode: episode.id,
    seenAt: input.now,
    openedAt: episode.openedProven ? episode.openedAt : null,
    closedAt: null,
    usd: episode.accruedUsd,
    beforeUsd: 0,
    step: stepOf(input.settings.steps, episode.accruedUsd),
    holders: holderDigests(finding.blockers),
    told: [],
    mute,
    nap: null,
    takenBy: "",
    members: [],
  };
}

/** The patch is told in the thread: the message itself has room for a short one only. */
export function patchNews({ finding }: Burning): readonly { readonly kind: "patch" }[] {
  return finding.advice.some(({ patch, command }) => patch !== null || command !== null) ? [{ kind: "patch" }] : [];
}

/** By what a route matched, for people: `team ml`, `label app=web`. */
function routeWords({ team, namespace, nodePool, label, annotation }: RouteMatch): string {
  const pair = (asked: { readonly key: string; readonly value: string } | null) =>
    asked === null ? null : `${asked.key}=${asked.value}`;
  const parts: readonly (readonly [string, string | null])[] = [
    ["team", team],
    ["namespace", namespace],
    ["node pool", nodePool],
    ["label", pair(label)],
    ["annotation", pair(annotation)],
  ];
  return parts.flatMap(([what, value]) => (value === null ? [] : [`${what} ${value}`])).join(", ");
}
