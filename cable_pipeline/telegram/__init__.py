"""The reader of one telegram: text in, records out.

Promise: ``read_telegram`` is a pure function of its text. It opens no file, needs nothing but the standard
library and the dictionaries of ``cable_pipeline.reference``, never fails on a text that is a cable, and
accounts for every character of it: the segments are a partition of the source text.

Module constants are ``Final``: compiled, they are then read without being looked up by name. Patterns that are searched
for begin with what is rare, or with a look at their first character, ``(?=[...])``, so that a search passes over all
other places without trying their alternatives.
"""

from __future__ import annotations

from typing import Final

from cable_pipeline.telegram.envelope import NotATelegram
from cable_pipeline.telegram.reader import read_telegram

READER_VERSION: Final = "6"
"""Changes whenever the same text may yield other records; every cable is then read again."""

__all__ = ["READER_VERSION", "NotATelegram", "read_telegram"]
