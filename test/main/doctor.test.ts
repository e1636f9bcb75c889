import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { checkWorkloadIdentity } from "../../src/collect/checkup/google.ts";
import { checkSlack } from "../../src/collect/checkup/slack.ts";
import { runProgram } from "../../src/commands/program.ts";
import { standingBigQuery } from "../../src/warehouse/bigquery.ts";
import { doctorWorld, type Said, type World } from "../fixtures/doctor-world.ts";
import { type Ran, shellFor } from "../fixtures/run.ts";
import { type Fake, fakeBigQuery } from "../warehouse/bigquery/fake.ts";
import { SPEC, settings, surroundings } from "../warehouse/bigquery/open.ts";

let folder = "";
let world: World | null = null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "barnacle-doctor-"));
});

afterEach(async () => {
  rmSync(folder, { recursive: true });
  await world?.close();
  world = null;
});

const TOKEN = "xoxb-not-to-be-shown";
const CLUSTER = "--cluster=sample-project/asia-northeast1/training";

async function doctor(says: (path: string, body: string) => Said | null, ...argv: readonly string[]): Promise<Ran> {
  return await doctorWith({}, says, ...argv);
}

/** Other settings than usual, and another BigQuery than the world's. */
interface Other {
  readonly config?: string;
  readonly bigquery?: string;
}

async function doctorWith(
  other: Other,
  says: (path: string, body: string) => Said | null,
  ...argv: readonly string[]
): Promise<Ran> {
  await world?.close();
  world = await doctorWorld(says);
  const kubeconfig = join(folder, "kubeconfig");
  const config = join(folder, "barnacle.yaml");
  writeFileSync(config, `history: monitoring\nslack: { channel: C0123456789 }\n${other.config ?? ""}`);
  const user = { name: "u", user: { token: "token-not-to-be-shown" } };
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      "current-context": "prod",
      contexts: [{ name: "prod", context: { cluster: "c", user: "u" } }],
      clusters: [{ name: "c", cluster: { server: world.url } }],
      users: [user],
    }),
  );
  const { shell, ended } = shellFor(["doctor", ...argv], {
    KUBECONFIG: kubeconfig,
    BARNACLE_CONFIG: config,
    SLACK_BOT_TOKEN: TOKEN,
    BARNACLE_SLACK_API_URL: `${world.url}/api/`,
    BARNACLE_BIGQUERY_ENDPOINT: other.bigquery ?? world.url,
    BARNACLE_MONITORING_ENDPOINT: world.url,
  });
  const ran = ended(await runProgram(shell));
  const hide = (text: string) =>
    text
      .replaceAll(world?.url ?? "", "http://SERVER")
      .replaceAll(folder, "DIR")
      .replace(/\d+ zones/u, "N zones");
  return { ...ran, stdout: hide(ran.stdout), stderr: hide(ran.stderr) };
}

function transcript(argv: readonly string[], { code, stdout, stderr }: Ran): string {
  return `$ barnacle doctor ${argv.join(" ")}\n${stdout}${stderr === "" ? "" : `--- stderr\n${stderr}`}--- exit ${code}\n`;
}

const BIGQUERY = "--store=bigquery:sample-project.d";
const fine = () => null;

const refusing = (path: string, body: string): Said | null => {
  if (path.endsWith("/selfsubjectaccessreviews")) {
    return /"resource":"(?:cronjobs|pods|configmaps)"/u.test(body) ? [201, { status: { allowed: false } }] : null;
  }
  if (path === "/version") return [200, { gitVersion: "v1.36.2" }, { date: "Fri, 20 Nov 2026 03:07:00 GMT" }];
  if (path.endsWith("/datasets/d")) return [404, {}];
  if (path.endsWith("/timeSeries")) return [403, {}];
  if (path.endsWith("/auth.test"))
    return [200, { ok: true, user: "barnacle", team: "Sample" }, { "x-oauth-scopes": "reactions:read" }];
  return null;
};

