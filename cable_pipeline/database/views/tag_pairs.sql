-- Tags that stand together in a telegram, against how often chance would bring them together. Each pair once, the tag
-- that comes first in the alphabet as tag_a. Twins of one telegram count once.
-- upstream: cables, tags
-- column tag_a: the one tag
-- column tag_b: the other tag
-- column telegrams: number of telegrams with both
-- column telegrams_a: number of telegrams with tag_a
-- column telegrams_b: number of telegrams with tag_b
-- column expected: number of telegrams with both if the two had nothing to do with each other: telegrams_a × telegrams_b
--   divided by the number of telegrams with any tag
-- column lift: telegrams divided by expected: above 1 they attract, below 1 they avoid each other
WITH sets AS (
    SELECT tags.cable_id, list_sort(list_distinct(list(tags.tag))) AS tags
    FROM tags
    JOIN cables ON cables.cable_id = tags.cable_id
    WHERE cables.is_primary
    GROUP BY tags.cable_id
),
singles AS (
    SELECT tag, count(*) AS telegrams
    FROM (SELECT unnest(tags) AS tag FROM sets)
    GROUP BY tag
),
firsts AS (
    SELECT tags, unnest(range(1, len(tags))) AS place
    FROM sets
),
pairs AS (
    SELECT tag_a, tag_b, count(*) AS telegrams
    FROM (SELECT tags[place] AS tag_a, unnest(tags[place + 1 :]) AS tag_b FROM firsts)
    GROUP BY ALL
)
SELECT
    pairs.tag_a,
    pairs.tag_b,
    pairs.telegrams,
    a.telegrams AS telegrams_a,
    b.telegrams AS telegrams_b,
    a.telegrams * b.telegrams / (SELECT count(*) FROM sets) AS expected,
    pairs.telegrams * (SELECT count(*) FROM sets) / (a.telegrams * b.telegrams) AS lift
FROM pairs
JOIN singles AS a ON a.tag = pairs.tag_a
JOIN singles AS b ON b.tag = pairs.tag_b
