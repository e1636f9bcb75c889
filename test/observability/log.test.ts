import { describe, expect, test } from "vitest";
import { z } from "zod";
import { entryLines, wantsEntries } from "../../src/commands/log-lines.ts";
import { runProgram } from "../../src/commands/program.ts";
import type { Out, Shell } from "../../src/commands/shell.ts";
import { instant } from "../../src/model/time.ts";
import { withServer } from "../collect/cluster-harness.ts";
import { type FakeOptions, file, kubeconfig, named, on, status } from "../collect/cluster-server.ts";

const NOW = instant(Date.parse("2026-11-24T03:00:00Z"));
const BUNDLED = "fixtures/bundled/cluster.jsonl.gz";

const Entry = z.looseObject({ severity: z.string(), time: z.string(), message: z.string() });

function sink(): { readonly out: Out; readonly text: () => string } {
  const parts: string[] = [];
  const write = (text: string) => {
    parts.push(text);
    return Promise.resolve();
  };
  return { out: { isTerminal: false, width: 100, write }, text: () => parts.join("") };
}

/** Runs a command line as `main.ts` does in a pod. */
async function inPod(argv: readonly string[], environment: Shell["environment"] = {}) {
  const [stdout, stderr] = [sink(), sink()];
  const shell: Shell = {
    argv,
    environment,
    stdout: stdout.out,
    stderr: entryLines(stderr.out, () => NOW),
    now: () => NOW,
    elapsed: () => 2_000,
    peakMemoryBytes: () => 123_000_000,
  };
  const code = await runProgram(shell);
  const entries = stderr
    .text()
    .trimEnd()
    .split("\n")
    .map((line) => Entry.parse(JSON.parse(line)));
  return { code, entries, text: stderr.text(), stdout: stdout.text() };
}

describe("who gets entries", () => {
  test.each([
    ["a terminal", {}, true, false],
    ["a pipe", {}, false, false],
    ["a pod", { KUBERNETES_SERVICE_HOST: "10.0.0.1" }, false, true],
    ["a terminal in a pod", { KUBERNETES_SERVICE_HOST: "10.0.0.1" }, true, false],
    ["who asks", { BARNACLE_LOG_FORMAT: "json" }, true, true],
    ["who declines", { BARNACLE_LOG_FORMAT: "text", KUBERNETES_SERVICE_HOST: "10.0.0.1" }, false, false],
    ["who asks for something else", { BARNACLE_LOG_FORMAT: "xml" }, false, false],
  ])("%s", (_title, environment, isTerminal, wanted) => {
    expect(wantsEntries(environment, isTerminal)).toBe(wanted);
  });
});

describe("the log of a run in a pod", () => {
  test("has Cloud Logging's fields, and one summary", async () => {
    const { code, entries } = await inPod(["audit", "--snapshot", BUNDLED, "--store", "none"]);
    expect(code).toBe(0);
    const summaries = entries.filter((entry) => "metrics" in entry);
    expect(summaries).toHaveLength(1);
    expect(summaries[0]).toMatchObject({
      severity: "INFO",
      time: "2026-11-24T03:00:00.000Z",
      message: expect.stringMatching(/^run ml-prod_\S+: \d+ of \d+ nodes pinned, \$[\d.]+ an hour; 2\.0 s/u),
      "logging.googleapis.com/labels": { run_id: expect.stringContaining("ml-prod") },
      run: { stored: true, overran: false },
      metrics: { runSeconds: 2, peakMemoryBytes: 123_000_000, load: null },
    });
  });

  test("of a cluster tells the load on its API server", async () => {
    const objects: FakeOptions["objects"] = { Node: [named("a")] };
    await withServer({ objects, protobuf: true }, async (server, folder) => {
      const KUBECONFIG = await file(folder, "config", kubeconfig(server.url));
      const { entries } = await inPod(["audit", "--store", "none"], { KUBECONFIG });
      expect(entries.at(-1)).toMatchObject({ metrics: { load: { requests: server.seen.length, retries: 0 } } });
      expect(entries.at(-1)?.message).toMatch(/18 requests to the API server, 0\.0 MB/u);
    });
  });

  test("a run that takes longer than its period says so", async () => {
    const argv = ["audit", "--snapshot", BUNDLED, "--store", "none"];
    await withServer({}, async (_, folder) => {
      const config = await file(folder, "barnacle.yaml", "period: 1s\n");
      const { entries } = await inPod([...argv, "--config", config]);
      expect(entries.at(-1)).toMatchObject({ severity: "WARNING", run: { overran: true } });
      expect(entries.at(-1)?.message).toMatch(/longer than its period of 1 s: the next run was skipped/u);
    });
  });

  test.each([
    ["a usage error", ["audit", "--book", "nope"], 2, "ERROR"],
    ["an unknown option", ["audit", "--nope"], 2, "ERROR"],
    ["an input that is not there", ["audit", "--snapshot", "/no/such/file"], 2, "ERROR"],
  ])("%s is entries too", async (_title, argv, code, severity) => {
    const ran = await inPod(argv);
    expect(ran.code).toBe(code);
    expect(ran.entries[0]?.severity).toBe(severity);
    expect(ran.text).not.toContain("barnacle: ");
  });

  test("a crash carries its stack where Error Reporting looks for it", async () => {
    const stderr = sink();
    const out = entryLines(stderr.out, () => NOW);
    await out.write("barnacle: crashed: Error: x\n    at y\n", { severity: "CRITICAL" });
    expect(JSON.parse(stderr.text())).toEqual({
      severity: "CRITICAL",
      time: "2026-11-24T03:00:00.000Z",
      stack_trace: "crashed: Error: x\n    at y",
      message: "crashed: Error: x\n    at y",
    });
  });
});

describe("what no log and no row may hold", () => {
  const SECRETS = {
    token: "sesame-token-of-the-test",
    slack: "xoxb-hush-hush",
    person: "jane.doe@example.com",
    variable: "postgres://user:hunter2@db",
  };
  const pod = {
    metadata: {
      name: "shop-1",
      namespace: "web",
      uid: "u1",
      annotations: { "kubectl.kubernetes.io/last-applied-configuration": SECRETS.variable, owner: SECRETS.person },
    },
    spec: {
      nodeName: "a",
      containers: [
        { name: "main", env: [{ name: "DATABASE_URL", value: SECRETS.variable }], args: [SECRETS.variable] },
      ],
    },
    status: { phase: "Running" },
  };

  test.each([
    ["a good run", {}],
    [
      "a kind that is refused, to a person",
      { fault: on("Job", status(403, `User "${SECRETS.token}" cannot list jobs`)) },
    ],
    ["a server that echoes the token", { fault: on("Pod", status(500, `bad header Bearer ${SECRETS.token}`)) }],
  ] as const)(
    "%s",
    async (_title, more) => {
      await withServer(
        { objects: { Node: [named("a")], Pod: [pod] }, protobuf: true, ...more },
        async (server, folder) => {
          const KUBECONFIG = await file(folder, "config", kubeconfig(server.url, { user: { token: SECRETS.token } }));
          const environment = { KUBECONFIG, SLACK_BOT_TOKEN: SECRETS.slack, DATABASE_URL: SECRETS.variable };
          const ran = await inPod(["audit", "--store", `duckdb:${folder}/x.duckdb`, "--format", "json"], environment);
          const all = ran.text + ran.stdout;
          for (const secret of Object.values(SECRETS)) expect(all).not.toContain(secret);
        },
      );
    },
    60_000,
  );
});
