-- How urgent the telegrams of each post were, by month. Twins of one telegram count once.
-- upstream: cable_facts
-- column post: token of the post
-- column year: year of the id
-- column month: first day of the month of cable_date, or else of sent_at (UTC)
-- column action_precedence: FLASH, IMMEDIATE, PRIORITY or ROUTINE; null where the cable has no transmission header
-- column info_precedence: precedence for information addressees, where the header gives a second one
-- column telegrams: number of such telegrams
-- column traffic: number of all telegrams of the post in that month
-- column share: telegrams divided by traffic
WITH monthly AS (
    SELECT
        post,
        year,
        CAST(date_trunc('month', coalesce(cable_date, CAST(sent_at AS DATE))) AS DATE) AS month,
        action_precedence,
        info_precedence,
        count(*) AS telegrams
    FROM cable_facts
    WHERE is_primary
    GROUP BY ALL
)
SELECT
    post,
    year,
    month,
    action_precedence,
    info_precedence,
    telegrams,
    CAST(sum(telegrams) OVER (PARTITION BY post, year, month) AS BIGINT) AS traffic,
    telegrams / sum(telegrams) OVER (PARTITION BY post, year, month) AS share
FROM monthly
