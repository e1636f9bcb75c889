/**
 * A few lines of code in one room: with a complaint they break a law, without one they keep it. `thing` and `other` in
 * them stand for names that no other case has.
 */
export interface LawCase {
  /** Where the code would stand. */
  readonly file: string;
  readonly code: string;
  /** What the linter must say of it; `null`: nothing at all. */
  readonly complaint: string | null;
}

const uses = (path: string) => `export { thing } from "${path}";\n`;
const breaks = (file: string, code: string, complaint: string): LawCase => ({ file, code, complaint });
const keeps = (file: string, code: string): LawCase => ({ file, code, complaint: null });

const MODEL = "model imports nothing: every room stands on it.";
const JUDGE = "Arrows run one way: judge knows model only.";
const PRICE = "Arrows run one way: price knows model only.";
const AUDIT = "Arrows run one way: audit knows judge, price and model only.";
const REPORT = "Arrows run one way: report knows audit, judge, price and model, and of warehouse the rows' types.";
const TABLES = "Of warehouse report knows only tables.ts, the rows' types: it opens no store.";
const COLLECT = "Arrows run one way: collect knows model, and the price books that it loads.";
const HISTORY = "Arrows run one way: history knows model only.";
const WAREHOUSE = "Arrows run one way: warehouse knows model and report's rows.";
const ROWS = "Of report warehouse knows only rows.ts: the values it stores.";
const PUBLISH = "publish knows values only: what report made.";
const SHELL =
  "Nothing imports the shell: commands, run.ts, main.ts and config.ts know the rooms, never the other way round.";
const FAILURE = "A pure room returns what is wrong as a value: only the IO rooms and the shell throw failures.";
const PURE =
  "Pure rooms import no package and no node module: a value is passed in, collect, history, warehouse and publish speak to the world.";
const AWAIT = "Pure rooms await nothing: pass the value in, or do this in collect, history, warehouse or publish.";
const CLOCK = "Time is passed in: only main.ts asks for the clock.";
const PROCESS = "Only main.ts touches the process: what a room needs of it is an argument.";
const SDK = "The shell imports no SDK: collect, history, warehouse and publish speak to the world.";
const denied = (name: string) => `Do not use the global variable ${name}.`;

/** Which room may import which. */
const IMPORTS: readonly LawCase[] = [
  ...["collect", "judge", "price", "audit", "history", "warehouse", "report", "publish"].map((room) =>
    breaks("src/model/pod.ts", uses(`../${room}/thing.ts`), MODEL),
  ),
  keeps("src/model/pod.ts", uses("./labels.ts")),

  breaks("src/judge/judge.ts", uses("../price/quote.ts"), "judge does not know price: audit knows both."),
  breaks("src/judge/rules/pdb.ts", uses("../../price/quote.ts"), "judge does not know price: audit knows both."),
  ...["collect", "audit", "history", "warehouse", "report", "publish"].map((room) =>
    breaks("src/judge/judge.ts", uses(`../${room}/thing.ts`), JUDGE),
  ),
  keeps("src/judge/rules/pdb.ts", uses("../../model/pod.ts")),
  keeps("src/judge/rules/pdb.ts", uses("../verdict.ts")),

  breaks("src/price/quote.ts", uses("../judge/verdict.ts"), "price does not know judge: audit knows both."),
  ...["collect", "audit", "history", "warehouse", "report", "publish"].map((room) =>
    breaks("src/price/quote.ts", uses(`../${room}/thing.ts`), PRICE),
  ),
  keeps("src/price/quote.ts", uses("../model/money.ts")),

  ...["collect", "history", "warehouse", "report", "publish"].map((room) =>
    breaks("src/audit/audit.ts", uses(`../${room}/thing.ts`), AUDIT),
  ),
  ...["judge", "price", "model"].map((room) => keeps("src/audit/audit.ts", uses(`../${room}/thing.ts`))),
  keeps("src/audit/advice.ts", uses("yaml")),

  ...["collect", "history", "publish"].map((room) =>
    breaks("src/report/table.ts", uses(`../${room}/thing.ts`), REPORT),
  ),
  breaks("src/report/rows.ts", uses("../warehouse/open.ts"), TABLES),
  keeps("src/report/rows.ts", uses("../warehouse/tables.ts")),
  ...["audit", "judge", "price", "model"].map((room) => keeps("src/report/table.ts", uses(`../${room}/thing.ts`))),

  ...["judge", "audit", "history", "warehouse", "report", "publish"].map((room) =>
    breaks("src/collect/files.ts", uses(`../${room}/thing.ts`), COLLECT),
  ),
  ...["../price/catalog.ts", "../model/pod.ts", "../failure.ts", "node:fs", "@kubernetes/client-node", "zod"].map(
    (path) => keeps("src/collect/files.ts", uses(path)),
  ),

  ...["collect", "judge", "price", "audit", "warehouse", "report", "publish"].map((room) =>
    breaks("src/history/monitoring.ts", uses(`../${room}/thing.ts`), HISTORY),
  ),
  keeps("src/history/monitoring.ts", uses("../model/time.ts")),

  ...["collect", "judge", "price", "audit", "history", "publish"].map((room) =>
    breaks("src/warehouse/duckdb.ts", uses(`../${room}/thing.ts`), WAREHOUSE),
  ),
  breaks("src/warehouse/duckdb.ts", uses("../report/table.ts"), ROWS),
  ...["../report/rows.ts", "../model/time.ts", "../failure.ts", "@duckdb/node-api"].map((path) =>
    keeps("src/warehouse/duckdb.ts", uses(path)),
  ),

  ...["collect", "judge", "price", "audit", "history", "warehouse"].map((room) =>
    breaks("src/publish/slack.ts", uses(`../${room}/thing.ts`), PUBLISH),
  ),
  ...["../report/blocks.ts", "../model/money.ts", "../failure.ts"].map((path) =>
    keeps("src/publish/slack.ts", uses(path)),
  ),

  breaks(
    "src/config.ts",
    uses("./collect/books.ts"),
    "config.ts and failure.ts know only the settings' types: every room may stand on them.",
  ),
  ...["./judge/settings.ts", "yaml", "zod"].map((path) => keeps("src/config.ts", uses(path))),
  breaks(
    "src/run.ts",
    uses("./commands/thing.ts"),
    "Arrows run one way: commands call run.ts, run.ts calls the stages.",
  ),
  keeps("src/run.ts", uses("./judge/judge.ts")),
  breaks("src/commands/audit.ts", uses("../main.ts"), "main.ts runs the commands, never the other way round."),
  ...["../run.ts", "commander"].map((path) => keeps("src/commands/audit.ts", uses(path))),
];

