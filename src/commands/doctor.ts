import type { Command } from "commander";
import { loadBooks } from "../collect/books.ts";
import { checkCluster } from "../collect/checkup/cluster.ts";
import { checkMonitoring, checkWorkloadIdentity } from "../collect/checkup/google.ts";
import { checkSlack } from "../collect/checkup/slack.ts";
import { openCluster } from "../collect/cluster.ts";
import { type Config, endpointsOf, slackTokenOf } from "../config.ts";
import { Failure } from "../failure.ts";
import type { Check } from "../model/check.ts";
import type { ClusterId } from "../model/snapshot.ts";
import { checkupJson, checkupLines } from "../report/checkup.ts";
import { pageOf } from "../report/page.ts";
import { checkPrices, checkTimeZone } from "./doctor-local.ts";
import { checkStore } from "./doctor-store.ts";
import { clusterOf, loadConfig } from "./input.ts";
import { addFormatOption, addStoreOption, type CommonOptions, type Format, time } from "./options.ts";
import { statusLine } from "./progress.ts";
import type { Result } from "./result.ts";
import { mayColor, type Shell } from "./shell.ts";

interface DoctorOptions extends CommonOptions {
  readonly context?: string;
  readonly cluster?: string;
  readonly store?: string;
  readonly format: Format;
}

const DETAILS = `
Looks at everything that an audit needs, and changes nothing: each permission on the cluster (SelfSubjectAccessReview), Workload
Identity, the store (BigQuery's dataset, location and roles; tables, with the statements that the next audit would run; the last
run), Cloud Monitoring, the Slack token with its scopes and channels, the age of the price lists, clocks and time zones. Under what
is not well stands the command that cures it.

Exit codes: 0 nothing failed (warnings may be there), 1 something failed.

Examples:
  $ barnacle doctor --config barnacle.yaml
  $ kubectl create job -n barnacle doctor --from=cronjob/barnacle --dry-run=client -o json |
      jq '.spec.template.spec.containers[0].args = ["doctor"]' | kubectl apply -f -
  $ barnacle doctor --format json | jq -r '.checks[] | select(.state == "failed") | .cure'`;

/** `barnacle doctor`: what is not as it should be, and what cures it. */
export function addDoctor(program: Command, shell: Shell, result: Result): void {
  const command = program
    .command("doctor")
    .description("Check permissions, services, prices and clocks; say what cures what is wrong.")
    .option("--config <file>", "YAML file with settings (else BARNACLE_CONFIG names it)")
    .option("--now <time>", "RFC 3339 time to judge ages at (else the present)", time)
    .option("--plain", "no colour and no cursor movement, even on a terminal")
    .option("--context <name>", "kubeconfig context to check (else in-cluster, else the current one)")
    .option("--cluster <id>", "the cluster's identity: PROJECT/LOCATION/NAME");
  addStoreOption(addFormatOption(command), "the store to check")
    .addHelpText("after", DETAILS)
    .action(async (options: DoctorOptions) => {
      const checks = await checkup(options, shell);
      await shell.stdout.write(render(checks, options, shell));
      result.code = checks.some(({ state }) => state === "failed") ? 1 : 0;
    });
}

async function checkup(options: DoctorOptions, shell: Shell): Promise<readonly Check[]> {
  const config = await loadConfig(options, shell);
  const now = () => options.now ?? shell.now();
  const status = statusLine(shell, options.plain === true);
  status.show("asking the cluster and the services");
  const { checks, id, inCluster } = await cluster(options, config, shell, now);
  const region = id === null ? [] : [id.location.replace(/-[a-z]$/u, "")];
  const books = await loadBooks(region, undefined, config.prices);
  const all = [
    ...checks,
    await checkWorkloadIdentity(shell.environment, id, { inCluster, wanted: asksGoogle(config) }),
    ...(await services(config, id, shell, now)),
    ...checkPrices(books, now()),
    checkTimeZone(config, now()),
  ];
  status.clear();
  return all;
}

/** Is anything of Google's read or written with an account? */
function asksGoogle({ store, monitoring }: Config): boolean {
  return store.startsWith("bigquery:") || monitoring !== null;
}

interface ClusterChecks {
  readonly checks: readonly Check[];
  readonly id: ClusterId | null;
  readonly inCluster: boolean;
}

async function cluster(
  options: DoctorOptions,
  config: Config,
  shell: Shell,
  now: () => ReturnType<Shell["now"]>,
): Promise<ClusterChecks> {
  try {
    const connection = await openCluster({ context: options.context, environment: shell.environment });
    const checks = await checkCluster(connection, now);
    connection.close();
    const id = await clusterOf(config, connection.inCluster, shell);
    return { checks: [...checks, identity(id)], id, inCluster: connection.inCluster };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const what = error.message.replace(/\.$/u, "");
    const cure = "gcloud container clusters get-credentials CLUSTER --location=LOCATION --project=PROJECT";
    const failed: Check = { area: "cluster", name: "kubeconfig", state: "failed", what, cure };
    return { checks: [failed], id: config.cluster, inCluster: false };
  }
}

/** Runs of a cluster without a name may share no store with others. */
function identity(id: ClusterId | null): Check {
  const check = { area: "cluster", name: "its name" } as const;
  if (id !== null) return { ...check, state: "ok", what: `${id.project}/${id.location}/${id.name}`, cure: null };
  const what = "not known: its runs can share a store with no other cluster's";
  return { ...check, state: "warning", what, cure: "barnacle audit --cluster PROJECT/LOCATION/NAME" };
}

async function services(
  config: Config,
  id: ClusterId | null,
  shell: Shell,
  now: () => ReturnType<Shell["now"]>,
): Promise<readonly Check[]> {
  const { environment } = shell;
  const endpoints = endpointsOf(environment);
  const [, project] = /^bigquery:([^.]+)\./u.exec(config.store) ?? [];
  const store = await checkStore(config, now(), shell);
  const monitored = id?.project ?? project;
  const skipped = { area: "monitoring", name: "time series", state: "skipped", cure: null } as const;
  const monitoring: Check =
    config.monitoring === null || monitored === undefined
      ? { ...skipped, what: config.monitoring === null ? "history: monitoring is not set" : "the project is not known" }
      : await checkMonitoring(monitored, endpoints.monitoring, now());
  const slack = await checkSlack({
    token: slackTokenOf(environment) ?? "",
    apiUrl: endpoints.slack,
    channels: channelsOf(config),
    wanted: config.slack !== null,
  });
  return [...store, monitoring, ...slack];
}

/** Every channel that a message may go to, each once. */
function channelsOf({ slack }: Config): readonly string[] {
  if (slack === null) return [];
  const { fallback, routes } = slack.settings;
  const digest = slack.digest === null ? [] : [slack.digest.destination];
  return [...new Set([fallback, ...routes, ...digest].map(({ channel }) => channel))];
}

function render(checks: readonly Check[], options: DoctorOptions, shell: Shell): string {
  switch (options.format) {
    case "table": {
      const color = mayColor(shell, shell.stdout, options.plain === true);
      const page = pageOf(shell.now(), { width: shell.stdout.width, color });
      return checkupLines(checks, page)
        .map((line) => `${line.trimEnd()}\n`)
        .join("");
    }
    case "json":
      return `${JSON.stringify(checkupJson(checks), null, 2)}\n`;
    case "ndjson":
      return checks.map((check) => `${JSON.stringify(check)}\n`).join("");
  }
}