const forbidding = (path: string): Said | null => {
  if (path === "/version") return [401, { kind: "Status", message: "Unauthorized" }];
  return path.includes("/bigquery/") || path.endsWith("/auth.test") ? [403, "no"] : null;
};

describe("transcripts", () => {
  test.each<[string, (path: string, body: string) => Said | null, readonly string[]]>([
    ["well", fine, [CLUSTER, BIGQUERY]],
    ["well-json", fine, [CLUSTER, "--store=none", "--format", "json"]],
    ["ill", refusing, [CLUSTER, BIGQUERY]],
    ["forbidden", forbidding, [CLUSTER, BIGQUERY]],
    [
      "nothing-set-up",
      (path) => (path.endsWith("/auth.test") ? [200, { ok: false, error: "invalid_auth" }] : null),
      ["--store=none"],
    ],
  ])("%s", async (name, says, argv) => {
    const told = transcript(argv, await doctor(says, ...argv));
    await expect(told).toMatchFileSnapshot(`../transcripts/doctor/${name}.txt`);
    expect(told).not.toContain("not-to-be-shown");
    expect(
      world?.asked.filter((line) => line.startsWith("POST")).every((line) => /selfsubject|testIam|\/api\//u.test(line)),
    ).toBe(true);
  });

  test("no cluster at all", async () => {
    const { shell, ended } = shellFor(["doctor", "--store=none"], { KUBECONFIG: join(folder, "none") });
    const ran = ended(await runProgram(shell));
    expect(ran.code).toBe(1);
    expect(ran.stdout).toMatch(/^FAIL {2}cluster {5}kubeconfig: /u);
  });
});

describe("the store of runs", () => {
  test("is not made by looking for it", async () => {
    const argv = [CLUSTER, `--store=duckdb:${folder}/none.duckdb`];
    const { stdout } = await doctor(fine, ...argv);
    expect(stdout).toContain("open: duckdb:DIR/none.duckdb is not there yet");
    expect((await doctor(fine, ...argv)).stdout).toContain("is not there yet");
  });

  test("tells when the last run was, and when it is late", async () => {
    const store = `--store=duckdb:${folder}/b.duckdb`;
    const bundled = "fixtures/bundled/cluster.jsonl.gz";
    const cluster = "--cluster=ml-prod/asia-northeast1/training";
    const { shell, ended } = shellFor(["audit", "--snapshot", bundled, store], {});
    expect(ended(await runProgram(shell)).code).toBe(0);
    const soon = await doctor(fine, cluster, store, "--now", "2026-11-20T03:30:00Z");
    expect(soon.stdout).toContain("last run: 2026-11-20T03:00Z, 30 min ago; 1 stored");
    const late = await doctor(fine, cluster, store, "--now", "2026-11-21T03:00:00Z");
    expect(late.stdout.replace(/\s+/gu, " ")).toContain(
      "1 d ago; 1 stored: late for a period of 1 h → kubectl get cronjobs,jobs,pods -n barnacle",
    );
  });

  test("a damaged one is told", async () => {
    writeFileSync(join(folder, "b.duckdb"), "no database".repeat(1000));
    const { stdout, code } = await doctor(fine, CLUSTER, `--store=duckdb:${folder}/b.duckdb`);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^FAIL {2}store {7}open: /mu);
  });
});

