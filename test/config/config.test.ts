import { describe, expect, test } from "vitest";
import { autoscalerSettings, configFileOf, type Environment, readConfig } from "../../src/config.ts";
import type { ConfigText } from "../../src/config-file.ts";
import { UsageFailure } from "../../src/failure.ts";
import { HOUR, MINUTE } from "../../src/model/time.ts";

const NONE: Environment = {};

function file(text: string): ConfigText {
  return { name: "barnacle.yaml", text };
}

function mistakes(text: string, environment = NONE, flags = {}): readonly string[] {
  try {
    readConfig(file(text), environment, flags);
  } catch (error) {
    if (error instanceof UsageFailure) return error.message.split("\n");
    throw error;
  }
  throw new Error("no mistake was found");
}

test("without file, environment and flags every setting has GKE's default", () => {
  const config = readConfig(null, NONE, {});
  expect(config).toMatchObject({
    cluster: null,
    book: "list",
    store: "duckdb:barnacle.duckdb",
    autoscalerVersion: null,
    audit: { minWasteUsdPerHour: 0.1, maxHomeShare: 0.5, period: HOUR, maxGap: 2 * HOUR, teamLabel: "team" },
    autoscaler: { scaleDownUtilizationThreshold: 0.5, skipNodesWithLocalStorage: false, bspDisruptionTimeout: HOUR },
  });
});

test("a file sets what it names and leaves the rest", () => {
  const config = readConfig(
    file(`
cluster: my-project/asia-northeast1/prod
book: gke
period: 30m
team: { label: owner }
autoscaler:
  scaleDownUtilizationThreshold: 0.65
  bspDisruptionTimeout: 20m
  notAutoscaledPools: [static]
`),
    NONE,
    {},
  );
  expect(config.cluster).toEqual({ project: "my-project", location: "asia-northeast1", name: "prod" });
  expect(config.book).toBe("gke");
  expect(config.audit).toMatchObject({ period: 30 * MINUTE, maxGap: HOUR, teamLabel: "owner", teamAnnotation: null });
  expect(config.autoscaler).toMatchObject({
    scaleDownUtilizationThreshold: 0.65,
    scaleDownGpuUtilizationThreshold: 0.5,
    bspDisruptionTimeout: 20 * MINUTE,
    notAutoscaledPools: ["static"],
  });
});

test("a flag beats the environment, the environment beats the file", () => {
  const text = file("store: duckdb:file.duckdb\nbook: autoscaler\ncluster: a/b/file\n");
  const environment = { BARNACLE_STORE: "duckdb:environment.duckdb", BARNACLE_BOOK: "gke" };
  const config = readConfig(text, environment, { store: "none" });
  expect([config.store, config.book, config.cluster?.name]).toEqual(["none", "gke", "file"]);
});

test("BARNACLE_CONFIG names the file, and the empty string names none", () => {
  expect(configFileOf({ BARNACLE_CONFIG: "/etc/barnacle.yaml" })).toBe("/etc/barnacle.yaml");
  expect(configFileOf({ BARNACLE_CONFIG: "" })).toBeNull();
  expect(configFileOf({})).toBeNull();
});

test("three mistakes are told at once, each with its cure", () => {
  expect(
    mistakes(`
bok: list
period: soon
autoscaler:
  scaleDownUtilisationThreshold: 0.5
`),
  ).toEqual([
    'barnacle.yaml: "period": "soon" is no duration; write it as 10m, 1h30m or 90s.',
    'barnacle.yaml: unknown key "autoscaler.scaleDownUtilisationThreshold"; did you mean "scaleDownUtilizationThreshold"?',
    'barnacle.yaml: unknown key "bok"; did you mean "book"?',
  ]);
});

