-- Which posts answered a telegram, such as a circular of the Department of State, and when: a row for each post, in the
-- order of their first answers. See the view answers.
-- kind: table
-- upstream: answers, cables
-- parameter id: a cable id, as printed or repaired; the telegram need not be in the archive
SELECT
    row_number() OVER (ORDER BY min(answers.answer_at), answers.post) AS place,
    answers.post,
    arg_min(answers.answer_id, (answers.answer_at, answers.answer_id)) AS first_answer_id,
    min(answers.answer_at) AS first_answer_at,
    min(answers.days) AS days,
    count(*) AS answers,
    bool_or(answers.is_addressed_back) AS is_addressed_back
FROM answers
WHERE answers.question_id = coalesce((SELECT any_value(cables.canonical_id) FROM cables WHERE cables.cable_id = id), id)
GROUP BY answers.post
ORDER BY place
