-- Every citation of a telegram by another, in the REF block or in the text, that names it by number or through the REF
-- block. What the text cites through the REF block is there twice, once for each place. Twins of one telegram count
-- once.
-- upstream: cable_facts, cable_references, text_citations
-- column cable_id: the citing cable
-- column post: token of its post
-- column year: year of its id
-- column place: references or text
-- column position: place in the REF block, or among the citations of the text, from 1
-- column paragraph_position: the paragraph that cites; null for the REF block
-- column referenced_id: canonical id of the telegram cited
-- column is_present: whether the archive has that telegram
-- column caption: NOTAL, EXDIS and the like, printed with the entry of the REF block
-- column raw: the citation as printed
-- column cited_at: when the citing cable was sent: sent_at (UTC), or else cable_date at midnight
WITH cited AS (
    SELECT
        cable_id,
        'references' AS place,
        position,
        CAST(NULL AS INTEGER) AS paragraph_position,
        referenced_id,
        caption,
        raw
    FROM cable_references
    WHERE kind = 'cable' AND referenced_id IS NOT NULL
    UNION ALL
    SELECT cable_id, 'text' AS place, position, paragraph_position, referenced_id, NULL AS caption, raw
    FROM text_citations
    WHERE referenced_id IS NOT NULL
),
telegrams AS (
    SELECT cable_id, canonical_id, post, year, coalesce(sent_at, CAST(cable_date AS TIMESTAMP)) AS sent_at
    FROM cable_facts
    WHERE is_primary
)
SELECT
    cited.cable_id,
    citing.post,
    citing.year,
    cited.place,
    cited.position,
    cited.paragraph_position,
    cited.referenced_id,
    cited.referenced_id IN (SELECT canonical_id FROM telegrams) AS is_present,
    cited.caption,
    cited.raw,
    citing.sent_at AS cited_at
FROM cited
JOIN telegrams AS citing ON citing.cable_id = cited.cable_id
