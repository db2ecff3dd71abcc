"""What a right reader must find in a rendered telegram: the records of the contract with their spans."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import accumulate

from cable_pipeline import reference
from cable_pipeline.synthetic.plan import Paragraph, Part
from cable_pipeline.synthetic.render import (
    LETTERS,
    PRECEDENCE_WORDS,
    SECURITY,
    Rendered,
    delimiters,
    is_closed,
    padded,
    pilcrow_places,
    transmission_id,
    wrap,
)
from cable_pipeline.telegram import records

_REDACTION = re.compile("[XxХ]{5,}")  # the third letter is Cyrillic, as in some archives


def expected_records(rendered: Rendered) -> records.Telegram:
    """Every record of the contract for a rendered telegram, without issues; offsets are code points into its text."""
    return _Expectation(rendered).telegram()


class _Expectation:
    """The records of one rendered telegram."""

    def __init__(self, rendered: Rendered) -> None:
        self.text = rendered.text
        self.plan = rendered.plan
        self.layout = rendered.layout
        self.pieces = rendered.pieces
        self.header_start = rendered.envelope_length
        self.body_start = rendered.envelope_length + rendered.header_length
        places = pilcrow_places("".join([piece.text for piece in self.pieces]))
        ends = accumulate(len(piece.text) for piece in self.pieces)
        bounds = [0, *ends]
        self.bounds = [self.body_start + bound + bisect_left(places, bound) for bound in bounds]

    def telegram(self) -> records.Telegram:
        paragraphs, headings = self._paragraphs_and_headings()
        return records.Telegram(
            self._cable(paragraphs),
            tuple(paragraphs),
            tuple(headings),
            tuple(self._segments()),
            tuple(self._tags()),
            tuple(self._recipients()),
            tuple(self._references()),
            (),
        )

    def _segments(self) -> Iterator[records.Segment]:
        spans: list[tuple[str, int | None, int, int]] = [("envelope", None, 0, self.header_start)]
        if self.body_start > self.header_start:
            spans.append(("transmission_header", None, self.header_start, self.body_start))
        for piece, start, end in zip(self.pieces, self.bounds, self.bounds[1:], strict=False):
            if piece.kind == "blank" == spans[-1][0]:
                spans[-1] = (*spans[-1][:3], end)
            else:
                spans.append((piece.kind, piece.paragraph, start, end))
        for position, (kind, paragraph, start, end) in enumerate(spans, 1):
            yield records.Segment(position, paragraph, kind, start, end)

    def _paragraphs_and_headings(self) -> tuple[list[records.Paragraph], list[records.Heading]]:
        spans: dict[int, tuple[int, int]] = {}
        heading_of: dict[int, str | None] = {}
        headings: list[records.Heading] = []
        for piece, start, end in zip(self.pieces, self.bounds, self.bounds[1:], strict=False):
            if piece.kind == "heading":
                text = _heading_text(piece.text)
                first = start + piece.text.index(text)
                headings.append(records.Heading(len(headings) + 1, text, first, first + len(text)))
            elif piece.paragraph is not None:
                spans[piece.paragraph] = (spans.get(piece.paragraph, (start, end))[0], end)
                heading_of.setdefault(piece.paragraph, headings[-1].text if headings else None)
        paragraphs = []
        alone = len(self.plan.paragraphs) == 1
        lettered = self.layout.marker == "lettered"
        for position, (paragraph, closed) in enumerate(self._closed_paragraphs(), 1):
            text = self._paragraph_text(paragraph, closed)
            letter = not alone and lettered
            paragraphs.append(
                records.Paragraph(
                    position,
                    None if alone or letter else position,
                    LETTERS[position - 1] if letter else None,
                    paragraph.marking,
                    heading_of[position],
                    text,
                    *spans[position],
                    len(text.split()),
                    paragraph.part == "summary",
                    paragraph.part == "comment",
                )
            )
        return paragraphs, headings

    def _closed_paragraphs(self) -> Iterator[tuple[Paragraph, bool]]:
        for at, section in enumerate(self.plan.sections):
            closed = is_closed(self.plan, self.layout, at)
            for paragraph in section.paragraphs:
                yield paragraph, closed

    def _paragraph_text(self, paragraph: Paragraph, closed: bool) -> str:
        opening, closing = delimiters(paragraph.part, self.layout, closed)
        return opening + "\n\n".join(" ".join(block.split()) for block in paragraph.blocks) + closing

    def _tags(self) -> Iterator[records.Tag]:
        for position, tag in enumerate(self.plan.tags, 1):
            entry = reference.tag_dictionary().get(tag)
            if entry:
                kind = entry.kind
            elif tag in reference.topics():
                kind = "topic"
            else:
                kind = "person" if "," in tag else "unknown"
            yield records.Tag(position, tag, kind, tag)

    def _recipients(self) -> Iterator[records.Recipient]:
        if self.layout.header not in ("acp127", "date_time_group"):
            return
        position = 0
        for role, addressees in (("action", self.plan.action), ("info", self.plan.info)):
            for addressee in addressees:
                position += 1
                yield records.Recipient(
                    position,
                    role,
                    addressee.name,
                    addressee.routing_indicator if self.layout.header == "acp127" else None,
                    addressee.precedence,
                    addressee.serial_number,
                    addressee.name.endswith(" COLLECTIVE"),
                    addressee.excluded,
                )

    def _references(self) -> Iterator[records.Reference]:
        for position, reftel in enumerate(self.plan.references, 1):
            yield records.Reference(
                position, reftel.label, reftel.printed, reftel.kind, reftel.referenced_id, reftel.caption
            )

    def _part(self, part: Part) -> str | None:
        found = [paragraph for paragraph in self.plan.paragraphs if paragraph.part == part]
        if not found:
            return None
        blocks = [" ".join(block.split()) for paragraph in found for block in paragraph.blocks]
        return "\n\n".join(blocks)

    def _cable(self, paragraphs: Sequence[records.Paragraph]) -> records.Cable:
        plan, layout, identity = self.plan, self.layout, self.plan.identity
        full = layout.header == "acp127"
        message = full or layout.header == "date_time_group"
        subject = plan.subject if plan.subject_marking is None else f"({plan.subject_marking}) {plan.subject}"
        body = self.text[self.body_start :]
        precedences = [PRECEDENCE_WORDS[letter] for letter in plan.precedences] if message else []
        authority = plan.authority
        return records.Cable(
            cable_id=identity.cable_id,
            canonical_id=identity.cable_id,
            year=identity.year,
            post=identity.post,
            serial_number=identity.serial_number,
            title=wrap(subject, layout.width, "\n", len("SUBJECT: ")).split("\n", 1)[0].strip(),
            subject=plan.subject,
            cable_date=identity.sent_at.date(),
            sent_at=identity.sent_at if layout.header in ("acp127", "date_time_group", "extract_with_date") else None,
            classification=plan.classification,
            classification_marking=plan.classification_marking,
            handling=plan.handling,
            captions=plan.captions if "SIPDIS" not in plan.captions else self._captions(),
            origin=plan.origin,
            originator=plan.station_name if message else None,
            originator_indicator=plan.routing_indicator if full else None,
            transmission_id=transmission_id(plan) if full else None,
            station_serial_number=identity.serial_number % 10_000 if full else None,
            filed_at=identity.sent_at if full else None,
            action_precedence=precedences[0] if precedences else None,
            info_precedence=precedences[1] if len(precedences) > 1 else None,
            transmission_security=SECURITY[plan.classification] if full else None,
            section_number=1 if plan.section_count else None,
            section_count=plan.section_count,
            attention=" ".join(plan.attention) or None,
            executive_order=plan.executive_order,
            declassify_on=padded(plan.declassify_on).strip() if layout.padded_month else plan.declassify_on,
            declassify_date=_declassify_date(plan.declassify_on),
            classified_by=(authority.name,) if authority else (),
            classification_reasons=tuple(f"{authority.section}({x})" for x in authority.letters) if authority else (),
            summary=self._part("summary"),
            comment=self._part("comment"),
            signature=plan.signature,
            is_partial_extract=layout.header.startswith("extract"),
            paragraph_count=len(paragraphs),
            word_count=len(body.split()),
            redaction_count=len(_REDACTION.findall(body)),
            envelope=self.text[: self.header_start],
            header=self.text[self.header_start : self.body_start],
            body=body,
        )

    def _captions(self) -> tuple[str, ...]:
        """The captions in the order of their first appearance: a repeated SIPDIS stands first."""
        captions = self.plan.captions
        return tuple(dict.fromkeys(("SIPDIS", *captions))) if self.layout.repeated_sipdis else captions


def _heading_text(printed: str) -> str:
    return " ".join(word for word in printed.split() if word.strip("-"))


def _declassify_date(printed: str) -> date | None:
    parts = [int(part) for part in re.findall(r"\d+", printed)]
    if len(parts) != 3:
        return None
    year, month, day = parts if parts[0] > 31 else (parts[2], parts[0], parts[1])
    return date(year if year > 99 else 2000 + year, month, day)
