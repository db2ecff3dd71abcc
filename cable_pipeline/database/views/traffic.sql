-- Who wrote to whom: addressee lines by originator, addressee and role. Twins of one telegram count once.
-- upstream: cable_facts, recipients
-- column post: token of the post in the cable's id
-- column originator: the FM line; null where the cable has no transmission header
-- column recipient: name of the addressee or of the collective, as read
-- column role: action or info
-- column is_collective: true where the addressee stands for a list of addressees
-- column addressee_lines: how often the addressee stands in these telegrams in this role: their number, but that a
--   telegram which names it twice counts twice
-- column first_date: day of the first of them, cable_date or else the day of sent_at (UTC)
-- column last_date: day of the last of them
SELECT
    cables.post,
    cables.originator,
    recipients.name AS recipient,
    recipients.role,
    recipients.is_collective,
    count(*) AS addressee_lines,
    min(coalesce(cables.cable_date, CAST(cables.sent_at AS DATE))) AS first_date,
    max(coalesce(cables.cable_date, CAST(cables.sent_at AS DATE))) AS last_date
FROM recipients
JOIN cable_facts AS cables ON cables.cable_id = recipients.cable_id
WHERE cables.is_primary
GROUP BY ALL
