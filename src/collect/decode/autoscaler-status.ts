import { parse } from "yaml";
import type { NodeGroupStatus } from "../../model/snapshot.ts";
import { isRaw, list, object, type Raw, text, Unreadable, whole } from "./raw.ts";

const FIELD = "data.status";

/**
 * The node groups in the autoscaler's status ConfigMap: YAML since 1.30, before that a text for people. Throws `Unreadable` when it
 * is neither. Source: autoscaler `clusterstate/api/types.go` and, for the old text, `clusterstate/utils/status.go`.
 */
export function decodeAutoscalerStatus(configMap: Raw): readonly NodeGroupStatus[] {
  const status = text(object(configMap["data"], "data")["status"], FIELD);
  if (/^Cluster-autoscaler status at /mu.test(status)) return nodeGroupsOfText(status);
  const parsed = parseYaml(status);
  if (!isRaw(parsed)) throw new Unreadable(FIELD, "is not the cluster autoscaler's status");
  return list(parsed["nodeGroups"], `${FIELD}.nodeGroups`).map((item, index) => {
    const field = `${FIELD}.nodeGroups[${index}]`;
    const group = object(item, field);
    const health = object(group["health"], `${field}.health`);
    return {
      name: text(group["name"], `${field}.name`),
      min: whole(health["minSize"], `${field}.health.minSize`) ?? 0,
      max: whole(health["maxSize"], `${field}.health.maxSize`) ?? 0,
      target: whole(health["cloudProviderTarget"], `${field}.health.cloudProviderTarget`) ?? 0,
    };
  });
}

function parseYaml(status: string): unknown {
  try {
    return parse(status, { maxAliasCount: 0 });
  } catch {
    throw new Unreadable(FIELD, "is not YAML");
  }
}

const OLD_GROUP =
  /^\s*Name:\s*(?<name>\S+)\s*\n\s*Health:.*?cloudProviderTarget=(?<target>\d+) \(minSize=(?<min>\d+), maxSize=(?<max>\d+)\)/gmu;

function nodeGroupsOfText(status: string): readonly NodeGroupStatus[] {
  return [...status.matchAll(OLD_GROUP)].map(({ groups }) => ({
    name: groups?.["name"] ?? "",
    min: Number(groups?.["min"]),
    max: Number(groups?.["max"]),
    target: Number(groups?.["target"]),
  }));
}
