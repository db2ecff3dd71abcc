-- What part of a post's telegrams of a year the archive has. Telegrams are numbered from 1 anew each year, so that the
-- serial numbers seen tell how many were sent, as the numbers of captured tanks told how many were built. It is taken
-- that those seen are a random sample of those sent. Of a year that the archive does not cover to its end, it is the
-- telegrams up to the last one that are estimated.
-- upstream: serial_numbers
-- column post: token of the post
-- column year: year of the id
-- column seen: number of telegrams of the archive that have a serial number; twins of one telegram count once
-- column lowest_serial: the lowest of these numbers
-- column highest_serial: the highest of them, outliers included
-- column outliers: how many are outliers, which do not count in the columns that follow (see serial_numbers)
-- column sent_by_highest: first estimate of the number sent, and the least it can be: the highest serial number, m
-- column sent_by_tank: second estimate: m + m / k - 1, where k is the number seen (Ruggles and Brodie 1947; Goodman
--   1952)
-- column sent_by_gap: third estimate: as many may be missing above the highest as below the lowest: m + lowest - 1
-- column sent_low: lower end of the 95 % confidence interval of the number sent: m
-- column sent_high: upper end of that interval: m × 0.05^(-1 / k)
-- column share_seen: number seen without outliers divided by sent_by_tank
WITH counted AS (
    SELECT
        post,
        year,
        count(*) AS seen,
        min(serial_number) AS lowest_serial,
        max(serial_number) AS highest_serial,
        count(*) FILTER (WHERE is_outlier) AS outliers,
        max(serial_number) FILTER (WHERE NOT is_outlier) AS m,
        count(*) FILTER (WHERE NOT is_outlier) AS k
    FROM serial_numbers
    GROUP BY post, year
)
SELECT
    post,
    year,
    seen,
    lowest_serial,
    highest_serial,
    outliers,
    m AS sent_by_highest,
    CAST(round(m + m / k - 1) AS BIGINT) AS sent_by_tank,
    CAST(m AS BIGINT) + lowest_serial - 1 AS sent_by_gap,
    m AS sent_low,
    CAST(ceil(m * pow(0.05, -1 / k)) AS BIGINT) AS sent_high,
    k / (m + m / k - 1) AS share_seen
FROM counted
