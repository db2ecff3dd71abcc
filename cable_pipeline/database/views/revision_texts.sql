-- The whole source text of every revision of every cable, the current one included.
-- upstream: revisions, cables
-- column cable_id: the cable
-- column revision: number of the revision, from 1
-- column is_current: true for the text that the tables were read from
-- column sha256: SHA-256 of the bytes of the source file, in hexadecimal
-- column first_seen_at: when it was first ingested (UTC)
-- column last_seen_at: when another text took its place (UTC); null while it is current
-- column text: the source text, character for character
SELECT
    revisions.cable_id,
    revisions.revision,
    revisions.is_current,
    revisions.sha256,
    revisions.first_seen_at,
    revisions.last_seen_at,
    CASE WHEN revisions.is_current THEN cables.envelope || cables.header || cables.body ELSE revisions.text END AS text
FROM revisions
LEFT JOIN cables ON cables.cable_id = revisions.cable_id
