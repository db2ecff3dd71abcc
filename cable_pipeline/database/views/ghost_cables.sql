-- Ghost cables: telegrams that are cited, in the REF block or in the text, and not in the archive. When one was sent
-- can be told from the telegrams of its post and year with the next lower and the next higher serial number, and from
-- the first telegram that cites it.
-- kind: stored
-- upstream: citations, serial_numbers
-- column ghost_id: canonical id of the telegram
-- column post: token of its post
-- column year: year of its id
-- column serial_number: serial number of its id
-- column citing_cables: number of telegrams that cite it
-- column citing_posts: number of posts whose telegrams cite it
-- column in_references: number of telegrams whose REF block cites it
-- column in_text: number of telegrams whose text cites it, by number or through the REF block
-- column captions: captions printed with it, such as NOTAL or EXDIS, each once, in alphabetical order
-- column first_cited_at: when the first telegram that cites it was sent (UTC)
-- column last_cited_at: when the last one was
-- column lower_neighbor: canonical id of the telegram of the archive with the next lower serial number of post and year
-- column higher_neighbor: that with the next higher serial number
-- column sent_after: start of the time in which it must have been sent (UTC): when the lower neighbour was sent, or
--   else the start of the year
-- column sent_before: end of that time: when the higher neighbour was sent, or else the end of the year, and never
--   after the first citation
-- column window_days: days between the two
-- column is_consistent: false where the neighbours or the citations contradict each other; sent_after and sent_before
--   are then the outermost of them
WITH absent AS (
    SELECT referenced_id, cable_id, post, cited_at, place, caption
    FROM citations
    WHERE NOT is_present
),
citing AS (
    SELECT
        referenced_id,
        cable_id,
        any_value(post) AS post,
        any_value(cited_at) AS cited_at,
        bool_or(place = 'references') AS in_references,
        bool_or(place = 'text') AS in_text
    FROM absent
    GROUP BY referenced_id, cable_id
),
captioned AS (
    SELECT referenced_id, list_sort(list(DISTINCT caption)) AS captions
    FROM absent
    WHERE caption IS NOT NULL
    GROUP BY referenced_id
),
cited AS (
    SELECT
        referenced_id,
        count(*) AS citing_cables,
        count(DISTINCT post) AS citing_posts,
        count(*) FILTER (WHERE in_references) AS in_references,
        count(*) FILTER (WHERE in_text) AS in_text,
        min(cited_at) AS first_cited_at,
        max(cited_at) AS last_cited_at
    FROM citing
    GROUP BY referenced_id
),
ghosts AS (
    SELECT
        *,
        regexp_extract(referenced_id, '^\d\d(\D+)\d+$', 1) AS post,
        CAST(left(referenced_id, 2) AS INTEGER) + CASE WHEN left(referenced_id, 2) >= '45' THEN 1900 ELSE 2000 END AS year,
        CAST(regexp_extract(referenced_id, '(\d+)$', 1) AS BIGINT) AS serial_number
    FROM cited
    WHERE regexp_matches(referenced_id, '^\d\d\D+\d{1,15}$')
),
neighbors AS (
    SELECT
        canonical_id,
        post,
        year,
        CAST(serial_number AS BIGINT) AS serial_number,
        sent_at AS earliest,
        CASE WHEN is_timed THEN sent_at ELSE sent_at + INTERVAL 1 DAY END AS latest
    FROM serial_numbers
    WHERE NOT is_outlier AND sent_at IS NOT NULL
),
-- Ghosts and telegrams in one row of serial numbers: an ASOF join may compare each ghost with all telegrams of its post.
numbered AS (
    SELECT post, year, serial_number, NULL AS referenced_id, serial_number AS neighbor
    FROM neighbors
    SEMI JOIN ghosts ON ghosts.post = neighbors.post AND ghosts.year = neighbors.year
    UNION ALL
    SELECT post, year, serial_number, referenced_id, NULL AS neighbor
    FROM ghosts
),
placed AS (
    SELECT
        referenced_id,
        last_value(neighbor IGNORE NULLS) OVER (
            PARTITION BY post, year ORDER BY serial_number RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS lower,
        first_value(neighbor IGNORE NULLS) OVER (
            PARTITION BY post, year ORDER BY serial_number RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
        ) AS higher
    FROM numbered
    QUALIFY referenced_id IS NOT NULL
),
bounded AS (
    SELECT
        ghosts.*,
        lower.canonical_id AS lower_neighbor,
        higher.canonical_id AS higher_neighbor,
        coalesce(lower.earliest, make_timestamp(ghosts.year, 1, 1, 0, 0, 0)) AS lower_at,
        coalesce(higher.latest, make_timestamp(ghosts.year + 1, 1, 1, 0, 0, 0)) AS higher_at
    FROM ghosts
    JOIN placed ON placed.referenced_id = ghosts.referenced_id
    LEFT JOIN neighbors AS lower
        ON lower.post = ghosts.post AND lower.year = ghosts.year AND lower.serial_number = placed.lower
    LEFT JOIN neighbors AS higher
        ON higher.post = ghosts.post AND higher.year = ghosts.year AND higher.serial_number = placed.higher
),
sent AS (
    SELECT
        *,
        lower_at <= higher_at AND (first_cited_at IS NULL OR lower_at <= first_cited_at + INTERVAL 1 DAY) AS is_consistent
    FROM bounded
)
SELECT
    sent.referenced_id AS ghost_id,
    post,
    year,
    serial_number,
    citing_cables,
    citing_posts,
    in_references,
    in_text,
    coalesce(captioned.captions, []) AS captions,
    first_cited_at,
    last_cited_at,
    lower_neighbor,
    higher_neighbor,
    CASE WHEN is_consistent THEN lower_at ELSE least(lower_at, higher_at) END AS sent_after,
    CASE
        WHEN is_consistent THEN greatest(lower_at, least(higher_at, coalesce(first_cited_at, higher_at)))
        ELSE greatest(lower_at, higher_at)
    END AS sent_before,
    CASE
        WHEN is_consistent
            THEN date_diff('day', lower_at, greatest(lower_at, least(higher_at, coalesce(first_cited_at, higher_at))))
        ELSE date_diff('day', least(lower_at, higher_at), greatest(lower_at, higher_at))
    END AS window_days,
    is_consistent
FROM sent
LEFT JOIN captioned ON captioned.referenced_id = sent.referenced_id
