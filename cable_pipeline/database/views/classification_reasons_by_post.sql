-- Why the telegrams of a post were classified: reasons by post and year. The macro reason_title says what a reason
-- means. Twins of one telegram count once.
-- upstream: cable_facts
-- column post: token of the post
-- column year: year of the id
-- column reason: as in cables.classification_reasons, such as 1.4(B)
-- column telegrams: number of telegrams that give the reason
-- column telegrams_with_reasons: number of telegrams of the post and year that give any reason
-- column share: the one divided by the other; telegrams may give several reasons, so that shares add up to more than 1
WITH reasoned AS (
    SELECT post, year, list_distinct(classification_reasons) AS reasons
    FROM cable_facts AS cables
    WHERE is_primary AND len(classification_reasons) > 0
),
totals AS (
    SELECT post, year, count(*) AS telegrams
    FROM reasoned
    GROUP BY post, year
),
counted AS (
    SELECT post, year, reason, count(*) AS telegrams
    FROM (SELECT post, year, unnest(reasons) AS reason FROM reasoned)
    GROUP BY ALL
)
SELECT
    counted.post,
    counted.year,
    counted.reason,
    counted.telegrams,
    totals.telegrams AS telegrams_with_reasons,
    counted.telegrams / totals.telegrams AS share
FROM counted
JOIN totals ON totals.post IS NOT DISTINCT FROM counted.post AND totals.year IS NOT DISTINCT FROM counted.year
