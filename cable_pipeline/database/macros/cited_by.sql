-- The cables whose REF block refers to a telegram, whether the archive has it or not, with all columns of
-- reference_edges.
-- kind: table
-- upstream: reference_edges, cables
-- parameter id: a cable id, as printed or repaired
SELECT *
FROM reference_edges
WHERE referenced_id = coalesce((SELECT any_value(canonical_id) FROM cables WHERE cable_id = id), id)
ORDER BY cable_date, cable_id, position
