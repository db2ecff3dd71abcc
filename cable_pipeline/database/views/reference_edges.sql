-- References from cable to cable, and whether the telegram referred to is in the archive. One row per entry of a REF
-- block that names a telegram by number.
-- upstream: cable_facts, cable_references
-- column cable_id: the citing cable
-- column position: place in its REF block, from 1
-- column label: letter of the entry
-- column referenced_id: canonical id of the telegram referred to
-- column is_present: whether the archive has that telegram
-- column referenced_cable_id: cable_id of the primary row of that telegram; null when it is not in the archive
-- column caption: NOTAL, EXDIS and the like, printed behind the reference
-- column cable_date: day of the citing cable
-- column referenced_date: day of the telegram referred to
-- column days_between: days from the telegram referred to, to the citing one
-- column raw: the entry as printed, without its label
WITH telegrams AS (
    SELECT cable_id, canonical_id, is_primary, cable_date
    FROM cable_facts
)
SELECT
    edge.cable_id,
    edge.position,
    edge.label,
    edge.referenced_id,
    target.cable_id IS NOT NULL AS is_present,
    target.cable_id AS referenced_cable_id,
    edge.caption,
    source.cable_date,
    target.cable_date AS referenced_date,
    CAST(source.cable_date - target.cable_date AS BIGINT) AS days_between,
    edge.raw
FROM cable_references AS edge
JOIN telegrams AS source ON source.cable_id = edge.cable_id
LEFT JOIN telegrams AS target ON target.canonical_id = edge.referenced_id AND target.is_primary
WHERE edge.kind = 'cable' AND edge.referenced_id IS NOT NULL
