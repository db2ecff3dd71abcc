-- Telegrams whose REF block cites a telegram of another post, and how long they took: as a rule, answers to it. Only
-- those that were sent after it, where both days are known. Twins of one telegram count once.
-- upstream: cable_facts, cable_references, posts, recipients
-- column question_id: canonical id of the telegram that is cited
-- column question_post: token of its post
-- column question_at: when it was sent: sent_at (UTC), or else cable_date; null where it is not in the archive
-- column answer_id: the citing cable
-- column post: token of the post that answers
-- column year: year of its id
-- column answer_at: when it was sent
-- column is_addressed_back: whether the post that asked is an addressee of the answer; null where the answer has no
--   transmission header or the routing indicator of that post is not known
-- column days: days from question to answer; null where the question is not in the archive
WITH edges AS (
    SELECT DISTINCT cable_id, referenced_id
    FROM cable_references
    WHERE kind = 'cable' AND referenced_id IS NOT NULL
),
telegrams AS (
    SELECT
        cable_id,
        canonical_id,
        post,
        year,
        coalesce(sent_at, CAST(cable_date AS TIMESTAMP)) AS sent,
        originator IS NOT NULL AS has_header
    FROM cable_facts
    WHERE is_primary
),
pairs AS (
    SELECT
        edges.referenced_id AS question_id,
        coalesce(asked.post, regexp_extract(edges.referenced_id, '^\d\d(\D+)\d+$', 1)) AS question_post,
        asked.sent AS question_at,
        edges.cable_id AS answer_id,
        answer.post,
        answer.year,
        answer.sent AS answer_at,
        answer.has_header
    FROM edges
    JOIN telegrams AS answer ON answer.cable_id = edges.cable_id
    LEFT JOIN telegrams AS asked ON asked.canonical_id = edges.referenced_id
),
answered AS (
    SELECT pairs.*, posts.routing_indicator
    FROM pairs
    LEFT JOIN posts ON posts.post = pairs.question_post
    WHERE pairs.post <> pairs.question_post AND NOT coalesce(pairs.answer_at < pairs.question_at, false)
),
addressed AS (
    SELECT DISTINCT answered.answer_id, answered.routing_indicator
    FROM recipients
    JOIN answered
        ON answered.answer_id = recipients.cable_id AND answered.routing_indicator = recipients.routing_indicator
)
SELECT
    answered.question_id,
    answered.question_post,
    answered.question_at,
    answered.answer_id,
    answered.post,
    answered.year,
    answered.answer_at,
    CASE
        WHEN answered.has_header AND answered.routing_indicator IS NOT NULL THEN addressed.answer_id IS NOT NULL
    END AS is_addressed_back,
    date_diff('minute', answered.question_at, answered.answer_at) / 1440 AS days
FROM answered
LEFT JOIN addressed
    ON addressed.answer_id = answered.answer_id AND addressed.routing_indicator = answered.routing_indicator
