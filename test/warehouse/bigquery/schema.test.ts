import { afterEach, beforeEach, expect, test } from "vitest";
import { standingBigQuery } from "../../../src/warehouse/bigquery.ts";
import { SCHEMA_VERSION, TABLES } from "../../../src/warehouse/tables.ts";
import { VIEW_NAMES } from "../../../src/warehouse/views.ts";
import { runRows } from "../sample.ts";
import { type Fake, fakeBigQuery } from "./fake.ts";
import { Refusal } from "./fake-state.ts";
import { openAt, SPEC, settings, surroundings } from "./open.ts";

let fake: Fake;

beforeEach(async () => {
  fake = await fakeBigQuery();
});

afterEach(() => fake.close());

const DAY_MS = 86_400_000;

function change(name: string, changes: object): void {
  const table = fake.tables.get(name);
  if (table === undefined) throw new Error(`no table ${name}`);
  fake.tables.set(name, { ...table, ...changes });
}

/** Has the dataset's tables made. */
async function made(changes = {}): Promise<void> {
  await (await openAt(fake.endpoint, changes)).saveNotices([]);
}

test("tables have partitions, clustering, a filter that is required, retention, labels and descriptions", async () => {
  await made({ retentionDays: 400, labels: { team: "infra" } });
  for (const [name, { layout, description, columns }] of Object.entries(TABLES)) {
    const table = fake.tables.get(name);
    const expires = layout.expires ? { expirationMs: `${400 * DAY_MS}` } : {};
    expect(table, name).toMatchObject({
      description,
      clustering: { fields: layout.clusterBy },
      labels: { app: "barnacle", team: "infra" },
    });
    expect(table?.timePartitioning, name).toEqual(
      layout.partitionBy === null ? undefined : { type: "DAY", field: layout.partitionBy, ...expires },
    );
    expect(table?.requirePartitionFilter ?? false, name).toBe(layout.requirePartitionFilter);
    for (const { name: own, description: text, mode } of columns) {
      expect(table?.schema.fields).toContainEqual(expect.objectContaining({ name: own, description: text, mode }));
    }
  }
  expect(fake.tables.get("runs")?.labels["barnacle_schema"]).toBe(`${SCHEMA_VERSION}`);
});

test("reading makes nothing: an empty dataset has no runs, and whoever may only read can", async () => {
  const store = await openAt(fake.endpoint);
  expect(await store.runs({ limit: 1 })).toEqual([]);
  expect(await store.run("a")).toBeNull();
  expect(await store.episodes({})).toEqual([]);
  expect(await store.notices({})).toEqual([]);
  expect(fake.requests.filter((request) => !request.startsWith("GET"))).toEqual([]);
  expect(await store.save(runRows("a"))).toEqual({ stored: true });
  expect(await store.run("a")).toEqual(runRows("a"));
});

