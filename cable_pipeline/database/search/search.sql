-- The paragraphs that match a query, the best first, each with how well it matches and a piece of its text.
-- kind: table
-- parameter query: what to look for: words, "phrases", prefix*, AND, OR, NOT, and fields such as post:PARIS
-- parameter top: how many paragraphs at most; all of them when it is left out
-- column cable_id: the cable, as in cables.cable_id
-- column position: the paragraph, as in paragraphs.position
-- column score: how well the paragraph matches (BM25); comparable within one query only
-- column snippet: a piece of the text, the words that matched between « and »
SELECT
    hit.cable_id AS cable_id,
    hit.position AS position,
    hit.score AS score,
    search_snippets(query, hit.address) AS snippet
FROM (
    SELECT unnest(CASE WHEN found.error IS NULL THEN found.hits ELSE error(found.error) END) AS hit
    FROM (SELECT search_hits(query, top) AS found)
)
