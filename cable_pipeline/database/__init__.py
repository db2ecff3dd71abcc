"""DuckDB over one generation: relations, analysis views, macros, checks, and a connection that can only read.

Promise: ``build`` turns the Parquet files of a generation into one small database file that opens from any folder in
DuckDB 1.4 and later; ``checks`` tells whether its rows keep their word; ``connect`` runs other people's SQL without
letting it write, leave the generation or change a setting; ``dictionary`` describes every relation and column.
The descriptions come from ``cable_pipeline.tables.schema`` and from the heads of the ``views`` and ``macros`` files.
"""
