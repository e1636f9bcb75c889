import type { Container, HostPort } from "../../model/pod.ts";
import type { Readers } from "./metadata.ts";
import { list, object, type Raw, text, whole } from "./raw.ts";

interface Containers {
  readonly containers: readonly Container[];
  readonly hostPorts: readonly HostPort[];
}

/** The containers of a pod spec, main ones first, and the host ports of those that run as long as the pod does. */
export function podContainers(spec: Raw, field: string, readers: Readers): Containers {
  const containers: Container[] = [];
  const hostPorts: HostPort[] = [];
  for (const key of ["containers", "initContainers"] as const) {
    for (const [index, item] of list(spec[key], `${field}.${key}`).entries()) {
      const at = `${field}.${key}[${index}]`;
      const raw = object(item, at);
      const container = readContainer(raw, at, key === "initContainers", readers);
      containers.push(container);
      // An init container that ends holds no port (scheduler util.GetHostPorts).
      if (container.kind !== "init") hostPorts.push(...readHostPorts(raw, at));
    }
  }
  return { containers, hostPorts };
}

function readContainer(raw: Raw, field: string, init: boolean, readers: Readers): Container {
  const restarts = text(raw["restartPolicy"], `${field}.restartPolicy`) === "Always";
  const resources = object(raw["resources"], `${field}.resources`);
  return {
    name: text(raw["name"], `${field}.name`),
    kind: kindOf(init, restarts),
    requests: readers.resources(resources["requests"], `${field}.resources.requests`),
  };
}

/** An init container that is always restarted is a sidecar. */
function kindOf(init: boolean, restarts: boolean): Container["kind"] {
  if (!init) return "main";
  return restarts ? "sidecar" : "init";
}

function readHostPorts(container: Raw, field: string): HostPort[] {
  return list(container["ports"], `${field}.ports`).flatMap((item, index) => {
    const at = `${field}.ports[${index}]`;
    const raw = object(item, at);
    const port = whole(raw["hostPort"], `${at}.hostPort`) ?? 0;
    if (port <= 0) return [];
    const protocol = text(raw["protocol"], `${at}.protocol`);
    return [{ protocol: protocol === "" ? "TCP" : protocol, address: text(raw["hostIP"], `${at}.hostIP`), port }];
  });
}
