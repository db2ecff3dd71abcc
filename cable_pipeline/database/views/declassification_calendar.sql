-- When telegrams were to be declassified, by post, year and classification. Twins of one telegram count once.
-- upstream: cable_facts
-- column post: token of the post
-- column year: year of the id
-- column classification: as in cables.classification
-- column declassify_month: first day of the month in which they were to be declassified; null where no day is printed
-- column exemption: what is printed instead of a day, such as X1 or OADR, in upper case; null where a day is printed
-- column telegrams: number of telegrams
-- column mean_years: mean of the years from cable_date to declassify_date; null where one of the two is not known
SELECT
    post,
    year,
    classification,
    CAST(date_trunc('month', declassify_date) AS DATE) AS declassify_month,
    CASE WHEN declassify_date IS NULL THEN upper(declassify_on) END AS exemption,
    count(*) AS telegrams,
    avg(CAST(declassify_date - cable_date AS BIGINT)) / 365.25 AS mean_years
FROM cable_facts AS cables
WHERE is_primary AND (declassify_date IS NOT NULL OR upper(declassify_on) NOT IN ('N/A', 'NA'))
GROUP BY ALL
