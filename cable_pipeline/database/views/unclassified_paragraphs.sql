-- Paragraphs marked unclassified (U, SBU, FOUO, LOU and the like) in classified telegrams: what could have been said
-- openly. Twins of one telegram count once.
-- upstream: cable_facts, paragraphs
-- column cable_id: the cable
-- column post: token of its post
-- column year: year of its id
-- column cable_date: its day
-- column classification: of the cable
-- column position: place of the paragraph in it, from 1
-- column number: its printed number
-- column marking: its portion marking
-- column heading: the heading it stands under
-- column text: the text of the paragraph
-- column word_count: words of the text
SELECT
    paragraphs.cable_id,
    cables.post,
    cables.year,
    cables.cable_date,
    cables.classification,
    paragraphs.position,
    paragraphs.number,
    paragraphs.marking,
    paragraphs.heading,
    paragraphs.text,
    paragraphs.word_count
FROM paragraphs
JOIN cable_facts AS cables ON cables.cable_id = paragraphs.cable_id
WHERE cables.is_primary
AND (cables.classification LIKE 'CONFIDENTIAL%' OR cables.classification LIKE 'SECRET%'
    OR cables.classification LIKE 'TOP SECRET%')
AND regexp_matches(paragraphs.marking, '^(U|SBU|FOUO|LOU)([^A-Z]|$)')
