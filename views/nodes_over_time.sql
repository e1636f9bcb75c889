-- Each node in each run: price, utilization, verdict, and how the verdict was in the run before. Name the days that you want: BigQuery then reads no others.
SELECT
  v.project, v.location, v.cluster, v.day, v.run_id, v.taken_at, v.resource_name, v.resource_id, v.node_pool, v.machine_type, v.provisioning,
  v.verdict,
  LAG(v.verdict) OVER (PARTITION BY v.project, v.location, v.cluster, v.day, v.resource_id ORDER BY v.taken_at, v.run_id) AS verdict_before,
  v.utilization, v.utilization_resource, v.pods, v.blockers, v.pinned, v.finding, v.why_not, v.observation,
  v.usd_per_hour, v.waste_usd_per_hour, v.price_estimated
FROM node_verdicts AS v
JOIN runs AS r ON r.run_id = v.run_id AND r.attempt_id = v.attempt_id
WHERE v.day >= DATE '2000-01-01'
