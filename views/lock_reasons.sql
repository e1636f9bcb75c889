-- Why pods were not moved, by day and by the autoscaler's reason: on all nodes, and on those that cost for it. Name the days that you want: BigQuery then reads no others.
SELECT
  b.project, b.location, b.cluster, b.day, b.week, b.month, b.reason,
  COUNT(DISTINCT b.run_id) AS runs,
  COUNT(DISTINCT CONCAT(b.namespace, '/', b.pod)) AS pods,
  COUNT(DISTINCT b.resource_id) AS nodes,
  COUNT(DISTINCT IF(b.finding, b.resource_id, NULL)) AS pinned_nodes,
  COUNT(DISTINCT b.team) AS teams,
  SUM(b.waste_share_usd_per_hour * IFNULL(r.period_seconds, 3600)) / 3600 AS waste_usd
FROM blockers AS b
JOIN runs AS r ON r.run_id = b.run_id AND r.attempt_id = b.attempt_id
WHERE b.day >= DATE '2000-01-01'
GROUP BY b.project, b.location, b.cluster, b.day, b.week, b.month, b.reason
