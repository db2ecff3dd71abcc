SELECT
    found.cable_id,
    found.position AS paragraph,
    coalesce(cables.cable_date, CAST(cables.sent_at AS DATE)) AS date,
    cables.subject,
    round(found.score, 3) AS score,
    found.snippet
FROM search({query}, top := {top}) AS found
LEFT JOIN cables ON cables.cable_id = found.cable_id
ORDER BY found.score DESC, found.cable_id, found.position
