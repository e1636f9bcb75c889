import { describe, expect, test } from "vitest";
import { millis } from "../../src/model/time.ts";
import { collect, collectFrom, failureOf } from "./cluster-harness.ts";
import {
  type Behaviour,
  cut,
  type Fault,
  fakeServer,
  hang,
  json,
  named,
  on,
  reset,
  status,
  text,
} from "./cluster-server.ts";

const NODES = ["a", "b", "c"].map((name) => named(name));
const HTML = "<!doctype html><title>Sign in</title>";

describe("a server that will not give the nodes", () => {
  const rows: readonly (readonly [string, Behaviour, RegExp])[] = [
    ["401", status(401, "Unauthorized"), /does not accept the credentials \(401 Unauthorized\).*sign in again/u],
    [
      "403",
      status(403, "nodes is forbidden"),
      /forbids it \(403 Forbidden\): nodes is forbidden \(GET \/api\/v1\/nodes\); grant it by a ClusterRole with verbs \[list\], apiGroups \[""\], resources \[nodes\]/u,
    ],
    ["404", status(404, "nothing here"), /does not know this path \(404 Not Found\): nothing here/u],
    [
      "429 for ever",
      status(429, "slow down", {}, { "retry-after": "0" }),
      /is too busy \(429 Too Many Requests\): slow down \(GET \/api\/v1\/nodes, 4 tries\)/u,
    ],
    ["500 for ever", status(500, "boom"), /failed \(500\): boom \(GET \/api\/v1\/nodes, 4 tries\)/u],
    ["503 of a load balancer", text(503, "text/html", HTML), /failed \(503\): an HTML page/u],
    [
      "a redirect",
      text(302, "text/plain", "", { location: "https://login.example" }),
      /answered with status 302.*not a proxy or a login page/u,
    ],
    ["HTML", text(200, "text/html", HTML), /answered with an HTML page instead of JSON.*not a proxy or a login page/u],
    ["HTML that calls itself JSON", text(200, "application/json", `\n ${HTML}`), /answered with an HTML page/u],
    ["text", text(200, "application/json", "hello"), /something that is not JSON/u],
    ["a JSON number", json(200, 7), /JSON that is no object/u],
    ["other JSON", json(200, { hello: "world" }), /JSON that is no NodeList/u],
    ["a list of another kind", json(200, { kind: "PodList", items: [] }), /JSON that is no NodeList/u],
    ["items that are no list", json(200, { kind: "NodeList", items: { a: 1 } }), /whose items are no list/u],
    [
      "an empty body",
      text(200, "application/json", ""),
      /broke off its answer: the body is empty \(GET \/api\/v1\/nodes, 4 tries\)/u,
    ],
    ["a body cut by the connection", cut, /broke off its answer/u],
    [
      "JSON that stops in the middle",
      text(200, "application/json", '{"kind":"NodeList","items":[{"a":"b'),
      /the JSON stops in the middle/u,
    ],
    [
      "gzip that stops in the middle",
      text(200, "application/json", Buffer.from("1f8b0800000000000003ab", "hex"), { "content-encoding": "gzip" }),
      /broke off its answer/u,
    ],
    [
      "gzip that is none",
      text(200, "application/json", "plain text", { "content-encoding": "gzip" }),
      /not JSON: broken gzip/u,
    ],
    ["a connection that is reset", reset, /broke off its answer/u],
    ["silence", hang, /gave no complete answer within 0\.3 s \(GET \/api\/v1\/nodes.*authorized networks/u],
    [
      "a body that never ends",
      (response) => void response.writeHead(200).write("{"),
      /gave no complete answer within 0\.3 s/u,
    ],
  ];

  test.each(rows)("%s", async (_title, behaviour, expected) => {
    const failure = await failureOf(collect({ fault: on("Node", behaviour) }, { perRequest: millis(300) }));
    expect(failure).toMatchObject({ name: "ClusterFailure", exitCode: 1 });
    expect(failure.message).toMatch(/^context "test": the API server at http:\/\/127\.0\.0\.1:\d+ .*\.$/u);
    expect(failure.message).toMatch(expected);
  });
});

describe("a server that cannot be reached", () => {
  test.each([
    [
      "nobody listens",
      "http://127.0.0.1:1",
      /refused the connection \(GET \/version\); check that the server's address/u,
    ],
    ["unknown host", "https://no-such-host.invalid", /was not found: its host name does not resolve/u],
    ["not HTTP at all", "", /something that is not HTTP|broke off/u],
  ])("%s", async (title, url, expected) => {
    const server = await fakeServer({ fault: () => (response) => void response.socket?.end("220 smtp ready\r\n") });
    const failure = await failureOf(collectFrom({ ...server, url: title === "not HTTP at all" ? server.url : url }));
    await server.close();
    expect(failure).toMatchObject({ name: "ClusterFailure" });
    expect(failure.message).toMatch(expected);
  });

  test("a server that is silent from the beginning is asked once", async () => {
    const server = await fakeServer({ fault: () => hang });
    const failure = await failureOf(collectFrom(server, { perRequest: millis(100) }));
    await server.close();
    expect(failure.message).toContain("gave no complete answer within 0.1 s (GET /version)");
    expect(server.seen).toHaveLength(1);
  });

  test("the time for everything ends a reading that would go on", async () => {
    const endless: Fault = ({ path, query }) =>
      path === "/api/v1/pods"
        ? json(200, { kind: "PodList", metadata: { continue: `${Number(query.get("continue")) + 1}` }, items: [] })
        : null;
    const failure = await failureOf(collect({ fault: endless }, { overall: millis(700) }));
    expect(failure.message).toMatch(/did not give all lists within 0\.7 s \(GET \/api\/v1\/pods\)/u);
  });

  test("a long Retry-After does not outlast it", async () => {
    const fault = on("Node", status(429, "later", {}, { "retry-after": "3600" }));
    const failure = await failureOf(collect({ fault }, { overall: millis(700) }));
    expect(failure.message).toMatch(/did not give all lists within 0\.7 s/u);
  });
});

describe("what passes by itself is tried again", () => {
  test.each([
    ["429", status(429, "slow down", {}, { "retry-after": "0" })],
    ["500", status(500, "x")],
    ["502", text(502, "text/html", HTML)],
    ["503", status(503, "x")],
    ["504", status(504, "x")],
    ["cut", cut],
    ["reset", reset],
    ["half a JSON", text(200, "application/json", '{"kind":"NodeList","items":[{')],
    ["silence", hang],
  ])("%s, twice", async (_title, behaviour) => {
    const told = await collect(
      { objects: { Node: NODES }, fault: on("Node", behaviour, 2) },
      { perRequest: millis(300) },
    );
    expect(told.added).toEqual(["Node a", "Node b", "Node c"]);
    // Two pages, each after two faults.
    expect(told.server.seen.filter((seen) => seen.path === "/api/v1/nodes")).toHaveLength(6);
    expect(told.problems).toEqual([]);
  });

  test.each([401, 403, 404, 400])("%i is not", async (code) => {
    const server = await fakeServer({ fault: on("Node", status(code, "x")) });
    await failureOf(collectFrom(server));
    await server.close();
    expect(server.seen.filter((seen) => seen.path === "/api/v1/nodes")).toHaveLength(1);
  });
});

describe("a list that expires between two pages (410)", () => {
  const gone = (fresh: string) => status(410, "too old", { reason: "Expired", metadata: { continue: fresh } });
  const PODS = [1, 2, 3, 4, 5].map((n) => named(`p${n}`, "x"));
  const all = PODS.map((_, n) => `Pod x/p${n + 1}`);
  const secondPage = (behaviour: Behaviour, times: number): Fault => {
    let left = times;
    return ({ path, query }) => {
      if (path !== "/api/v1/pods" || query.get("continue") !== "2" || left === 0) return null;
      left -= 1;
      return behaviour;
    };
  };

  test("goes on with the fresh token that it brings", async () => {
    const told = await collect({ objects: { Pod: PODS }, fault: secondPage(gone("2"), 1) });
    expect(told.added).toEqual(all);
    expect(told.problems).toEqual([
      {
        where: "/api/v1/pods",
        object: "",
        field: "",
        what: expect.stringMatching(/^Pod: the list expired after 2 objects \(410 Gone\) and was read on/u),
      },
    ]);
  });

  test("without one it starts again, and gives no object twice", async () => {
    const told = await collect({ objects: { Pod: PODS }, fault: secondPage(gone(""), 1) });
    expect(told.added).toEqual(all);
    expect(told.problems[0]?.what).toMatch(
      /^Pod: the list expired after 2 objects \(410 Gone\) and was read again from the start/u,
    );
    expect(told.server.seen.filter((seen) => seen.path === "/api/v1/pods" && !seen.query.has("continue"))).toHaveLength(
      2,
    );
  });

  test("fresh tokens that expire at once are not followed for ever", async () => {
    const failure = await failureOf(collect({ objects: { Pod: PODS }, fault: secondPage(gone("2"), 99) }));
    expect(failure.message).toMatch(/let the list expire twice \(410 Gone\): too old/u);
  });

  test("a restart that expires again ends in a failure", async () => {
    const failure = await failureOf(collect({ objects: { Pod: PODS }, fault: secondPage(gone(""), 2) }));
    expect(failure.message).toMatch(/let the list expire twice \(410 Gone\)/u);
  });

  test("a page that names itself as the next one is a failure, not a loop", async () => {
    const loop = json(200, { kind: "PodList", metadata: { continue: "2" }, items: [] });
    const failure = await failureOf(collect({ objects: { Pod: PODS }, fault: secondPage(loop, 9) }));
    expect(failure.message).toMatch(/repeats the same page/u);
  });
});
