import { flag, list, missing, object, type Raw, text } from "./raw.ts";

/**
 * The features that a node must declare for this pod to run there. Of those that Kubernetes 1.36 knows, two matter to scheduling.
 * Source: component-helpers `nodedeclaredfeatures/features`.
 */
export function neededFeatures(spec: Raw, field: string): readonly string[] {
  const hostNetwork = flag(spec["hostNetwork"], `${field}.hostNetwork`);
  const ownUsers = !missing(spec["hostUsers"]) && !flag(spec["hostUsers"], `${field}.hostUsers`);
  return [
    ...(restartsAll(spec, field) ? ["RestartAllContainersOnContainerExits"] : []),
    ...(hostNetwork && ownUsers ? ["UserNamespacesHostNetworkSupport"] : []),
  ];
}

/** May one container's exit restart all of them? */
function restartsAll(spec: Raw, field: string): boolean {
  let found = false;
  for (const key of ["containers", "initContainers"] as const) {
    for (const [index, item] of list(spec[key], `${field}.${key}`).entries()) {
      const at = `${field}.${key}[${index}]`;
      const rules = object(item, at)["restartPolicyRules"];
      if (missing(rules)) continue;
      for (const rule of list(rules, `${at}.restartPolicyRules`)) {
        const action = text(object(rule, `${at}.restartPolicyRules`)["action"], `${at}.restartPolicyRules.action`);
        found ||= action === "RestartAllContainers";
      }
    }
  }
  return found;
}
