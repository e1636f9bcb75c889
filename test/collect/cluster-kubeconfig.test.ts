import { mkdir } from "node:fs/promises";
import { createServer } from "node:http";
import { delimiter, join } from "node:path";
import { describe, expect, test } from "vitest";
import { type ClusterOptions, collectCluster, openCluster } from "../../src/collect/cluster.ts";
import { failureOf, recorder, withServer } from "./cluster-harness.ts";
import { CERTIFICATE, type FakeServer, file, kubeconfig, withFolder } from "./cluster-server.ts";

const TWO = JSON.stringify({
  contexts: [
    { name: "gke_prod", context: { cluster: "c", user: "u" } },
    { name: "gke_test", context: { cluster: "gone", user: "u" } },
    { name: "no-user", context: { cluster: "c", user: "gone" } },
    { name: "no-url", context: { cluster: "odd", user: "u" } },
  ],
  clusters: [
    { name: "c", cluster: { server: "https://10.0.0.1" } },
    { name: "odd", cluster: { server: "10.0.0.1:443" } },
  ],
  users: [{ name: "u", user: { token: "sesame-token" } }],
});

describe("a kubeconfig that cannot be used ends with one sentence and exit code 2", () => {
  const rows: readonly (readonly [string, string, Partial<ClusterOptions>, RegExp])[] = [
    [
      "a context that it lacks",
      TWO,
      { context: "gke_prd" },
      /config: the kubeconfig has no context "gke_prd" \(it has "gke_prod", "gke_test", "no-user", "no-url"\); did you mean "gke_prod"\?$/u,
    ],
    [
      "no current-context",
      TWO,
      {},
      /config: the kubeconfig has no current-context; choose a context by --context \(it has "gke_prod"/u,
    ],
    ["no contexts at all", "{}", { context: "x" }, /has no context "x" \(it has none\); choose one/u],
    [
      "a cluster that it lacks",
      TWO,
      { context: "gke_test" },
      /context "gke_test" names the cluster "gone", which the kubeconfig lacks/u,
    ],
    ["a user that it lacks", TWO, { context: "no-user" }, /context "no-user" names the user "gone"/u],
    [
      "a server that is no URL",
      TWO,
      { context: "no-url" },
      /context "no-url": the cluster's server "10\.0\.0\.1:443" is no URL; write it as https:\/\/HOST:PORT/u,
    ],
    ["an empty file", "", {}, /has no current-context; .*\(it has none\)/u],
    ["a file that is no map", "sesame-token", {}, /has no current-context/u],
    ["a file that is null", "null", {}, /not a usable kubeconfig: it is no map/u],
    ["broken YAML", "users: [{token: sesame-token", {}, /not a usable kubeconfig: it is not valid YAML/u],
    [
      "a cluster without a server",
      '{"clusters":[{"name":"c","cluster":{}}]}',
      {},
      /clusters\[0\]\.cluster\.server is missing/u,
    ],
  ];

  test.each(rows)("%s", async (_title, content, options, expected) => {
    await withFolder(async (folder) => {
      const path = await file(folder, "config", content);
      const failure = await failureOf(openCluster({ environment: { KUBECONFIG: path }, ...options }));
      expect(failure).toMatchObject({ name: "UsageFailure", exitCode: 2 });
      expect(failure.message).toMatch(expected);
      expect(failure.message).not.toContain("sesame-token");
    });
  });

  test("missing, a folder, none at all", async () => {
    await withFolder(async (folder) => {
      const missing = join(folder, "nothing");
      const message = async (options: ClusterOptions) => (await failureOf(openCluster(options))).message;
      expect(await message({ kubeconfig: missing, environment: {} })).toMatch(
        /nothing: the kubeconfig cannot be read \(ENOENT\)/u,
      );
      expect(await message({ kubeconfig: folder, environment: {} })).toMatch(/cannot be read \(EISDIR\)/u);
      expect(await message({ environment: { KUBECONFIG: missing } })).toMatch(
        /^No cluster to read: KUBECONFIG names .*nothing, which is not there; set KUBECONFIG/u,
      );
      expect(await message({ environment: { HOME: folder } })).toMatch(
        /^No cluster to read: there is no kubeconfig at .*\.kube.config; /u,
      );
      expect(await message({ environment: {} })).toMatch(
        /^No cluster to read: there is no kubeconfig; .* --snapshot\.$/u,
      );
      expect(
        await message({ environment: { KUBERNETES_SERVICE_HOST: "10.0.0.1" }, serviceAccountFolder: folder }),
      ).toMatch(/this pod has no service account token/u);
    });
  });
});

/** Opens by `options` and lists; the requests are in `server.seen`. */
async function read(options: ClusterOptions): Promise<void> {
  await collectCluster(await openCluster(options), recorder().builder);
}

const bearer = (server: FakeServer) => server.seen[0]?.headers.authorization;

describe("the cluster that is meant", () => {
  test("~/.kube/config, when nothing else is said", () =>
    withServer({}, async (server, folder) => {
      await mkdir(join(folder, ".kube"));
      await file(join(folder, ".kube"), "config", kubeconfig(server.url));
      await read({ environment: { HOME: folder } });
      expect(bearer(server)).toBe("Bearer sesame-token");
    }));

  test("several files of KUBECONFIG: missing ones are skipped, the first to name a thing wins", () =>
    withServer({}, async (server, folder) => {
      const first = await file(folder, "first", JSON.stringify({ users: [{ name: "u", user: { token: "first" } }] }));
      const second = await file(folder, "second", kubeconfig(server.url));
      const environment = { KUBECONFIG: [join(folder, "missing"), first, second].join(delimiter) };
      await read({ environment });
      expect(bearer(server)).toBe("Bearer first");
    }));

  test("in a pod its own cluster, by the mounted token and certificate, though a kubeconfig is there", () =>
    withServer({ tls: true }, async (server, folder) => {
      await file(folder, "token", "mounted-token\n");
      await file(folder, "ca.crt", CERTIFICATE);
      const elsewhere = await file(folder, "config", kubeconfig("https://127.0.0.1:1"));
      const environment = {
        KUBERNETES_SERVICE_HOST: "127.0.0.1",
        KUBERNETES_SERVICE_PORT: `${server.port}`,
        KUBECONFIG: elsewhere,
      };
      const connection = await openCluster({ environment, serviceAccountFolder: folder });
      expect(connection).toMatchObject({ inCluster: true, title: "in-cluster", server: server.url });
      await collectCluster(connection, recorder().builder);
      expect(bearer(server)).toBe("Bearer mounted-token");
      // A context that is asked for is never the pod's own.
      const asked = await openCluster({ environment, serviceAccountFolder: folder, context: "test" });
      expect(asked).toMatchObject({ inCluster: false, title: 'context "test"', server: "https://127.0.0.1:1" });
    }));

  test("a server with a path, and one with a user in its address, which no sentence shows", () =>
    withServer({}, async (server, folder) => {
      const address = `http://me:sesame-password@127.0.0.1:${server.port}/k8s/clusters/c-1/`;
      const path = await file(folder, "config", kubeconfig(address));
      const failure = await failureOf(read({ kubeconfig: path, environment: {} }));
      expect(server.seen[0]?.path).toBe("/k8s/clusters/c-1/version");
      expect(failure.message).toContain(`at http://127.0.0.1:${server.port}/k8s/clusters/c-1 does not know this path`);
      expect(failure.message).not.toContain("sesame");
    }));

  test("a proxy of the environment is used for other machines, not for this one", () =>
    withFolder(async (folder) => {
      const urls: string[] = [];
      const proxy = createServer((request, response) => {
        urls.push(request.url ?? "");
        response.writeHead(403).end();
      });
      await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
      const address = proxy.address();
      const port = typeof address === "object" ? address?.port : 0;
      const path = await file(folder, "config", kubeconfig("http://api.invalid:8080"));
      await failureOf(read({ kubeconfig: path, environment: { HTTP_PROXY: `http://127.0.0.1:${port}` } }));
      expect(urls[0]).toBe("http://api.invalid:8080/version");
      proxy.close();
      await withServer({}, async (server) => {
        const local = await file(folder, "local", kubeconfig(server.url));
        await read({ kubeconfig: local, environment: { HTTP_PROXY: "http://127.0.0.1:1" } });
        expect(server.seen.length).toBeGreaterThan(10);
      });
    }));
});
