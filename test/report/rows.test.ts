import { describe, expect, test } from "vitest";
import { usdPerHour } from "../../src/model/money.ts";
import { auditRows } from "../../src/report/rows.ts";
import { NO_METRICS, withMetrics } from "../../src/report/rows-metrics.ts";
import { TABLES } from "../../src/warehouse/tables.ts";
import { AUDIT, amount, at, BLOCKER, LARGE, ODD } from "../warehouse/sample.ts";

const ROWS = auditRows(AUDIT);

const COMMON = {
  run_id: AUDIT.run.id,
  attempt_id: expect.stringMatching(new RegExp(`^${AUDIT.run.id}_[0-9a-f]{16}$`, "u")),
  day: "2026-11-20",
  week: "2026-11-16",
  month: "2026-11-01",
  scheduled_at: at("2026-11-20T15:30:00Z"),
  taken_at: at("2026-11-20T15:30:07Z"),
  project: "p",
  location: "l",
  cluster: "c",
};

describe("the rows of a run", () => {
  test("the run", () => {
    expect(ROWS.run).toEqual({
      ...COMMON,
      ...NO_METRICS,
      book: "list",
      billing_currency: "USD",
      version: "0.1.0",
      nodes: 2,
      pods: 10,
      pinned_nodes: 1,
      unpriced_nodes: 1,
      findings: 1,
      observations: 2,
      usd_per_hour: 5_374_000_000n,
      waste_usd_per_hour: 5_288_000_000n,
      estimated_usd_per_hour: 2_687_000_000n,
      estimated_share: 0.5,
      accrued_usd: 17_626_700_000n,
      previous_run_id: null,
      scheduled_seconds: Date.parse("2026-11-20T15:30:00Z") / 1_000,
      period_seconds: 3600,
      max_gap_seconds: 7200,
      missing_kinds: "",
      monitoring_calls: null,
      monitoring_points: null,
      open_episodes: 1,
      confirmed_usd: 17_626_700_000n,
      notes: "One node has no price.\nCSINode could not be listed.",
    });
  });

  test("a node that is a finding", () => {
    expect(ROWS.nodeVerdicts[0]).toEqual({
      ...COMMON,
      book: "list",
      billing_currency: "USD",
      resource_id: "uid-large",
      resource_name: "large",
      node_pool: "highmem",
      region_id: "asia-northeast1",
      availability_zone: "asia-northeast1-b",
      machine_type: "n2-highmem-64",
      provisioning: "standard",
      node_created_at: LARGE.createdAt,
      verdict: "BlockedByPod",
      utilization: 0.0132,
      utilization_resource: "cpu",
      cpu_utilization: 0.0132,
      memory_utilization: 0.0041,
      gpu_utilization: null,
      pods: 9,
      pods_to_move: 2,
      blockers: 3,
      pinned: true,
      finding: true,
      why_not: null,
      observation: null,
      usd_per_hour: 5_374_000_000n,
      price_estimated: true,
      price_estimates: "boot disk size inferred",
      waste_usd_per_hour: 5_288_000_000n,
      uncertain: "",
      pinned_waste_usd_per_hour: null,
      pinned_doubtful: null,
      own_since: null,
      own_since_evidence: null,
      own_since_proven: null,
      own_since_what: null,
      busy_until: null,
      busy_since: null,
    });
  });

  test("a node of which little is known: null, never 0", () => {
    expect(ROWS.nodeVerdicts[1]).toMatchObject({
      resource_id: "",
      resource_name: ODD.name,
      machine_type: null,
      node_created_at: null,
      utilization: null,
      usd_per_hour: null,
      waste_usd_per_hour: null,
      finding: false,
      why_not: "not-pinned",
      observation: "at-risk, other-remedy",
      uncertain: "no allocatable\nno volumes were listed",
    });
  });

  test("a finding, with its home, all three books, its beginning and its advice", () => {
    expect(ROWS.findings).toHaveLength(1);
    expect(ROWS.findings[0]).toMatchObject({
      ...COMMON,
      resource_id: "uid-large",
      home_kind: "new",
      home_machine_type: "e2-standard-2",
      home_provisioning: "standard",
      home_usd_per_hour: 86_000_000n,
      home_nodes: "spare-1, spare-2",
      home_relaxed: "cloud.google.com/gke-nodepool",
      waste_usd_per_hour: 5_288_000_000n,
      list_waste_usd_per_hour: 5_288_000_000n,
      autoscaler_waste_usd_per_hour: 4_120_000_000n,
      gke_waste_usd_per_hour: null,
      blockers: 3,
      reasons: "NotSafeToEvictAnnotation, NotReplicated",
      teams: "ml, ops",
      pinned_since: at("2026-11-20T08:40:00Z"),
      since_evidence: "pod-finished",
      since_proven: true,
      since_what: "Pod batch/big finished",
      accrued_usd: 17_626_700_000n,
      advice_kinds: "taint-large-pool, keep-off-large-nodes",
      advice_text: "Taint pool highmem.\nKeep its pods on pool small.",
      advice_target: "CronJob batch/small-x",
      advice_patch: "spec:\n  suspend: false\n",
      advice_command: "gcloud taint",
    });
  });

  test("every blocker of every node, with the object to edit", () => {
    expect(ROWS.blockers.map((row) => [row.resource_name, row.pod, row.finding])).toEqual([
      ["large", "small-x-1-abcde", true],
      ["large", "bare", true],
      ["large", "small-x-2-fghij", true],
      [ODD.name, "other", false],
    ]);
    expect(ROWS.blockers[0]).toMatchObject({
      ...COMMON,
      reason: "NotSafeToEvictAnnotation",
      team: "ml",
      team_from: "label",
      workload_kind: "CronJob",
      workload_namespace: "batch",
      workload_name: "small-x",
      owner_chain: "Job batch/small-x-1 > CronJob batch/small-x",
      cpu_request: 500_000_000n,
      memory_request_bytes: 2_147_483_648,
      requests: "cpu=500m, memory=2Gi",
      pod_started_at: BLOCKER.startedAt,
    });
    expect(ROWS.blockers[1]).toMatchObject({
      workload_kind: "Pod",
      workload_name: "bare",
      owner_chain: "",
      cpu_request: 0n,
      memory_request_bytes: 0,
      requests: "",
      pod_started_at: null,
    });
  });

  test("every row has exactly the columns of its table", () => {
    const tables = [
      ["runs", [ROWS.run]],
      ["node_verdicts", ROWS.nodeVerdicts],
      ["findings", ROWS.findings],
      ["blockers", ROWS.blockers],
    ] as const;
    for (const [table, rows] of tables) {
      const names = TABLES[table].columns.map((column) => column.name);
      for (const row of rows) expect(Object.keys(row).sort()).toEqual([...names].sort());
    }
  });
});

