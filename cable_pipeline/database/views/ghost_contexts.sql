-- What is said of the ghost cables: every citation of a telegram that is not in the archive, with the subject of the citing
-- telegram, the entry of its REF block, and the sentence of its text that names the ghost.
-- upstream: cables, citations, paragraphs
-- column ghost_id: canonical id of the telegram that is not there
-- column cable_id: the citing cable
-- column cited_at: when it was sent (UTC)
-- column place: references or text
-- column caption: NOTAL, EXDIS and the like, printed with the entry of the REF block
-- column printed: the citation as printed
-- column subject: subject of the citing cable, or its title
-- column sentence: the sentence that names the ghost, the first of its paragraph that does; null for the REF block
WITH named AS (
    SELECT cable_id, position AS paragraph_position, text
    FROM paragraphs
    SEMI JOIN (SELECT cable_id, paragraph_position FROM citations WHERE NOT is_present AND place = 'text') AS wanted
        ON wanted.cable_id = paragraphs.cable_id AND wanted.paragraph_position = paragraphs.position
),
parted AS (
    SELECT
        citations.referenced_id AS ghost_id,
        citations.cable_id,
        citations.cited_at,
        citations.place,
        citations.position,
        citations.caption,
        citations.raw,
        coalesce(cables.subject, cables.title) AS subject,
        named.text,
        left(named.text, strpos(named.text, citations.raw) - 1) AS before,
        substr(named.text, strpos(named.text, citations.raw) + length(citations.raw)) AS behind
    FROM citations
    JOIN cables ON cables.cable_id = citations.cable_id
    LEFT JOIN named
        ON named.cable_id = citations.cable_id AND named.paragraph_position = citations.paragraph_position
        AND strpos(named.text, citations.raw) > 0
    WHERE NOT citations.is_present
)
SELECT
    ghost_id,
    cable_id,
    cited_at,
    place,
    caption,
    raw AS printed,
    subject,
    CASE
        WHEN text IS NOT NULL THEN
            regexp_replace(before, '^(?s:.*)(?:[a-z0-9)"''][.!?]["'')]*\s+|\n\n)', '')
            || raw
            || CASE
                WHEN regexp_matches(behind, '^(?s:.*?)(?:[.!?]["'')]*(?:\s|$)|\n\n)')
                    THEN rtrim(regexp_extract(behind, '^(?s:.*?)(?:[.!?]["'')]*(?:\s|$)|\n\n)'), E' \n')
                ELSE behind
            END
    END AS sentence
FROM parted
