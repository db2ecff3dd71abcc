SELECT
    cables.originator AS source,
    recipients.name AS target,
    count(DISTINCT cables.cable_id) AS weight,
    count(DISTINCT cables.cable_id) FILTER (WHERE recipients.role = 'action') AS action,
    count(DISTINCT cables.cable_id) FILTER (WHERE recipients.role = 'info') AS info,
    min(coalesce(cables.cable_date, CAST(cables.sent_at AS DATE))) AS first_date,
    max(coalesce(cables.cable_date, CAST(cables.sent_at AS DATE))) AS last_date
FROM recipients
JOIN cables USING (cable_id)
WHERE cables.is_primary AND cables.originator IS NOT NULL
GROUP BY ALL
ORDER BY source, target
