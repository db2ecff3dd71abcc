WITH senders AS (
    SELECT originator AS id, min(post) AS post, count(*) AS sent
    FROM cables
    WHERE is_primary AND originator IS NOT NULL
    GROUP BY originator
), addressees AS (
    SELECT recipients.name AS id, bool_or(recipients.is_collective) AS is_collective
    FROM recipients
    JOIN cables USING (cable_id)
    WHERE cables.is_primary AND cables.originator IS NOT NULL
    GROUP BY recipients.name
)
SELECT id, id AS label, post, coalesce(sent, 0) AS sent, coalesce(is_collective, false) AS is_collective
FROM senders
FULL JOIN addressees USING (id)
ORDER BY id
