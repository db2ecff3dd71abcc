"""Prints a plan in a layout, and says what a right reader must find in the text.

The text is put together from pieces, each with the kind of its segment, so that text and expected records can't
disagree. The records are computed when asked for: whoever only wants texts doesn't pay for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from cable_pipeline.synthetic.layout import LINE_WIDTH, Layout
from cable_pipeline.synthetic.plan import Addressee, Authority, Paragraph, Part, TelegramPlan

if TYPE_CHECKING:
    from cable_pipeline.telegram import records

EXTRACT_NOTICE = (
    "This record is a partial extract of the original cable. The full text of the original cable is not available."
)
PILCROW = "\N{PILCROW SIGN}"

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LONG_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONG_MONTHS = ("January February March April May June July August September October November December").split()
SECURITY = {"UNCLASSIFIED": "ZNR UUUUU ZZH", "CONFIDENTIAL": "ZNY CCCCC ZZH", "SECRET": "ZNY SSSSS ZZH"}
_PLAIN_CLASSIFICATION = {"UNCLASSIFIED": "UNCLAS"}
PRECEDENCE_WORDS = {"Z": "FLASH", "O": "IMMEDIATE", "P": "PRIORITY", "R": "ROUTINE"}
_INDICATORS_A_LINE = 9
_LINES_A_PAGE = 52
_RULE_BREAK = 45
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PILCROW_PLACE = re.compile(r"\n[ \t]*(?=(?:\d+|[A-Z])\.(?:[ \t\n]|\Z))")


class Piece(NamedTuple):
    """A printed element or the blanks between two: segment kind, text without pilcrows, number of its paragraph."""

    kind: str
    text: str
    paragraph: int | None


@dataclass(frozen=True)
class Rendered:
    """A telegram as text (``text``), with the plan and the layout it was made from."""

    text: str
    plan: TelegramPlan
    layout: Layout
    envelope_length: int
    header_length: int
    pieces: tuple[Piece, ...]

    @cached_property
    def expected(self) -> records.Telegram:
        """What a right reader yields for ``text``: every record of the contract, without issues.

        Offsets are code points into ``text``. Segments are the printed elements and the blanks between them.
        """
        from cable_pipeline.synthetic.expectation import expected_records  # costs the import of the reader's room

        return expected_records(self)


def render(plan: TelegramPlan, layout: Layout) -> Rendered:
    """The plan printed in the layout; the same arguments always give the same text.

    ``text`` is the whole record: five envelope lines, the header, and the body glued to its last character.
    """
    if layout.upper_case:
        plan = _in_capitals(plan)
    if layout.marker == "lettered" and len(plan.paragraphs) > len(LETTERS):
        layout = replace(layout, marker="dot")
    press = _Press(plan, layout)
    header = _header(plan, layout)
    press.body()
    body = _with_pilcrows("".join([piece.text for piece in press.pieces]))
    envelope = _envelope(plan, press.title)
    return Rendered(envelope + header + body, plan, layout, len(envelope), len(header), tuple(press.pieces))


def _with_pilcrows(body: str) -> str:
    """The mirror's rule: a pilcrow before each line-initial ``digits.`` or ``CAPITAL.`` before a blank or line end."""
    return _PILCROW_PLACE.sub(lambda match: match.group() + PILCROW, body)


def pilcrow_places(body: str) -> list[int]:
    """Where, in a body without pilcrows, the mirror puts them (offsets, ascending).

    The first line of a body is none: it is glued to the header.
    """
    return [match.end() for match in _PILCROW_PLACE.finditer(body)]


def rule(length: int) -> str:
    """A row of that many dashes as a mirror prints it: broken by a blank after 45."""
    if length <= _RULE_BREAK:
        return "-" * length
    return f"{'-' * _RULE_BREAK} {'-' * (length - _RULE_BREAK)}"


