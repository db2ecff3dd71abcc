"""cable_pipeline: raw text files of U.S. diplomatic telegrams in, Parquet tables and a DuckDB database out.

Importing the package is cheap on purpose: the rooms (``telegram``, ``sources``, ``tables``, ``database``,
``orchestration``) are imported where they are used, so that a worker which only reads telegrams loads
neither DuckDB nor Dagster.
"""
