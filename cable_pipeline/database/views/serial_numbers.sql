-- Every telegram with its serial number, and whether that number is an outlier: far above all others of the same post
-- and year, because it was misread, misprinted, or is of another series. An outlier lies above a gap so wide that, if
-- the serials below were a random sample of all, it would come about once in a million times (a serial 10^(6 / k) times
-- the one below, where k lie below), and at least a quarter above the one below. More than one in a hundred serials are
-- no outliers, but a series. Twins of one telegram count once.
-- upstream: cable_facts
-- column cable_id: the cable
-- column canonical_id: its repaired id
-- column post: token of the post
-- column year: year of the id
-- column month: first day of the month of cable_date, or else of sent_at (UTC)
-- column serial_number: the serial number
-- column sent_at: sent_at (UTC), or else cable_date at midnight
-- column is_timed: whether that is the date-time group, and no mere day
-- column seen_below: how many serial numbers of the post and year lie below the gap under the outliers; null where
--   there are none
-- column highest_below: the highest of these serial numbers
-- column is_outlier: whether the number lies above that gap
WITH ranked AS (
    SELECT
        cable_id,
        canonical_id,
        post,
        year,
        serial_number,
        cable_date,
        sent_at,
        row_number() OVER ascending AS rank,
        lead(serial_number) OVER ascending AS next_serial,
        count(*) OVER (PARTITION BY post, year) AS seen
    FROM cable_facts
    WHERE is_primary AND post IS NOT NULL AND year IS NOT NULL AND serial_number IS NOT NULL
    WINDOW ascending AS (PARTITION BY post, year ORDER BY serial_number)
),
gaps AS (
    SELECT post, year, min(rank) AS seen_below, min(serial_number) AS highest_below
    FROM ranked
    WHERE next_serial > serial_number * greatest(1.25, pow(10, 6 / rank)) AND seen - rank <= greatest(1, seen // 100)
    GROUP BY post, year
)
SELECT
    ranked.cable_id,
    ranked.canonical_id,
    ranked.post,
    ranked.year,
    CAST(date_trunc('month', coalesce(ranked.cable_date, CAST(ranked.sent_at AS DATE))) AS DATE) AS month,
    ranked.serial_number,
    coalesce(ranked.sent_at, CAST(ranked.cable_date AS TIMESTAMP)) AS sent_at,
    ranked.sent_at IS NOT NULL AS is_timed,
    gaps.seen_below,
    gaps.highest_below,
    coalesce(ranked.rank > gaps.seen_below, false) AS is_outlier
FROM ranked
LEFT JOIN gaps ON gaps.post = ranked.post AND gaps.year = ranked.year
