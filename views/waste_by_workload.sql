-- What each workload kept alive on each day: the object to edit is workload_kind workload_namespace/workload_name.
SELECT
  project, location, cluster, day, week, month, team, workload_kind, workload_namespace, workload_name,
  COUNT(DISTINCT episode_id) AS episodes,
  COUNT(DISTINCT resource_id) AS nodes,
  SUM(confirmed_now_usd) AS confirmed_waste_usd,
  SUM(confirmed_now_hours) AS confirmed_hours,
  MAX(waste_usd_per_hour) AS highest_waste_usd_per_hour
FROM episode_runs
GROUP BY project, location, cluster, day, week, month, team, workload_kind, workload_namespace, workload_name
