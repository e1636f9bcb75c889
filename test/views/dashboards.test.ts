import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { grafanaDashboard } from "../../src/report/dashboards/grafana.ts";
import { lookerLinks } from "../../src/report/dashboards/looker.ts";
import { PANELS } from "../../src/report/dashboards/panels.ts";
import { qualified, VIEW_NAMES, VIEWS, viewSql } from "../../src/warehouse/views.ts";
import { type DuckDbViews, openViews } from "./duckdb.ts";
import { history, uncommitted } from "./history.ts";
import { evaluateViews, plain, sorted, storedTables } from "./rows.ts";
import { type Content, type GoogleSql, openGoogleSql } from "./zetasql.ts";

const page = await readFile(new URL("../../docs/dashboards.md", import.meta.url), "utf8");
const questions = [...page.matchAll(/\*\*(\d+\. [^*]+)\*\*\n\n```sql\n([^`]+)```/gu)].map(
  ([, title = "", sql = ""]) => [title, sql.trim()] as const,
);

let folder = "";
let google: GoogleSql;
let duck: DuckDbViews;
let known: ReadonlyMap<string, Content>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "barnacle-dashboards-"));
  duck = await openViews(join(folder, "views.duckdb"), history(), uncommitted());
  google = await openGoogleSql();
  known = await evaluateViews(google, storedTables(history(), uncommitted()));
});
afterAll(async () => {
  google.close();
  await duck.close();
  await rm(folder, { recursive: true });
});

/** Both engines must give the same rows, and some. */
async function agree(sql: string): Promise<void> {
  const expected = await google.evaluate(sql, known);
  const own = await duck.query(sql);
  expect(own.columns).toEqual(expected.columns.map((column) => column.name));
  expect(own.rows.length).toBeGreaterThan(0);
  expect(sorted(own.rows)).toEqual(sorted(expected.rows.map(plain)));
}

describe("the ten questions of docs/dashboards.md", () => {
  test("are ten", () => expect(questions).toHaveLength(10));
  test.each(questions)("%s", async (_, sql) => await agree(sql));
});

test("docs/dashboards.md names every view, and those that want days", () => {
  const rows = [...page.matchAll(/^\| `(\w+)` \|[^|]+\|([^|]*)\|$/gmu)].map(([, name, days = ""]) => [
    name,
    days.trim() === "yes",
  ]);
  expect(Object.fromEntries(rows)).toEqual(
    Object.fromEntries(Object.entries(VIEWS).map(([name, { needsDays }]) => [name, needsDays])),
  );
});

describe("the Grafana dashboard", () => {
  const filled = (sql: string) =>
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana's variables, as Grafana fills them in.
    sql.replaceAll("${__from:date:YYYY-MM-DD}", "2026-10-01").replaceAll("${__to:date:YYYY-MM-DD}", "2026-11-30");

  test.each(PANELS.map((panel) => [panel.title, panel.sql] as const))(
    "panel %s",
    async (_, sql) => await agree(filled(sql)),
  );

  test("lays its panels beside each other within 24 columns, without overlap", () => {
    const dashboard = JSON.parse(JSON.stringify(grafanaDashboard((sql) => sql)));
    const taken = new Set<string>();
    for (const { gridPos } of dashboard.panels) {
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(taken).not.toContain(`${x},${y}`);
          taken.add(`${x},${y}`);
        }
      }
    }
    expect(dashboard.panels).toHaveLength(PANELS.length);
  });

  test("names the dataset in every query", () => {
    const text = JSON.stringify(grafanaDashboard((sql) => qualified(sql, (name) => `\`p.d.${name}\``)));
    for (const [, table] of text.matchAll(/(?:FROM|JOIN) (\S+)/gu)) expect(table).toMatch(/^`p\.d\.\w+`/u);
  });
});

test.each(VIEW_NAMES)("view %s can be written with full names", (name) => {
  const sql = qualified(viewSql(name), (bare) => `\`p.d.${bare}\``);
  const read = [...sql.replaceAll(/^--.*$|EXTRACT\(\w+ FROM/gmu, "").matchAll(/\b(?:FROM|JOIN)\s+(\S+)/gu)].map(
    ([, table]) => table,
  );
  expect(read.length).toBeGreaterThan(0);
  for (const table of read) expect(table).toMatch(/^(`p\.d\.\w+`|\()/u);
});

test("a link names connector, project, dataset and view", () => {
  const [link] = lookerLinks({ project: "my-project", dataset: "barnacle" }, ["open_episodes"]);
  const url = new URL(link?.url ?? "");
  expect(`${url.origin}${url.pathname}`).toBe("https://lookerstudio.google.com/reporting/create");
  expect(Object.fromEntries(url.searchParams)).toEqual({
    "c.mode": "edit",
    "r.reportName": "Barnacle: open_episodes",
    "ds.ds0.datasourceName": "Barnacle open_episodes",
    "ds.ds0.connector": "bigQuery",
    "ds.ds0.type": "TABLE",
    "ds.ds0.projectId": "my-project",
    "ds.ds0.datasetId": "barnacle",
    "ds.ds0.tableId": "open_episodes",
  });
});