def wrap(text: str, width: int | None, line_end: str, taken: int = 0) -> str:
    """Words in lines of at most ``width`` characters (None: one line); ``taken`` of the first line are used already.

    Lines are parted by ``line_end``; the last one has none. A word longer than a line stays whole.
    """
    size = len(text)
    if width is None or size + taken <= width:
        return text
    cut = text.rfind(" ", 0, max(width - taken, 0) + 1)
    lines = [text[: max(cut, 0)]]
    start = cut + 1
    find = text.rfind
    while size - start > width:
        cut = find(" ", start, start + width + 1)
        if cut < 0:
            cut = text.find(" ", start + width)
            if cut < 0:
                break
        lines.append(text[start:cut])
        start = cut + 1
    lines.append(text[start:])
    return line_end.join(lines)


def _in_capitals(plan: TelegramPlan) -> TelegramPlan:
    """The plan of a telegram from the days of teleprinters without small letters."""

    def capitals(paragraph: Paragraph) -> Paragraph:
        return replace(paragraph, blocks=tuple(block.upper() for block in paragraph.blocks))

    authority = plan.authority
    return replace(
        plan,
        subject=plan.subject.upper(),
        signature=plan.signature and plan.signature.upper(),
        authority=authority and replace(authority, title=authority.title.upper(), name=authority.name.upper()),
        handling_sentence=plan.handling_sentence and plan.handling_sentence.upper(),
        sections=tuple(
            replace(
                section,
                heading=section.heading and section.heading.upper(),
                paragraphs=tuple(map(capitals, section.paragraphs)),
            )
            for section in plan.sections
        ),
    )


def _envelope(plan: TelegramPlan, title: str) -> str:
    day = plan.identity.sent_at
    offset = "+0200" if 4 <= day.month <= 10 else "+0100"
    printed = f"{_WEEKDAYS[day.weekday()]} {_MONTHS[day.month - 1]} {day.day:02d} 00:00:00 {offset} {day.year}"
    return f"{plan.identity.cable_id}\n{title}\n{printed}\n{plan.classification_marking}\n{plan.origin}\n"


def _header(plan: TelegramPlan, layout: Layout) -> str:
    if layout.header == "none":
        return ""
    if layout.header == "extract":
        return EXTRACT_NOTICE
    if layout.header == "extract_with_date":
        day = plan.identity.sent_at
        month = _MONTHS[day.month - 1]
        return f"{EXTRACT_NOTICE}\n\n{day:%d%H%M}Z {month} {day.year % 100:02d}"
    lines = list(_routing_lines(plan)) if layout.header == "acp127" else []
    lines.append(f"{' '.join(plan.precedences)} {date_time_group(plan.identity.sent_at)}{layout.operating_signal}")
    lines.append(f"FM {plan.station_name}")
    with_indicators = layout.header == "acp127"
    for word, addressees in (("TO ", plan.action), ("INFO ", plan.info)):
        printed = [line for addressee in addressees for line in _addressee_lines(addressee, with_indicators)]
        if printed:
            lines += [word + printed[0], *printed[1:]]
    return "\n".join(lines)


def _routing_lines(plan: TelegramPlan) -> Iterator[str]:
    """Format lines 1 to 4."""
    yield transmission_id(plan)
    called = plan.called or ("RUEHWEB",)
    prosign = plan.precedences[0] * 2
    for start in range(0, len(called), _INDICATORS_A_LINE):
        line = " ".join(called[start : start + _INDICATORS_A_LINE])
        yield line if start else f"{prosign} {line}"
    if not plan.called:
        yield ""
    day = plan.identity.sent_at
    section = "/01" if plan.section_count else ""
    serial = plan.identity.serial_number % 10_000
    yield f"DE {plan.routing_indicator} #{serial:04d}{section} {day.timetuple().tm_yday:03d}{day:%H%M}"
    yield SECURITY[plan.classification]


def transmission_id(plan: TelegramPlan) -> str:
    """Format line 1; a message to one relay only has the channel XYZ."""
    return f"VZCZC{'XRO' if plan.called else 'XYZ'}{plan.transmission_number:04d}"


def date_time_group(moment: datetime) -> str:
    """``151642Z APR 09`` for a time in UTC."""
    return f"{moment:%d%H%M}Z {_MONTHS[moment.month - 1].upper()} {moment.year % 100:02d}"


