"""Every kind of doubt that the reader of telegrams can have: its code, severity, meaning, and what it casts doubt on.

The codes and their meanings stand in ``ISSUES`` of the modules that raise them; severity and what is concerned are told
here, and `collect` holds the two to each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from cable_pipeline.telegram import (
    addressees,
    classified_by,
    envelope,
    executive_order,
    identifiers,
    prefatory,
    reader,
    references,
    tags,
    transmission_header,
)

Severity = Literal["info", "warning", "error"]
Nature = tuple[Severity, tuple[str, ...]]

SEVERITIES: Mapping[Severity, str] = MappingProxyType(
    {
        "info": "Something is missing or unusual in the cable, or was put right by a rule that leaves little doubt.",
        "warning": "Something could not be read, or was repaired or guessed: look before you rely on it.",
        "error": "The file was not ingested.",
    }
)
"""What each severity says, from the least grave to the gravest."""


class IssueKind(NamedTuple):
    """One kind of issue; ``concerns`` names columns of ``cables`` and child tables, none where it is the whole text."""

    code: str
    severity: Severity
    meaning: str
    concerns: tuple[str, ...]


_IDENTIFIER: Final = ("canonical_id", "year", "post", "serial_number")
_HEADER: Final = (
    "sent_at", "originator", "originator_indicator", "transmission_id", "station_serial_number", "filed_at",
    "action_precedence", "info_precedence", "transmission_security", "recipients",
)  # fmt: skip
_DECLASSIFICATION: Final = ("declassify_on", "declassify_date")

_NATURES: Mapping[str, Nature] = {
    "identifier-repaired": ("warning", _IDENTIFIER),
    "identifier-post-unknown": ("warning", ("post",)),
    "identifier-number-missing": ("warning", ("serial_number",)),
    "title-missing": ("info", ("title",)),
    "date-unreadable": ("warning", ("cable_date",)),
    "classification-missing": ("warning", ("classification", "classification_marking", "handling")),
    "origin-missing": ("info", ("origin",)),
    "header-missing": ("info", _HEADER),
    "header-from-wrapper": ("info", _HEADER),
    "date-time-group-unreadable": ("warning", ("sent_at",)),
    "addressee-la-paz-merge": ("info", ("recipients",)),
    "addressee-precedence-repaired": ("info", ("recipients",)),
    "addressee-record-number": ("info", ("recipients",)),
    "addressee-not-a-name": ("info", ("recipients",)),
    "classification-line-missing": ("warning", ("section_number", "section_count", "captions")),
    "preview-joined": ("warning", ("paragraphs", "headings")),
    "taken-from-preview": (
        "warning",
        (
            "executive_order", *_DECLASSIFICATION, "tags", "subject", "cable_references", "classified_by",
            "classification_reasons",
        ),
    ),
    "executive-order-number-missing": ("info", ("executive_order",)),
    "declassification-empty": ("info", _DECLASSIFICATION),
    "declassification-without-decl": ("info", _DECLASSIFICATION),
    "declassification-stray-text": ("info", _DECLASSIFICATION),
    "declassification-date-impossible": ("warning", ("declassify_date",)),
    "tags-missing": ("warning", ("tags",)),
    "tags-empty": ("warning", ("tags",)),
    "tags-run-together": ("info", ("tags",)),
    "tags-caption": ("info", ("tags",)),
    "tags-stray-text": ("info", ("tags",)),
    "tag-repaired": ("warning", ("tags",)),
    "tag-unknown": ("info", ("tags",)),
    "tag-person-guessed": ("warning", ("tags",)),
    "tag-redacted": ("info", ("tags",)),
    "subject-missing": ("warning", ("subject",)),
    "reference-year-guessed": ("info", ("cable_references",)),
    "reference-post-repaired": ("info", ("cable_references",)),
    "reference-post-unknown": ("info", ("cable_references",)),
    "reference-unresolved": ("warning", ("cable_references",)),
    "reference-block-cut": ("warning", ("cable_references",)),
    "classified-by-without-name": ("info", ("classified_by",)),
    "classified-by-redacted": ("info", ("classified_by",)),
    "classified-by-several": ("info", ("classified_by",)),
    "classified-by-guessed": ("warning", ("classified_by",)),
    "reasons-missing": ("info", ("classification_reasons",)),
    "reasons-without-section": ("info", ("classification_reasons",)),
    "reasons-unusual-section": ("info", ("classification_reasons",)),
    "paragraph-number-out-of-sequence": ("info", ("paragraphs",)),
    "paragraphs-missing": ("warning", ("paragraphs",)),
    "signature-missing": ("info", ("signature",)),
}  # fmt: skip


class IssuesDisagree(ValueError):
    """A code is defined twice, or has a meaning but no severity, or the other way round; the message names it."""


@cache
def issue_kinds() -> Mapping[str, IssueKind]:
    """Return every kind of issue of the reader by its code, in the order of a telegram."""
    modules = (
        identifiers,
        envelope,
        transmission_header,
        addressees,
        reader,
        prefatory,
        executive_order,
        tags,
        references,
        classified_by,
    )
    return collect({module.__name__: module.ISSUES for module in modules}, _NATURES)


def collect(meanings: Mapping[str, Mapping[str, str]], natures: Mapping[str, Nature]) -> Mapping[str, IssueKind]:
    """Join the meanings of each module (by its name) with severity and concerns, in the order of ``natures``.

    Raises:
        IssuesDisagree: a code stands in two modules, or in only one of ``meanings`` and ``natures``.
    """
    homes: dict[str, str] = {}
    for module, codes in meanings.items():
        for code in codes:
            if code in homes:
                raise IssuesDisagree(f"the issue {code} is defined twice: in {homes[code]} and in {module}")
            homes[code] = module
    for code in homes.keys() ^ natures.keys():
        where = f"of {homes[code]} has no severity" if code in homes else "has a severity, but no module defines it"
        raise IssuesDisagree(f"the issue {code} {where}; see {__name__}")
    return MappingProxyType(
        {
            code: IssueKind(code, severity, " ".join(meanings[homes[code]][code].split()), concerns)
            for code, (severity, concerns) in natures.items()
        }
    )
