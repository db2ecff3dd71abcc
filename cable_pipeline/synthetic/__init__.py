"""The telegram factory: invented telegrams and archives of them, in the real layouts and with the real damages.

Promise: everything here is invented, and everything follows from a seed. ``invent`` draws what a telegram says,
``render`` prints it in a layout and says what a right reader must find, ``damage`` spoils the text at settable rates,
``write_archive`` fills a folder. Posts, TAGS and routing indicators come from ``cable_pipeline.reference``.
"""

from __future__ import annotations

from cable_pipeline.synthetic.archive import ArchiveError, ArchiveReport, write_archive
from cable_pipeline.synthetic.damage import DAMAGES, REAL_RATES, Damage, damage
from cable_pipeline.synthetic.invent import invent
from cable_pipeline.synthetic.layout import LAYOUTS, Layout, draw_layout
from cable_pipeline.synthetic.plan import TelegramPlan
from cable_pipeline.synthetic.render import Rendered, render

__all__ = [
    "DAMAGES",
    "LAYOUTS",
    "REAL_RATES",
    "ArchiveError",
    "ArchiveReport",
    "Damage",
    "Layout",
    "Rendered",
    "TelegramPlan",
    "damage",
    "draw_layout",
    "invent",
    "render",
    "write_archive",
]