def _addressee_lines(addressee: Addressee, with_indicator: bool) -> Iterator[str]:
    indicator = f"{addressee.routing_indicator}/" if with_indicator and addressee.routing_indicator else ""
    yield " ".join(filter(None, (indicator + addressee.name, addressee.precedence, addressee.serial_number)))
    if addressee.excluded:
        yield f"XMT {addressee.excluded[0]}"
        yield from addressee.excluded[1:]


class _Press:
    """Prints the body piece by piece, before pilcrows."""

    def __init__(self, plan: TelegramPlan, layout: Layout) -> None:
        self.plan = plan
        self.layout = layout
        self.pieces: list[Piece] = []
        self.title = ""
        self.end = layout.line_end
        self.gap = "" if layout.news_site else layout.line_end
        self.lines_on_page = 0
        self.page = 1

    def put(self, kind: str, text: str, paragraph: int | None = None) -> None:
        self.pieces.append(Piece(kind, text, paragraph))

    def blank(self, text: str) -> None:
        if text:
            self.pieces.append(Piece("blank", text, None))

    def body(self) -> None:
        """Classification line to signature."""
        if self.layout.news_site:
            self.put("wrapper", news_date(self.plan.identity.sent_at))
            self.blank("\n")
        self.put("classification_line", self._classification_line())
        self.blank(self.end + self.gap)
        self._captions()
        for line in self.plan.attention:
            self.put("attention", line)
            self.blank(self.end)
        if self.plan.attention:
            self.blank(self.gap)
        self._prefatory_lines()
        if not self.gap and not self._starts_with_number():
            self.blank(self.end)
        self._sections()
        self._close()

    def _classification_line(self) -> str:
        plan = self.plan
        word = _PLAIN_CLASSIFICATION.get(plan.classification)
        word = word or (" ".join(plan.classification) if self.layout.spaced_classification else plan.classification)
        section = f" SECTION 01 OF {plan.section_count:02d}" if plan.section_count else ""
        width = 5 if plan.identity.year < 1990 else 6
        return f"{word}{section} {plan.post_name} {plan.identity.serial_number:0{width}d}"

    def _captions(self) -> None:
        captions = list(self.plan.captions)
        if self.layout.repeated_sipdis and "SIPDIS" in captions:
            captions = ["SIPDIS", "", *captions]
        for caption in captions:
            if caption:
                self.put("captions", caption)
                self.blank(self.end)
            else:
                self.blank(self.gap)
        if captions:
            self.blank(self.gap)

    def _prefatory_lines(self) -> None:
        plan, layout = self.plan, self.layout
        colon = "" if layout.news_site else ":"
        order = f"EO {plan.executive_order} " if layout.news_site else f"E.O. {plan.executive_order}: "
        declassify_on = padded(plan.declassify_on) if layout.padded_month else plan.declassify_on
        self.put("executive_order", order + (declassify_on if declassify_on == "N/A" else f"DECL: {declassify_on}"))
        self.blank(" " if layout.joined_order else self.end)
        taken = len("TAGS: ")
        tags = wrap(layout.tag_separator.join(plan.tags), layout.width and LINE_WIDTH + 10, self.end, taken)
        self.put("tags", f"TAGS{colon} {tags}")
        self.blank("\n")
        subject = plan.subject if plan.subject_marking is None else f"({plan.subject_marking}) {plan.subject}"
        printed = wrap(subject, layout.width, self.end, len("SUBJECT: "))
        self.title = printed.split("\n", 1)[0].strip()
        self.put("subject", f"SUBJECT: {printed}")
        self.blank(self.end + self.gap)
        self._references()
        if plan.authority:
            self.put("classified_by", wrap(self._authority(plan.authority), layout.width, self.end))
            self.blank(self.end + self.gap)
        if plan.handling_sentence:
            self.blank("" if self.gap else self.end)
            self.put("notice", wrap(plan.handling_sentence, layout.width, self.end))
            self.blank(self.end + (self.gap or self.end))

    def _references(self) -> None:
        references = self.plan.references
        if not references:
            return
        one_line = self.layout.width is None
        text = "REF: "
        for at, reftel in enumerate(references):
            if reftel.carried:
                text += " AND "
            elif at:
                text += " " if one_line else f"{self.end}     "
            text += (self.layout.label.format(reftel.label) if reftel.label else "") + reftel.printed
        self.put("references", text)
        self.blank(self.end + self.gap)

    def _authority(self, authority: Authority) -> str:
        letters = [letter.lower() for letter in authority.letters]
        lower_and = " and ".join(filter(None, (", ".join(f"({x})" for x in letters[:-1]), f"({letters[-1]})")))
        reasons = self.layout.reasons.format(
            section=authority.section,
            lower_and=lower_and[1:-1],
            upper_and=lower_and[1:-1].upper().replace("AND", "AND" if self.layout.upper_case else "and"),
            lower_comma=",".join(letters),
            upper_slash="/".join(letters).upper(),
        )
        return self.layout.classified_by.format(title=authority.title, name=authority.name, reasons=reasons)

    def _sections(self) -> None:
        plan = self.plan
        count = sum(len(section.paragraphs) for section in plan.sections)
        number = 0
        for at, section in enumerate(plan.sections):
            part = section.paragraphs[0].part if len(section.paragraphs) == 1 else None
            heading = section.heading or self._part_heading(part)
            if heading:
                self._heading(heading)
            closed = is_closed(plan, self.layout, at)
            for paragraph in section.paragraphs:
                number += 1
                self._paragraph(paragraph, number, count == 1, closed)
                if number < count:
                    self.blank(self.end + self.end)
                    self.lines_on_page += 1

    def _starts_with_number(self) -> bool:
        first = self.plan.sections[0]
        has_heading = first.heading or self._part_heading(first.paragraphs[0].part)
        return len(self.plan.paragraphs) > 1 and not has_heading

    def _part_heading(self, part: Part | None) -> str | None:
        if part is None or (self.layout.summary if part == "summary" else self.layout.comment) != "heading":
            return None
        return _part_word(part, self.layout)

    def _heading(self, text: str) -> None:
        form = self.layout.headings
        if form == "one_line":
            self.put("heading", f"{'-' * 10} {text} {'-' * 10}")
        elif form == "beside":
            self.put("heading", f"{text} {rule(len(text))}")
        elif form == "boxed":
            self.put("heading", f"{rule(len(text))}{self.end}{text}{self.end}{rule(len(text))}")
        elif form == "ruled":
            self.put("heading", f"{text}{self.end}{rule(len(text))}")
        else:
            self.put("heading", text)
        self.blank(self.end + (self.gap or ""))
        self.lines_on_page += 3

    def _paragraph(self, paragraph: Paragraph, number: int, alone: bool, closed: bool) -> None:
        layout = self.layout
        opening, closing = delimiters(paragraph.part, layout, closed)
        marker = _marker(layout, None if alone else number, paragraph.marking)
        blocks = list(paragraph.blocks)
        blocks[0] = opening + blocks[0]
        blocks[-1] += closing
        width, end = layout.width, self.end
        printed = []
        for at, block in enumerate(blocks):
            taken = 0 if at else len(marker)
            if "\n" in block:
                items = block.split("\n")
                printed.append((end if width else " ").join([wrap(item, width, end) for item in items]))
            else:
                printed.append(wrap(block, width, end, taken))
        self._paged(marker + f"{end}{end}".join(printed), number)

    def _paged(self, text: str, number: int) -> None:
        """Prints a paragraph's text, with a page line inside when the page is full."""
        while self.layout.page_lines != "none":
            cut = self._page_cut(text)
            if cut is None:
                break
            before, after = text[:cut].rstrip(), text[cut:].lstrip()
            self.page += 1
            self.put("paragraph", before, number)
            around = " " if self.layout.page_lines == "inline" else f"{self.end}{self.gap}"
            self.blank(around)
            self.put("page_break", self._page_line())
            self.blank(" " if self.layout.page_lines == "inline" else f"{self.end}{self.gap}{self.gap}")
            self.lines_on_page = 0
            text = after
        self.lines_on_page += text.count("\n") + 1 if self.layout.width else len(text) // LINE_WIDTH
        self.put("paragraph", text, number)

    def _page_cut(self, text: str) -> int | None:
        """Where in the text the page ends, at the end of a line or (in reflowed text) of a word; None: not in it.

        Never so near to the start or the end that the marker or the last line would be torn off.
        """
        room = _LINES_A_PAGE - self.lines_on_page
        if self.page >= self._pages or room > len(text) // (LINE_WIDTH - 8):
            return None
        room = max(room, 2)
        if self.layout.width is None:
            cut = text.find(" ", room * LINE_WIDTH)
        else:
            cut = -1
            for _ in range(room):
                cut = text.find("\n", cut + 1)
                if cut < 0:
                    break
        return cut if 0 < cut < len(text) - LINE_WIDTH and _is_in_running_text(text, cut) else None

    @cached_property
    def _pages(self) -> int:
        return self.plan.section_count or 1

    def _page_line(self) -> str:
        identity, name = self.plan.identity, self.plan.post_name
        if self.layout.page_lines == "old":
            stamp = f"{identity.sent_at:%d%H%M}Z"
            return f"PAGE {self.page:02d}        {name.replace(' ', '')[:6]}  {identity.serial_number:05d}  {stamp}"
        gap = " " if self.layout.news_site else "  "
        return f"{name} {identity.serial_number:08d}{gap}{self.page:03d} OF {self._pages:03d}"

    def _close(self) -> None:
        plan, end = self.plan, self.end
        if plan.signature and self.layout.glued_signature:
            self.blank(" ")
            self.put("signature", plan.signature)
            self.blank(end)
            return
        self.blank(end)
        if plan.website_notice:
            self.blank(end)
            self.put("notice", end.join(plan.website_notice))
            self.blank(end)
        if plan.signature:
            self.put("signature", plan.signature)
            self.blank("\n")


