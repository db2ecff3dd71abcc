-- What changed between the revisions of one cable, with the time at which each was first seen.
-- kind: table
-- upstream: revision_changes, revisions, cables
-- parameter id: a cable id, as printed or repaired
SELECT
    revision_changes.cable_id,
    revision_changes.position,
    revision_changes.revision,
    revisions.first_seen_at,
    revision_changes.part,
    revision_changes.number,
    revision_changes.change,
    revision_changes.former_text,
    revision_changes.text
FROM revision_changes
JOIN revisions ON revisions.cable_id = revision_changes.cable_id AND revisions.revision = revision_changes.revision
WHERE revision_changes.cable_id = id
OR revision_changes.cable_id IN (SELECT cable_id FROM cables WHERE canonical_id = id)
ORDER BY revision_changes.cable_id, revision_changes.position
