import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { millis } from "../../../src/model/time.ts";
import { runRows } from "../sample.ts";
import { type Fake, fakeBigQuery } from "./fake.ts";
import { openAt, surroundings } from "./open.ts";
import { type Asked, type Decide, type Fault, type FaultProxy, faultProxy, googleError } from "./proxy.ts";

let fake: Fake;
let proxy: FaultProxy;
let decide: Decide = () => null;

beforeAll(async () => {
  fake = await fakeBigQuery();
});

afterAll(() => fake.close());

beforeEach(async () => {
  decide = () => null;
  await fake.reset();
  proxy = await faultProxy(fake.endpoint, (asked) => decide(asked));
});

afterEach(() => proxy.close());

/** The fault for the first `times` requests that fit. */
function first(times: number, fits: RegExp, fault: Fault): (asked: Asked) => Fault | null {
  let left = times;
  return ({ method, path }) => {
    if (!fits.test(`${method} ${path}`) || left === 0) return null;
    left -= 1;
    return fault;
  };
}

const always = Number.POSITIVE_INFINITY;
const ANY = /./u;
const UPLOAD = /^POST \/upload/u;
const QUERY = /^POST .*\/queries/u;
const JOB = /^GET .*\/jobs\//u;

/** What is in each table, for counting twins. */
async function counts(): Promise<readonly number[]> {
  const rows = await fake.sql(
    ["runs", "node_verdicts", "findings", "blockers", "barnacle_attempts"]
      .map((name) => `SELECT COUNT(*) AS n FROM ${name}`)
      .join(" UNION ALL "),
  );
  return rows.map(([count]) => Number(count));
}

const WHOLE = [1, 2, 1, 4, 1];

describe("what passes is tried again, and nothing is stored twice", () => {
  const html = "<html><title>502 Bad Gateway</title></html>";
  test.each<[string, RegExp, number, Fault]>([
    [
      "500 backendError",
      ANY,
      2,
      googleError(500, "backendError", "Error encountered during execution. Retrying may solve the problem."),
    ],
    ["500 after the server did it", UPLOAD, 3, googleError(500, "internalError", "An internal error occurred", true)],
    ["502 of a proxy, in HTML", ANY, 3, { kind: "answer", status: 502, body: html }],
    ["429", ANY, 3, googleError(429, "rateLimitExceeded", "Exceeded rate limits")],
    [
      "403 rateLimitExceeded",
      UPLOAD,
      3,
      googleError(403, "rateLimitExceeded", "Exceeded rate limits: too many table update operations for this table."),
    ],
    ["cut before the server has it", ANY, 3, { kind: "cut-before" }],
    ["cut after the server took it", ANY, 3, { kind: "cut-after" }],
    ["cut after the server took each load", UPLOAD, always, { kind: "cut-after" }],
    ["cut in the middle of the answer", ANY, 3, { kind: "cut-within" }],
    ["a captive portal's page with status 200", QUERY, 1, { kind: "answer", status: 200, body: html }],
    [
      "half an answer of JSON",
      QUERY,
      1,
      { kind: "answer", status: 200, body: '{"jobComplete": tr', type: "application/json" },
    ],
    [
      "another answer than was asked for",
      ANY,
      1,
      { kind: "answer", status: 200, body: "{}", type: "application/json" },
    ],
  ])("%s", async (_title, fits, times, fault) => {
    // With a limit on how often each single request fails, even faults without end are passed.
    const seen = new Map<string, number>();
    const some = first(times, fits, fault);
    decide = (asked) => {
      const key = `${asked.method} ${asked.path} ${asked.body}`;
      const before = seen.get(key) ?? 0;
      seen.set(key, before + 1);
      return before > 2 ? null : some(asked);
    };
    const store = await openAt(proxy.endpoint);
    expect(await store.save(runRows("a"))).toEqual({ stored: true });
    expect(await store.run("a")).toEqual(runRows("a"));
    expect(await counts()).toEqual(WHOLE);
    expect(await store.save(runRows("a"))).toEqual({ stored: false });
    expect(await counts()).toEqual(WHOLE);
  });

  test("waits grow, and a server that says how long is obeyed", async () => {
    const around = surroundings();
    decide = first(5, ANY, googleError(503, "backendError", "no"));
    await openAt(proxy.endpoint, {}, around);
    expect(around.clock.slept).toEqual([300, 600, 1_200, 2_400, 4_800]);
    around.clock.slept.length = 0;
    decide = first(1, ANY, { kind: "answer", status: 429, body: "{}", headers: { "retry-after": "17" } });
    await openAt(proxy.endpoint, {}, around);
    expect(around.clock.slept).toEqual([17_000]);
  });

  test("a request that is never answered is given up and sent again", async () => {
    decide = first(1, UPLOAD, { kind: "hang" });
    const store = await openAt(proxy.endpoint, { requestTimeout: millis(500) });
    expect(await store.save(runRows("a"))).toEqual({ stored: true });
    expect(await counts()).toEqual(WHOLE);
  });

  test("a slow server is waited for", async () => {
    decide = first(3, ANY, { kind: "slow", milliseconds: 200 });
    const store = await openAt(proxy.endpoint);
    expect(await store.save(runRows("a"))).toEqual({ stored: true });
  });

  test("a job that fails by a fault that passes is followed by the next number", async () => {
    let left = 4;
    fake.behaviour.onJob = ({ type }) => {
      if (type !== "LOAD" || left === 0) return;
      left -= 1;
      throw new Error("An internal error occurred and the request could not be completed.");
    };
    const store = await openAt(proxy.endpoint);
    expect(await store.save(runRows("a"))).toEqual({ stored: true });
    expect(await counts()).toEqual(WHOLE);
    expect([...fake.jobs.all.values()].filter(({ errors }) => errors.length > 0)).toHaveLength(4);
  });

  test("jobs that take a while, and answers that come in pages", async () => {
    fake.behaviour.looks = 3;
    fake.behaviour.notYet = 2;
    fake.behaviour.pageRows = 3;
    const store = await openAt(proxy.endpoint);
    const rows = runRows("a", 20);
    expect(await store.save(rows)).toEqual({ stored: true });
    expect(await store.run("a")).toEqual(rows);
  });
});

