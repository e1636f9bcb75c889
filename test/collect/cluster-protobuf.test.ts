import { describe, expect, test } from "vitest";
import { createBuilder } from "../../src/collect/builder.ts";
import { collectCluster, openCluster } from "../../src/collect/cluster.ts";
import type { ReadKind, Snapshot } from "../../src/model/snapshot.ts";
import { millis } from "../../src/model/time.ts";
import { collect, collectFrom, failureOf, withServer } from "./cluster-harness.ts";
import {
  type Behaviour,
  type FakeServer,
  type Fault,
  file,
  json,
  kubeconfig,
  named,
  on,
  PROTOBUF,
  protobufStatus,
  status,
  text,
} from "./cluster-server.ts";
import { FULL_OBJECTS } from "./full-objects.ts";

const NODES = ["a", "b", "c"].map((name) => named(name));
const PODS = [1, 2, 3, 4, 5].map((n) => named(`p${n}`, "batch"));

const FULL = Object.groupBy(FULL_OBJECTS, (object) => String(object["kind"]) as ReadKind);

async function snapshotOf(server: FakeServer, folder: string): Promise<Snapshot> {
  const config = await file(folder, "config", kubeconfig(server.url));
  const connection = await openCluster({
    kubeconfig: config,
    environment: {},
    annotationKeys: ["example.com/team"],
    limits: { pageSize: 2 },
  });
  return await collectCluster(connection, createBuilder({ annotationKeys: ["example.com/team"] }));
}

