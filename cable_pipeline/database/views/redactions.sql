-- Cables with X-ed out text, and how much of it.
-- upstream: cable_facts
-- column cable_id: the cable
-- column post: token of the post
-- column year: year of the id
-- column cable_date: the source's date
-- column classification: as in cables.classification
-- column subject: the telegram's subject
-- column redaction_count: runs of X-ed out text
-- column redactions_per_1000_words: runs for every thousand words of the body; null for a body without words
SELECT
    cable_id,
    post,
    year,
    cable_date,
    classification,
    subject,
    redaction_count,
    CASE WHEN word_count > 0 THEN 1000.0 * redaction_count / word_count END AS redactions_per_1000_words
FROM cable_facts AS cables
WHERE redaction_count > 0
