"""Timings: telegrams read stage by stage, whole runs over archives of several sizes, and the search index.

``make bench`` measures over invented telegrams, and over those of the folder that ``CABLES_BENCH_SOURCE`` names; search
in the data folder that ``CABLES_BENCH_DATA`` names. ``python -m benchmarks.views`` times every view of a data folder.
"""
