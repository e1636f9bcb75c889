import { describe, expect, test } from "vitest";
import { collectCluster, openCluster } from "../../src/collect/cluster.ts";
import { millis } from "../../src/model/time.ts";
import { collectFrom, failureOf, recorder, withServer } from "./cluster-harness.ts";
import { CERTIFICATE, type Fault, file, named, on, status } from "./cluster-server.ts";

describe("TLS", () => {
  const authority = { "certificate-authority-data": Buffer.from(CERTIFICATE).toString("base64") };

  test("the kubeconfig's authority is trusted, with a user or without", () =>
    withServer({ tls: true, objects: { Node: [named("a")] } }, async (server, folder) => {
      const told = await collectFrom(server, {}, { cluster: authority });
      expect(told.added).toEqual(["Node a"]);
      expect(server.sockets()).toBeLessThanOrEqual(4);
      const nobody = await file(
        folder,
        "config",
        JSON.stringify({
          "current-context": "x",
          contexts: [{ name: "x", context: { cluster: "c" } }],
          clusters: [{ name: "c", cluster: { server: server.url, ...authority } }],
        }),
      );
      await collectCluster(await openCluster({ kubeconfig: nobody, environment: {} }), recorder().builder);
    }));

  test.each([
    [
      "an unknown authority",
      {},
      "https",
      /could not be trusted: .*self-signed certificate.*check the kubeconfig's certificate-authority-data/u,
    ],
    [
      "the wrong name",
      { ...authority, "tls-server-name": "other.example" },
      "https",
      /could not be trusted: .*other\.example/u,
    ],
    ["a broken authority", { "certificate-authority-data": "bm9wZQ==" }, "https", /could not be trusted/u],
    ["a server that speaks no TLS", {}, "http", /could not be trusted: .*(?:wrong version|packet length)/iu],
  ])("%s", async (_title, cluster, scheme, expected) => {
    await withServer({ tls: scheme === "https" }, async (server) => {
      const https = { ...server, url: server.url.replace(/^http:/u, "https:") };
      const failure = await failureOf(collectFrom(https, {}, { cluster }));
      expect(failure).toMatchObject({ name: "ClusterFailure", exitCode: 1 });
      expect(failure.message).toMatch(expected);
      expect(server.seen).toHaveLength(0);
    });
  });
});

describe("credentials", () => {
  test("what the server echoes of a token or a password is blotted out", async () => {
    const echo: Fault = (seen) =>
      seen.path === "/api/v1/nodes"
        ? status(403, `bad\u001b[31m header ${seen.headers.authorization} of s3cret!`)
        : null;
    await withServer({ fault: echo }, async (server) => {
      const token = await failureOf(collectFrom(server));
      expect(token.message).toContain("bad [31m header Bearer *** of s3cret!");
      const basic = { token: undefined, username: "me", password: "s3cret!" };
      const password = await failureOf(collectFrom(server, {}, { user: basic }));
      expect(password.message).toContain("of ***");
    });
  });

  const command = (script: string) => ({
    token: undefined,
    exec: { apiVersion: "client.authentication.k8s.io/v1", command: process.execPath, args: ["-e", script] },
  });
  const credential = JSON.stringify({ status: { token: "from-command" } });

  test("a sign-in command is asked once for all requests", async () => {
    await withServer({}, async (server) => {
      await collectFrom(server, {}, { user: command(`console.log(${JSON.stringify(credential)})`) });
      expect(new Set(server.seen.map((seen) => seen.headers.authorization))).toEqual(new Set(["Bearer from-command"]));
    });
  });

  test.each([
    [
      "a command that is not there",
      { token: undefined, exec: { command: "no-such-plugin" } },
      /no credentials for it: spawn no-such-plugin ENOENT .*gke-gcloud-auth-plugin/u,
    ],
    [
      "a command that fails",
      command("console.error('please log in\\nmore');process.exit(1)"),
      /no credentials for it: please log in more/u,
    ],
    ["a command that prints a bare token", command("console.log('sesame-token')"), /printed no ExecCredential/u],
    [
      "a command that prints another JSON",
      command('console.log(\'{"token":"sesame-token"}\')'),
      /is not as it should be/u,
    ],
    ["a command that hangs", command("setTimeout(()=>{},3000)"), /the sign-in command did not end in time/u],
    [
      "a certificate file that is not there",
      { "client-certificate": "/no/such/cert.pem" },
      /no credentials for it: ENOENT.*\/no\/such\/cert\.pem/u,
    ],
    [
      "a token with a line break in it",
      { token: "sesame-token\nx" },
      /no credentials for it: the token has a character/u,
    ],
  ])("%s", async (_title, user, expected) => {
    await withServer({}, async (server) => {
      const failure = await failureOf(collectFrom(server, { perRequest: millis(1_500) }, { user }));
      expect(failure).toMatchObject({ name: "ClusterFailure", exitCode: 1 });
      expect(failure.message).toMatch(expected);
      expect(failure.message).not.toContain("sesame-token");
      expect(server.seen).toHaveLength(0);
    });
  });

  test("a 401 in the middle names the cure and not the token", async () => {
    await withServer({ fault: on("Pod", status(401, "Unauthorized")) }, async (server) => {
      const failure = await failureOf(collectFrom(server));
      expect(failure.message).toMatch(/does not accept the credentials \(401 Unauthorized\)/u);
      expect(failure.message).not.toContain("sesame");
    });
  });
});
