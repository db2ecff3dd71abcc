-- Collective addressees: which posts wrote to them, how often, and when. Twins of one telegram count once.
-- upstream: cable_facts, recipients
-- column collective: name of the collective, as read
-- column role: action or info
-- column post: token of the post that wrote
-- column year: year of the id
-- column addressee_lines: how often the collective stands in these telegrams in this role
-- column with_exclusions: how many of these lines leave out members (XMT)
-- column first_date: day of the first of these telegrams, cable_date or else the day of sent_at (UTC)
-- column last_date: day of the last of them
SELECT
    recipients.name AS collective,
    recipients.role,
    cables.post,
    cables.year,
    count(*) AS addressee_lines,
    count(*) FILTER (WHERE len(recipients.excluded) > 0) AS with_exclusions,
    min(coalesce(cables.cable_date, CAST(cables.sent_at AS DATE))) AS first_date,
    max(coalesce(cables.cable_date, CAST(cables.sent_at AS DATE))) AS last_date
FROM recipients
JOIN cable_facts AS cables ON cables.cable_id = recipients.cable_id
WHERE recipients.is_collective AND cables.is_primary
GROUP BY ALL
