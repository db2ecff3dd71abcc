"""Invented telegrams, written into a source folder."""

from __future__ import annotations

from pathlib import Path

_TEXT = """\
{cable_id}
TALKS ON THE HARBOUR
Tue Mar 07 00:00:00 +0100 2006
UNCLASSIFIED//FOR OFFICIAL USE ONLY
Embassy Phnom Penh
VZCZCXRO0001
OO RUEHCHI
DE RUEHPF #{serial:04d} 0660743
ZNR UUUUU ZZH
O 070743Z MAR 06
FM AMEMBASSY PHNOM PENH
TO RUEHC/SECSTATE WASHDC IMMEDIATE 0101
UNCLAS PHNOM PENH {serial:06d}

SIPDIS

E.O. 12958: N/A
TAGS: PGOV PREL CB
SUBJECT: TALKS ON THE HARBOUR

¶1. (SBU) {sentence}

¶2. (U) Nothing more was said.
INVENTOR
"""


def text(serial: int, sentence: str = "The harbour master spoke of dredging.") -> str:
    """An invented telegram of 2006 from Phnom Penh."""
    return _TEXT.format(cable_id=f"06PHNOMPENH{serial}", serial=serial, sentence=sentence)


def write(folder: Path, serial: int, sentence: str = "The harbour master spoke of dredging.") -> Path:
    """Write such a telegram into ``folder`` and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{serial}.txt"
    path.write_text(text(serial, sentence), encoding="utf-8")
    return path