describe("what does not pass is one sentence, at once, with the cure", () => {
  const denied = (message: string) => googleError(403, "accessDenied", `Access Denied: ${message}`);
  test.each<[string, RegExp, Fault, RegExp]>([
    [
      "no right to run jobs",
      UPLOAD,
      denied("Project my-project: User does not have bigquery.jobs.create permission in project my-project."),
      /access was denied \(.*bigquery\.jobs\.create.*\); grant its service account roles\/bigquery\.jobUser on project my-project\.$/u,
    ],
    [
      "no right to write rows",
      UPLOAD,
      denied(
        "Table my-project:barnacle.runs: Permission bigquery.tables.updateData denied on table my-project:barnacle.runs (or it may not exist).",
      ),
      /grant its service account roles\/bigquery\.dataEditor on dataset my-project:barnacle\.$/u,
    ],
    [
      "no right to read rows",
      QUERY,
      denied(
        "Table my-project:barnacle.runs: User does not have permission to query table or perhaps it does not exist. bigquery.tables.getData",
      ),
      /grant its service account roles\/bigquery\.dataViewer on dataset my-project:barnacle\.$/u,
    ],
    [
      "no right at all",
      QUERY,
      googleError(403, "accessDenied", "Access Denied"),
      /it takes roles\/bigquery\.jobUser on project my-project and roles\/bigquery\.dataEditor on dataset my-project:barnacle\.$/u,
    ],
    [
      "refused credentials",
      QUERY,
      googleError(401, "authError", "Request had invalid authentication credentials."),
      /the credentials were refused/u,
    ],
    [
      "an API that is off",
      QUERY,
      googleError(403, "accessNotConfigured", "BigQuery API has not been used in project 12 before or it is disabled."),
      /gcloud services enable bigquery\.googleapis\.com --project=my-project/u,
    ],
    [
      "no billing",
      QUERY,
      googleError(403, "billingNotEnabled", "Billing has not been enabled for this project."),
      /has no billing account/u,
    ],
    [
      "a table that was deleted",
      UPLOAD,
      googleError(404, "notFound", "Not found: Table my-project:barnacle.runs"),
      /something is not there any more/u,
    ],
    [
      "another schema than was checked",
      UPLOAD,
      googleError(
        400,
        "invalid",
        "Provided Schema does not match Table my-project:barnacle.runs. Cannot add fields (field: day)",
      ),
      /has another table than this program .*changed by hand/u,
    ],
    [
      "a location that is not the dataset's",
      UPLOAD,
      googleError(404, "notFound", "Not found: Dataset my-project:barnacle was not found in location US"),
      /the dataset is in another location than was asked for \(it is in asia-northeast1\).*set bigquery\.location/u,
    ],
    [
      "whatever else",
      QUERY,
      googleError(400, "invalidQuery", "Syntax\nerror \u001b[31m"),
      /: BigQuery refused: Syntax error \[31m\.$/u,
    ],
  ])("%s", async (_title, fits, fault, expected) => {
    const around = surroundings();
    const store = await openAt(proxy.endpoint, {}, around);
    decide = first(always, fits, fault);
    const failure = await store.save(runRows("a")).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: "StoreFailure", exitCode: 1 });
    expect(failure).toHaveProperty("message", expect.stringMatching(expected));
    expect(failure).toHaveProperty("message", expect.stringMatching(/^bigquery:my-project\.barnacle: [^\n]*\.$/u));
    expect(around.clock.slept).toEqual([]);
    decide = () => null;
    expect(await store.runs({ limit: 1 })).toEqual([]);
  });

  test("but when the trouble is over, the same run is stored", async () => {
    const store = await openAt(proxy.endpoint);
    decide = first(always, /commit|upload/u, denied("Table my-project:barnacle.runs: bigquery.tables.updateData"));
    await expect(store.save(runRows("a"))).rejects.toThrow(/roles\/bigquery\.dataEditor/u);
    decide = () => null;
    expect(await store.save(runRows("a"))).toEqual({ stored: true });
    expect(await counts()).toEqual(WHOLE);
  });

  test("no dataset: the command that makes it", async () => {
    decide = first(always, ANY, googleError(404, "notFound", "Not found: Dataset my-project:barnacle"));
    await expect(openAt(proxy.endpoint)).rejects.toThrow(
      /there is no dataset barnacle in project my-project; make it with: bq --location=LOCATION mk --dataset my-project:barnacle \(LOCATION: .*\)\.$/u,
    );
    await expect(openAt(proxy.endpoint, { location: "EU" })).rejects.toThrow(
      /bq --location=EU mk --dataset my-project:barnacle\.$/u,
    );
  });

  test("a dataset elsewhere than the config says", async () => {
    await expect(openAt(proxy.endpoint, { location: "EU" })).rejects.toThrow(
      /the dataset is in location asia-northeast1, and bigquery\.location in the config asks for EU/u,
    );
    await openAt(proxy.endpoint, { location: "ASIA-northeast1" });
  });

  test.each<[string, Fault, RegExp]>([
    [
      "a quota",
      googleError(403, "quotaExceeded", "Quota exceeded: Your project exceeded quota for imports."),
      /a quota is used up, and still was after 60 s \(Quota exceeded/u,
    ],
    ["429", { kind: "answer", status: 429, body: "slow down" }, /a quota is used up, and still was after 60 s/u],
    [
      "503",
      googleError(503, "backendError", "Service unavailable"),
      /was out of order, and still was after 60 s \(Service unavailable\)/u,
    ],
    ["no answers", { kind: "cut-before" }, /did not answer for 60 s \(.*\); try again later/u],
  ])("%s that does not end within the deadline", async (_title, fault, expected) => {
    const store = await openAt(proxy.endpoint);
    decide = first(always, ANY, fault);
    await expect(store.save(runRows("a"))).rejects.toThrow(expected);
  });

  test("a job that stays RUNNING: it is named, and the next try finds it done", async () => {
    const store = await openAt(proxy.endpoint);
    fake.behaviour.looks = always;
    await expect(store.save(runRows("a"))).rejects.toThrow(
      /job barnacle-barnacle-\S+-barnacle_attempts-0 was not done after 60 s \(it is RUNNING\); the next run looks for it.*bq --project_id=my-project show -j barnacle-/u,
    );
    fake.behaviour.looks = 0;
    for (const job of fake.jobs.all.values()) job.looks = 0;
    expect(await store.save(runRows("a"))).toEqual({ stored: true });
    expect(await counts()).toEqual(WHOLE);
  });

  test("a load with a refused row: which, and why; the tables that were loaded are not seen", async () => {
    const store = await openAt(proxy.endpoint);
    const table = fake.tables.get("blockers");
    if (table === undefined) throw new Error("no table");
    const fields = table.schema.fields.filter(({ name }) => name !== "team");
    fake.tables.set("blockers", { ...table, schema: { fields } });
    await expect(store.save(runRows("a"))).rejects.toThrow(
      /a row was refused, and so none of its table was stored \(.*giving up\. Rows: 4; errors: 4\. .*; job barnacle-\S+-blockers-0: .*JSON parsing error in row starting at position 0: No such field: team/u,
    );
    expect(await store.run("a")).toBeNull();
    fake.tables.set("blockers", table);
    expect(await store.save(runRows("a"))).toEqual({ stored: true });
    expect(await counts()).toEqual(WHOLE);
  });

  test("a server that is not there", async () => {
    await proxy.close();
    const around = surroundings();
    await expect(openAt(proxy.endpoint, {}, around)).rejects.toThrow(
      /cannot be reached \(connect ECONNREFUSED .*\); check the network/u,
    );
    expect(around.clock.slept.reduce((sum, wait) => sum + wait, 0)).toBeLessThan(30_000);
    proxy = await faultProxy(fake.endpoint, () => null);
  });

  test("no credentials", async () => {
    const { GOOGLE_APPLICATION_CREDENTIALS: before } = process.env;
    process.env["GOOGLE_APPLICATION_CREDENTIALS"] = "/nowhere/key.json";
    const { openBigQuery } = await import("../../../src/warehouse/bigquery.ts");
    const { settings, SPEC } = await import("./open.ts");
    await expect(openBigQuery(SPEC, settings(null), surroundings())).rejects.toThrow(
      /no Google credentials work here \(.*\); in the cluster .*Workload Identity, elsewhere run: gcloud auth application-default login\.$/u,
    );
    if (before === undefined) delete process.env["GOOGLE_APPLICATION_CREDENTIALS"];
    else process.env["GOOGLE_APPLICATION_CREDENTIALS"] = before;
  });
});

test("lookups of jobs name the location: outside of US and EU a job is found only there", async () => {
  decide = ({ method, path }) =>
    JOB.test(`${method} ${path}`) && !path.includes("location=asia-northeast1") ? { kind: "cut-before" } : null;
  fake.behaviour.looks = 1;
  const store = await openAt(proxy.endpoint);
  expect(await store.save(runRows("a"))).toEqual({ stored: true });
});
