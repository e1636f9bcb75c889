-- Every episode as it stood after each run, of those that some run made a finding of. A row of a run that is not committed does not count.
SELECT
  e.run_id, e.attempt_id, e.day, e.week, e.month, e.scheduled_at, e.taken_at, e.project, e.location, e.cluster,
  e.episode_id, e.state, e.change, e.resource_name, e.resource_id, e.node_pool, e.region_id, e.availability_zone, e.machine_type,
  e.provisioning, e.node_created_at, e.book, e.finding,
  e.opened_at, e.opened_evidence, e.opened_proven, e.opened_what, e.not_before, e.first_seen_at, e.last_seen_at, e.runs_seen,
  e.closed_at, e.closed_evidence, e.closed_proven, e.end_cause, e.end_what,
  e.confirmed_hours, e.accrued_usd, e.confirmed_now_hours, e.confirmed_now_usd,
  e.usd_per_hour, e.price_estimated, e.home_kind, e.home_machine_type, e.home_usd_per_hour, e.waste_usd_per_hour,
  e.list_waste_usd_per_hour, e.autoscaler_waste_usd_per_hour, e.gke_waste_usd_per_hour,
  e.team, e.teams, e.workload_kind, e.workload_namespace, e.workload_name, e.workloads, e.reasons, e.blockers
FROM episodes AS e
JOIN runs AS r ON r.run_id = e.run_id AND r.attempt_id = e.attempt_id
WHERE e.episode_id IN (
  SELECT f.episode_id
  FROM episodes AS f
  JOIN runs AS s ON s.run_id = f.run_id AND s.attempt_id = f.attempt_id
  WHERE f.found
)
