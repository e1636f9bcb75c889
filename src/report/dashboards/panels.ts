/** How a panel shows its rows. */
export type PanelKind = "stat" | "timeseries" | "barchart" | "table";

/** A question of a dashboard with the query that answers it: GoogleSQL over the views, with bare names and Grafana's time variables. */
export interface Panel {
  readonly title: string;
  readonly description: string;
  readonly kind: PanelKind;
  readonly unit: "currencyUSD" | "percentunit" | "short";
  /** In Grafana's grid of 24 columns. */
  readonly width: number;
  readonly height: number;
  readonly sql: string;
}

/** The days that the reader has chosen. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana fills in its own variables.
const DAYS = "day BETWEEN DATE '${__from:date:YYYY-MM-DD}' AND DATE '${__to:date:YYYY-MM-DD}'";

/** The panels of the dashboard, in reading order. */
export const PANELS: readonly Panel[] = [
  {
    title: "Burning now",
    description: "Waste an hour of all episodes that are open after the latest run of their cluster.",
    kind: "stat",
    unit: "currencyUSD",
    width: 6,
    height: 5,
    sql: "SELECT IFNULL(SUM(waste_usd_per_hour), 0) AS waste_usd_per_hour FROM open_episodes",
  },
  {
    title: "Open episodes",
    description: "Nodes that only small pods keep alive now.",
    kind: "stat",
    unit: "short",
    width: 6,
    height: 5,
    sql: "SELECT COUNT(*) AS episodes FROM open_episodes",
  },
  {
    title: "Confirmed waste",
    description: "Proven waste of the chosen days; what cannot be proven is not in it.",
    kind: "stat",
    unit: "currencyUSD",
    width: 6,
    height: 5,
    sql: `SELECT SUM(confirmed_waste_usd) AS confirmed_waste_usd FROM cost_by_day WHERE ${DAYS}`,
  },
  {
    title: "Share of prices that are estimated",
    description: "How much of the clusters' price rests on a guess.",
    kind: "stat",
    unit: "percentunit",
    width: 6,
    height: 5,
    sql: `SELECT SUM(estimated_share * cost_usd) / NULLIF(SUM(cost_usd), 0) AS estimated_share FROM cost_by_day WHERE ${DAYS}`,
  },
  {
    title: "Confirmed waste by day and team",
    description: "An episode is its main team's.",
    kind: "barchart",
    unit: "currencyUSD",
    width: 12,
    height: 9,
    sql: `SELECT CAST(day AS TIMESTAMP) AS time, team, SUM(confirmed_waste_usd) AS confirmed_waste_usd FROM waste_by_team WHERE ${DAYS} GROUP BY day, team ORDER BY time, team`,
  },
  {
    title: "Cost and waste an hour",
    description: "Averages of each day, list prices before discounts.",
    kind: "timeseries",
    unit: "currencyUSD",
    width: 12,
    height: 9,
    sql: `SELECT CAST(day AS TIMESTAMP) AS time, SUM(usd_per_hour) AS usd_per_hour, SUM(waste_usd_per_hour) AS waste_usd_per_hour FROM cost_by_day WHERE ${DAYS} GROUP BY day ORDER BY time`,
  },
  {
    title: "Open episodes, dearest first",
    description: "Which node, who holds it, since when, and what it has cost so far.",
    kind: "table",
    unit: "currencyUSD",
    width: 24,
    height: 9,
    sql: "SELECT cluster, resource_name, machine_type, home_machine_type, waste_usd_per_hour, accrued_usd, opened_at, team, workloads, reasons FROM open_episodes ORDER BY waste_usd_per_hour DESC NULLS LAST",
  },
  {
    title: "Dearest episodes of all time",
    description: "Confirmed dollars, open or closed.",
    kind: "table",
    unit: "currencyUSD",
    width: 12,
    height: 9,
    sql: "SELECT cluster, resource_name, machine_type, accrued_usd, confirmed_hours, opened_at, closed_at, end_cause, team, workload_name FROM top_episodes ORDER BY accrued_usd DESC LIMIT 20",
  },
  {
    title: "Workloads to change first",
    description: "Confirmed waste of the chosen days by the object to edit.",
    kind: "table",
    unit: "currencyUSD",
    width: 12,
    height: 9,
    sql: `SELECT team, workload_kind, workload_namespace, workload_name, SUM(confirmed_waste_usd) AS confirmed_waste_usd, SUM(confirmed_hours) AS confirmed_hours FROM waste_by_workload WHERE ${DAYS} GROUP BY team, workload_kind, workload_namespace, workload_name ORDER BY confirmed_waste_usd DESC LIMIT 20`,
  },
  {
    title: "Why pods were not moved",
    description: "Pods by the autoscaler's reason, on all nodes.",
    kind: "timeseries",
    unit: "short",
    width: 12,
    height: 9,
    sql: `SELECT CAST(day AS TIMESTAMP) AS time, reason, SUM(pods) AS pods FROM lock_reasons WHERE ${DAYS} GROUP BY day, reason ORDER BY time, reason`,
  },
  {
    title: "Cost by node pool",
    description: "What the hours cost that runs stand for.",
    kind: "table",
    unit: "currencyUSD",
    width: 12,
    height: 9,
    sql: `SELECT cluster, node_pool, SUM(cost_usd) AS cost_usd, SUM(waste_usd) AS waste_usd, MAX(nodes) AS nodes, AVG(utilization) AS utilization FROM cost_by_pool WHERE ${DAYS} GROUP BY cluster, node_pool ORDER BY cost_usd DESC NULLS LAST`,
  },
  {
    title: "This month",
    description: "So far, and where it ends at the present rates.",
    kind: "table",
    unit: "currencyUSD",
    width: 12,
    height: 7,
    sql: "SELECT cluster, month, cost_usd, confirmed_waste_usd, projected_cost_usd, projected_waste_usd, estimated_share FROM month_to_date ORDER BY month DESC, cluster",
  },
  {
    title: "Saved since",
    description: "What ended episodes have not wasted since, for up to 30 days.",
    kind: "table",
    unit: "currencyUSD",
    width: 12,
    height: 7,
    sql: "SELECT cluster, team, workload_name, resource_name, closed_at, end_cause, saved_usd, hours_since FROM savings ORDER BY saved_usd DESC NULLS LAST LIMIT 20",
  },
  {
    title: "How good the data is",
    description: "Missed and partial runs, unknown prices.",
    kind: "table",
    unit: "short",
    width: 24,
    height: 7,
    sql: `SELECT cluster, day, runs, missed_runs, partial_runs, unpriced_nodes, estimated_share, runs_with_notes FROM data_quality WHERE ${DAYS} ORDER BY day DESC, cluster`,
  },
];
