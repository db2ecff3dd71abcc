-- Tags that stand together in a telegram, against how often chance would bring them together. Each pair once, the tag
-- that comes first in the alphabet as tag_a. Twins of one telegram count once.
-- upstream: cable_facts, tags
-- column tag_a: the one tag
-- column tag_b: the other tag
-- column telegrams: number of telegrams with both
-- column telegrams_a: number of telegrams with tag_a
-- column telegrams_b: number of telegrams with tag_b
-- column expected: number of telegrams with both if the two had nothing to do with each other: telegrams_a ×
--   telegrams_b divided by the number of telegrams with any tag
-- column lift: telegrams divided by expected: above 1 they attract, below 1 they avoid each other
WITH telegrams AS (
    SELECT cable_id
    FROM cable_facts
    WHERE is_primary
),
-- Numbers in the order of the alphabet: pairs of numbers are counted in half the time of pairs of names.
singles AS (
    SELECT tags.tag, count(*) AS telegrams, CAST(row_number() OVER (ORDER BY tags.tag) AS INTEGER) AS number
    FROM tags
    SEMI JOIN telegrams ON telegrams.cable_id = tags.cable_id
    GROUP BY tags.tag
),
sets AS (
    SELECT list_sort(list(singles.number)) AS numbers
    FROM tags
    SEMI JOIN telegrams ON telegrams.cable_id = tags.cable_id
    JOIN singles ON singles.tag = tags.tag
    GROUP BY tags.cable_id
),
firsts AS (
    SELECT numbers, unnest(range(1, len(numbers))) AS place
    FROM sets
),
pairs AS (
    SELECT number_a, number_b, count(*) AS telegrams
    FROM (SELECT numbers[place] AS number_a, unnest(numbers[place + 1 :]) AS number_b FROM firsts)
    GROUP BY ALL
)
SELECT
    a.tag AS tag_a,
    b.tag AS tag_b,
    pairs.telegrams,
    a.telegrams AS telegrams_a,
    b.telegrams AS telegrams_b,
    a.telegrams * b.telegrams / (SELECT count(*) FROM sets) AS expected,
    pairs.telegrams * (SELECT count(*) FROM sets) / (a.telegrams * b.telegrams) AS lift
FROM pairs
JOIN singles AS a ON a.number = pairs.number_a
JOIN singles AS b ON b.number = pairs.number_b
