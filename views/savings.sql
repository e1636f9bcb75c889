-- What ended episodes have saved since: for each later run of the cluster, up to 30 days, in which the workload held no node, its period at the waste that the episode had.
SELECT
  e.project, e.location, e.cluster, e.episode_id, e.team, e.workload_kind, e.workload_namespace, e.workload_name,
  e.resource_name, e.machine_type, e.closed_at, e.end_cause, e.accrued_usd, e.waste_usd_per_hour,
  COUNT(r.run_id) AS runs_since,
  SUM(IFNULL(r.period_seconds, 3600)) / 3600 AS hours_since,
  e.waste_usd_per_hour * SUM(IFNULL(r.period_seconds, 3600)) / 3600 AS saved_usd
FROM top_episodes AS e
JOIN runs AS r
  ON IFNULL(r.project, '') = IFNULL(e.project, '')
  AND IFNULL(r.location, '') = IFNULL(e.location, '')
  AND IFNULL(r.cluster, '') = IFNULL(e.cluster, '')
LEFT JOIN (
  SELECT DISTINCT run_id, workload_kind, workload_namespace, workload_name
  FROM episode_runs
  WHERE state = 'open'
) AS again
  ON again.run_id = r.run_id
  AND again.workload_kind = e.workload_kind
  AND again.workload_namespace = e.workload_namespace
  AND again.workload_name = e.workload_name
WHERE e.state = 'closed' AND r.taken_at > e.closed_at AND r.day <= e.day + 30 AND again.run_id IS NULL
GROUP BY
  e.project, e.location, e.cluster, e.episode_id, e.team, e.workload_kind, e.workload_namespace, e.workload_name,
  e.resource_name, e.machine_type, e.closed_at, e.end_cause, e.accrued_usd, e.waste_usd_per_hour
