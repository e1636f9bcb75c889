import { expect, test } from "vitest";
import { nodePortsRefuses, type UsedPorts, usePort } from "../../../src/judge/predicates/node-ports.ts";
import type { HostPort } from "../../../src/model/pod.ts";

const port = (number: number, protocol = "TCP", address = ""): HostPort => ({ protocol, address, port: number });

function used(ports: readonly HostPort[]): UsedPorts {
  const all: UsedPorts = new Map();
  for (const each of ports) usePort(all, each, 1);
  return all;
}

test.each<[string, readonly HostPort[], readonly HostPort[], boolean]>([
  ["nothing, nothing taken", [], [], false],
  ["a port, nothing taken", [], [port(80)], false],
  ["the same port", [port(80)], [port(80)], true],
  ["the lowest port", [port(1)], [port(1)], true],
  ["no port at all", [port(0)], [port(0)], false],
  ["another port", [port(80)], [port(81)], false],
  ["two, the second taken", [port(80)], [port(81), port(80)], true],
  ["the same port by UDP", [port(80)], [port(80, "UDP")], false],
  ["the same port, the protocol left out", [port(80)], [port(80, "")], true],
  ["the same port of one address, all taken", [port(80)], [port(80, "TCP", "10.0.0.1")], true],
  ["the same port of all, one address taken", [port(80, "TCP", "10.0.0.1")], [port(80)], true],
  ["the same port of 0.0.0.0, one address taken", [port(80, "TCP", "10.0.0.1")], [port(80, "TCP", "0.0.0.0")], true],
  ["the same port of another address", [port(80, "TCP", "10.0.0.1")], [port(80, "TCP", "10.0.0.2")], false],
  ["the same port of the same address", [port(80, "TCP", "10.0.0.1")], [port(80, "TCP", "10.0.0.1")], true],
])("a pod that wants %s", (_, taken, wanted, refuses) => {
  expect(nodePortsRefuses(used(taken), wanted)).toBe(refuses);
});

test("a node where no pod ever held a port has all", () => {
  expect(nodePortsRefuses(undefined, [port(80)])).toBe(false);
});

test("a port is free when the last of its pods has left", () => {
  const ports = used([port(80), port(80)]);
  usePort(ports, port(80), -1);
  expect(nodePortsRefuses(ports, [port(80)])).toBe(true);
  usePort(ports, port(80), -1);
  expect(nodePortsRefuses(ports, [port(80)])).toBe(false);
  expect(ports.size).toBe(0);
});
