import { describe, expect, test } from "vitest";
import { listRaw, openCluster } from "../../src/collect/cluster.ts";
import { READ_KINDS } from "../../src/model/snapshot.ts";
import { millis, parseInstant } from "../../src/model/time.ts";
import { collect, failureOf } from "./cluster-harness.ts";
import {
  type Fault,
  fakeServer,
  file,
  json,
  kubeconfig,
  named,
  on,
  status,
  text,
  withFolder,
} from "./cluster-server.ts";

const NODES = ["a", "b", "c"].map((name) => named(name));
const PODS = [1, 2, 3, 4, 5].map((n) => named(`p${n}`, "batch"));

describe("a good cluster", () => {
  test("every kind is listed page by page, with kind and apiVersion set, each object once and in order", async () => {
    const told = await collect({
      objects: {
        Node: NODES,
        Pod: PODS,
        CronJob: [named("nightly", "batch")],
        ConfigMap: [named("cas", "kube-system")],
      },
    });
    expect(told.added.filter((title) => title.startsWith("Node"))).toEqual(["Node a", "Node b", "Node c"]);
    expect(told.added.filter((title) => title.startsWith("Pod "))).toEqual(
      [1, 2, 3, 4, 5].map((n) => `Pod batch/p${n}`),
    );
    expect(told.raw).toContainEqual({
      apiVersion: "batch/v1",
      kind: "CronJob",
      metadata: { namespace: "batch", name: "nightly" },
    });
    expect(told.raw).toContainEqual({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { namespace: "kube-system", name: "cas" },
    });
    expect([...told.listed].sort()).toEqual([...READ_KINDS].sort());
    expect(told.refused.size).toBe(0);
    expect(told.problems).toEqual([]);
    expect(told.progress.at(-1)).toMatchObject({ objects: 10 });
  });

  test("time and version are the server's", async () => {
    const told = await collect({ objects: { Node: NODES } });
    expect(told.about).toEqual({ takenAt: parseInstant("2026-11-24T03:00:00Z"), kubernetesVersion: "1.33" });
  });

  test("nodes and pods are read before the kinds that own them", async () => {
    const { server } = await collect({ objects: { Node: NODES, Pod: PODS } });
    const paths = server.seen.map((seen) => seen.path);
    expect(paths.lastIndexOf("/api/v1/pods")).toBeLessThan(paths.indexOf("/apis/batch/v1/jobs"));
    expect(paths[0]).toBe("/version");
  });

  test("requests carry the token, ask for protobuf, gzip and pages, and share a few connections", async () => {
    const many = Array.from({ length: 40 }, (_, n) => named(`p${n}`, "batch"));
    const { server } = await collect({ objects: { Pod: many } }, { parallel: 2 });
    const pods = server.seen.filter((seen) => seen.path === "/api/v1/pods");
    expect(pods.map((seen) => seen.query.get("limit"))).toEqual(Array.from({ length: 20 }, () => "2"));
    expect(new Set(pods.map((seen) => seen.query.get("continue"))).size).toBe(20);
    for (const { headers } of server.seen) {
      expect(headers).toMatchObject({
        authorization: "Bearer sesame-token",
        accept: "application/vnd.kubernetes.protobuf, application/json",
        "accept-encoding": "gzip",
        "user-agent": "barnacle",
      });
    }
    expect(server.sockets()).toBeLessThanOrEqual(2);
  });

  test("a list without items is empty, an item that is no object is passed on to be named", async () => {
    const fault: Fault = (seen) =>
      on("Node", json(200, { kind: "NodeList", items: null }))(seen) ??
      on("Pod", json(200, { kind: "PodList", metadata: {}, items: [7, null, named("x", "y")] }))(seen);
    const told = await collect({ fault });
    expect(told.added).toEqual(["7", "null", "Pod y/x"]);
    expect(told.listed).toContain("Node");
  });

  test("listRaw can be left early: nothing goes on behind it", async () => {
    const server = await fakeServer({ objects: { Node: NODES, Pod: PODS } });
    await withFolder(async (folder) => {
      const path = await file(folder, "config", kubeconfig(server.url));
      const connection = await openCluster({ kubeconfig: path, environment: {}, limits: { pageSize: 1 } });
      const types: string[] = [];
      for await (const event of listRaw(connection)) {
        types.push(event.type);
        if (event.type === "page") break;
      }
      expect(types).toEqual(["about", "page"]);
    });
    const asked = server.seen.length;
    await new Promise((resolve) => setImmediate(resolve));
    expect(server.seen.length).toBe(asked);
    await server.close();
  });
});

