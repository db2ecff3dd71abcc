-- How often each post used each tag, month by month, and in what share of its telegrams. Twins count once.
-- upstream: cable_facts, tags
-- column post: token of the post
-- column year: year of the id
-- column month: first day of the month of cable_date, or else of sent_at (UTC)
-- column tag: the code, name or topic
-- column kind: subject, geographic, program, person, organization, topic or unknown
-- column telegrams: number of telegrams with the tag
-- column traffic: number of all telegrams of the post in that month
-- column share: telegrams divided by traffic
WITH dated AS (
    SELECT
        cable_id,
        post,
        year,
        CAST(date_trunc('month', coalesce(cable_date, CAST(sent_at AS DATE))) AS DATE) AS month
    FROM cable_facts
    WHERE is_primary
),
traffic AS (
    SELECT post, year, month, count(*) AS traffic
    FROM dated
    GROUP BY ALL
),
used AS (
    SELECT dated.post, dated.year, dated.month, tags.tag, tags.kind, count(*) AS telegrams
    FROM tags
    JOIN dated ON dated.cable_id = tags.cable_id
    GROUP BY ALL
)
SELECT
    used.post,
    used.year,
    used.month,
    used.tag,
    used.kind,
    used.telegrams,
    traffic.traffic,
    used.telegrams / traffic.traffic AS share
FROM used
JOIN traffic
    ON traffic.post IS NOT DISTINCT FROM used.post
    AND traffic.year IS NOT DISTINCT FROM used.year
    AND traffic.month IS NOT DISTINCT FROM used.month
