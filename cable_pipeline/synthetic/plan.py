"""What a telegram says, before any layout: the factory's own description of one message.

A plan holds values only; how they are printed is decided by :mod:`cable_pipeline.synthetic.layout`. Texts are
on one line with single blanks; a line feed inside a block starts a new list item.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Part = Literal["summary", "comment"]
ReferenceKind = Literal["cable", "email", "telcon", "report"]


@dataclass(frozen=True, slots=True)
class Identity:
    """Which telegram it is: year, post token (a key of ``reference.posts()``), number, and when it was sent (UTC)."""

    year: int
    post: str
    serial_number: int
    sent_at: datetime

    @property
    def cable_id(self) -> str:
        """The id as an archive prints it: two-digit year, post, number without leading zeros."""
        return f"{self.year % 100:02d}{self.post}{self.serial_number}"


@dataclass(frozen=True, slots=True)
class Addressee:
    """One addressee: its name, and what else is printed on its line; ``excluded`` are the posts of its XMT lines."""

    name: str
    routing_indicator: str | None = None
    precedence: str | None = None
    serial_number: str | None = None
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reftel:
    """One entry of the REF block.

    ``printed`` is the entry without its label. A ``carried`` entry prints only a number after AND and takes post
    and year from the entry before (``CARACAS 12 AND 13``); it has no label.
    """

    printed: str
    kind: ReferenceKind = "cable"
    label: str | None = None
    referenced_id: str | None = None
    caption: str | None = None
    carried: bool = False


@dataclass(frozen=True, slots=True)
class Authority:
    """Who classified the telegram, and why: section of the executive order (``1.4``) and category letters."""

    title: str
    name: str
    section: str
    letters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: portion marking without parentheses, and its blocks, which blank lines part."""

    blocks: tuple[str, ...]
    marking: str | None = None
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Paragraphs under one heading, or under none."""

    heading: str | None
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class TelegramPlan:
    """Everything one telegram says.

    ``post_name`` is the post as printed in the message reference number (``SAN JOSE``); ``station_name`` and
    ``routing_indicator`` stand in FM and DE; ``precedences`` are one or two letters of O, P, R, Z (action and
    information); ``called`` are the indicators of the stations called (none: the message goes to one relay only).
    """

    identity: Identity
    post_name: str
    station_name: str
    routing_indicator: str
    origin: str
    classification: str
    handling: tuple[str, ...]
    transmission_number: int
    called: tuple[str, ...]
    precedences: tuple[str, ...]
    action: tuple[Addressee, ...]
    info: tuple[Addressee, ...]
    section_count: int | None
    captions: tuple[str, ...]
    attention: tuple[str, ...]
    executive_order: str
    declassify_on: str
    tags: tuple[str, ...]
    subject: str
    subject_marking: str | None
    references: tuple[Reftel, ...]
    authority: Authority | None
    handling_sentence: str | None
    sections: tuple[Section, ...]
    signature: str | None
    website_notice: tuple[str, ...]

    @property
    def classification_marking(self) -> str:
        """The whole marking: ``SECRET//NOFORN``."""
        return "//".join((self.classification, *self.handling))

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """All paragraphs in order."""
        return tuple(paragraph for section in self.sections for paragraph in section.paragraphs)