describe("what is not known is noted", () => {
  test.each([
    [
      "no Date header",
      on("Node", (response) => {
        response.sendDate = false;
        response.writeHead(200, { "content-type": "application/json" }).end('{"kind":"NodeList","items":[]}');
      }),
      { takenAt: null, kubernetesVersion: "1.33" },
      /does not tell the time/u,
    ],
    [
      "a version that is forbidden",
      on("version", status(403, "no")),
      { kubernetesVersion: null },
      /version is not known: .*403 Forbidden.*system:public-info-viewer/u,
    ],
    [
      "a version without numbers",
      on("version", json(200, { hello: 1 })),
      { kubernetesVersion: null },
      /does not tell its version/u,
    ],
  ])("%s", async (_title, fault, about, note) => {
    // Node's answer must be the first page: pods come later.
    const slowPods: Fault = (seen) =>
      seen.path === "/api/v1/pods"
        ? (response) => setTimeout(() => json(200, { kind: "PodList", items: [] })(response), 50)
        : fault(seen);
    const told = await collect({ fault: slowPods });
    expect(told.about).toMatchObject(about);
    expect(told.problems.map((problem) => problem.what).join("\n")).toMatch(note);
  });
});

describe("a kind that may not be read is refused, with its reason, and the rest goes on", () => {
  test.each([
    [
      403,
      'poddisruptionbudgets is forbidden: User "x" cannot list',
      /forbids it \(403 Forbidden\): poddisruptionbudgets is forbidden.*grant it by a ClusterRole with verbs \[list\], apiGroups \["policy"\], resources \[poddisruptionbudgets\]/u,
    ],
    [404, "not found", /does not know this path \(404 Not Found\)/u],
    [405, "no", /answered with status 405: no/u],
    [500, "etcd is away", /failed \(500\): etcd is away \(GET \/apis\/policy\/v1\/poddisruptionbudgets, 4 tries\)/u],
  ])("%i", async (code, message, why) => {
    const told = await collect({
      objects: { Node: NODES, Pod: PODS },
      fault: on("PodDisruptionBudget", status(code, message)),
    });
    expect([...told.refused.keys()]).toEqual(["PodDisruptionBudget"]);
    expect(told.refused.get("PodDisruptionBudget")).toMatch(why);
    expect(told.listed).toHaveLength(READ_KINDS.length - 1);
    expect(told.added).toHaveLength(8);
  });

  test("the status ConfigMap: absent is listed, forbidden is refused by its own right", async () => {
    const absent = await collect({});
    expect(absent.listed).toContain("ConfigMap");
    const forbidden = await collect({ fault: on("ConfigMap", status(403, "no")) });
    expect(forbidden.refused.get("ConfigMap")).toMatch(
      /verbs \[get\], apiGroups \[""\], resources \[configmaps\], resourceNames \[cluster-autoscaler-status\]/u,
    );
  });

  test("but 401, HTML or silence concern the whole server", async () => {
    for (const behaviour of [status(401, "no"), text(200, "text/html", "<html>sign in</html>")]) {
      const failure = await failureOf(collect({ fault: on("CronJob", behaviour) }));
      expect(failure.name).toBe("ClusterFailure");
      expect(failure.message).toContain("/apis/batch/v1/cronjobs");
    }
    const silent = collect({ fault: on("CronJob", () => undefined) }, { perRequest: millis(200), tries: 1 });
    expect((await failureOf(silent)).name).toBe("ClusterFailure");
  });
});
