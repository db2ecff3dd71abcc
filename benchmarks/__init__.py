"""Timings: how fast telegrams are read, stage by stage, and how long whole runs take over archives of several sizes.

``make bench`` runs both over invented telegrams, and over those of the folder that ``CABLES_BENCH_SOURCE`` names.
"""
