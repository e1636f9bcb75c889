import type { PodSpec, Toleration } from "../../model/pod.ts";
import { podRequests } from "../../model/requests.ts";
import { NO_RESOURCES, type ResourceList } from "../../model/resources.ts";
import { internTable } from "../intern.ts";
import type { Readers } from "./metadata.ts";
import { neededFeatures } from "./needed-features.ts";
import { podAffinityTerms, requiredNodeAffinity, requiredNodeSelector, spreadConstraints } from "./pod-affinity.ts";
import { podContainers } from "./pod-containers.ts";
import { podSpecKey } from "./pod-spec-key.ts";
import { samePodSpec } from "./pod-spec-same.ts";
import { NO_VOLUMES, volumeReader } from "./pod-volumes.ts";
import { flag, list, missing, object, type Raw, text, whole } from "./raw.ts";

/** Reads a pod spec. `podName` names the claims of ephemeral volumes. */
export type ReadPodSpec = (spec: Raw, field: string, podName: string) => PodSpec;

/** What pods of one template share, and the specs made of it with what differs between them. */
interface Template {
  readonly spec: PodSpec;
  readonly variants: Map<PodSpec["nodeAffinity"], Map<PodSpec["volumes"], PodSpec>>;
}

/**
 * A reader that gives one object for equal specs. Two parts differ between pods of one template, a DaemonSet's node affinity and a
 * StatefulSet's claims, so they are interned apart and the rest is decoded once for the template.
 */
export function podSpecReader(readers: Readers): ReadPodSpec {
  const templates = internTable<Template>();
  const affinities = internTable<{ readonly terms: PodSpec["nodeAffinity"] }>();
  const volumes = volumeReader(readers);
  const nodeAffinity = (spec: Raw, field: string): PodSpec["nodeAffinity"] => {
    if (missing(spec["affinity"])) return null;
    const required = requiredNodeSelector(spec["affinity"], `${field}.affinity`);
    if (required === null) return null;
    return affinities(JSON.stringify(required), () => ({ terms: requiredNodeAffinity(required, field) })).terms;
  };
  let last: { readonly raw: Raw; readonly template: Template } | null = null;
  const templateOf = (raw: Raw, field: string): Template => {
    if (last !== null && samePodSpec(last.raw, raw)) return last.template;
    const template = templates(podSpecKey(raw), () => ({ spec: sharedSpec(raw, field, readers), variants: new Map() }));
    last = { raw, template };
    return template;
  };
  return (raw, field, podName) => {
    const template = templateOf(raw, field);
    const terms = nodeAffinity(raw, field);
    const mounted = volumes(raw["volumes"], `${field}.volumes`, podName);
    const { spec, variants } = template;
    if (terms === null && mounted === spec.volumes) return spec;
    const byVolumes = variants.get(terms) ?? new Map<PodSpec["volumes"], PodSpec>();
    variants.set(terms, byVolumes);
    const variant = byVolumes.get(mounted) ?? { ...spec, nodeAffinity: terms, volumes: mounted };
    byVolumes.set(mounted, variant);
    return variant;
  };
}

/** The spec without node affinity and volumes. */
function sharedSpec(raw: Raw, field: string, readers: Readers): PodSpec {
  const { containers, hostPorts } = podContainers(raw, field, readers);
  const overhead = readers.resources(raw["overhead"], `${field}.overhead`);
  const podLevelRequests = podLevel(raw, field, readers);
  const affinity = object(raw["affinity"], `${field}.affinity`);
  const needed = neededFeatures(raw, field);
  return {
    requests: podRequests({ containers, overhead, podLevelRequests }),
    containers,
    overhead,
    podLevelRequests,
    restartPolicy: text(raw["restartPolicy"], `${field}.restartPolicy`),
    terminationGraceSeconds: whole(raw["terminationGracePeriodSeconds"], `${field}.terminationGracePeriodSeconds`),
    priority: whole(raw["priority"], `${field}.priority`),
    schedulerName: text(raw["schedulerName"], `${field}.schedulerName`),
    hostNetwork: flag(raw["hostNetwork"], `${field}.hostNetwork`),
    nodeSelector: readers.labels(raw["nodeSelector"], `${field}.nodeSelector`),
    nodeAffinity: null,
    tolerations: list(raw["tolerations"], `${field}.tolerations`).map((item, index) =>
      toleration(item, `${field}.tolerations[${index}]`),
    ),
    hostPorts,
    spread: spreadConstraints(raw["topologySpreadConstraints"], `${field}.topologySpreadConstraints`),
    affinity: podAffinityTerms(affinity["podAffinity"], `${field}.affinity.podAffinity`),
    antiAffinity: podAffinityTerms(affinity["podAntiAffinity"], `${field}.affinity.podAntiAffinity`),
    volumes: NO_VOLUMES,
    resourceClaims: list(raw["resourceClaims"], `${field}.resourceClaims`).map((item, index) =>
      text(object(item, `${field}.resourceClaims[${index}]`)["name"], `${field}.resourceClaims[${index}].name`),
    ),
    ...(needed.length === 0 ? {} : { neededFeatures: needed }),
  };
}

function podLevel(raw: Raw, field: string, readers: Readers): ResourceList | null {
  const resources = object(raw["resources"], `${field}.resources`);
  const requests = readers.resources(resources["requests"], `${field}.resources.requests`);
  return requests === NO_RESOURCES ? null : requests;
}

function toleration(value: unknown, field: string): Toleration {
  const raw = object(value, field);
  return {
    key: text(raw["key"], `${field}.key`),
    operator: text(raw["operator"], `${field}.operator`),
    value: text(raw["value"], `${field}.value`),
    effect: text(raw["effect"], `${field}.effect`),
  };
}
