"""Dagster: assets, job, schedule, sensor and the one run they all share.

Promise: thin. It calls the rooms below (``tables``, ``database``) and reports what they did; it holds no rule about
telegrams, tables or SQL. A run from the UI, the schedule, the sensor or the command line is the same run: one process,
one writer's lock, one generation. Importing this package imports nothing; Dagster is loaded where it is used.
"""
