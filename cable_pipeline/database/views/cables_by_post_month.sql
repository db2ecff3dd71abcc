-- How many cables of each post are in the archive, by month and classification.
-- upstream: cable_facts, posts
-- column post: token of the post, as in cables.post; null where the id names none
-- column post_name: the post's name to read
-- column country: ISO 3166-1 alpha-2 code of the country the post is in
-- column year: year of the id, as in cables.year
-- column month: first day of the month of cable_date, or of sent_at (UTC) where the source prints no date
-- column classification: as in cables.classification
-- column cables: number of cables, damaged twins counted
-- column telegrams: number of telegrams: cables that are primary, so that twins count once
WITH monthly AS (
    SELECT
        post,
        year,
        CAST(date_trunc('month', coalesce(cable_date, CAST(sent_at AS DATE))) AS DATE) AS month,
        classification,
        count(*) AS cables,
        count(*) FILTER (WHERE is_primary) AS telegrams
    FROM cable_facts AS cables
    GROUP BY ALL
)
SELECT
    monthly.post,
    posts.display_name AS post_name,
    posts.country,
    monthly.year,
    monthly.month,
    monthly.classification,
    monthly.cables,
    monthly.telegrams
FROM monthly
LEFT JOIN posts ON posts.post = monthly.post
