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
WITH numbered AS (
    SELECT *
    FROM cable_facts
    WHERE is_primary AND post IS NOT NULL AND year IS NOT NULL AND serial_number IS NOT NULL
),
series AS (
    SELECT
        post,
        year,
        count(*) AS seen,
        greatest(1, seen - greatest(1, seen // 100)) AS lowest_rank,
        list_sort(list(serial_number))[lowest_rank :] AS top
    FROM numbered
    GROUP BY post, year
),
-- The serials that a gap may lie above: with one in a hundred above them at most.
ranked AS (
    SELECT
        post,
        year,
        unnest(range(lowest_rank, seen)) AS rank,
        unnest(top[: -2]) AS serial_number,
        unnest(top[2 :]) AS next_serial
    FROM series
),
gaps AS (
    SELECT post, year, min(rank) AS seen_below, min(serial_number) AS highest_below
    FROM ranked
    WHERE next_serial > serial_number * greatest(1.25, pow(10, 6 / rank))
    GROUP BY post, year
)
SELECT
    numbered.cable_id,
    numbered.canonical_id,
    numbered.post,
    numbered.year,
    CAST(date_trunc('month', coalesce(numbered.cable_date, CAST(numbered.sent_at AS DATE))) AS DATE) AS month,
    numbered.serial_number,
    coalesce(numbered.sent_at, CAST(numbered.cable_date AS TIMESTAMP)) AS sent_at,
    numbered.sent_at IS NOT NULL AS is_timed,
    gaps.seen_below,
    gaps.highest_below,
    coalesce(numbered.serial_number > gaps.highest_below, false) AS is_outlier
FROM numbered
LEFT JOIN gaps ON gaps.post = numbered.post AND gaps.year = numbered.year
