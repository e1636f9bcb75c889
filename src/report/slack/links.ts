import type { OwnerLink } from "../../audit/finding.ts";
import type { BlockingReason } from "../../judge/verdict.ts";
import type { ClusterId } from "../../model/snapshot.ts";
import { type Inline, link, text } from "./blocks.ts";
import type { Voice } from "./voice.ts";

const CONSOLE = "https://console.cloud.google.com/kubernetes";

/** Kinds that the Cloud console has a page for, by the word in its address. */
const CONSOLE_KINDS: ReadonlyMap<string, string> = new Map([
  ["CronJob", "cronjob"],
  ["Job", "job"],
  ["Deployment", "deployment"],
  ["StatefulSet", "statefulset"],
  ["DaemonSet", "daemonset"],
  ["ReplicaSet", "replicaset"],
  ["Pod", "pod"],
]);

function path(...parts: readonly string[]): string {
  return parts.map(encodeURIComponent).join("/");
}

/** The node in the Cloud console; `null` for a cluster without a name. */
export function nodeUrl(cluster: ClusterId | null, node: string): string | null {
  if (cluster === null) return null;
  const { project, location, name } = cluster;
  return `${CONSOLE}/node/${path(location, name, node)}/summary?project=${encodeURIComponent(project)}`;
}

/** A workload in the Cloud console; `null` where it has no page for it. */
export function workloadUrl(
  cluster: ClusterId | null,
  object: Pick<OwnerLink, "kind" | "namespace" | "name">,
): string | null {
  const kind = CONSOLE_KINDS.get(object.kind);
  if (cluster === null || kind === undefined) return null;
  const { project, location, name } = cluster;
  const where = path(location, name, object.namespace, object.name);
  return `${CONSOLE}/${kind}/${where}/details?project=${encodeURIComponent(project)}`;
}

/** A template of the config with its places filled in; names are encoded. */
function filled(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{(\w+)\}/gu, (place, name: string) => {
    const value = new Map(Object.entries(values)).get(name);
    return value === undefined ? place : encodeURIComponent(value);
  });
}

/** A reason in words, linked to its page. */
export function reasonLink(reason: BlockingReason, { words, links }: Voice): Inline {
  return link(filled(links.reasons, { reason }), words.blocking[reason].brief);
}

/** The line of links below a message: plain links, since a click on a button asks for a server that answers. */
export function linkLine(
  node: string,
  workload: Pick<OwnerLink, "kind" | "namespace" | "name"> | null,
  { slack, links, cluster }: Voice,
): readonly Inline[] {
  const dashboard =
    links.dashboard === null
      ? null
      : filled(links.dashboard, {
          node,
          project: cluster?.project ?? "",
          location: cluster?.location ?? "",
          cluster: cluster?.name ?? "",
        });
  const all: readonly (readonly [string | null, string])[] = [
    [nodeUrl(cluster, node), slack.links.node],
    [workload === null ? null : workloadUrl(cluster, workload), slack.links.workload],
    [dashboard, slack.links.dashboard],
  ];
  const shown = all.flatMap(([url, words]) => (url === null ? [] : [link(url, words)]));
  return shown.flatMap((each, index) => (index === 0 ? [each] : [text(" · "), each]));
}
