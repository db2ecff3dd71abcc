-- Why telegrams on a subject were classified: reasons by tag. The macro reason_title says what a reason means. Twins
-- count once.
-- upstream: cable_facts, tag_dictionary, tags
-- column tag: the code, name or topic
-- column kind: subject, geographic, program, person, organization, topic or unknown
-- column title: title of the code in the dictionary
-- column reason: as in cables.classification_reasons, such as 1.4(B)
-- column telegrams: number of telegrams with the tag that give the reason
-- column telegrams_with_reasons: number of telegrams with the tag that give any reason
-- column share: the one divided by the other; telegrams may give several reasons, so that shares add up to more than 1
WITH reasoned AS (
    SELECT cable_id, list_distinct(classification_reasons) AS reasons
    FROM cable_facts AS cables
    WHERE is_primary AND len(classification_reasons) > 0
),
tagged AS (
    SELECT DISTINCT tags.cable_id, tags.tag, tags.kind
    FROM tags
    SEMI JOIN reasoned ON reasoned.cable_id = tags.cable_id
),
totals AS (
    SELECT tag, kind, count(*) AS telegrams
    FROM tagged
    GROUP BY tag, kind
),
counted AS (
    SELECT tagged.tag, tagged.kind, reasoned.reason, count(*) AS telegrams
    FROM tagged
    JOIN (SELECT cable_id, unnest(reasons) AS reason FROM reasoned) AS reasoned ON reasoned.cable_id = tagged.cable_id
    GROUP BY ALL
)
SELECT
    counted.tag,
    counted.kind,
    CASE WHEN counted.kind <> 'person' THEN coalesce(entry.title, meant.title) END AS title,
    counted.reason,
    counted.telegrams,
    totals.telegrams AS telegrams_with_reasons,
    counted.telegrams / totals.telegrams AS share
FROM counted
JOIN totals ON totals.tag = counted.tag AND totals.kind = counted.kind
LEFT JOIN tag_dictionary AS entry ON entry.tag = counted.tag
LEFT JOIN tag_dictionary AS meant ON meant.tag = entry.canonical
