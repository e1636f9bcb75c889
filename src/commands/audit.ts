import type { Command } from "commander";
import type { Audit } from "../audit/finding.ts";
import type { Instant } from "../model/time.ts";
import { auditJson, auditNdjson } from "../report/json.ts";
import { auditRows } from "../report/rows.ts";
import { withMetrics } from "../report/rows-metrics.ts";
import { usageRows } from "../report/rows-usage.ts";
import { auditTable } from "../report/table.ts";
import { auditAndLearn, placeOf } from "./audited.ts";
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
import type { Result } from "./result.ts";
import { mayColor, programOf, type Shell } from "./shell.ts";
import { foretellSlack, tellSlack } from "./slack/audit-slack.ts";
import { type Stopwatch, startStopwatch } from "./stopwatch.ts";
import { openSession } from "./store-session.ts";
import { sumUp } from "./sum-up.ts";
import { trySession } from "./try-session.ts";

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
  const { audit, stored, metrics } = await auditAndStore(input, options, stopwatch, shell);
  await shell.stdout.write(render(audit, input, options, shell));
  const told = await tell(audit, input, options, shell);
  await sumUp(audit, metrics, { period: input.config.audit.period, stored }, shell);
  if (!stored || !told) return SINK_FAILED;
  return options.failOnWaste !== undefined && audit.totals.wasteUsdPerHour >= options.failOnWaste ? WASTE_FOUND : 0;
}

/** The audit with what earlier runs have left, and whether it is stored. The store is closed before anybody is told. */
async function auditAndStore(input: Input, options: AuditOptions, stopwatch: Stopwatch, shell: Shell) {
  const { config } = input;
  const place = placeOf(input, options.scheduledAt, shell);
  const session = await (options.dryRun === true ? trySession : openSession)({ config, place, shell });
  try {
    const { audit, usage } = await auditAndLearn(input, options.scheduledAt, shell, session, stopwatch.ended);
    const metrics = stopwatch.metrics(input.load);
    const rows = withMetrics(auditRows(audit, config.timeZone), metrics);
    const learned = usageRows(usage, session.usage, audit.run.cluster, audit.run.takenAt);
    return { audit, stored: await session.keep(rows, learned), metrics };
  } finally {
    await session.close();
  }
}

/** Slack comes last: a run is told when it is stored, and told all the same when it could not be. */
async function tell(audit: Audit, { config }: Input, options: AuditOptions, shell: Shell): Promise<boolean> {
  if (options.dryRun !== true) return await tellSlack(audit, config, shell);
  const out = options.format === "table" ? shell.stdout : shell.stderr;
  await foretellSlack(audit, config, { shell, out, preview: options.slackPreview === true });
  return true;
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
