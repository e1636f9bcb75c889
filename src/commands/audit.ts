import type { Command } from "commander";
import type { Audit } from "../audit/finding.ts";
import { StoreFailure } from "../failure.ts";
import type { Instant } from "../model/time.ts";
import { auditJson, auditNdjson } from "../report/json.ts";
import { auditRows, type RunRows } from "../report/rows.ts";
import { withMetrics } from "../report/rows-metrics.ts";
import { usageRows } from "../report/rows-usage.ts";
import { auditTable } from "../report/table.ts";
import { safeText } from "../report/text.ts";
import { openStore, planStore } from "../warehouse/open.ts";
import type { Store } from "../warehouse/store.ts";
import type { UsageRow } from "../warehouse/tables.ts";
import { auditAndLearn } from "./audited.ts";
import { type Input, loadInput } from "./input.ts";
import {
  addBookOption,
  addFormatOption,
  addInputOptions,
  addStoreOption,
  amount,
  type BookOptions,
  type Format,
  type InputOptions,
  time,
} from "./options.ts";
import { usageKnown } from "./past.ts";
import type { Result } from "./result.ts";
import { mayColor, programOf, type Shell } from "./shell.ts";
import { foretellSlack, tellSlack } from "./slack/audit-slack.ts";
import { startStopwatch } from "./stopwatch.ts";
import { storeSettings } from "./store-settings.ts";
import { sumUp } from "./sum-up.ts";

interface AuditOptions extends InputOptions, BookOptions {
  readonly format: Format;
  readonly store?: string;
  readonly scheduledAt?: Instant;
  readonly failOnWaste?: number;
  readonly dryRun?: boolean;
  readonly slackPreview?: boolean;
}

const SINK_FAILED = 1;
const WASTE_FOUND = 3;

const EXAMPLE = `
Examples:
  $ barnacle audit --snapshot cluster.json.gz --store none
  $ kubectl get nodes,pods,pdb,jobs,cronjobs,rs,deploy,sts,ds -A -o json | barnacle audit --snapshot -
  $ barnacle audit --context gke_my-project_asia-northeast1_prod --format json`;

/** `barnacle audit`: the main job. */
export function addAudit(program: Command, shell: Shell, result: Result): void {
  const command = program.command("audit").description("Find pinned nodes, price them, store the run, and report.");
  addInputOptions(command);
  addBookOption(command);
  addFormatOption(command);
  addStoreOption(command, "where to store the run")
    .option("--scheduled-at <time>", "when this run was due, RFC 3339 (names the run)", time)
    .option("--fail-on-waste <usd>", "exit 3 when the hourly waste is at least this", amount)
    .option("--dry-run", "do everything but store and send; print what would be")
    .option("--slack-preview", "with --dry-run: print each Slack message, and a link that shows it")
    .addHelpText("after", EXAMPLE)
    .action(async (options: AuditOptions) => {
      result.code = await runAuditCommand(options, shell);
    });
}

async function runAuditCommand(options: AuditOptions, shell: Shell): Promise<number> {
  const stopwatch = startStopwatch(shell);
  const input = await loadInput(options, shell, "kept");
  stopwatch.ended("collect");
  const known = options.dryRun === true ? [] : await usageKnown(input, shell);
  const { audit, usage } = await auditAndLearn(input, options.scheduledAt, shell, known, stopwatch.ended);
  const metrics = stopwatch.metrics(input.load);
  const rows = withMetrics(auditRows(audit, input.config.timeZone), metrics);
  const learned = usageRows(usage, known, audit.run.cluster, audit.run.takenAt);
  const stored =
    options.dryRun === true ? await wouldStore(rows, input, shell) : await store(rows, learned, input, shell);
  await shell.stdout.write(render(audit, input, options, shell));
  const told = await tell(audit, input, options, shell);
  await sumUp(audit, metrics, { period: input.config.audit.period, stored }, shell);
  if (!stored || !told) return SINK_FAILED;
  return options.failOnWaste !== undefined && audit.totals.wasteUsdPerHour >= options.failOnWaste ? WASTE_FOUND : 0;
}

/** Slack comes last: a run is told when it is stored, and told all the same when it could not be. */
async function tell(audit: Audit, { config }: Input, options: AuditOptions, shell: Shell): Promise<boolean> {
  if (options.dryRun !== true) return await tellSlack(audit, config, shell);
  const out = options.format === "table" ? shell.stdout : shell.stderr;
  await foretellSlack(audit, config, { shell, out, preview: options.slackPreview === true });
  return true;
}

/** Stores the run. A store that fails is told and costs the exit code, not the report. */
async function store(rows: RunRows, learned: readonly UsageRow[], input: Input, shell: Shell): Promise<boolean> {
  try {
    const target = await openStore(input.config.store, storeSettings(input.config, shell));
    if (target === null) return true;
    try {
      await refuseToShare(target, rows);
      const outcome = await target.save(rows);
      if (learned.length > 0) await target.saveUsage(learned);
      const done = outcome.stored ? "stored" : "was stored already, nothing was added";
      await shell.stderr.write(
        `barnacle: run ${safeText(rows.run.run_id)} ${done} (${safeText(input.config.store)})\n`,
      );
    } finally {
      await target.close();
    }
    return true;
  } catch (error) {
    if (!(error instanceof StoreFailure)) throw error;
    await shell.stderr.write(`barnacle: ${safeText(error.message)}\n`, { severity: "ERROR" });
    return false;
  }
}

/** Runs of a cluster that nobody named could be of any cluster: they may not stand among those of named ones. */
async function refuseToShare(target: Store, rows: RunRows): Promise<void> {
  const [last] = await target.runs({ limit: 1 });
  const unnamed = rows.run.cluster === null;
  if (last === undefined || (last.cluster === null) === unnamed) return;
  throw new StoreFailure(
    unnamed
      ? `${target.name} holds runs of named clusters, and this one has no name: the run was not stored. Say which cluster it is with --cluster PROJECT/LOCATION/NAME, or use another --store.`
      : `${target.name} holds runs of a cluster that nobody named: the run was not stored. Use another --store.`,
  );
}

/** Says what would be stored, and shows the statements that would first make or change tables. */
async function wouldStore(rows: RunRows, input: Input, shell: Shell): Promise<boolean> {
  const counts = `${rows.nodeVerdicts.length} node verdicts, ${rows.findings.length} findings, ${rows.blockers.length} blockers`;
  await shell.stderr.write(
    `barnacle: dry run: would store run ${safeText(rows.run.run_id)} in ${safeText(input.config.store)}: 1 run, ${counts}\n`,
  );
  try {
    const statements = await planStore(input.config.store, storeSettings(input.config, shell));
    if (statements.length > 0)
      await shell.stderr.write(`barnacle: dry run: would first run:\n${statements.join("\n")}\n`);
    return true;
  } catch (error) {
    if (!(error instanceof StoreFailure)) throw error;
    await shell.stderr.write(`barnacle: ${safeText(error.message)}\n`);
    return false;
  }
}

function render(audit: Audit, input: Input, options: AuditOptions, shell: Shell): string {
  switch (options.format) {
    case "table":
      return auditTable(audit, {
        width: shell.stdout.width,
        timeZone: input.config.timeZone,
        program: programOf(shell),
        color: mayColor(shell, shell.stdout, options.plain === true),
      });
    case "json":
      return `${JSON.stringify(auditJson(audit), null, 2)}\n`;
    case "ndjson":
      return auditNdjson(audit);
  }
}