const ROOMS = ["model", "judge", "price", "audit", "report", "collect", "history", "warehouse", "publish"];
const PURE_ROOMS = ["model", "judge", "price", "audit", "report"];
const PACKAGE_LAW: Readonly<Record<string, string>> = {
  audit: "audit imports no package but yaml, which writes its patches: it is a pure room.",
  report: "report imports no package: it makes values, publish and the shell send them.",
};

/** No room knows who calls it. */
const CALLERS: readonly LawCase[] = ROOMS.flatMap((room) =>
  ["../commands/audit.ts", "../run.ts", "../main.ts", "../config.ts"].map((path) =>
    breaks(`src/${room}/thing.ts`, uses(path), SHELL),
  ),
);

/** What a pure room may not do. */
const PURITY: readonly LawCase[] = PURE_ROOMS.flatMap((room) => {
  const file = `src/${room}/thing.ts`;
  return [
    ...["zod", "node:fs", "node:process", "@kubernetes/client-node", "@duckdb/node-api", "commander"].map((path) =>
      breaks(file, uses(path), PACKAGE_LAW[room] ?? PURE),
    ),
    breaks(file, uses("../failure.ts"), FAILURE),
    ...["process", "console", "fetch", "setTimeout", "setInterval", "performance", "globalThis", "crypto"].map((name) =>
      breaks(file, `export const thing = ${name};\n`, denied(name)),
    ),
    breaks(file, "export const thing = await other();\nfunction other() {}\n", AWAIT),
    breaks(file, "export async function thing() {}\n", AWAIT),
    breaks(file, "export const thing = async () => 1;\n", AWAIT),
    breaks(file, "export const thing = Promise.all([]);\n", AWAIT),
    keeps(file, 'export const thing = new Date("2026-11-20T12:00:00Z");\n'),
    keeps(file, "export const thing = [1, 2].map((value) => value + 1);\n"),
  ];
});

/** Time and process are the shell's, in every room and in the commands too. */
const SHELL_ONLY: readonly LawCase[] = [
  ...ROOMS.map((room) => `${room}/thing`),
  "commands/audit",
  "run",
  "config",
].flatMap((place) => [
  ...["Date.now()", "new Date()", "new Date", "Date()", "performance.now()"].map((code) =>
    breaks(`src/${place}.ts`, `export const thing = ${code};\n`, CLOCK),
  ),
  breaks(`src/${place}.ts`, "export const thing = process.argv;\n", denied("process")),
  breaks(`src/${place}.ts`, 'console.log("hello");\n', denied("console")),
]);

const SDKS: readonly LawCase[] = [
  ...["commands/audit", "run", "config"].flatMap((place) =>
    ["@kubernetes/client-node", "@duckdb/node-api"].map((path) => breaks(`src/${place}.ts`, uses(path), SDK)),
  ),
  breaks("src/collect/thing.ts", uses("@duckdb/node-api"), "collect speaks to the Kubernetes API and to files only."),
  breaks("src/history/thing.ts", uses("@kubernetes/client-node"), "history speaks to Cloud Monitoring only."),
  breaks("src/warehouse/thing.ts", uses("@kubernetes/client-node"), "warehouse speaks to DuckDB and BigQuery only."),
  breaks("src/publish/thing.ts", uses("@duckdb/node-api"), "publish speaks to Slack and to files only."),
  ...["collect", "history", "warehouse", "publish", "commands"].map((room) =>
    breaks(`src/${room}/thing.ts`, uses("node:process"), PROCESS),
  ),
  keeps("src/main.ts", "export const thing = [Date.now(), process.argv];\n"),
];

/** What holds everywhere. */
const EVERYWHERE: readonly LawCase[] = [
  breaks(
    "src/judge/thing.ts",
    "export function thing(value: any) {\n  return value;\n}\n",
    "Unexpected any. Specify a different type.",
  ),
  breaks(
    "src/collect/thing.ts",
    "async function other() {}\nexport function thing() {\n  other();\n}\n",
    'A "floating" Promise was found, meaning it is not properly handled and could lead to ignored errors or unexpected behavior.',
  ),
  breaks("src/model/cycle-a.ts", uses("./cycle-b.ts"), "This import is part of a cycle."),
  breaks("src/model/cycle-b.ts", uses("./cycle-a.ts"), "This import is part of a cycle."),
];

export const LAW_CASES: readonly LawCase[] = [...IMPORTS, ...CALLERS, ...PURITY, ...SHELL_ONLY, ...SDKS, ...EVERYWHERE];
