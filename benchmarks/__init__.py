"""Timings: how fast telegrams are read, stage by stage, and how long a whole run takes.

``make bench`` runs both over the folder that ``CABLES_BENCH_SOURCE`` names, else over ``seeds/``.
"""