test("what would be run is shown, and nothing is run", async () => {
  const plan = async () =>
    (await standingBigQuery(SPEC, settings(fake.endpoint, { retentionDays: 90 }), surroundings())).statements;
  const statements = await plan();
  // All tables, the adapter's own, and one script with all views.
  expect(statements).toHaveLength(Object.keys(TABLES).length + 2);
  expect(statements.at(-1)?.match(/^CREATE OR REPLACE VIEW `my-project\.barnacle\.\w+`$/gmu)).toHaveLength(
    VIEW_NAMES.length,
  );
  expect(fake.tables.size).toBe(0);
  const findings = statements.find((text) => text.includes(".findings`")) ?? "";
  expect(findings).toMatch(
    /^CREATE TABLE IF NOT EXISTS `my-project\.barnacle\.findings` \(\n {2}run_id STRING NOT NULL OPTIONS \(description = "/u,
  );
  expect(findings).toMatch(
    /\n\)\nPARTITION BY day\nCLUSTER BY project, cluster, run_id\nOPTIONS \(\n {2}description = "[^"]+",\n {2}require_partition_filter = true,\n {2}partition_expiration_days = 90,\n {2}labels = \[\("app", "barnacle"\)\]\n\);$/u,
  );
  await made({ retentionDays: 90 });
  expect(await plan()).toEqual([]);
});

test("the views are made after the tables, once, and anew when they are those of another version", async () => {
  let times = 0;
  fake.behaviour.onQuery = (text) => {
    if (text.includes("CREATE OR REPLACE VIEW")) times += 1;
  };
  await (await openAt(fake.endpoint)).save(runRows("a"));
  expect(await fake.sql("SELECT day, runs, nodes FROM cost_by_day")).toEqual([["2026-11-20", "1", "2"]]);
  expect(times).toBe(1);
  await (await openAt(fake.endpoint)).save(runRows("b"));
  expect(times).toBe(1);
  change("runs", { labels: { ...fake.tables.get("runs")?.labels, barnacle_views: "older" } });
  await (await openAt(fake.endpoint)).save(runRows("c"));
  expect(times).toBe(2);
  expect(fake.tables.get("runs")?.labels["barnacle_views"]).not.toBe("older");
});

test("a run is stored though its views cannot be made: that is said, and tried again", async () => {
  const around = surroundings();
  fake.behaviour.onQuery = (text) => {
    if (text.includes("CREATE OR REPLACE VIEW")) throw new Refusal(403, "accessDenied", "Access Denied: no views");
  };
  const store = await openAt(fake.endpoint, {}, around);
  expect(await store.save(runRows("a"))).toEqual({ stored: true });
  expect(around.notes).toEqual([
    expect.stringMatching(/^the views could not be made \(.+\); the next run tries again$/u),
  ]);
  expect(await store.run("a")).toEqual(runRows("a"));
  fake.behaviour.onQuery = () => undefined;
  await (await openAt(fake.endpoint)).save(runRows("b"));
  expect(await fake.sql("SELECT count(*) FROM cost_by_day")).toEqual([["1"]]);
});

test("columns are added when they are needed, and may then be null; retention and labels are put right", async () => {
  await made({ retentionDays: 400 });
  const fields = fake.tables.get("findings")?.schema.fields ?? [];
  await fake.sql("ALTER TABLE findings DROP COLUMN teams");
  change("findings", { schema: { fields: fields.filter(({ name }) => name !== "teams") } });
  const now = { retentionDays: 30, labels: { team: "infra" } };
  const { statements: plan } = await standingBigQuery(SPEC, settings(fake.endpoint, now), surroundings());
  expect(plan).toContainEqual(
    expect.stringMatching(
      /^ALTER TABLE `my-project\.barnacle\.findings`\n {2}ADD COLUMN IF NOT EXISTS teams STRING OPTIONS \(description = "[^"]+"\);$/u,
    ),
  );
  expect(plan).toContain("ALTER TABLE `my-project.barnacle.findings` SET OPTIONS (partition_expiration_days = 30);");
  const store = await openAt(fake.endpoint, now);
  await expect(store.run("a")).rejects.toThrow(/has a table findings of an older Barnacle, which lacks columns/u);
  expect(await store.save(runRows("a"))).toEqual({ stored: true });
  expect(await store.run("a")).toEqual(runRows("a"));
  expect(fake.tables.get("findings")?.schema.fields.at(-1)).toMatchObject({ name: "teams", mode: "NULLABLE" });
  expect(fake.tables.get("findings")?.timePartitioning?.expirationMs).toBe(`${30 * DAY_MS}`);
  expect((await standingBigQuery(SPEC, settings(fake.endpoint, now), surroundings())).statements).toEqual([]);
  await made({ labels: { team: "infra" } });
  expect(fake.tables.get("findings")?.timePartitioning).toEqual({ type: "DAY", field: "day" });
});

test.each<[string, () => void, RegExp]>([
  [
    "a newer schema",
    () => change("runs", { labels: { barnacle_schema: "99" } }),
    /the dataset was written by a newer Barnacle \(its schema is 99, this program knows \d+\); upgrade Barnacle\.$/u,
  ],
  [
    "a table runs of somebody else",
    () => change("runs", { labels: {} }),
    /has a table runs that is not Barnacle's \(it has no label barnacle_schema\)/u,
  ],
  [
    "no partitions",
    () => change("findings", { timePartitioning: undefined }),
    /has another table findings than this program: it is partitioned by nothing instead of day; it was changed by hand/u,
  ],
  [
    "another type",
    () => retype("blockers", "reason", { type: "INTEGER" }),
    /another table blockers than this program: its column reason is INTEGER instead of STRING/u,
  ],
  [
    "a column that may no longer be null",
    () => retype("node_verdicts", "why_not", { mode: "REQUIRED" }),
    /its column why_not may not be null/u,
  ],
  [
    "a required column of somebody else",
    () => retype("episodes", "position", { name: "mine", mode: "REQUIRED" }),
    /it demands a column mine, which Barnacle has not/u,
  ],
])("%s is refused in one sentence", async (_title, spoil, expected) => {
  await made();
  spoil();
  const failure = await openAt(fake.endpoint).catch((error: unknown) => error);
  expect(failure).toMatchObject({ name: "StoreFailure", message: expect.stringMatching(expected) });
});

function retype(table: string, column: string, changes: object): void {
  const fields = fake.tables.get(table)?.schema.fields ?? [];
  change(table, {
    schema: { fields: fields.map((field) => (field.name === column ? { ...field, ...changes } : field)) },
  });
}

test("a column that was added by hand and may be null is let be", async () => {
  await made();
  const fields = fake.tables.get("findings")?.schema.fields ?? [];
  await fake.sql("ALTER TABLE findings ADD COLUMN ours VARCHAR");
  change("findings", { schema: { fields: [...fields, { name: "ours", type: "STRING", mode: "NULLABLE" }] } });
  const store = await openAt(fake.endpoint);
  expect(await store.save(runRows("a"))).toEqual({ stored: true });
  expect(await store.run("a")).toEqual(runRows("a"));
});
