"""Timings: how fast telegrams are read, stage by stage, how long a whole run takes, and how fast its index answers.

``make bench`` runs all over the folder that ``CABLES_BENCH_SOURCE`` names, else over ``seeds/``.
"""
