-- What each team's pods kept alive on each day. An episode is its main team's (that of most of its blockers), so that the sums are the cluster's.
SELECT
  project, location, cluster, day, week, month, team,
  COUNT(DISTINCT episode_id) AS episodes,
  COUNT(DISTINCT resource_id) AS nodes,
  SUM(confirmed_now_usd) AS confirmed_waste_usd,
  SUM(confirmed_now_hours) AS confirmed_hours,
  MAX(waste_usd_per_hour) AS highest_waste_usd_per_hour
FROM episode_runs
GROUP BY project, location, cluster, day, week, month, team
