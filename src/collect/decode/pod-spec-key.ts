import { leafText, listText, mapText, SEPARATOR } from "./keys.ts";
import { isRaw, type Raw } from "./raw.ts";

const S = SEPARATOR;

/**
 * A text that is equal for specs which decode to equal shared parts: all that is read of a pod spec but its node name, node
 * affinity and volumes. It is asked for every pod and so must be cheap: rare parts go through `JSON.stringify`, common ones by hand.
 */
export function podSpecKey(spec: Raw): string {
  return (
    listText(spec["containers"], containerText) +
    listText(spec["initContainers"], containerText) +
    (spec["resources"] === undefined ? "" : requestsText(spec["resources"])) +
    S +
    (spec["overhead"] === undefined ? "" : mapText(spec["overhead"])) +
    S +
    leafText(spec["restartPolicy"]) +
    S +
    leafText(spec["terminationGracePeriodSeconds"]) +
    S +
    leafText(spec["priority"]) +
    S +
    leafText(spec["schedulerName"]) +
    S +
    leafText(spec["hostNetwork"]) +
    S +
    leafText(spec["hostUsers"]) +
    S +
    (spec["nodeSelector"] === undefined ? "" : mapText(spec["nodeSelector"])) +
    S +
    listText(spec["tolerations"], tolerationText) +
    S +
    rareText(spec)
  );
}

function containerText(raw: unknown): string {
  if (!isRaw(raw)) return leafText(raw);
  const { ports, restartPolicyRules: rules } = raw;
  return (
    leafText(raw["name"]) +
    S +
    leafText(raw["restartPolicy"]) +
    S +
    (raw["resources"] === undefined ? "" : requestsText(raw["resources"])) +
    S +
    (ports === undefined ? "" : listText(ports, portText)) +
    (rules === undefined ? "" : S + JSON.stringify(rules))
  );
}

function requestsText(resources: unknown): string {
  return isRaw(resources) ? mapText(resources["requests"]) : leafText(resources);
}

/** Most ports are the container's own business: only those on the host count. */
function portText(raw: unknown): string {
  if (!isRaw(raw)) return leafText(raw);
  const port = raw["hostPort"];
  if (port === undefined) return "";
  return leafText(port) + S + leafText(raw["hostIP"]) + S + leafText(raw["protocol"]);
}

function tolerationText(raw: unknown): string {
  if (!isRaw(raw)) return leafText(raw);
  return (
    leafText(raw["key"]) + S + leafText(raw["operator"]) + S + leafText(raw["value"]) + S + leafText(raw["effect"])
  );
}

/** What few pods have. Preferred terms are not read. */
function rareText(spec: Raw): string {
  const { topologySpreadConstraints, resourceClaims, affinity } = spec;
  if (topologySpreadConstraints === undefined && resourceClaims === undefined && affinity === undefined) return "";
  const { podAffinity, podAntiAffinity } = isRaw(affinity) ? affinity : {};
  return JSON.stringify([topologySpreadConstraints, resourceClaims, required(podAffinity), required(podAntiAffinity)]);
}

function required(affinity: unknown): unknown {
  return isRaw(affinity) ? affinity["requiredDuringSchedulingIgnoredDuringExecution"] : affinity;
}
