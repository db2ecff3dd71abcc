-- Who signed and who classified the telegrams of a post, with the first and the last day on which they did. Twins of
-- one telegram count once.
-- upstream: cable_facts
-- column post: token of the post
-- column role: signer (the closing line) or classifier (the classification authority)
-- column name: the name as printed, in upper case
-- column telegrams: number of telegrams
-- column first_date: day of the first of them, cable_date or else the day of sent_at (UTC)
-- column last_date: day of the last of them
-- column years: the years of their ids, in order
WITH telegrams AS (
    SELECT post, year, coalesce(cable_date, CAST(sent_at AS DATE)) AS day, signature, classified_by
    FROM cable_facts
    WHERE is_primary AND (signature IS NOT NULL OR len(classified_by) > 0)
),
named AS (
    SELECT post, 'signer' AS role, upper(signature) AS name, day, year
    FROM telegrams
    WHERE signature IS NOT NULL
    UNION ALL
    SELECT post, 'classifier' AS role, upper(classifier) AS name, day, year
    FROM (SELECT post, unnest(list_distinct(classified_by)) AS classifier, day, year FROM telegrams)
)
SELECT
    post,
    role,
    name,
    count(*) AS telegrams,
    min(day) AS first_date,
    max(day) AS last_date,
    list_sort(list(DISTINCT year)) AS years
FROM named
GROUP BY post, role, name
