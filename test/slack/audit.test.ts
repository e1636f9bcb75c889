import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runProgram } from "../../src/commands/program.ts";
import { type Ran, shellFor } from "../fixtures/run.ts";
import { type SlackServer, startSlack, TOKEN } from "./server.ts";

/** The command as people run it: Slack set up or not, with a token or without, and what is left when it fails. */

let folder = "";
let server: SlackServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "barnacle-audit-slack-"));
  server = await startSlack(() => Date.parse("2026-11-20T03:00:00Z"));
});

afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

async function audit(
  config: string,
  environment: Readonly<Record<string, string>>,
  ...more: readonly string[]
): Promise<Ran> {
  const file = join(folder, "config.yaml");
  await writeFile(file, config);
  const snapshot = "fixtures/situations/01-small-job/snapshot.json";
  const argv = [
    "audit",
    "--snapshot",
    snapshot,
    "--now",
    "2026-11-20T03:00:00Z",
    "--cluster",
    "p/l/n",
    "--config",
    file,
  ];
  const { shell, ended } = shellFor([...argv, "--store", `duckdb:${join(folder, "b.duckdb")}`, ...more], environment);
  return ended(await runProgram(shell));
}

const slackLines = ({ stderr }: Ran) => stderr.split("\n").filter((line) => line.startsWith("barnacle: slack:"));
const SLACK = "slack: { channel: C0DEFAULT }";

test("nobody who does not use Slack hears of it", async () => {
  const ran = await audit("", {});
  expect({ code: ran.code, lines: slackLines(ran) }).toEqual({ code: 0, lines: [] });
});

test("without a token the run goes on, and says so once", async () => {
  const ran = await audit(SLACK, {});
  expect(ran.code).toBe(0);
  expect(slackLines(ran)).toEqual(["barnacle: slack: SLACK_BOT_TOKEN is not set: nothing was told"]);
});

test("a token without a section is told", async () => {
  const ran = await audit("", { SLACK_BOT_TOKEN: TOKEN });
  expect(slackLines(ran)).toEqual([
    "barnacle: slack: SLACK_BOT_TOKEN is set, but the config has no section slack: nothing was told",
  ]);
});

test("a wrong token costs the exit code and nothing else", async () => {
  const ran = await audit(SLACK, { SLACK_BOT_TOKEN: "xoxb-wrong-SECRET", BARNACLE_SLACK_API_URL: server.url });
  expect(ran.code).toBe(1);
  expect(slackLines(ran)).toEqual(["barnacle: slack: nothing was told: Slack refused it: invalid_auth"]);
  expect(ran.stdout).toContain("waste");
  expect(existsSync(join(folder, "b.duckdb"))).toBe(true);
  expect(ran.stdout + ran.stderr).not.toContain("SECRET");
});

test.for(["xoxb-two\nSECRET", "xoxb-日本SECRET", "xoxb SECRET"])("no token at all: %j", async (token) => {
  const ran = await audit(SLACK, { SLACK_BOT_TOKEN: token, BARNACLE_SLACK_API_URL: server.url });
  expect(ran.code).toBe(1);
  expect(slackLines(ran)).toEqual([
    "barnacle: slack: SLACK_BOT_TOKEN holds a character that no token has, such as a space or a line break: nothing was told",
  ]);
  expect(server.calls).toEqual([]);
  expect(ran.stdout + ran.stderr).not.toContain("SECRET");
});

test("a line break at a token's end does no harm", async () => {
  const ran = await audit(SLACK, { SLACK_BOT_TOKEN: `${TOKEN}\n`, BARNACLE_SLACK_API_URL: server.url });
  expect(ran.code).toBe(0);
});

test("a right one reaches Slack", async () => {
  const ran = await audit(SLACK, { SLACK_BOT_TOKEN: TOKEN, BARNACLE_SLACK_API_URL: server.url });
  expect(ran.code).toBe(0);
  expect(server.calls[0]?.method).toBe("auth.test");
  expect(ran.stdout + ran.stderr).not.toContain("SECRET");
});

test("a dry run asks Slack nothing", async () => {
  const ran = await audit(
    SLACK,
    { SLACK_BOT_TOKEN: TOKEN, BARNACLE_SLACK_API_URL: server.url },
    "--dry-run",
    "--slack-preview",
  );
  expect(ran.code).toBe(0);
  expect(ran.stdout).toMatch(/^slack: /mu);
  expect(server.calls).toEqual([]);
});
