-- Telegrams of the Department of State that three posts or more cite in their REF blocks: circulars, and who answered
-- them. The macro answers_to(id) lists the answers to one of them post by post.
-- upstream: cable_facts, cable_references
-- column circular_id: canonical id of the telegram
-- column is_present: whether the archive has it
-- column subject: its subject; null where it is not in the archive
-- column sent_at: when it was sent (UTC); null where it is not in the archive
-- column posts: number of posts that answered
-- column answers: number of telegrams that answer
-- column first_answer_at: when the first answer was sent (UTC)
-- column last_answer_at: when the last one was
-- column median_days: median of the days from the circular to a post's first answer; null where it is not in the
--   archive
-- column answering_posts: the posts, in the order of their first answers
WITH edges AS (
    SELECT DISTINCT cable_id, referenced_id
    FROM cable_references
    WHERE kind = 'cable' AND regexp_matches(referenced_id, '^\d\dSTATE\d+$')
),
telegrams AS (
    SELECT cable_id, canonical_id, post, subject, coalesce(sent_at, CAST(cable_date AS TIMESTAMP)) AS sent_at
    FROM cable_facts
    WHERE is_primary
),
answers AS (
    SELECT
        edges.referenced_id AS question_id,
        answer.post,
        answer.sent_at AS answer_at,
        question.sent_at AS question_at
    FROM edges
    JOIN telegrams AS answer ON answer.cable_id = edges.cable_id
    LEFT JOIN telegrams AS question ON question.canonical_id = edges.referenced_id
    WHERE answer.post <> 'STATE' AND NOT coalesce(answer.sent_at < question.sent_at, false)
),
firsts AS (
    SELECT
        question_id,
        post,
        count(*) AS answers,
        min(answer_at) AS first_at,
        max(answer_at) AS last_at,
        date_diff('minute', any_value(question_at), min(answer_at)) / 1440 AS days
    FROM answers
    GROUP BY question_id, post
),
asked AS (
    SELECT
        question_id,
        count(*) AS posts,
        CAST(sum(answers) AS BIGINT) AS answers,
        min(first_at) AS first_answer_at,
        max(last_at) AS last_answer_at,
        median(days) AS median_days,
        list(post ORDER BY first_at, post) AS answering_posts
    FROM firsts
    GROUP BY question_id
    HAVING count(*) >= 3
)
SELECT
    asked.question_id AS circular_id,
    telegrams.cable_id IS NOT NULL AS is_present,
    telegrams.subject,
    telegrams.sent_at,
    asked.posts,
    asked.answers,
    asked.first_answer_at,
    asked.last_answer_at,
    asked.median_days,
    asked.answering_posts
FROM asked
LEFT JOIN telegrams ON telegrams.canonical_id = asked.question_id
