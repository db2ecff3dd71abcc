"""The way from the source text of one cable to its records."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final, NamedTuple

from cable_pipeline.telegram.body import Body, read_body
from cable_pipeline.telegram.citations import read_citations
from cable_pipeline.telegram.classified_by import ClassifiedBy, read_classified_by
from cable_pipeline.telegram.closing import Closing, read_closing
from cable_pipeline.telegram.envelope import Envelope, read_envelope
from cable_pipeline.telegram.executive_order import ExecutiveOrder, read_executive_order
from cable_pipeline.telegram.headings import heading_text
from cable_pipeline.telegram.layout import Layout, find_first_marker, find_layout
from cable_pipeline.telegram.lines import Line, split_lines
from cable_pipeline.telegram.opening import Opening, captions_in, read_opening
from cable_pipeline.telegram.page_lines import find_page_lines, find_stray_captions, without_page_lines
from cable_pipeline.telegram.parts import COMMENT, SUMMARY, Part, find_parts, overlaps, text_of
from cable_pipeline.telegram.prefatory import (
    Element,
    Prefatory,
    doubts,
    find_elements,
    find_numbered_authority,
    read_subject,
)
from cable_pipeline.telegram.records import (
    Cable,
    Heading,
    Issue,
    Paragraph,
    Reference,
    Segment,
    Tag,
    Telegram,
    new_tuple,
)
from cable_pipeline.telegram.references import read_references
from cable_pipeline.telegram.segments import Claim, partition
from cable_pipeline.telegram.tags import read_tags
from cable_pipeline.telegram.text import (
    PILCROW,
    count_redactions,
    count_words,
    flowing_words,
    in_capitals,
    joined_lines,
    single_spaced,
    working_text,
)
from cable_pipeline.telegram.transmission_header import TransmissionHeader, read_transmission_header

ISSUES: Final = {
    "classification-line-missing": "No classification line with an MRN; the text begins where the header ends.",
    "header-missing": "The record has no transmission header.",
    "header-from-wrapper": "The record lacks a transmission header; the one repeated in the body was read.",
    "preview-joined": "The body starts with a cut preview and no second copy follows; the two pieces were joined.",
    "paragraph-number-out-of-sequence": "A paragraph's printed number does not follow the one before it.",
    "paragraphs-missing": "No paragraph could be found in the message text.",
    "signature-missing": "No signature could be told from the text.",
}


class _Prefatory(NamedTuple):
    """The values of the prefatory elements."""

    subject: str | None
    tags: tuple[Tag, ...]
    references: tuple[Reference, ...]
    executive_order: ExecutiveOrder
    classified_by: ClassifiedBy


def read_telegram(text: str) -> Telegram:
    """Read one cable.

    Args:
        text: the decoded source text, whole: five opening lines, then header and body joined with nothing between.

    Returns:
        The records of every table; ``cable.envelope + cable.header + cable.body == text``, and the segments are a
        partition of it.

    Raises:
        NotATelegram: the text has fewer than five lines or its first line is no cable id.
    """
    envelope, issues = read_envelope(text)
    work = working_text(text)
    capitals = in_capitals(work)
    layout = find_layout(work, capitals, envelope.end)
    header = _read_header(work, envelope, layout, issues)
    post = layout.classification_line.post if layout.classification_line else None
    page_lines = find_page_lines(work, capitals, layout.header_end, post)
    flow = without_page_lines(work, page_lines)
    if layout.preview_seam is not None:
        flow = _blanked(flow, *layout.preview_seam)
        issues.append(
            Issue("preview-joined", "warning", "the cut preview was joined to the rest", *layout.preview_seam)
        )
    if layout.classification_line is None:
        issues.append(
            Issue(
                "classification-line-missing", "warning", "no classification line", layout.text_start, layout.text_start
            )
        )
    flow = single_spaced(flow, layout.text_start)
    first_marker = min(find_first_marker(flow, layout.text_start), layout.telegram_end)
    elements = find_elements(flow, capitals, layout.text_start, first_marker)
    opening = read_opening(flow, layout.text_start, elements)
    prefatory = _read_prefatory(flow, capitals, envelope, layout, elements, first_marker, issues)
    stray = find_stray_captions(flow, elements.end)
    flow = without_page_lines(flow, stray)
    breaks = sorted(page_lines + stray)
    lines = split_lines(flow, elements.end, layout.telegram_end)
    closing = read_closing(flow, lines)
    body = read_body(flow, capitals, lines, closing.text_end)
    summary = find_parts(flow, capitals, body.blocks, body.headings, SUMMARY, closing.text_end)
    comment = find_parts(flow, capitals, body.blocks, body.headings, COMMENT, closing.text_end)
    titles = [heading_text(flow, heading) for heading in body.headings]
    paragraphs = _paragraphs(text, flow, lines, body, titles, summary, comment, issues)
    if closing.signature is None:
        issues.append(Issue("signature-missing", "info", "no signature", closing.text_end, closing.text_end))
    segments = _segments(text, envelope, layout, opening, elements, body, paragraphs, closing, breaks)
    return Telegram(
        _cable(
            text,
            flow,
            capitals,
            envelope,
            layout,
            header,
            opening,
            prefatory,
            closing,
            body,
            paragraphs,
            summary,
            comment,
        ),
        paragraphs,
        tuple(
            [
                new_tuple(Heading, (position, title, heading.start, heading.end))
                for position, (title, heading) in enumerate(zip(titles, body.headings, strict=True), 1)
            ]
        ),
        segments,
        prefatory.tags,
        header.recipients,
        prefatory.references,
        tuple(issues),
        read_citations(flow, capitals, body.blocks, prefatory.references, envelope.identifier, envelope.cable_date),
    )


def _blanked(work: str, start: int, end: int) -> str:
    return work[:start] + " " * (end - start) + work[end:]


def _read_header(work: str, envelope: Envelope, layout: Layout, issues: list[Issue]) -> TransmissionHeader:
    header, found = read_transmission_header(work, envelope.end, layout.header_end, envelope.cable_date)
    if header.originator is None and layout.telegram_start > layout.header_end:
        inner, inner_issues = read_transmission_header(
            work, layout.header_end, layout.telegram_start, envelope.cable_date
        )
        if inner.originator is not None:
            issues.append(
                Issue("header-from-wrapper", "info", "read from the body", layout.header_end, layout.telegram_start)
            )
            header, found = inner, inner_issues
    if header.sent_at is None and header.originator is None and not header.recipients:
        issues.append(Issue("header-missing", "info", "no transmission header", envelope.end, layout.header_end))
    issues.extend(found)
    return header


def _read_prefatory(
    flow: str,
    capitals: str,
    envelope: Envelope,
    layout: Layout,
    elements: Prefatory,
    first_marker: int,
    issues: list[Issue],
) -> _Prefatory:
    """Read the elements; what the telegram proper lacks is taken from the preview or wrapper before it."""
    if layout.telegram_start > layout.header_end and None in elements:
        earlier = find_elements(flow, capitals, layout.header_end, layout.telegram_start)
        for name in ("executive_order", "tags", "subject", "references", "classified_by"):
            element = getattr(earlier, name)
            if getattr(elements, name) is None and element is not None:
                elements = elements._replace(**{name: element})
                issues.append(
                    Issue("taken-from-preview", "warning", name.replace("_", " "), element.start, element.end)
                )
    issues.extend(doubts(elements, layout.text_start))
    tags: Sequence[Tag] = ()
    references: Sequence[Reference] = ()
    order = ExecutiveOrder(None, None, None)
    classified_by = ClassifiedBy((), ())
    found: list[Issue]
    if elements.executive_order is not None:
        order, found = read_executive_order(
            flow, elements.executive_order.start, elements.executive_order.end, envelope.cable_date
        )
        issues.extend(found)
    if elements.tags is not None:
        tags, found = read_tags(flow, elements.tags.start, elements.tags.end)
        issues.extend(found)
    if elements.references is not None:
        references, found = read_references(
            flow, elements.references.start, elements.references.end, envelope.identifier, envelope.cable_date
        )
        issues.extend(found)
    authority = elements.classified_by or find_numbered_authority(flow, first_marker)
    if authority is not None:
        classified_by, found = read_classified_by(flow, authority.start, authority.end)
        issues.extend(found)
    subject = read_subject(flow, elements.subject) if elements.subject is not None else None
    return _Prefatory(subject, tuple(tags), tuple(references), order, classified_by)


def _paragraphs(
    text: str,
    flow: str,
    lines: Sequence[Line],
    body: Body,
    titles: Sequence[str],
    summary: Sequence[Part],
    comment: Sequence[Part],
    issues: list[Issue],
) -> tuple[Paragraph, ...]:
    found: list[Paragraph] = []
    heading: str | None = None
    above = 0
    last_number = 0
    behind_blanks = [line.start for line in lines if line.after_blank]
    for position, block in enumerate(body.blocks, 1):
        marker, start, text_start, end = block.marker, block.start, block.text_start, block.end
        while above < len(titles) and body.headings[above].start < start:
            heading = titles[above]
            above += 1
        blank = bisect_right(behind_blanks, text_start)
        printed = flow[text_start:end]
        has_blank_line = blank < len(behind_blanks) and behind_blanks[blank] < end
        content, words = flowing_words(printed) if has_blank_line else joined_lines(printed)
        number = label = None
        if marker is not None:
            number, label = marker.number, marker.label
        if text[start - 1] == PILCROW:
            start -= 1
        if number is not None:
            if number != last_number + 1:
                message = f"paragraph {number} where {last_number + 1} was expected"
                issues.append(Issue("paragraph-number-out-of-sequence", "info", message, start, text_start))
            last_number = number
        summarises = bool(summary) and overlaps(summary, text_start, end)
        comments = bool(comment) and overlaps(comment, text_start, end)
        facts = (position, number, label, block.marking, heading, content, start, end, words, summarises, comments)
        found.append(new_tuple(Paragraph, facts))
    if not found:
        issues.append(Issue("paragraphs-missing", "warning", "no paragraph", None, None))
    return tuple(found)


def _segments(
    text: str,
    envelope: Envelope,
    layout: Layout,
    opening: Opening,
    elements: Prefatory,
    body: Body,
    paragraphs: Sequence[Paragraph],
    closing: Closing,
    breaks: Sequence[tuple[int, int]],
) -> tuple[Segment, ...]:
    claims: list[Claim] = [
        (0, envelope.end, "envelope", None),
        (envelope.end, layout.header_end, "transmission_header", None),
        (layout.header_end, layout.telegram_start, "wrapper", None),
        (layout.telegram_start, layout.text_start, "classification_line", None),
        (layout.telegram_end, len(text), "wrapper", None),
    ]
    claims += [(start, end, kind, None) for kind, start, end in opening.spans]
    claims += [
        (element.start, element.end, name, None)
        for name, element in zip(Prefatory._fields, elements, strict=True)
        if isinstance(element, Element)
    ]
    claims += [(heading.outer_start, heading.outer_end, "heading", None) for heading in body.headings]
    claims += [(p.start_offset, p.end_offset, "paragraph", p.position) for p in paragraphs]
    claims += [(start, end, "notice", None) for start, end in body.notices]
    claims += [(start, end, kind, None) for kind, start, end in closing.spans]
    return partition(text, claims, breaks)


def _count_words(text: str, flow: str, start: int, body: Body, paragraphs: Sequence[Paragraph]) -> int:
    """Count the tokens of ``text`` from ``start`` on; those of paragraphs that were read as they stand are known."""
    words = 0
    between: list[str] = []
    for block, paragraph in zip(body.blocks, paragraphs, strict=True):
        low, high = block.text_start, block.end
        apart = text[low - 1].isspace() and (high == len(text) or text[high].isspace())
        if apart and flow.startswith(text[low:high], low):
            words += paragraph.word_count
            between.append(text[start:low])
            start = high
    between.append(text[start:])
    return words + count_words(" ".join(between))


def _cable(
    text: str,
    flow: str,
    capitals: str,
    envelope: Envelope,
    layout: Layout,
    header: TransmissionHeader,
    opening: Opening,
    prefatory: _Prefatory,
    closing: Closing,
    body: Body,
    paragraphs: Sequence[Paragraph],
    summary: Sequence[Part],
    comment: Sequence[Part],
) -> Cable:
    line = layout.classification_line
    captions = dict.fromkeys(captions_in(line.between) if line else ())
    captions.update(dict.fromkeys(opening.captions))
    message = text[layout.header_end :]
    texts = [paragraph.text for paragraph in paragraphs]
    identifier = envelope.identifier
    # By place, since with the names of its forty fields given it takes several times as long to make one.
    return Cable(
        identifier.printed,
        identifier.canonical_id,
        identifier.year,
        identifier.post,
        identifier.serial_number,
        envelope.title,
        prefatory.subject,
        envelope.cable_date,
        header.sent_at,
        envelope.classification,
        envelope.classification_marking,
        envelope.handling,
        tuple(captions),
        envelope.origin,
        header.originator,
        header.originator_indicator,
        header.transmission_id,
        header.station_serial_number,
        header.filed_at,
        header.action_precedence,
        header.info_precedence,
        header.transmission_security,
        line.section_number if line else None,
        line.section_count if line else None,
        opening.attention,
        prefatory.executive_order.number,
        prefatory.executive_order.declassify_on,
        prefatory.executive_order.declassify_date,
        prefatory.classified_by.names,
        prefatory.classified_by.reasons,
        text_of(flow, summary, body.blocks, texts, SUMMARY),
        text_of(flow, comment, body.blocks, texts, COMMENT),
        closing.signature,
        layout.partial_extract is not None,
        len(paragraphs),
        _count_words(text, flow, layout.header_end, body, paragraphs),
        count_redactions(capitals, layout.header_end),
        text[: envelope.end],
        text[envelope.end : layout.header_end],
        message,
    )
