import type { Destination, Ignore, Mention, Route, SlackSettings } from "./audit/notify/settings.ts";
import type { ConfigFile } from "./config-schema.ts";
import { type Duration, MINUTE, millis } from "./model/time.ts";

/** When the digest is due, and where it goes. */
export interface DigestSettings {
  readonly cron: string;
  readonly destination: Destination;
}

/** What the section `slack:` sets. */
export interface SlackConfig {
  readonly settings: SlackSettings;
  /** `null`: there is none. */
  readonly digest: DigestSettings | null;
  /** How long all that is done in Slack may take in a run. */
  readonly deadline: Duration;
}

/** Where the autoscaler's own documentation of the reasons is, for those who name no pages of their own. */
const REASONS = "https://cloud.google.com/kubernetes-engine/docs/how-to/cluster-autoscaler-visibility#reason-messages";

const STEPS = [10, 50, 100, 500, 1_000, 5_000, 10_000];
const FLOOD = 10;
const LEAST_WASTE = 0.1;
const DEADLINE = millis(10 * MINUTE);

type Section = NonNullable<ConfigFile["slack"]>;
type Place = Pick<Section, "mention" | "language" | "timeZone"> & { readonly channel?: string | undefined };

/** The section with everything that it leaves out; `null` without it. */
export function slackConfig(
  file: ConfigFile,
  general: { readonly timeZone: string; readonly language: "en" | "ja" },
): SlackConfig | null {
  const { slack } = file;
  if (slack === undefined) return null;
  const fallback = destination(slack, { channel: slack.channel, mention: null, ...general });
  const { digest } = slack;
  return {
    settings: {
      fallback,
      routes: (slack.routes ?? []).map((route) => routeOf(route, fallback)),
      floors: {
        wasteUsdPerHour: slack.floors?.wasteUsdPerHour ?? LEAST_WASTE,
        accruedUsd: slack.floors?.accruedUsd ?? 0,
        age: slack.floors?.age ?? millis(0),
      },
      quietNight:
        slack.quietNight === undefined
          ? null
          : { ...slack.quietNight, unlessUsdPerHour: slack.quietNight.unlessUsdPerHour ?? null },
      steps: (slack.steps ?? STEPS).toSorted((left, right) => left - right),
      flood: slack.flood ?? FLOOD,
      currency: slack.currency ?? null,
      links: { dashboard: slack.links?.dashboard ?? null, reasons: slack.links?.reasons ?? REASONS },
      ignore: ignoreOf(file),
    },
    digest: digest === undefined ? null : { cron: digest.cron, destination: ownMention(digest, fallback) },
    deadline: slack.deadline ?? DEADLINE,
  };
}

function destination(place: Place, otherwise: Destination): Destination {
  return {
    channel: place.channel ?? otherwise.channel,
    mention: place.mention === undefined ? otherwise.mention : mentionOf(place.mention),
    language: place.language ?? otherwise.language,
    timeZone: place.timeZone ?? otherwise.timeZone,
  };
}

/** Without a mention of its own it calls nobody: those whom the default calls are other people. */
function ownMention(place: Place, otherwise: Destination): Destination {
  return destination({ ...place, mention: place.mention ?? null }, otherwise);
}

function mentionOf(text: string | null): Mention | null {
  if (text === null) return null;
  if (text === "here") return { kind: "here" };
  return { kind: text.startsWith("S") ? "usergroup" : "user", id: text };
}

function routeOf(route: NonNullable<Section["routes"]>[number], fallback: Destination): Route {
  const { team, namespace, nodePool, label, annotation } = route;
  return {
    ...ownMention(route, fallback),
    match: {
      team: team ?? null,
      namespace: namespace ?? null,
      nodePool: nodePool ?? null,
      label: label ?? null,
      annotation: annotation ?? null,
    },
  };
}

function ignoreOf({ ignore = [] }: ConfigFile): readonly Ignore[] {
  return ignore.map(({ nodePool, namespace, workload, reason, until }) => ({
    nodePool: nodePool ?? null,
    namespace: namespace ?? null,
    workload: workload ?? null,
    reason,
    until,
  }));
}

/** The labels and annotations of pods and their owners that decide where something is told. */
export function marksAsked(slack: SlackConfig | null): { readonly labels: string[]; readonly annotations: string[] } {
  const routes = slack?.settings.routes ?? [];
  const keys = (asked: readonly ({ readonly key: string } | null)[]) => [
    ...new Set(asked.flatMap((each) => (each === null ? [] : [each.key]))),
  ];
  return {
    labels: keys(routes.map(({ match }) => match.label)),
    annotations: keys(routes.map(({ match }) => match.annotation)),
  };
}
