-- What the cluster cost and wasted on each day. cost_usd counts the hours that runs stand for (covered_hours), confirmed_waste_usd what is proven.
SELECT
  r.project, r.location, r.cluster, r.day, r.week, r.month,
  COUNT(*) AS runs,
  SUM(IFNULL(r.period_seconds, 3600)) / 3600 AS covered_hours,
  AVG(r.nodes) AS nodes,
  AVG(r.usd_per_hour) AS usd_per_hour,
  SUM(r.usd_per_hour * IFNULL(r.period_seconds, 3600)) / 3600 AS cost_usd,
  AVG(r.waste_usd_per_hour) AS waste_usd_per_hour,
  SUM(r.waste_usd_per_hour) / NULLIF(SUM(r.usd_per_hour), 0) AS waste_share,
  IFNULL(SUM(c.confirmed_usd), 0) AS confirmed_waste_usd,
  MAX(r.unpriced_nodes) AS unpriced_nodes,
  SUM(r.estimated_usd_per_hour) / NULLIF(SUM(r.usd_per_hour), 0) AS estimated_share
FROM runs AS r
LEFT JOIN (
  SELECT run_id, SUM(confirmed_now_usd) AS confirmed_usd
  FROM episode_runs
  GROUP BY run_id
) AS c ON c.run_id = r.run_id
GROUP BY r.project, r.location, r.cluster, r.day, r.week, r.month
