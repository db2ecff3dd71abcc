-- Who wrote to whom, month by month: addressee lines by originator, addressee and role. Twins of one telegram count
-- once.
-- upstream: cable_facts, recipients
-- column post: token of the post in the cable's id
-- column originator: the FM line; null where the cable has no transmission header
-- column year: year of the id
-- column month: first day of the month of cable_date, or else of sent_at (UTC)
-- column recipient: name of the addressee or of the collective, as read
-- column role: action or info
-- column is_collective: true where the addressee stands for a list of addressees
-- column addressee_lines: how often the addressee stands in these telegrams in this role
SELECT
    cables.post,
    cables.originator,
    cables.year,
    CAST(date_trunc('month', coalesce(cables.cable_date, CAST(cables.sent_at AS DATE))) AS DATE) AS month,
    recipients.name AS recipient,
    recipients.role,
    recipients.is_collective,
    count(*) AS addressee_lines
FROM recipients
JOIN cable_facts AS cables ON cables.cable_id = recipients.cable_id
WHERE cables.is_primary
GROUP BY ALL
