"""Tables: the one schema, records into Arrow, Parquet files, generations and their publication, revisions.

Promise: the tables are a function of the contents of the source folder, byte for byte, whatever the order of the
files, the number of workers or the history of runs (``source_files``, ``revisions`` and ``dataset``, which carry
times, apart). Readers see whole generations only, no text that was ever ingested is lost, and a run costs what changed.
"""
