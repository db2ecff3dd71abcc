-- How often each tag was used, month by month, and in what share of all telegrams. Twins of one telegram count once.
-- upstream: cable_facts, tag_dictionary, tags
-- column tag: the code, name or topic
-- column kind: subject, geographic, program, person, organization, topic or unknown
-- column title: title of the code in the dictionary; null for persons and unknown codes
-- column month: first day of the month of cable_date, or else of sent_at (UTC)
-- column telegrams: number of telegrams with the tag
-- column traffic: number of all telegrams of that month
-- column share: telegrams divided by traffic
WITH dated AS (
    SELECT
        cable_id,
        CAST(date_trunc('month', coalesce(cable_date, CAST(sent_at AS DATE))) AS DATE) AS month
    FROM cable_facts
    WHERE is_primary
),
traffic AS (
    SELECT month, count(*) AS traffic
    FROM dated
    GROUP BY month
),
used AS (
    SELECT tags.tag, tags.kind, dated.month, count(*) AS telegrams
    FROM tags
    JOIN dated ON dated.cable_id = tags.cable_id
    GROUP BY ALL
)
SELECT
    used.tag,
    used.kind,
    CASE WHEN used.kind <> 'person' THEN coalesce(entry.title, meant.title) END AS title,
    used.month,
    used.telegrams,
    traffic.traffic,
    used.telegrams / traffic.traffic AS share
FROM used
JOIN traffic ON traffic.month IS NOT DISTINCT FROM used.month
LEFT JOIN tag_dictionary AS entry ON entry.tag = used.tag
LEFT JOIN tag_dictionary AS meant ON meant.tag = entry.canonical