def _is_in_running_text(text: str, cut: int) -> bool:
    """Is there no empty line at that blank? What a page line would part there could be read either way."""
    before, after = text[:cut].rstrip(), text[cut:].lstrip()
    return text.count("\n", len(before), len(text) - len(after)) < 2


def news_date(day: datetime) -> str:
    """The date line of a news site: ``Thursday, 11 October 2007, 13:48``."""
    return f"{_LONG_WEEKDAYS[day.weekday()]}, {day.day:02d} {_LONG_MONTHS[day.month - 1]} {day.year}, {day:%H:%M}"


def padded(printed: str) -> str:
    """A date whose month has a leading zero with a blank instead, as some posts print it."""
    return f" {printed[1:]}" if re.match(r"0\d/", printed) else printed


def _marker(layout: Layout, number: int | None, marking: str | None) -> str:
    mark = f"({marking})" if marking else ""
    gap = layout.marker_gap
    if number is None:
        return f"{mark} " if mark else ""
    if layout.marker == "mark_first" and mark:
        return f"{mark} {number}. "
    if layout.marker == "lettered":
        return f"{LETTERS[number - 1]}. " + (f"{mark} " if mark else "")
    if layout.marker == "dot_tight" and mark:
        return f"{number}.{mark} "
    return f"{number}{')' if layout.marker == 'bracket' else '.'}{gap}" + (f"{mark}{gap}" if mark else "")


def _part_word(part: Part, layout: Layout) -> str:
    return part.upper() if layout.part_words == "upper" else part.title()


def delimiters(part: Part | None, layout: Layout, closed: bool) -> tuple[str, str]:
    """What opens and closes a paragraph that is a summary or comment."""
    if part is None:
        return "", ""
    word = _part_word(part, layout)
    run_in = (layout.summary if part == "summary" else layout.comment) == "run_in"
    end = f" {'END' if layout.part_words == 'upper' else 'End'} {word}." if closed else ""
    return (f"{word}: " if run_in else ""), end


def is_closed(plan: TelegramPlan, layout: Layout, at: int) -> bool:
    """Does a summary or comment in that section say where it ends? It must where no heading follows to end it."""
    following = plan.sections[at + 1] if at + 1 < len(plan.sections) else None
    if layout.end_marks or following is None:
        return layout.end_marks
    return following.heading is None
