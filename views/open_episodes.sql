-- What is burning now: the episodes that were open after the latest run of their cluster.
SELECT
  e.project, e.location, e.cluster, e.episode_id, e.resource_name, e.node_pool, e.availability_zone, e.machine_type, e.provisioning,
  e.usd_per_hour, e.home_machine_type, e.home_usd_per_hour, e.waste_usd_per_hour, e.waste_usd_per_hour * 24 AS waste_usd_per_day,
  e.price_estimated, e.accrued_usd, e.confirmed_hours, e.opened_at, e.opened_evidence, e.opened_proven, e.last_seen_at,
  e.team, e.teams, e.workload_kind, e.workload_namespace, e.workload_name, e.workloads, e.reasons, e.blockers
FROM episode_runs AS e
JOIN (
  SELECT
    run_id,
    ROW_NUMBER() OVER (PARTITION BY project, location, cluster ORDER BY taken_at DESC, scheduled_at DESC, run_id DESC) AS latest
  FROM runs
) AS r ON r.run_id = e.run_id
WHERE r.latest = 1 AND e.state = 'open'
