-- Title of a TAGS code in the dictionary; of the code that is meant where the code itself is wrong; null when unknown.
-- kind: scalar
-- upstream: tag_dictionary
-- parameter code: a TAGS code, such as 'PGOV', in upper or lower case
(
    SELECT any_value(coalesce(entry.title, meant.title))
    FROM tag_dictionary AS entry
    LEFT JOIN tag_dictionary AS meant ON meant.tag = entry.canonical
    WHERE entry.tag = upper(trim(code))
)
