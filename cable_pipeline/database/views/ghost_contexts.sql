-- What is said of the ghost cables: every citation of a telegram that is not in the archive, with the subject of the
-- citing telegram, the entry of its REF block, and the sentence of its text that names the ghost.
-- upstream: cable_facts, citations, paragraphs
-- column ghost_id: canonical id of the telegram that is not there
-- column cable_id: the citing cable
-- column cited_at: when it was sent (UTC)
-- column place: references or text
-- column caption: NOTAL, EXDIS and the like, printed with the entry of the REF block
-- column printed: the citation as printed
-- column subject: subject of the citing cable, or its title
-- column sentence: the sentence that names the ghost, the first of its paragraph that does, cut after 600 characters on
--   either side; null for the REF block
WITH cited AS (
    SELECT cable_id, referenced_id, cited_at, place, paragraph_position, caption, raw
    FROM citations
    WHERE NOT is_present
),
named AS (
    SELECT DISTINCT cable_id, paragraph_position, raw
    FROM cited
    WHERE place = 'text'
),
parted AS (
    SELECT
        named.cable_id,
        named.paragraph_position,
        named.raw,
        right(split_part(paragraphs.text, named.raw, 1), 600) AS before,
        left(substr(paragraphs.text, strpos(paragraphs.text, named.raw) + length(named.raw)), 600) AS behind
    FROM named
    JOIN paragraphs ON paragraphs.cable_id = named.cable_id AND paragraphs.position = named.paragraph_position
    WHERE contains(paragraphs.text, named.raw)
),
sentences AS (
    SELECT
        cable_id,
        paragraph_position,
        raw,
        regexp_replace(before, '^(?s:.*)(?:[a-z0-9)"''][.!?]["'')]*\s+|\n\n)', '')
        || raw
        || rtrim(coalesce(nullif(regexp_extract(behind, '^(?s:.*?)(?:[.!?]["'')]*(?:\s|$)|\n\n)'), ''), behind), E' \n')
            AS sentence
    FROM parted
)
SELECT
    cited.referenced_id AS ghost_id,
    cited.cable_id,
    cited.cited_at,
    cited.place,
    cited.caption,
    cited.raw AS printed,
    coalesce(cables.subject, cables.title) AS subject,
    sentences.sentence
FROM cited
JOIN cable_facts AS cables ON cables.cable_id = cited.cable_id
LEFT JOIN sentences
    ON sentences.cable_id = cited.cable_id AND sentences.paragraph_position = cited.paragraph_position
    AND sentences.raw = cited.raw
