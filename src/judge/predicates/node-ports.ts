import type { HostPort } from "../../model/pod.ts";

const EVERY_ADDRESS = "0.0.0.0";

/** Host ports in use on one node: `PROTOCOL/port` → address → how many pods. */
export type UsedPorts = Map<string, Map<string, number>>;

/** Notes that one pod more (`change` 1) or less (-1) holds the port. */
export function usePort(used: UsedPorts, port: HostPort, change: 1 | -1): void {
  const key = protocolPort(port);
  const addresses = used.get(key) ?? new Map<string, number>();
  const address = addressOf(port);
  const count = (addresses.get(address) ?? 0) + change;
  if (count > 0) addresses.set(address, count);
  else addresses.delete(address);
  if (addresses.size > 0) used.set(key, addresses);
  else used.delete(key);
}

/**
 * NodePorts: a host port is taken when a pod on the node holds it with the same protocol and address; 0.0.0.0 (and none)
 * stands for every address. Source: scheduler `plugins/nodeports`, kube-scheduler `framework.HostPortInfo`.
 */
export function nodePortsRefuses(used: UsedPorts | undefined, wanted: readonly HostPort[]): boolean {
  if (used === undefined) return false;
  return wanted.some((port) => {
    const addresses = used.get(protocolPort(port));
    if (port.port <= 0 || addresses === undefined) return false;
    const address = addressOf(port);
    return address === EVERY_ADDRESS || addresses.has(EVERY_ADDRESS) || addresses.has(address);
  });
}

function protocolPort({ protocol, port }: HostPort): string {
  return `${protocol === "" ? "TCP" : protocol}/${port}`;
}

function addressOf({ address }: HostPort): string {
  return address === "" ? EVERY_ADDRESS : address;
}
