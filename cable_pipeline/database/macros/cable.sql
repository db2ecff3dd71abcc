-- One cable with all its columns: the one that prints this id, else the primary one that has it as canonical id.
-- kind: table
-- upstream: cables
-- parameter id: a cable id, such as '06PHNOMPENH1424'
SELECT *
FROM cables
WHERE cable_id = (
    SELECT min_by(cable_id, CASE WHEN cable_id = id THEN 0 ELSE 1 END)
    FROM cables
    WHERE cable_id = id OR (canonical_id = id AND is_primary)
)
