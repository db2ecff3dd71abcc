-- How often each caption (SIPDIS, NOFORN, EXDIS and the like) was used, by post and month. Twins count once.
-- upstream: cable_facts
-- column post: token of the post
-- column year: year of the id
-- column month: first day of the month of cable_date, or else of sent_at (UTC)
-- column caption: as in cables.captions
-- column telegrams: number of telegrams with the caption
-- column traffic: number of all telegrams of the post in that month
-- column share: telegrams divided by traffic
WITH dated AS (
    SELECT
        post,
        year,
        CAST(date_trunc('month', coalesce(cable_date, CAST(sent_at AS DATE))) AS DATE) AS month,
        captions
    FROM cable_facts AS cables
    WHERE is_primary
),
traffic AS (
    SELECT post, year, month, count(*) AS traffic
    FROM dated
    GROUP BY ALL
),
used AS (
    SELECT post, year, month, caption, count(*) AS telegrams
    FROM (SELECT post, year, month, unnest(captions) AS caption FROM dated)
    GROUP BY ALL
)
SELECT
    used.post,
    used.year,
    used.month,
    used.caption,
    used.telegrams,
    traffic.traffic,
    used.telegrams / traffic.traffic AS share
FROM used
JOIN traffic
    ON traffic.post IS NOT DISTINCT FROM used.post
    AND traffic.year IS NOT DISTINCT FROM used.year
    AND traffic.month IS NOT DISTINCT FROM used.month
