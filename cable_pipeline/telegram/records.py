"""What a telegram is read into: one record type per table, fields in the order of the table's columns.

The records are named tuples, so that a list of them turns into columns without a loop over attributes.
Offsets are code points into the source text, start inclusive, end exclusive. ``None`` means "the cable
does not say", an empty tuple means "none". Times are UTC, without time zone information.
Columns that only the archive knows (``cable_id`` of the child tables, ``is_primary``, ``source_path``,
``source_sha256``) are added by ``cable_pipeline.tables``.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final, NamedTuple

new_tuple: Final = tuple.__new__
"""``new_tuple(Tag, values)`` is ``Tag(*values)`` without the constructor's detour: for what comes by the dozen."""


class Cable(NamedTuple):
    """One telegram with everything that occurs once in it (table ``cables``)."""

    cable_id: str
    canonical_id: str
    year: int | None
    post: str | None
    serial_number: int | None
    title: str | None
    subject: str | None
    cable_date: date | None
    sent_at: datetime | None
    classification: str | None
    classification_marking: str | None
    handling: tuple[str, ...]
    captions: tuple[str, ...]
    origin: str | None
    originator: str | None
    originator_indicator: str | None
    transmission_id: str | None
    station_serial_number: int | None
    filed_at: datetime | None
    action_precedence: str | None
    info_precedence: str | None
    transmission_security: str | None
    section_number: int | None
    section_count: int | None
    attention: str | None
    executive_order: str | None
    declassify_on: str | None
    declassify_date: date | None
    classified_by: tuple[str, ...]
    classification_reasons: tuple[str, ...]
    summary: str | None
    comment: str | None
    signature: str | None
    is_partial_extract: bool
    paragraph_count: int
    word_count: int
    redaction_count: int
    envelope: str
    header: str
    body: str


class Paragraph(NamedTuple):
    """One paragraph of the message text (table ``paragraphs``)."""

    position: int
    number: int | None
    label: str | None
    marking: str | None
    heading: str | None
    text: str
    start_offset: int
    end_offset: int
    word_count: int
    in_summary: bool
    in_comment: bool


class Heading(NamedTuple):
    """One heading over paragraphs (table ``headings``)."""

    position: int
    text: str
    start_offset: int
    end_offset: int


class Segment(NamedTuple):
    """One piece of the partition of the source text (table ``segments``)."""

    position: int
    paragraph_position: int | None
    kind: str
    start_offset: int
    end_offset: int


class Tag(NamedTuple):
    """One entry of the TAGS line (table ``tags``)."""

    position: int
    tag: str
    kind: str
    raw: str


class Recipient(NamedTuple):
    """One addressee of the transmission header (table ``recipients``)."""

    position: int
    role: str
    name: str
    routing_indicator: str | None
    precedence: str | None
    serial_number: str | None
    is_collective: bool
    excluded: tuple[str, ...]


class Reference(NamedTuple):
    """One entry of the REF block (table ``cable_references``)."""

    position: int
    label: str | None
    raw: str
    kind: str
    referenced_id: str | None
    caption: str | None


class TextCitation(NamedTuple):
    """One telegram that a paragraph names (table ``text_citations``)."""

    position: int
    paragraph_position: int
    start_offset: int
    end_offset: int
    raw: str
    kind: str
    label: str | None
    referenced_id: str | None


class Issue(NamedTuple):
    """One doubt, repair or guess, with the span it concerns (table ``parse_issues``)."""

    code: str
    severity: str
    message: str
    start_offset: int | None
    end_offset: int | None


class Telegram(NamedTuple):
    """Everything that was read from one source text.

    ``cable.envelope + cable.header + cable.body`` is the source text, and so are the slices of ``segments``.
    """

    cable: Cable
    paragraphs: tuple[Paragraph, ...]
    headings: tuple[Heading, ...]
    segments: tuple[Segment, ...]
    tags: tuple[Tag, ...]
    recipients: tuple[Recipient, ...]
    references: tuple[Reference, ...]
    issues: tuple[Issue, ...]
    citations: tuple[TextCitation, ...] = ()
