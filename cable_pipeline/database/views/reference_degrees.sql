-- How many telegrams each telegram cites, in the REF block or in the text, and how many cite it; telegrams that are not
-- in the archive too. Twins of one telegram count once.
-- upstream: cable_facts, cable_references, text_citations
-- column canonical_id: the telegram
-- column is_present: whether the archive has it
-- column post: token of its post; null where it is not in the archive
-- column year: year of its id; null where it is not in the archive
-- column cable_date: its day; null where it is not in the archive
-- column out_degree: number of telegrams that it cites; null where it is not in the archive, so that nobody knows
-- column in_degree: number of telegrams that cite it
WITH telegrams AS (
    SELECT cable_id, canonical_id, post, year, cable_date
    FROM cable_facts
    WHERE is_primary
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
    SELECT cited.cable_id, cited.referenced_id
    FROM cited
    SEMI JOIN telegrams ON telegrams.cable_id = cited.cable_id
),
sources AS (
    SELECT cable_id, count(*) AS out_degree
    FROM edges
    GROUP BY cable_id
),
targets AS (
    SELECT referenced_id, count(*) AS in_degree
    FROM edges
    GROUP BY referenced_id
),
known AS (
    SELECT
        telegrams.canonical_id,
        telegrams.post,
        telegrams.year,
        telegrams.cable_date,
        coalesce(sources.out_degree, 0) AS out_degree
    FROM telegrams
    LEFT JOIN sources ON sources.cable_id = telegrams.cable_id
)
SELECT
    coalesce(known.canonical_id, targets.referenced_id) AS canonical_id,
    known.canonical_id IS NOT NULL AS is_present,
    known.post,
    known.year,
    known.cable_date,
    known.out_degree,
    coalesce(targets.in_degree, 0) AS in_degree
FROM known
FULL JOIN targets ON targets.referenced_id = known.canonical_id
WHERE known.out_degree > 0 OR targets.in_degree > 0
