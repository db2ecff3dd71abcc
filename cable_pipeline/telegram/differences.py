"""What changed from one text of a cable to another: element by element, paragraph by paragraph, redactions apart.

Archives are released again with other redactions and with corrections. What a redaction newly hides, or no longer does,
is told as a change of its own kind, beside what was edited.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from cable_pipeline.telegram.reader import read_telegram
from cable_pipeline.telegram.records import Cable, Paragraph, Telegram

ADDED, REMOVED, EDITED = "added", "removed", "edited"
REDACTION_ADDED, REDACTION_LIFTED = "redaction added", "redaction lifted"
CHANGES: Final = (ADDED, REMOVED, EDITED, REDACTION_ADDED, REDACTION_LIFTED)

PARAGRAPH, LAYOUT = "paragraph", "layout"
_REDACTED_WORD: Final = re.compile(r"\W*[XxХ]{5,}\W*")
_ALIKE: Final = 0.5
"""Paragraphs that share half of their words are one paragraph that was edited."""


class Difference(NamedTuple):
    """One difference between two texts of a cable.

    ``part`` is the element (``title``, ``subject``, ``tags`` …), ``paragraph``, or ``layout``: line breaks, page lines
    and whatever else is neither. ``number`` is the paragraph's number or label as printed, in the later text if it is
    there. ``change`` is one of `CHANGES`. The texts are the whole paragraph or element for what was added, removed or
    edited, and the words in question for redactions; ``None`` where there is none.
    """

    part: str
    number: str | None
    change: str
    former_text: str | None
    text: str | None


def differences(former: str, current: str) -> list[Difference]:
    """Return what changed from the source text ``former`` to ``current``, in the order of the parts.

    Texts that differ yield one difference at least; equal ones none.

    Raises:
        NotATelegram: one of them is no cable.
    """
    if former == current:
        return []
    before, after = read_telegram(former), read_telegram(current)
    found = [*_between_elements(before, after), *_between_paragraphs(before.paragraphs, after.paragraphs)]
    return found or [Difference(LAYOUT, None, EDITED, None, None)]


def _between_elements(before: Telegram, after: Telegram) -> Iterator[Difference]:
    for (part, former), (_, current) in zip(_elements(before), _elements(after), strict=True):
        if former != current:
            yield from _between(part, None, former, current)


def _elements(telegram: Telegram) -> list[tuple[str, str | None]]:
    cable: Cable = telegram.cable
    return [
        ("title", cable.title),
        ("classification", cable.classification_marking),
        ("originator", cable.originator),
        ("recipients", "; ".join(recipient.name for recipient in telegram.recipients) or None),
        ("captions", "; ".join(cable.captions) or None),
        ("executive order", " ".join(filter(None, (cable.executive_order, cable.declassify_on))) or None),
        ("tags", "; ".join(tag.raw for tag in telegram.tags) or None),
        ("subject", cable.subject),
        ("references", "; ".join(reference.raw for reference in telegram.references) or None),
        ("classified by", "; ".join(cable.classified_by) or None),
        ("signature", cable.signature),
    ]


def _between_paragraphs(before: Sequence[Paragraph], after: Sequence[Paragraph]) -> Iterator[Difference]:
    matcher = SequenceMatcher(None, [p.text for p in before], [p.text for p in after])
    for tag, i, i_end, j, j_end in matcher.get_opcodes():
        if tag != "equal":
            for former, current in _paired(before[i:i_end], after[j:j_end]):
                shown = current or former
                texts = (former.text if former else None, current.text if current else None)
                yield from _between(PARAGRAPH, _printed_number(shown) if shown else None, *texts)


def _printed_number(paragraph: Paragraph) -> str | None:
    return paragraph.label if paragraph.number is None else str(paragraph.number)


def _paired(
    before: Sequence[Paragraph], after: Sequence[Paragraph]
) -> Iterator[tuple[Paragraph | None, Paragraph | None]]:
    """Pair the paragraphs of two stretches without an equal one, in order; what has no partner stands alone."""
    start = 0
    for current in after:
        partner = next((at for at in range(start, len(before)) if _are_one(before[at], current)), None)
        if partner is None:
            yield None, current
            continue
        for lost in before[start:partner]:
            yield lost, None
        yield before[partner], current
        start = partner + 1
    for lost in before[start:]:
        yield lost, None


def _are_one(former: Paragraph, current: Paragraph) -> bool:
    number = _printed_number(former)
    if number is not None and number == _printed_number(current):
        return True
    words, others = former.text.split(), current.text.split()
    matcher = SequenceMatcher(None, words, others)
    return matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE


def _between(part: str, number: str | None, former: str | None, current: str | None) -> Iterator[Difference]:
    if former is None or current is None:
        yield Difference(part, number, ADDED if former is None else REMOVED, former, current)
        return
    edited = False
    words, others = former.split(), current.split()
    for tag, i, i_end, j, j_end in SequenceMatcher(None, words, others).get_opcodes():
        if tag == "equal":
            continue
        hidden, shown = words[i:i_end], others[j:j_end]
        more = _redactions(shown) - _redactions(hidden)
        if more:
            change = REDACTION_ADDED if more > 0 else REDACTION_LIFTED
            yield Difference(part, number, change, " ".join(hidden) or None, " ".join(shown) or None)
        # Whole words hidden, or shown again, are no edit beside that.
        redacted = shown if more > 0 else hidden
        edited = edited or not more or _redactions(redacted) != len(redacted)
    if edited or words == others:
        yield Difference(part, number, EDITED, former, current)


def _redactions(words: Sequence[str]) -> int:
    return sum(1 for word in words if _REDACTED_WORD.fullmatch(word))
