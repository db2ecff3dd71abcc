-- How paragraphs are marked, against the classification of the cables they stand in. Twins of one telegram count once.
-- upstream: paragraphs, cables
-- column classification: of the cable, as in cables.classification
-- column marking: portion marking of the paragraph, as in paragraphs.marking; null where it has none
-- column paragraphs: number of paragraphs
-- column telegrams: number of telegrams with such a paragraph
-- column words: words in these paragraphs
WITH marked AS (
    SELECT cable_id, marking, count(*) AS paragraphs, sum(word_count) AS words
    FROM paragraphs
    GROUP BY ALL
)
SELECT
    cables.classification,
    marked.marking,
    CAST(sum(marked.paragraphs) AS BIGINT) AS paragraphs,
    count(*) AS telegrams,
    CAST(sum(marked.words) AS BIGINT) AS words
FROM marked
JOIN cables ON cables.cable_id = marked.cable_id
WHERE cables.is_primary
GROUP BY ALL
