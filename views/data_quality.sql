-- How far the figures of each day can be trusted: runs that are missing or partial, prices that are unknown or guessed.
SELECT
  project, location, cluster, day, week, month,
  COUNT(*) AS runs,
  COUNTIF(IFNULL(missing_kinds, '') <> '') AS partial_runs,
  SUM(IFNULL(period_seconds, 3600)) / 3600 AS covered_hours,
  MAX(unpriced_nodes) AS unpriced_nodes,
  SUM(estimated_usd_per_hour) / NULLIF(SUM(usd_per_hour), 0) AS estimated_share,
  COUNTIF(notes <> '') AS runs_with_notes,
  COUNT(DISTINCT version) AS versions
FROM runs
GROUP BY project, location, cluster, day, week, month
