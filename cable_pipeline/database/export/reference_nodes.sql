WITH edges AS (
    SELECT DISTINCT citing.canonical_id AS source, reference.referenced_id AS target
    FROM cable_references AS reference
    JOIN cables AS citing ON citing.cable_id = reference.cable_id AND citing.is_primary
    WHERE reference.kind = 'cable' AND reference.referenced_id IS NOT NULL
)
SELECT
    node.id,
    node.id AS label,
    cable.cable_id IS NOT NULL AS in_archive,
    cable.post,
    cable.year,
    coalesce(cable.cable_date, CAST(cable.sent_at AS DATE)) AS date,
    cable.classification,
    cable.subject
FROM (SELECT source AS id FROM edges UNION SELECT target FROM edges) AS node
LEFT JOIN cables AS cable ON cable.canonical_id = node.id AND cable.is_primary
ORDER BY node.id
