-- Each month so far, and where it ends: what was measured, and for the days that are left the rates of the month's latest run.
SELECT
  project, location, cluster, month, last_day, days_in_month, runs, covered_hours, cost_usd, confirmed_waste_usd,
  usd_per_hour AS usd_per_hour_now,
  waste_usd_per_hour AS waste_usd_per_hour_now,
  average_usd_per_hour * 24 * EXTRACT(DAY FROM last_day) + usd_per_hour * 24 * (days_in_month - EXTRACT(DAY FROM last_day)) AS projected_cost_usd,
  confirmed_waste_usd + waste_usd_per_hour * 24 * (days_in_month - EXTRACT(DAY FROM last_day)) AS projected_waste_usd,
  estimated_share
FROM (
  SELECT
    c.project, c.location, c.cluster, c.month,
    MAX(c.day) AS last_day,
    MAX(CASE
      WHEN EXTRACT(MONTH FROM c.month) IN (4, 6, 9, 11) THEN 30
      WHEN EXTRACT(MONTH FROM c.month) <> 2 THEN 31
      WHEN MOD(EXTRACT(YEAR FROM c.month), 4) = 0 AND (MOD(EXTRACT(YEAR FROM c.month), 100) <> 0 OR MOD(EXTRACT(YEAR FROM c.month), 400) = 0) THEN 29
      ELSE 28
    END) AS days_in_month,
    SUM(c.runs) AS runs,
    SUM(c.covered_hours) AS covered_hours,
    SUM(c.cost_usd) AS cost_usd,
    SUM(c.confirmed_waste_usd) AS confirmed_waste_usd,
    SUM(c.usd_per_hour * c.runs) / SUM(c.runs) AS average_usd_per_hour,
    SUM(c.estimated_share * c.usd_per_hour * c.runs) / NULLIF(SUM(c.usd_per_hour * c.runs), 0) AS estimated_share,
    MAX(n.usd_per_hour) AS usd_per_hour,
    MAX(n.waste_usd_per_hour) AS waste_usd_per_hour
  FROM cost_by_day AS c
  JOIN (
    SELECT
      project, location, cluster, month, usd_per_hour, waste_usd_per_hour,
      ROW_NUMBER() OVER (PARTITION BY project, location, cluster, month ORDER BY taken_at DESC, scheduled_at DESC, run_id DESC) AS latest
    FROM runs
  ) AS n
    ON n.month = c.month
    AND IFNULL(n.project, '') = IFNULL(c.project, '')
    AND IFNULL(n.location, '') = IFNULL(c.location, '')
    AND IFNULL(n.cluster, '') = IFNULL(c.cluster, '')
  WHERE n.latest = 1
  GROUP BY c.project, c.location, c.cluster, c.month
) AS so_far
