-- What part of a post's telegrams of a month the archive has, from the serial numbers seen in that month and in the
-- others of the year. Outliers (see serial_numbers) are left out; twins of one telegram count once.
-- upstream: serial_numbers
-- column post: token of the post
-- column year: year of the id
-- column month: first day of the month of cable_date, or else of sent_at (UTC)
-- column seen: number of telegrams of the archive that have a serial number
-- column lowest_serial: the lowest of these numbers, l
-- column highest_serial: the highest of these numbers, m
-- column sent_by_range: first estimate of the number sent, and the least it can be: m - l + 1
-- column sent_by_spread: second estimate, of a series whose start is unknown too: (m - l) × (k + 1) / (k - 1) - 1,
--   where k is the number seen (Goodman 1954); null where one was seen
-- column sent_low: the least that can have been sent in the month: m - l + 1
-- column sent_high: the most: all numbers between the highest of earlier months and the lowest of later months; null
--   for the last month of a year that was seen
-- column share_seen: number seen divided by sent_by_spread; null where one was seen
WITH counted AS (
    SELECT post, year, month, count(*) AS k, min(serial_number) AS l, max(serial_number) AS m
    FROM serial_numbers
    WHERE NOT is_outlier AND month IS NOT NULL
    GROUP BY post, year, month
),
bounded AS (
    SELECT
        *,
        coalesce(max(m) OVER earlier, 0) AS highest_before,
        min(l) OVER later AS lowest_after
    FROM counted
    WINDOW
        earlier AS (PARTITION BY post, year ORDER BY month ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
        later AS (PARTITION BY post, year ORDER BY month ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)
)
SELECT
    post,
    year,
    month,
    k AS seen,
    l AS lowest_serial,
    m AS highest_serial,
    m - l + 1 AS sent_by_range,
    CASE WHEN k > 1 THEN CAST(round((m - l) * (k + 1) / (k - 1) - 1) AS BIGINT) END AS sent_by_spread,
    m - l + 1 AS sent_low,
    CASE WHEN lowest_after IS NOT NULL THEN greatest(m - l + 1, lowest_after - highest_before - 1) END AS sent_high,
    CASE WHEN k > 1 THEN k / ((m - l) * (k + 1) / (k - 1) - 1) END AS share_seen
FROM bounded
