-- Every episode as its latest run left it: what held which node from when to when, and the bill. Sort by accrued_usd for the dearest of all time.
SELECT
  project, location, cluster, episode_id, state, resource_name, resource_id, node_pool, availability_zone, machine_type, provisioning,
  opened_at, opened_evidence, opened_proven, closed_at, closed_evidence, end_cause, end_what, first_seen_at, last_seen_at,
  confirmed_hours, accrued_usd, usd_per_hour, home_machine_type, home_usd_per_hour, waste_usd_per_hour, price_estimated,
  team, teams, workload_kind, workload_namespace, workload_name, workloads, reasons, blockers, day, week, month, book
FROM (
  SELECT
    e.*,
    ROW_NUMBER() OVER (PARTITION BY e.episode_id ORDER BY e.taken_at DESC, e.scheduled_at DESC, e.run_id DESC) AS latest
  FROM episode_runs AS e
) AS ranked
WHERE latest = 1
