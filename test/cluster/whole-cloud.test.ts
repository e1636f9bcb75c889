import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { install, PROJECT, type Server, start } from "../../emulator/local.ts";
import { type Dataset, dataset } from "../../emulator/store.ts";
import { type SlackServer, startSlack, TOKEN } from "../slack/server.ts";
import { until } from "./control-plane.ts";
import { type Edit, jobs, LARGE, openScene, type Scene, SMALL, ticks } from "./scene.ts";

/** `k8s/overlays/workload-identity` as it will be, with BigQuery and Slack on this machine: two ticks, and what each of them changed. */

const CHANNEL = "C0123456789";
const config = (dataset: string) => `store: bigquery:${PROJECT}.${dataset}
cluster: my-project/asia-northeast1/training
period: 1h
slack: { channel: ${CHANNEL} }
`;

let scene: Scene;
let bigquery: Server;
let runsOf: Dataset;
let slack: SlackServer;

beforeAll(async () => {
  install();
  bigquery = await start();
  runsOf = await dataset(bigquery.endpoint);
  slack = await startSlack(() => Date.now(), [CHANNEL]);
  const variable = (name: string, value: string): Edit => ({
    op: "add",
    path: "/spec/jobTemplate/spec/template/spec/containers/0/env/-",
    value: { name, value },
  });
  const edits = [
    variable("BARNACLE_BIGQUERY_ENDPOINT", bigquery.endpoint),
    variable("BARNACLE_SLACK_API_URL", slack.url),
  ];
  const secret = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "barnacle-slack", namespace: "barnacle" },
    stringData: { token: TOKEN },
  };
  scene = await openScene({ overlay: "workload-identity", config: config(runsOf.name), edits, objects: [secret] });
});

afterAll(async () => {
  await scene?.stop();
  await slack?.close();
  await bigquery?.stop();
});

test("the first tick audits this API server, stores the run in BigQuery, and the Job completes", async () => {
  const run = await scene.kubelet.ended(0, 280);
  expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/ stored /u) });
  expect(run.node).toBe(SMALL.metadata.name);
  expect(run.stdout).toContain(LARGE.metadata.name);
  await until("the Job is complete", async () => (await jobs(scene.plane)).some((job) => job.status.succeeded === 1));
});

test("its log is for Cloud Logging, and nobody's token is in it", async () => {
  const { stderr, stdout } = await scene.kubelet.ended(0, 1);
  const entries = stderr
    .trimEnd()
    .split("\n")
    .map((line) => Entry.parse(JSON.parse(line)));
  expect(entries.map(({ severity }) => severity)).not.toContain("ERROR");
  expect(`${stdout}${stderr}`).not.toContain(TOKEN);
});

const Entry = z.looseObject({ severity: z.string(), message: z.string(), time: z.iso.datetime() });

test("the next tick changes only what changed: one more run, no message twice", async () => {
  const before = told();
  const second = await scene.kubelet.ended(1, 280);
  expect({ code: second.code, stdout: second.stdout }).toEqual({
    code: 0,
    stdout: expect.stringContaining(LARGE.metadata.name),
  });
  const store = await runsOf.open();
  const runs = await store.runs({ limit: 10 });
  const episodes = await store.episodes({});
  await store.close();
  expect(runs.map((run) => [run.pinned_nodes, run.nodes])).toEqual([
    [1, 2],
    [1, 2],
  ]);
  expect((await ticks(scene.plane)).toSorted()).toEqual(runs.map((run) => run.scheduled_at).toSorted());
  // One node is pinned all the time: it is one story for the store, and one message for the channel.
  expect([before.length, episodes.length]).toEqual([1, 1]);
  expect(told()).toEqual(before);
});

/** The messages of the channel that are no answers in a thread. */
function told(): readonly string[] {
  const { messages } = slack.workspace.channel(CHANNEL);
  return messages.filter(({ thread }) => thread === null).map(({ ts }) => ts);
}

test("the API server saw nothing but what the base allows: no pod of anybody else was touched", async () => {
  const { items } = Pods.parse(await scene.plane.admin("/api/v1/namespaces/default/pods"));
  expect(items.map(({ metadata }) => metadata.name)).toEqual(["resident-0", "small-0"]);
});

const Pods = z.object({ items: z.array(z.object({ metadata: z.object({ name: z.string() }) })) });
