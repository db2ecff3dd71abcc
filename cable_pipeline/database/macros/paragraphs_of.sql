-- The paragraphs of one cable, in order.
-- kind: table
-- upstream: paragraphs
-- parameter id: the cable's own id, as in paragraphs.cable_id
SELECT *
FROM paragraphs
WHERE cable_id = id
ORDER BY position
