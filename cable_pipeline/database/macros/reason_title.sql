-- What a reason for classification means, by its letter: the categories of E.O. 12958, section 1.5 as issued in 1995
-- and section 1.4 as amended in 2003, shortened; null for what has no letter of these.
-- kind: scalar
-- parameter reason: a reason, such as '1.4(B)' or '1.5(D)'
CASE regexp_extract(upper(reason), '\(([A-H])\)', 1)
    WHEN 'A' THEN 'Military plans, weapons systems or operations'
    WHEN 'B' THEN 'Foreign government information'
    WHEN 'C' THEN 'Intelligence activities, sources or methods, or cryptology'
    WHEN 'D' THEN 'Foreign relations or foreign activities, including confidential sources'
    WHEN 'E' THEN 'Scientific, technological or economic matters of national security'
    WHEN 'F' THEN 'Programs for safeguarding nuclear materials or facilities'
    WHEN 'G' THEN 'Vulnerabilities or capabilities of systems, installations or plans'
    WHEN 'H' THEN 'Weapons of mass destruction'
END
