-- What each node pool cost and wasted on each day. Name the days that you want: BigQuery then reads no others.
SELECT
  v.project, v.location, v.cluster, v.day, v.week, v.month, v.node_pool, v.machine_type, v.provisioning,
  COUNT(DISTINCT v.run_id) AS runs,
  COUNT(DISTINCT v.resource_id) AS nodes,
  COUNT(DISTINCT IF(v.finding, v.resource_id, NULL)) AS pinned_nodes,
  SUM(v.usd_per_hour * IFNULL(r.period_seconds, 3600)) / 3600 AS cost_usd,
  SUM(IF(v.finding, v.waste_usd_per_hour, 0) * IFNULL(r.period_seconds, 3600)) / 3600 AS waste_usd,
  COUNTIF(v.usd_per_hour IS NULL) AS unpriced_node_runs,
  AVG(v.utilization) AS utilization
FROM node_verdicts AS v
JOIN runs AS r ON r.run_id = v.run_id AND r.attempt_id = v.attempt_id
WHERE v.day >= DATE '2000-01-01'
GROUP BY v.project, v.location, v.cluster, v.day, v.week, v.month, v.node_pool, v.machine_type, v.provisioning
