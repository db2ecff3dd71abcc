-- Every TAGS entry of every cable with the title of its code.
-- upstream: tags, tag_dictionary
-- column cable_id: the cable, as in cables.cable_id
-- column position: place in the TAGS line, from 1
-- column tag: the code, name or topic
-- column kind: subject, geographic, program, person, organization, topic or unknown, as read in this cable
-- column title: title of the code in the dictionary; of the code that is meant where the code itself is wrong; null for
--   persons and for codes without a known title
-- column iso_3166_alpha2: country of a geographic code that has an ISO code
-- column raw: the entry as printed
SELECT
    tags.cable_id,
    tags.position,
    tags.tag,
    tags.kind,
    CASE WHEN tags.kind <> 'person' THEN coalesce(entry.title, meant.title) END AS title,
    CASE WHEN tags.kind = 'geographic' THEN coalesce(entry.iso_3166_alpha2, meant.iso_3166_alpha2) END AS iso_3166_alpha2,
    tags.raw
FROM tags
LEFT JOIN tag_dictionary AS entry ON entry.tag = tags.tag
LEFT JOIN tag_dictionary AS meant ON meant.tag = entry.canonical
