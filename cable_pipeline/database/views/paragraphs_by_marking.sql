-- How paragraphs are marked, against the classification of the cables they stand in. Twins of one telegram count once.
-- upstream: cable_facts, paragraphs
-- column classification: of the cable, as in cables.classification
-- column marking: portion marking of the paragraph, as in paragraphs.marking; null where it has none
-- column against_cable: lower, same or higher than the classification of the cable; null where one of the two is not
--   known
-- column paragraphs: number of paragraphs
-- column telegrams: number of telegrams with such a paragraph
-- column words: words in these paragraphs
WITH marked AS (
    SELECT cable_id, marking, count(*) AS paragraphs, sum(word_count) AS words
    FROM paragraphs
    GROUP BY ALL
),
counted AS (
    SELECT
        cables.classification,
        marked.marking,
        CAST(sum(marked.paragraphs) AS BIGINT) AS paragraphs,
        count(*) AS telegrams,
        CAST(sum(marked.words) AS BIGINT) AS words
    FROM marked
    JOIN cable_facts AS cables ON cables.cable_id = marked.cable_id
    WHERE cables.is_primary
    GROUP BY ALL
),
ranked AS (
    SELECT
        *,
        CASE
            WHEN classification LIKE 'TOP SECRET%' THEN 3
            WHEN classification LIKE 'SECRET%' THEN 2
            WHEN classification LIKE 'CONFIDENTIAL%' THEN 1
            WHEN classification LIKE 'UNCLAS%' THEN 0
        END AS cable_rank,
        CASE regexp_extract(marking, '^(TS|S|C|U|SBU|FOUO|LOU)(?:[^A-Z]|$)', 1)
            WHEN 'TS' THEN 3
            WHEN 'S' THEN 2
            WHEN 'C' THEN 1
            WHEN 'U' THEN 0
            WHEN 'SBU' THEN 0
            WHEN 'FOUO' THEN 0
            WHEN 'LOU' THEN 0
        END AS marking_rank
    FROM counted
)
SELECT
    classification,
    marking,
    CASE
        WHEN marking_rank < cable_rank THEN 'lower'
        WHEN marking_rank = cable_rank THEN 'same'
        WHEN marking_rank > cable_rank THEN 'higher'
    END AS against_cable,
    paragraphs,
    telegrams,
    words
FROM ranked