test.each([
  ["a: [", /^barnacle\.yaml:1:5: not valid YAML: /u],
  ["just words", /^barnacle\.yaml: must be a map of settings/u],
  ["- a", /^barnacle\.yaml: must be a map of settings/u],
  ["cluster: prod", /"cluster": "prod" is no cluster; write it as PROJECT\/LOCATION\/NAME\.$/u],
  ["book: cheap", /"book": must be one of autoscaler, gke, list\.$/u],
  ["store: 7", /"store": must be duckdb:PATH, bigquery:PROJECT\.DATASET or none\.$/u],
  ["bigquery: { location: 'a b' }", /"bigquery\.location": must be a location such as asia-northeast1, US or EU\.$/u],
  ["bigquery: { jobProject: 'My Project' }", /"bigquery\.jobProject": must be a project's id\.$/u],
  [
    "bigquery: { retentionDays: 0 }",
    /"bigquery\.retentionDays": must be 1 day or more, or null to keep rows for good\.$/u,
  ],
  ["bigquery: { labels: { Team: x } }", /"bigquery\.labels\.Team": must be labels: /u],
  ["bigquery: { labels: { team: X } }", /"bigquery\.labels\.team": must be labels: /u],
  ["bigquery: { deadline: 60 }", /"bigquery\.deadline": must be a duration such as/u],
  ["bigquery: { dataset: x }", /unknown key "bigquery\.dataset"; known keys: location, jobProject,/u],
  ["period: 60", /"period": must be a duration such as 10m, 1h30m or 90s\.$/u],
  ["findings: 0.5", /"findings": must be a map of settings\.$/u],
  ["findings: { maxHomeShare: 2 }", /"findings\.maxHomeShare": must be a number from 0 to 1\.$/u],
  ["findings: { minWasteUsdPerHour: cheap }", /"findings\.minWasteUsdPerHour": must be a number of dollars\.$/u],
  ["autoscaler: { minReplicaCount: 1.5 }", /"autoscaler\.minReplicaCount": must be a whole number, 0 or more\.$/u],
  [
    "autoscaler: { skipNodesWithSystemPods: maybe }",
    /"autoscaler\.skipNodesWithSystemPods": must be true or false\.$/u,
  ],
  ["autoscaler: { notAutoscaledPools: static }", /"autoscaler\.notAutoscaledPools": must be a list of node pools\.$/u],
  ['autoscaler: { version: "2.0" }', /"autoscaler\.version": must be a minor version such as "1\.33"\.$/u],
])("the file %j is refused", (text, sentence) => {
  expect(mistakes(text)).toEqual([expect.stringMatching(sentence)]);
});

test("mistakes of flags and environment are told with the file's", () => {
  expect(mistakes("bok: list", { BARNACLE_CLUSTER: "prod" }, { book: "cheap" })).toEqual([
    'barnacle.yaml: unknown key "bok"; did you mean "book"?',
    'BARNACLE_CLUSTER: "prod" is no cluster; write it as PROJECT/LOCATION/NAME.',
    '--book: there is no price book "cheap"; choose one of autoscaler, gke, list.',
  ]);
});

test.each([
  // [configured, snapshot's, blocks for ever, knows on-completion]
  [null, null, false, true],
  [null, "1.32", true, false],
  [null, "1.33", false, false],
  [null, "1.36", false, true],
  ["1.32", "1.36", true, false],
])("version %j over a snapshot of %j", (configured, snapshot, forever, onCompletion) => {
  const text = configured === null ? null : file(`autoscaler: { version: "${configured}" }`);
  const settings = autoscalerSettings(readConfig(text, NONE, {}), snapshot);
  expect([settings.bspDisruptionTimeout === Number.POSITIVE_INFINITY, settings.onCompletion]).toEqual([
    forever,
    onCompletion,
  ]);
});

test("a version without quotes is the text as written: 1.30 is not 1.3", () => {
  expect(readConfig(file("autoscaler: { version: 1.30 }"), NONE, {}).autoscalerVersion).toBe("1.30");
});

test.each([
  ["timeZone: Asia/Tokyo", "Asia/Tokyo"],
  ["book: list", "UTC"],
])("%j sets the time zone %s", (text, expected) => {
  expect(readConfig(file(text), NONE, {}).timeZone).toBe(expected);
});

test.each([
  ["language: ja", "ja"],
  ["book: list", "en"],
])("%j sets the language %s", (text, expected) => {
  expect(readConfig(file(text), NONE, {}).language).toBe(expected);
});

test("a language without words is refused", () => {
  expect(mistakes("language: fr")).toEqual(['barnacle.yaml: "language": must be en or ja.']);
});

test("a time zone that does not exist is refused", () => {
  expect(mistakes("timeZone: Mars/Olympus")).toEqual([
    'barnacle.yaml: "timeZone": must be a time zone of the IANA list such as Asia/Tokyo.',
  ]);
});

test.each([
  ["", false],
  ["autoscaler: { profile: gke }", false],
  ["autoscaler: { profile: oss }", true],
  ["autoscaler: { profile: oss, skipNodesWithLocalStorage: false }", false],
])("%j: pods with local storage block: %s", (text, expected) => {
  expect(readConfig(file(text), NONE, {}).autoscaler.skipNodesWithLocalStorage).toBe(expected);
});

test.each([
  ["optimize-utilization", /GKE does not publish what optimize-utilization sets/u],
  ["balanced", /must be one of gke, oss\.$/u],
])("the profile %s is refused", (profile, sentence) => {
  expect(mistakes(`autoscaler: { profile: ${profile} }`)).toEqual([expect.stringMatching(sentence)]);
});

describe("history: monitoring", () => {
  test("is off unless asked for, whatever its section says", () => {
    expect(readConfig(null, NONE, {}).monitoring).toBeNull();
    expect(readConfig(file("monitoring: { minRuns: 9 }"), NONE, {}).monitoring).toBeNull();
    expect(readConfig(file("history: none"), NONE, {}).monitoring).toBeNull();
  });

  test("has defaults, each of which may be set", () => {
    expect(readConfig(file("history: monitoring"), NONE, {}).monitoring).toEqual({
      window: 30 * 24 * HOUR,
      minRuns: 5,
      risk: 0.01,
      cpuQuantile: 0.9,
      maxCalls: 100,
      maxWorkloads: 300,
      timeout: 2 * MINUTE,
      endpoint: null,
    });
    const set =
      "{ window: 240h, minRuns: 10, risk: 0.001, cpuQuantile: 0.5, maxCalls: 20, maxWorkloads: 30, timeout: 30s }";
    const text = file(`history: monitoring\nmonitoring: ${set}`);
    expect(readConfig(text, NONE, {}).monitoring).toMatchObject({
      window: 240 * HOUR,
      minRuns: 10,
      risk: 0.001,
      cpuQuantile: 0.5,
      maxCalls: 20,
      maxWorkloads: 30,
      timeout: MINUTE / 2,
    });
  });

  test.for([
    ["127.0.0.1:8080", "127.0.0.1:8080"],
    ["http://monitoring.example:80/", "monitoring.example:80"],
    ["[::1]:443", "[::1]:443"],
  ] as const)("the endpoint %s", ([given, endpoint]) => {
    const config = readConfig(file("history: monitoring"), { BARNACLE_MONITORING_ENDPOINT: given }, {});
    expect(config.monitoring?.endpoint).toBe(endpoint);
  });

  test("mistakes are told together", () => {
    const text = "history: stackdriver\nmonitoring: { minRuns: 1, risk: 1, windows: 1h }";
    expect(mistakes(text, { BARNACLE_MONITORING_ENDPOINT: "https://x" })).toEqual([
      'barnacle.yaml: "history": must be none or monitoring.',
      'barnacle.yaml: "monitoring.minRuns": must be a whole number, 2 or more.',
      'barnacle.yaml: "monitoring.risk": must be a number above 0 and below 1.',
      'barnacle.yaml: unknown key "monitoring.windows"; did you mean "window"?',
      'BARNACLE_MONITORING_ENDPOINT: "https://x" is no address; write it as HOST:PORT.',
    ]);
  });
});

test("BigQuery: the section, its defaults, and an endpoint of the environment", () => {
  expect(readConfig(null, NONE, {}).bigquery).toEqual({
    endpoint: null,
    location: null,
    jobProject: null,
    retentionDays: 400,
    labels: {},
    patience: 5 * MINUTE,
    requestTimeout: MINUTE,
  });
  const text =
    "bigquery: { location: EU, jobProject: pays, retentionDays: null, labels: { team: infra }, deadline: 90s, requestTimeout: 5s }";
  const environment = { BARNACLE_BIGQUERY_ENDPOINT: "http://localhost:9050" };
  expect(readConfig(file(text), environment, {}).bigquery).toEqual({
    endpoint: "http://localhost:9050",
    location: "EU",
    jobProject: "pays",
    retentionDays: null,
    labels: { team: "infra" },
    patience: 90_000,
    requestTimeout: 5_000,
  });
});