describe("a server that speaks protobuf", () => {
  test("gives the very snapshot that one that speaks JSON does", async () => {
    const snapshots: Snapshot[] = [];
    for (const protobuf of [true, false]) {
      await withServer({ objects: FULL, protobuf }, async (server, folder) => {
        snapshots.push(await snapshotOf(server, folder));
      });
    }
    const [protobuf, asJson] = snapshots;
    expect(protobuf).toEqual(asJson);
    expect(protobuf?.pods.length).toBeGreaterThan(0);
  });

  test("is read page by page, gzipped, in order", async () => {
    const told = await collect({ objects: { Node: NODES, Pod: PODS }, protobuf: true });
    expect(told.added).toEqual(
      [..."abc"].map((name) => `Node ${name}`).concat(PODS.map((_, n) => `Pod batch/p${n + 1}`)),
    );
    expect(told.problems).toEqual([]);
  });

  test("one request at a time, over one connection", async () => {
    const { server } = await collect({ objects: { Node: NODES, Pod: PODS }, protobuf: true });
    expect(server.sockets()).toBe(1);
  });

  const faults: readonly (readonly [string, Behaviour, RegExp])[] = [
    [
      "403, told in protobuf",
      protobufStatus(403, "nodes is forbidden"),
      /forbids it \(403 Forbidden\): nodes is forbidden \(/u,
    ],
    [
      "401, told in protobuf",
      protobufStatus(401, "Unauthorized"),
      /does not accept the credentials \(401 Unauthorized\)/u,
    ],
    ["an error in broken protobuf", text(500, PROTOBUF, "k8s\0\u00ff"), /failed \(500\)/u],
    [
      "429 in plain text",
      text(429, "text/plain", "Too many requests, please try again later."),
      /is too busy.*: Too many requests, please/u,
    ],
    [
      "a message of another kind",
      text(200, PROTOBUF, Buffer.from("6b3873000a0a0a0276311204506f64731200", "hex")),
      /a message that is no NodeList/u,
    ],
    ["HTML that calls itself protobuf", text(200, PROTOBUF, "<html>sign in</html>"), /answered with an HTML page/u],
    ["an empty body", text(200, PROTOBUF, ""), /broke off its answer: the body is empty/u],
  ];
  test.each(faults)("that will not give the nodes: %s", async (_title, behaviour, expected) => {
    const failure = await failureOf(collect({ protobuf: true, fault: on("Node", behaviour) }));
    expect(failure).toMatchObject({ name: "ClusterFailure", exitCode: 1 });
    expect(failure.message).toMatch(expected);
  });

  test("a list that expires goes on with the fresh token out of the protobuf status", async () => {
    const gone = protobufStatus(410, "too old", { reason: "Expired", metadata: { continue: "4" } });
    const fault: Fault = ({ path, query, before }) =>
      path === "/api/v1/pods" && query.get("continue") === "2" && before === 0 ? gone : null;
    const told = await collect({ objects: { Pod: PODS }, fault, protobuf: true });
    expect(told.added).toEqual(["Pod batch/p1", "Pod batch/p2", "Pod batch/p5"]);
    expect(told.problems[0]?.what).toMatch(/^Pod: the list expired after 2 objects .*shows two moments/u);
  });

  test("Retry-After may stand in the status's details", async () => {
    const busy = protobufStatus(429, "slow down", { details: { retryAfterSeconds: 3_600 } });
    const failure = await failureOf(collect({ protobuf: true, fault: on("Node", busy) }, { overall: millis(700) }));
    expect(failure.message).toMatch(/did not give all lists within 0\.7 s/u);
  });
});

describe("JSON is asked for when protobuf is not to be had", () => {
  const broken: readonly (readonly [string, Behaviour, RegExp])[] = [
    ["406", status(406, "only application/json"), /does not know the media type/u],
    ["415", text(415, "text/plain", "unsupported"), /does not know the media type/u],
    ["protobuf that is none", text(200, PROTOBUF, "hello"), /does not begin as a message of Kubernetes does/u],
    ["protobuf that ends too early", text(200, PROTOBUF, Buffer.from("6b3873000a100a02", "hex")), /longer than/u],
  ];
  test.each(broken)("%s", async (_title, behaviour, why) => {
    const fault: Fault = (seen) =>
      `${seen.headers.accept}`.includes("protobuf") && seen.path !== "/version" ? behaviour : null;
    const told = await collect({ objects: { Node: NODES, Pod: PODS }, fault });
    expect(told.added).toHaveLength(8);
    expect(told.problems.map(({ what }) => what)).toEqual([expect.stringMatching(why)]);
    const accepted = told.server.seen.map(({ headers }) => headers.accept);
    expect(accepted.filter((accept) => accept === "application/json").length).toBeGreaterThan(16);
  });

  test("a server that answers JSON to both is not noted: nothing is wrong", async () => {
    expect((await collect({ objects: { Node: NODES } })).problems).toEqual([]);
  });
});

describe("pages of one list", () => {
  test("of two versions of the cluster are noted", async () => {
    const page = (token: string, version: string, name: string): Behaviour =>
      json(200, {
        kind: "PodList",
        metadata: { continue: token, resourceVersion: version },
        items: [named(name, "x")],
      });
    const fault: Fault = ({ path, query }) => {
      if (path !== "/api/v1/pods") return null;
      return query.has("continue") ? page("", "8", "b") : page("1", "7", "a");
    };
    const told = await collect({ fault });
    expect(told.added).toEqual(["Pod x/a", "Pod x/b"]);
    expect(told.problems.map(({ what }) => what)).toEqual([
      expect.stringMatching(/of another version of the cluster/u),
    ]);
  });

  test("that are not in the order of keys are not read again from the start", async () => {
    const gone = status(410, "too old", { reason: "Expired" });
    const fault: Fault = ({ path, query }) => (path === "/api/v1/pods" && query.get("continue") === "2" ? gone : null);
    const unordered = ["z", "a", "b"].map((name) => named(name, "x"));
    const failure = await failureOf(collect({ objects: { Pod: unordered }, fault }));
    expect(failure.message).toMatch(/410 Gone/u);
  });
});

describe("credentials that run out in the middle of a long list", () => {
  const expiring = (from: number): Fault => {
    let asked = 0;
    return ({ path, headers }) => {
      if (path === "/version") return null;
      asked += 1;
      return asked > from && headers.authorization === "Bearer first" ? status(401, "Unauthorized") : null;
    };
  };

  test("are fetched anew by the sign-in command, and the list goes on", async () => {
    await withServer({ objects: { Node: NODES, Pod: PODS }, fault: expiring(2) }, async (server, folder) => {
      // The command gives another token each time it is run.
      const count = await file(folder, "count", "");
      const script = `const fs=require("fs");fs.appendFileSync(${JSON.stringify(count)},"x");
        const token=fs.readFileSync(${JSON.stringify(count)},"utf8")==="x"?"first":"second";
        console.log(JSON.stringify({status:{token}}))`;
      const exec = { apiVersion: "client.authentication.k8s.io/v1", command: process.execPath, args: ["-e", script] };
      const told = await collectFrom(server, {}, { user: { token: undefined, exec } });
      expect(told.added).toHaveLength(8);
      expect(told.problems).toEqual([]);
      expect(new Set(server.seen.map(({ headers }) => headers.authorization))).toEqual(
        new Set(["Bearer first", "Bearer second"]),
      );
    });
  });

  test("and that are refused again end the reading, with one more request", async () => {
    await withServer({ objects: { Node: NODES, Pod: PODS }, fault: expiring(2) }, async (server) => {
      const failure = await failureOf(collectFrom(server, {}, { user: { token: "first" } }));
      expect(failure.message).toMatch(/does not accept the credentials \(401 Unauthorized\).*2 tries/u);
    });
  });
});

describe("an API server that restarts", () => {
  test("is waited for, once it has answered", async () => {
    let refused = 0;
    const fault: Fault = ({ path, query }) => {
      if (path !== "/api/v1/pods" || !query.has("continue") || refused >= 6) return null;
      refused += 1;
      return (response) => void response.socket?.destroy();
    };
    const told = await collect({ objects: { Node: NODES, Pod: PODS }, fault }, { triesOfOutage: 12 });
    expect(told.added).toHaveLength(8);
    expect(refused).toBe(6);
  });
});

describe("the load on the API server", () => {
  test("is counted: requests, those sent again, bytes as they came", async () => {
    const fault = on("Node", status(503, "x"), 1);
    await withServer({ objects: { Node: NODES, Pod: PODS }, fault, protobuf: true }, async (server, folder) => {
      const config = await file(folder, "config", kubeconfig(server.url));
      const limits = { pageSize: 2, backoff: millis(1) };
      const connection = await openCluster({ kubeconfig: config, environment: {}, limits });
      await collectCluster(connection, createBuilder());
      const load = connection.load();
      // The version, two pages of nodes of which the first was sent twice, three of pods, and the other 15 kinds.
      expect(load).toMatchObject({ requests: server.seen.length, retries: 2 });
      expect(load.requests).toBe(1 + 4 + 3 + 15);
      expect(load.bytes).toBeGreaterThan(500);
    });
  });
});
