-- What the search index covers: one row.
-- kind: table
-- column generation: the generation whose paragraphs are searched
-- column data_generation: the generation that the other relations show
-- column is_current: whether the two are the same
-- column built_at: when the run that made the covered generation started, in UTC
-- column paragraphs: the number of paragraphs in the index
SELECT
    covered.generation AS generation,
    covered.data_generation AS data_generation,
    covered.generation = covered.data_generation AS is_current,
    CAST(covered.built_at AS TIMESTAMP) AS built_at,
    covered.paragraphs AS paragraphs
FROM (SELECT CASE WHEN said.error IS NULL THEN said.covered ELSE error(said.error) END AS covered
    FROM (SELECT search_coverage(TRUE) AS said))
