-- How far the figures of each day can be trusted: runs that are missing or partial, prices that are unknown or guessed.
-- missed_runs counts those that were due between a run and the one before it.
SELECT
  project, location, cluster, day, week, month,
  COUNT(*) AS runs,
  SUM(IF(missed > 0, missed, 0)) AS missed_runs,
  COUNTIF(IFNULL(missing_kinds, '') <> '') AS partial_runs,
  SUM(IFNULL(period_seconds, 3600)) / 3600 AS covered_hours,
  MAX(unpriced_nodes) AS unpriced_nodes,
  SUM(estimated_usd_per_hour) / NULLIF(SUM(usd_per_hour), 0) AS estimated_share,
  COUNTIF(notes <> '') AS runs_with_notes,
  COUNT(DISTINCT version) AS versions
FROM (
  SELECT
    runs.*,
    CAST(ROUND((scheduled_seconds - LAG(scheduled_seconds) OVER (PARTITION BY project, location, cluster ORDER BY scheduled_at, run_id)) / NULLIF(period_seconds, 0)) AS INT64) - 1 AS missed
  FROM runs
) AS due
GROUP BY project, location, cluster, day, week, month
