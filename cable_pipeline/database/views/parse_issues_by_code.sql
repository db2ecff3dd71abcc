-- The doubts of the reader, by kind.
-- upstream: parse_issues
-- column code: stable code of the doubt
-- column severity: info, warning or error
-- column issues: how many there are
-- column files: in how many source files
-- column example_source_path: the first of these files by name
-- column example_message: what was said of that file
SELECT
    code,
    severity,
    count(*) AS issues,
    count(DISTINCT source_path) AS files,
    min(source_path) AS example_source_path,
    arg_min(message, (source_path, message)) AS example_message
FROM parse_issues
GROUP BY ALL
