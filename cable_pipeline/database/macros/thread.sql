-- A whole conversation: the telegram, all that it cites directly or through others, and all that cite it directly or
-- through others, in the REF block or in the text, telegrams that are not in the archive included. Each telegram
-- stands there once, at its least distance, so that circles end.
-- kind: table
-- upstream: cables, cable_references, text_citations
-- parameter id: a cable id, as printed or repaired
WITH RECURSIVE asked AS (
    SELECT coalesce((SELECT any_value(canonical_id) FROM cables WHERE cable_id = id), id) AS canonical_id
),
cited AS (
    SELECT cable_id, referenced_id
    FROM cable_references
    WHERE kind = 'cable' AND referenced_id IS NOT NULL
    UNION
    SELECT cable_id, referenced_id
    FROM text_citations
    WHERE kind = 'id' AND referenced_id IS NOT NULL
),
edges AS (
    SELECT cables.canonical_id AS source, cited.referenced_id AS target
    FROM cited
    JOIN cables ON cables.cable_id = cited.cable_id
    WHERE cables.is_primary
),
earlier(canonical_id, depth, via) USING KEY (canonical_id) AS (
    SELECT canonical_id, 0, CAST(NULL AS VARCHAR)
    FROM asked
    UNION
    SELECT edges.target, earlier.depth - 1, min(earlier.canonical_id)
    FROM earlier
    JOIN edges ON edges.source = earlier.canonical_id
    ANTI JOIN recurring.earlier AS reached ON reached.canonical_id = edges.target
    GROUP BY edges.target, earlier.depth
),
later(canonical_id, depth, via) USING KEY (canonical_id) AS (
    SELECT canonical_id, 0, CAST(NULL AS VARCHAR)
    FROM asked
    UNION
    SELECT edges.source, later.depth + 1, min(later.canonical_id)
    FROM later
    JOIN edges ON edges.target = later.canonical_id
    ANTI JOIN recurring.later AS reached ON reached.canonical_id = edges.source
    GROUP BY edges.source, later.depth
),
found AS (
    SELECT canonical_id, arg_min(depth, (abs(depth), depth)) AS depth, arg_min(via, (abs(depth), depth)) AS via
    FROM (SELECT * FROM earlier UNION ALL SELECT * FROM later)
    GROUP BY canonical_id
)
SELECT
    found.depth,
    found.canonical_id,
    cables.cable_id IS NOT NULL AS is_present,
    found.via,
    cables.post,
    coalesce(cables.sent_at, CAST(cables.cable_date AS TIMESTAMP)) AS sent_at,
    cables.classification,
    cables.subject
FROM found
LEFT JOIN cables ON cables.canonical_id = found.canonical_id AND cables.is_primary
ORDER BY found.depth, sent_at, found.canonical_id
