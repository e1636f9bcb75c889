import { spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { proxyVariables } from "../../src/commands/proxy.ts";
import { OWN_PROCESS } from "../fixtures/own-process.ts";

/** Behind a proxy everything goes through it but the metadata server, whichever library asks. */

const PROXY = "http://proxy:3128";
const METADATA = "metadata.google.internal,169.254.169.254";

test.each<[string, Readonly<Record<string, string>>, string | null]>([
  ["none", { NO_PROXY: "x", HTTP_PROXY: PROXY }, null],
  ["an empty one", { HTTPS_PROXY: "" }, null],
  ["in large letters", { HTTPS_PROXY: PROXY }, METADATA],
  ["in small letters", { https_proxy: PROXY }, METADATA],
  ["with what is asked directly", { HTTPS_PROXY: PROXY, no_proxy: "10.0.0.1, .local," }, `10.0.0.1,.local,${METADATA}`],
  ["with the metadata server named already", { HTTPS_PROXY: PROXY, NO_PROXY: METADATA }, METADATA],
])("a proxy's variables: %s", (_, environment, direct) => {
  expect(proxyVariables(environment)).toEqual(
    direct === null ? null : { HTTPS_PROXY: PROXY, https_proxy: PROXY, NO_PROXY: direct, no_proxy: direct },
  );
});

test("Slack and Cloud Monitoring are asked through it", async () => {
  const folder = await mkdtemp(join(tmpdir(), "barnacle-proxy-"));
  const asked = new Set<string>();
  const proxy = createServer();
  proxy.on("connect", ({ url }, socket) => {
    asked.add(url ?? "");
    socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  });
  await new Promise<void>((done) => proxy.listen(0, "127.0.0.1", done));
  const address = proxy.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const account = {
    type: "service_account",
    client_email: "barnacle@sample-project.iam.gserviceaccount.com",
    private_key: privateKey.export({ type: "pkcs8", format: "pem" }),
  };
  await writeFile(join(folder, "account.json"), JSON.stringify(account));
  const config = "history: monitoring\nmonitoring: { timeout: 60s }\nslack: { channel: C0123456789 }\nstore: none\n";
  await writeFile(join(folder, "config.yaml"), config);
  const environment = {
    ...OWN_PROCESS,
    HTTPS_PROXY: `http://127.0.0.1:${port}`,
    GOOGLE_APPLICATION_CREDENTIALS: join(folder, "account.json"),
    BARNACLE_CONFIG: join(folder, "config.yaml"),
  };
  /** Until it has asked for `host`, or has ended without. */
  const run = async (host: string, ...argv: readonly string[]) => {
    const child = spawn(process.execPath, ["src/main.ts", ...argv], { env: environment, stdio: "ignore" });
    proxy.on("connect", ({ url }) => {
      if (url === host) child.kill();
    });
    await once(child, "close");
  };
  try {
    // The audit asks by gRPC and has no token of Slack; doctor asks by fetch.
    await run("monitoring.googleapis.com:443", "audit", "--snapshot", "fixtures/bundled/cluster.jsonl.gz");
    Object.assign(environment, { SLACK_BOT_TOKEN: "xoxb-1", KUBECONFIG: join(folder, "none") });
    await run("slack.com:443", "doctor");
  } finally {
    proxy.close();
    await rm(folder, { recursive: true });
  }
  expect([...asked]).toEqual(expect.arrayContaining(["monitoring.googleapis.com:443", "slack.com:443"]));
});
