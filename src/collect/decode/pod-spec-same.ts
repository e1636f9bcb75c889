import { sameMap } from "./keys.ts";
import { isRaw, type Raw } from "./raw.ts";

/**
 * Is what is read of two pod specs written alike, node name, node affinity and volumes apart? True only where `podSpecKey` gives the same
 * key, but many times cheaper than making one: pods of one owner come one after another. False is always a safe answer.
 */
export function samePodSpec(left: Raw, right: Raw): boolean {
  return (
    sameList(left["containers"], right["containers"], sameContainer) &&
    sameList(left["initContainers"], right["initContainers"], sameContainer) &&
    sameRequests(left["resources"], right["resources"]) &&
    sameMap(left["overhead"], right["overhead"]) &&
    left["restartPolicy"] === right["restartPolicy"] &&
    left["terminationGracePeriodSeconds"] === right["terminationGracePeriodSeconds"] &&
    left["priority"] === right["priority"] &&
    left["schedulerName"] === right["schedulerName"] &&
    left["hostNetwork"] === right["hostNetwork"] &&
    left["hostUsers"] === right["hostUsers"] &&
    sameMap(left["nodeSelector"], right["nodeSelector"]) &&
    sameList(left["tolerations"], right["tolerations"], sameToleration) &&
    sameRare(left, right)
  );
}

function sameContainer(left: Raw, right: Raw): boolean {
  return (
    left["name"] === right["name"] &&
    left["restartPolicy"] === right["restartPolicy"] &&
    left["restartPolicyRules"] === undefined &&
    right["restartPolicyRules"] === undefined &&
    sameRequests(left["resources"], right["resources"]) &&
    sameList(left["ports"], right["ports"], samePort)
  );
}

function sameRequests(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  return isRaw(left) && isRaw(right) && sameMap(left["requests"], right["requests"]);
}

function samePort(left: Raw, right: Raw): boolean {
  return (
    left["hostPort"] === right["hostPort"] &&
    left["hostIP"] === right["hostIP"] &&
    left["protocol"] === right["protocol"]
  );
}

function sameToleration(left: Raw, right: Raw): boolean {
  return (
    left["key"] === right["key"] &&
    left["operator"] === right["operator"] &&
    left["value"] === right["value"] &&
    left["effect"] === right["effect"]
  );
}

/** Few pods have these: where one does, the keys are compared. */
function sameRare(left: Raw, right: Raw): boolean {
  if (left["topologySpreadConstraints"] !== undefined || right["topologySpreadConstraints"] !== undefined) return false;
  if (left["resourceClaims"] !== undefined || right["resourceClaims"] !== undefined) return false;
  return hasNoPodTerms(left["affinity"]) && hasNoPodTerms(right["affinity"]);
}

function hasNoPodTerms(affinity: unknown): boolean {
  if (affinity === undefined) return true;
  return isRaw(affinity) && affinity["podAffinity"] === undefined && affinity["podAntiAffinity"] === undefined;
}

function sameList(left: unknown, right: unknown, same: (left: Raw, right: Raw) => boolean): boolean {
  if (left === right) return true;
  if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false;
  for (let index = 0; index < left.length; index += 1) {
    const one: unknown = left[index];
    const other: unknown = right[index];
    if (!isRaw(one) || !isRaw(other) || !same(one, other)) return false;
  }
  return true;
}