describe("a store in BigQuery", () => {
  let fake: Fake;
  beforeAll(async () => {
    fake = await fakeBigQuery();
  });
  beforeEach(async () => {
    await fake.reset();
    fake.tables.clear();
  });
  afterAll(() => fake.close());

  const store = "--store=bigquery:my-project.barnacle";
  const cluster = "--cluster=ml-prod/asia-northeast1/training";

  /** The lines of the store, each check on one line. */
  async function told(
    config = "",
    ...argv: readonly string[]
  ): Promise<{ readonly code: number; readonly text: string }> {
    const { code, stdout } = await doctorWith({ config, bigquery: fake.endpoint }, fine, cluster, store, ...argv);
    const lines = stdout.split("\n");
    const first = lines.findIndex((line) => /^\S+ +store /u.test(line));
    const after = lines.findIndex((line, at) => at > first && /^\S+ +monitoring /u.test(line));
    return { code, text: lines.slice(first, after).join("\n") };
  }

  async function stored(): Promise<void> {
    const argv = ["audit", "--snapshot", "fixtures/bundled/cluster.jsonl.gz", store];
    const { shell, ended } = shellFor(argv, { BARNACLE_BIGQUERY_ENDPOINT: fake.endpoint });
    expect(ended(await runProgram(shell))).toMatchObject({ code: 0 });
  }

  test("that is empty: the statements that the first audit would run; whole in the JSON", async () => {
    const { code, text } = await told();
    expect(code).toBe(0);
    await expect(text).toMatchFileSnapshot("../transcripts/doctor/bigquery-empty.txt");
    const { stdout } = await doctorWith({ bigquery: fake.endpoint }, fine, store, "--format", "json");
    const { checks } = JSON.parse(stdout);
    const [ddl] = checks.filter(({ name }: { readonly name: string }) => name === "tables");
    const retention = settings(fake.endpoint, { retentionDays: 400 });
    const { statements: plan } = await standingBigQuery(SPEC, retention, surroundings());
    expect(ddl.details).toEqual(plan);
    expect(plan.join("\n")).toContain("CREATE TABLE IF NOT EXISTS `my-project.barnacle.runs`");
    expect(fake.tables.size).toBe(0);
  });

  test("with runs: its last one, and when it is late", async () => {
    await stored();
    const soon = await told("", "--now", "2026-11-20T03:30:00Z");
    await expect(soon.text).toMatchFileSnapshot("../transcripts/doctor/bigquery-well.txt");
    const late = await told("", "--now", "2026-11-21T03:00:00Z");
    expect(late.text).toContain("late for a period of 1 h");
  });

  test("of an older Barnacle: what the next audit changes", async () => {
    await stored();
    const findings = fake.tables.get("findings");
    if (findings === undefined) throw new Error("an audit makes findings");
    const fields = findings.schema.fields.filter(({ name }) => name !== "episode_id");
    fake.tables.set("findings", { ...findings, schema: { fields } });
    const { code, text } = await told();
    expect(code).toBe(0);
    await expect(text).toMatchFileSnapshot("../transcripts/doctor/bigquery-older.txt");
  });

  test("of a newer Barnacle, which is refused", async () => {
    await stored();
    const runs = fake.tables.get("runs");
    if (runs === undefined) throw new Error("an audit makes runs");
    fake.tables.set("runs", { ...runs, labels: { ...runs.labels, barnacle_schema: "99" } });
    const { code, text } = await told();
    expect(code).toBe(1);
    await expect(text).toMatchFileSnapshot("../transcripts/doctor/bigquery-newer.txt");
  });

  test("elsewhere than configured, and with another project for the jobs", async () => {
    const elsewhere = await told("bigquery: { location: EU }\n");
    expect(elsewhere.code).toBe(1);
    await expect(elsewhere.text).toMatchFileSnapshot("../transcripts/doctor/bigquery-elsewhere.txt");
    const billing = "bigquery: { jobProject: billing-project }\n";
    const forbidden = await doctorWith(
      { config: billing },
      (path) => (path.includes("/projects/billing-project/jobs") ? [403, {}] : null),
      CLUSTER,
      BIGQUERY,
    );
    expect(forbidden.stdout.replace(/\s+/gu, " ")).toContain(
      "run jobs: not allowed (403) → gcloud projects add-iam-policy-binding billing-project --member=serviceAccount:ACCOUNT --role=roles/bigquery.jobUser",
    );
  });
});

