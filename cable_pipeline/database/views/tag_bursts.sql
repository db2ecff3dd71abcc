-- Months in which a post's use of a tag departs from its own history: from the share of its telegrams that carried the
-- tag in all months before, of which there must be six or more. The measure is the log-likelihood ratio G² of the two
-- shares (Dunning 1993, "Accurate Methods for the Statistics of Surprise and Coincidence"); from 10.83 on, chance
-- alone would bring it about less than once in a thousand months. A rise is three telegrams or more; months without the
-- tag are looked at for the tags that a post used in twelve telegrams or more.
-- upstream: cable_facts, tags
-- column post: token of the post
-- column tag: the code, name or topic
-- column year: calendar year of the month
-- column month: first day of the month
-- column direction: rise or fall
-- column telegrams: number of telegrams with the tag in that month
-- column traffic: number of all telegrams of the post in that month
-- column share: telegrams divided by traffic
-- column earlier_share: the same share over all earlier months of the post
-- column expected: number of telegrams with the tag that the earlier share would have led one to expect
-- column surprise: G², from 10.83 on
WITH dated AS (
    SELECT
        cable_id,
        post,
        CAST(date_trunc('month', coalesce(cable_date, CAST(sent_at AS DATE))) AS DATE) AS month
    FROM cable_facts
    WHERE is_primary AND post IS NOT NULL AND coalesce(cable_date, CAST(sent_at AS DATE)) IS NOT NULL
),
months AS (
    SELECT
        post,
        month,
        count(*) AS traffic,
        CAST(sum(count(*)) OVER earlier AS BIGINT) AS earlier_traffic,
        count(*) OVER earlier AS earlier_months
    FROM dated
    GROUP BY post, month
    WINDOW earlier AS (PARTITION BY post ORDER BY month ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),
used AS (
    SELECT dated.post, tags.tag, dated.month, count(*) AS telegrams
    FROM tags
    JOIN dated ON dated.cable_id = tags.cable_id
    GROUP BY ALL
),
frequent AS (
    SELECT post, tag
    FROM used
    GROUP BY post, tag
    HAVING sum(telegrams) >= 12
),
counted AS (
    SELECT
        frequent.post,
        frequent.tag,
        months.month,
        months.traffic,
        months.earlier_traffic,
        months.earlier_months,
        coalesce(used.telegrams, 0) AS telegrams
    FROM frequent
    JOIN months ON months.post = frequent.post
    LEFT JOIN used ON used.post = frequent.post AND used.tag = frequent.tag AND used.month = months.month
    UNION ALL
    SELECT used.post, used.tag, used.month, months.traffic, months.earlier_traffic, months.earlier_months, used.telegrams
    FROM used
    JOIN months ON months.post = used.post AND months.month = used.month
    ANTI JOIN frequent ON frequent.post = used.post AND frequent.tag = used.tag
),
compared AS (
    SELECT
        *,
        CAST(coalesce(sum(telegrams) OVER earlier, 0) AS BIGINT) AS earlier_telegrams
    FROM counted
    WINDOW earlier AS (PARTITION BY post, tag ORDER BY month ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),
expected AS (
    SELECT
        *,
        (telegrams + earlier_telegrams) / (traffic + earlier_traffic) AS common
    FROM compared
    WHERE earlier_months >= 6 AND telegrams + earlier_telegrams > 0
),
measured AS (
    SELECT
        *,
        telegrams * earlier_traffic > earlier_telegrams * traffic AS is_rise,
        2 * (
            CASE WHEN telegrams > 0 THEN telegrams * ln(telegrams / (traffic * common)) ELSE 0 END
            + CASE WHEN earlier_telegrams > 0
                THEN earlier_telegrams * ln(earlier_telegrams / (earlier_traffic * common)) ELSE 0 END
            + CASE WHEN traffic > telegrams
                THEN (traffic - telegrams) * ln((traffic - telegrams) / (traffic * (1 - common))) ELSE 0 END
            + CASE WHEN earlier_traffic > earlier_telegrams
                THEN (earlier_traffic - earlier_telegrams)
                * ln((earlier_traffic - earlier_telegrams) / (earlier_traffic * (1 - common))) ELSE 0 END
        ) AS surprise
    FROM expected
)
SELECT
    post,
    tag,
    CAST(year(month) AS INTEGER) AS year,
    month,
    CASE WHEN is_rise THEN 'rise' ELSE 'fall' END AS direction,
    telegrams,
    traffic,
    telegrams / traffic AS share,
    earlier_telegrams / earlier_traffic AS earlier_share,
    traffic * earlier_telegrams / earlier_traffic AS expected,
    surprise
FROM measured
WHERE surprise >= 10.83 AND (telegrams >= 3 OR NOT is_rise)