describe("edges", () => {
  test.each([
    ["UTC", "2026-11-20"],
    ["Asia/Tokyo", "2026-11-21"],
    ["America/Los_Angeles", "2026-11-20"],
    ["Pacific/Kiritimati", "2026-11-21"],
  ])("the day of 15:30Z in %s is %s", (zone, day) => {
    const rows = auditRows(AUDIT, zone);
    expect([rows.run.day, ...rows.blockers.map((row) => row.day)]).toEqual(Array.from({ length: 5 }, () => day));
  });

  test("a cluster that is not known, and one without a price", () => {
    const unknown = auditRows({ ...AUDIT, run: { ...AUDIT.run, cluster: null } });
    expect(unknown.run).toMatchObject({ project: null, location: null, cluster: null });
    const free = auditRows({ ...AUDIT, totals: { ...AUDIT.totals, usdPerHour: usdPerHour(0) } });
    expect(free.run.estimated_share).toBeNull();
  });

  test("a request beyond 2^53 bytes stays an exact integer", () => {
    const huge = { ...BLOCKER, requests: new Map([["memory", amount("7Ei")]]) };
    const [story] = AUDIT.nodes;
    if (story === undefined) throw new Error("the sample has nodes");
    const rows = auditRows({ ...AUDIT, nodes: [{ ...story, blockers: [huge] }] });
    expect(rows.blockers[0]?.memory_request_bytes).toBe(Number.MAX_SAFE_INTEGER);
    expect(rows.blockers[0]?.requests).toBe("memory=7Ei");
  });
});

describe("the metrics of a run", () => {
  const metrics = {
    seconds: { collect: 10.5, judge: 2, audit: 1 },
    runSeconds: 14,
    peakMemoryBytes: 300_000_000,
    load: { requests: 1_004, retries: 2, bytes: 2_155_077_675 },
  };

  test("stand in the run's row, and change neither its attempt nor any other row", () => {
    const { run, ...others } = withMetrics(ROWS, metrics);
    expect(run).toEqual({
      ...ROWS.run,
      collect_seconds: 10.5,
      judge_seconds: 2,
      audit_seconds: 1,
      run_seconds: 14,
      api_requests: 1_004,
      api_retries: 2,
      api_bytes: 2_155_077_675,
      peak_memory_bytes: 300_000_000,
    });
    expect({ run: ROWS.run, ...others }).toEqual(ROWS);
  });

  test("of files have no load on an API server", () => {
    expect(withMetrics(ROWS, { ...metrics, load: null }).run).toMatchObject({ api_requests: null, api_bytes: null });
  });
});
