"""Giving a generation away: as one database file, as CSV or Parquet with a data package, as graphs.

Promise: every table of the schema and every view and macro comes along by itself; every form carries the data
dictionary, the generation, the counts and how to cite it; what is written appears under its name when it is whole, and
nothing that is there is ever overwritten.
"""
