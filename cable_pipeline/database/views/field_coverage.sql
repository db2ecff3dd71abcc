-- In how many cables each field of the table cables is known. A list counts as known when it is not empty.
-- upstream: cable_facts
-- column field: column of cables
-- column known: number of cables that have it
-- column cables: number of all cables
-- column share: known divided by cables, from 0 to 1; null in an empty archive
WITH known AS (
    SELECT
        count(*) AS cables,
        count(year) AS year,
        count(post) AS post,
        count(serial_number) AS serial_number,
        count(title) AS title,
        count(subject) AS subject,
        count(cable_date) AS cable_date,
        count(sent_at) AS sent_at,
        count(classification) AS classification,
        count(classification_marking) AS classification_marking,
        count(*) FILTER (WHERE len(handling) > 0) AS handling,
        count(*) FILTER (WHERE len(captions) > 0) AS captions,
        count(origin) AS origin,
        count(originator) AS originator,
        count(originator_indicator) AS originator_indicator,
        count(transmission_id) AS transmission_id,
        count(station_serial_number) AS station_serial_number,
        count(filed_at) AS filed_at,
        count(action_precedence) AS action_precedence,
        count(info_precedence) AS info_precedence,
        count(transmission_security) AS transmission_security,
        count(section_number) AS section_number,
        count(section_count) AS section_count,
        count(attention) AS attention,
        count(executive_order) AS executive_order,
        count(declassify_on) AS declassify_on,
        count(declassify_date) AS declassify_date,
        count(*) FILTER (WHERE len(classified_by) > 0) AS classified_by,
        count(*) FILTER (WHERE len(classification_reasons) > 0) AS classification_reasons,
        count(*) FILTER (WHERE has_summary) AS summary,
        count(*) FILTER (WHERE has_comment) AS comment,
        count(signature) AS signature
    FROM cable_facts
)
SELECT
    fields.field,
    fields.known,
    fields.cables,
    CASE WHEN fields.cables > 0 THEN fields.known / fields.cables END AS share
FROM (UNPIVOT known ON COLUMNS(* EXCLUDE (cables)) INTO NAME field VALUE known) AS fields