describe("a DuckDB file", () => {
  test("of an older Barnacle: what the next audit changes", async () => {
    const file = join(folder, "old.duckdb");
    writeFileSync(file, gunzipSync(readFileSync("test/warehouse/recorded/schema-1.duckdb.gz")));
    const { code, stdout } = await doctor(fine, CLUSTER, `--store=duckdb:${file}`);
    expect(code).toBe(0);
    const lines = stdout
      .split("\n")
      .filter((line) => /^(?:\S+ +store| {18}(?:→ barnacle|ALTER|UPDATE|statements|…))/u.test(line));
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("../transcripts/doctor/duckdb-older.txt");
  });
});

describe("Workload Identity", () => {
  test.each<[string, Said, string]>([
    ["on", [200, { email: "b@p.iam.gserviceaccount.com" }], "ok: as b@p.iam.gserviceaccount.com"],
    [
      "off",
      [200, { email: "123-compute@developer.gserviceaccount.com" }],
      "warning: off: the pod acts as its node, 123-compute@developer.gserviceaccount.com",
    ],
    ["no account", [404, "no"], "failed: the metadata server names no account for this pod"],
  ])("%s", async (_, said, expected) => {
    world = await doctorWorld(() => said);
    const environment = { GCE_METADATA_HOST: world.url.replace("http://", "") };
    const { state, what } = await checkWorkloadIdentity(environment, null, { inCluster: true, wanted: true });
    expect(`${state}: ${what}`).toBe(expected);
  });

  test("is not asked for where nothing of Google's is read or written", async () => {
    expect(await checkWorkloadIdentity({}, null, { inCluster: true, wanted: false })).toMatchObject({
      state: "skipped",
      what: "neither BigQuery nor Cloud Monitoring is asked",
    });
  });
});

describe("Slack's channels", () => {
  const info = (answer: unknown) => (path: string) =>
    path.endsWith("/conversations.info") ? ([200, answer] as const) : null;
  test.each<[string, unknown, string, string | null]>([
    ["a member", { ok: true, channel: { name: "costs", is_member: true } }, "ok: #costs, a member", null],
    [
      "no member",
      { ok: true, channel: { name: "costs", is_member: false } },
      "failed: #costs, but not a member",
      "/invite @barnacle in #costs",
    ],
    [
      "archived",
      { ok: true, channel: { name: "old", is_archived: true } },
      "failed: #old is archived",
      "name another channel in the configuration",
    ],
    [
      "not found",
      { ok: false, error: "channel_not_found" },
      "failed: Slack says channel_not_found",
      "give its id (channel → View details → at the bottom), and in a private one: /invite @barnacle",
    ],
    ["no scope", { ok: false, error: "missing_scope" }, "skipped: looking it up needs the scope channels:read", null],
  ])("%s", async (_, answer, expected, cure) => {
    world = await doctorWorld(info(answer));
    const checks = await checkSlack({ token: TOKEN, apiUrl: `${world.url}/api`, channels: ["C1"], wanted: true });
    const channel = checks.find(({ name }) => name === "channel C1");
    expect(`${channel?.state}: ${channel?.what}`).toBe(expected);
    expect(channel?.cure).toBe(cure);
  });

  test("wanted without a token", async () => {
    expect(await checkSlack({ token: "", apiUrl: null, channels: [], wanted: true })).toMatchObject([
      { state: "failed", cure: "export SLACK_BOT_TOKEN=xoxb-…" },
    ]);
  });
});

test("the scopes that are looked for are those of the app's manifest", async () => {
  world = await doctorWorld();
  const checks = await checkSlack({ token: TOKEN, apiUrl: `${world.url}/api`, channels: [], wanted: true });
  const looked = checks.flatMap(({ name }) => (name.startsWith("scope ") ? name.slice(6).split(" or ") : []));
  const manifest = readFileSync("docs/slack-app-manifest.yaml", "utf8");
  const asked = Array.from(manifest.matchAll(/^ +- (\w+:\w+)/gmu), ([, scope]) => scope);
  expect(looked.toSorted()).toEqual(asked.toSorted());
});
