SELECT
    citing.canonical_id AS source,
    reference.referenced_id AS target,
    count(*) AS weight,
    min(reference.caption) AS caption
FROM cable_references AS reference
JOIN cables AS citing ON citing.cable_id = reference.cable_id AND citing.is_primary
WHERE reference.kind = 'cable' AND reference.referenced_id IS NOT NULL
GROUP BY ALL
ORDER BY source, target
