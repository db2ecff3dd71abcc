SELECT
    facts.{column} AS {name},
    count(DISTINCT found.cable_id) AS cables,
    count(DISTINCT (found.cable_id, found.position)) AS paragraphs
FROM search({query}) AS found
LEFT JOIN {relation} AS facts USING ({key})
GROUP BY ALL
ORDER BY cables DESC, paragraphs DESC, {name}
LIMIT {limit}
