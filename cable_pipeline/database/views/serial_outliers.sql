-- Serial numbers far above all others of the same post and year: misread, misprinted, or of another series. An outlier
-- lies above a gap so wide that, if the serials below were a random sample of all, it would come about once in a million
-- times (a serial 10^(6 / k) times the one below, where k lie below), and at least a quarter above the one below. More
-- than one in a hundred serials are no outliers, but a series.
-- upstream: cables
-- column cable_id: the cable
-- column post: token of the post
-- column year: year of the id
-- column serial_number: the serial number that stands out
-- column highest_below: the highest serial number of the post and year below the gap
-- column seen_below: how many serial numbers lie below the gap
WITH ranked AS (
    SELECT
        cable_id,
        post,
        year,
        serial_number,
        row_number() OVER ascending AS rank,
        lead(serial_number) OVER ascending AS next_serial,
        count(*) OVER (PARTITION BY post, year) AS seen
    FROM cables
    WHERE is_primary AND post IS NOT NULL AND year IS NOT NULL AND serial_number IS NOT NULL
    WINDOW ascending AS (PARTITION BY post, year ORDER BY serial_number, cable_id)
),
gaps AS (
    SELECT post, year, min(rank) AS seen_below, min(serial_number) AS highest_below
    FROM ranked
    WHERE next_serial > serial_number * greatest(1.25, pow(10, 6 / rank)) AND seen - rank <= greatest(1, seen // 100)
    GROUP BY post, year
)
SELECT
    ranked.cable_id,
    ranked.post,
    ranked.year,
    ranked.serial_number,
    gaps.highest_below,
    gaps.seen_below
FROM ranked
JOIN gaps ON gaps.post = ranked.post AND gaps.year = ranked.year
WHERE ranked.rank > gaps.seen_below
