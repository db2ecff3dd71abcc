"""A busier invented archive, in which every view has rows and whose right answers can be counted by hand.

Zenda sends a telegram on the tenth of every month from January to October 2006, numbered 10, 20 … 100, one more in
March (34), and one in November whose number, 5000, is misread. The Department's circular 06STATE500 is answered by
Strelsau after two days, by Zenda after nine (and once more in March) and by Beirut after twenty. 06ZENDA45 is cited
and not there. 06ZENDA70 and 06ZENDA80 cite each other. Lisbon writes once a month from January to July 2007, and
three times on the flu in August.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from tests.database.archive import Rows, cable, invented, partition, row

NOON = timedelta(hours=12)


def _telegram(cable_id: str, post: str, serial: int, day: date, **values: Any) -> dict[str, Any]:
    sent_at = datetime.combine(day, datetime.min.time()) + NOON
    return cable(cable_id, post, serial, day, sent_at=sent_at, year=day.year, **values)


def _zenda() -> list[dict[str, Any]]:
    found = [_telegram(f"06ZENDA{10 * month}", "ZENDA", 10 * month, date(2006, month, 10)) for month in range(1, 11)]
    found.append(_telegram("06ZENDA34", "ZENDA", 34, date(2006, 3, 20)))
    found.append(_telegram("06ZENDA5000", "ZENDA", 5000, date(2006, 11, 10)))
    for telegram in found:
        telegram |= {"action_precedence": "ROUTINE", "signature": "Tarlenheim", "originator": "AMEMBASSY ZENDA"}
    found[0] |= {
        "classification": "SECRET",
        "classified_by": ["Fritz Tarlenheim"],
        "classification_reasons": ["1.4(B)", "1.4(D)"],
        "declassify_on": "01/10/2016",
        "declassify_date": date(2016, 1, 10),
        "captions": ["SIPDIS", "EXDIS"],
    }
    found[1] |= {
        "action_precedence": "IMMEDIATE",
        "signature": "Sapt",
        "classified_by": ["Fritz Tarlenheim", "A. Sapt"],
        "classification_reasons": ["1.4(D)"],
        "declassify_on": "x1",
    }
    return found


def busy() -> Rows:
    """All rows of the archive."""
    cables = [
        *_zenda(),
        _telegram(
            "06STATE500", "STATE", 500, date(2006, 2, 1), subject="COUNT THE BOATS", classification="UNCLASSIFIED"
        ),
        _telegram("06STRELSAU3", "STRELSAU", 3, date(2006, 2, 3), redaction_count=1, word_count=500)
        | {"originator": "AMEMBASSY STRELSAU"},
        _telegram("06BEIRUT7", "BEIRUT", 7, date(2006, 2, 21)),
        _telegram("06BEIRUT9", "BEIRUT", 9, date(2006, 7, 1), subject="BOATS SINK"),
        *[_telegram(f"07LISBON{month}", "LISBON", month, date(2007, month, 1)) for month in range(1, 8)],
        *[_telegram(f"07LISBON{7 + place}", "LISBON", 7 + place, date(2007, 8, place)) for place in (1, 2, 3)],
    ]
    dataset = invented()["dataset"]
    ids = [cable["cable_id"] for cable in cables]
    references = [
        ("06ZENDA20", 1, "06STATE500", None),
        ("06ZENDA30", 1, "06STATE500", None),
        ("06STRELSAU3", 1, "06STATE500", None),
        ("06BEIRUT7", 1, "06STATE500", None),
        ("06ZENDA60", 1, "06ZENDA45", "NOTAL"),
        ("06ZENDA60", 2, "06HENTZAU1", None),
        ("06ZENDA70", 1, "06ZENDA80", None),
        ("06ZENDA70", 2, "06NOWHERE1", None),
        ("06ZENDA80", 1, "06ZENDA70", None),
        ("06ZENDA90", 1, "06ZENDA80", None),
    ]
    recipients = [
        ("06ZENDA20", 1, "action", "SECSTATE WASHDC", "RUEHC", False, []),
        ("06ZENDA20", 2, "info", "RURITANIA COLLECTIVE", "RUCNRUR", True, ["STRELSAU"]),
        ("06ZENDA30", 1, "action", "SECSTATE WASHDC", "RUEHC", False, []),
        ("06ZENDA34", 1, "action", "SECSTATE WASHDC", "RUEHC", False, []),
        ("06STRELSAU3", 1, "info", "AMEMBASSY ZENDA", None, False, []),
    ]
    tags = [
        ("06ZENDA10", 1, "PREL"),
        ("06ZENDA10", 2, "PGOV"),
        ("06ZENDA20", 1, "PGOV"),
        ("06ZENDA20", 2, "PREL"),
        ("06ZENDA30", 1, "PGOV"),
        ("06BEIRUT7", 1, "EFIS"),
        *[(f"07LISBON{number}", 1, "KFLU") for number in (8, 9, 10)],
    ]
    paragraphs = [
        row("paragraphs", cable_id=cable_id, position=1, number=1, marking="C", text="One.", word_count=1)
        for cable_id in ids
    ]
    paragraphs[0] |= {"marking": "S"}
    paragraphs.append(
        row("paragraphs", cable_id="06ZENDA10", position=2, number=2, marking="SBU", text="Two.", word_count=1)
    )
    paragraphs.append(
        row("paragraphs", cable_id="06ZENDA20", position=2, number=2, marking="S//NF", text="Two.", word_count=1)
    )
    paragraphs[ids.index("06BEIRUT9")] |= {
        "text": "The mayor spoke. As told in Zenda 45, the boats sank. Nobody minded."
    }
    return {
        "dataset": dataset,
        "cables": cables,
        "paragraphs": paragraphs,
        "headings": [row("headings", cable_id="06ZENDA10", position=1, text="Boats")],
        "segments": [segment for cable_id in ids for segment in partition(cable_id)],
        "tags": [
            row("tags", cable_id=cable_id, position=position, tag=tag, kind="subject", raw=tag)
            for cable_id, position, tag in tags
        ],
        "recipients": [
            row("recipients", cable_id=cable_id, position=position, role=role, name=name, routing_indicator=indicator,
                is_collective=collective, excluded=excluded)
            for cable_id, position, role, name, indicator, collective, excluded in recipients
        ],
        "cable_references": [
            row("cable_references", cable_id=cable_id, position=position, raw=target, kind="cable",
                referenced_id=target, caption=caption)
            for cable_id, position, target, caption in references
        ],
        "text_citations": [
            row("text_citations", cable_id="06BEIRUT9", position=1, paragraph_position=1, raw="Zenda 45", kind="id",
                referenced_id="06ZENDA45"),
            row("text_citations", cable_id="06BEIRUT9", position=2, paragraph_position=1, raw="septel", kind="septel"),
            row("text_citations", cable_id="06ZENDA20", position=1, paragraph_position=1, raw="reftel", kind="reftel",
                referenced_id="06STATE500"),
        ],
        "revision_changes": [
            row("revision_changes", cable_id="06ZENDA20", position=1, revision=2, part="subject", change="edited",
                former_text="BOATS", text="SHIPS")
        ],
        "parse_issues": [
            row("parse_issues", source_path="06ZENDA10.txt", cable_id="06ZENDA10", code="a", severity="info")
        ],
        "source_files": [
            row("source_files", source_path=cable["source_path"], cable_id=cable["cable_id"], status="parsed")
            for cable in cables
        ],
        "revisions": [
            *[row("revisions", cable_id=cable_id, revision=1, is_current=cable_id != "06ZENDA20") for cable_id in ids],
            row("revisions", cable_id="06ZENDA20", revision=2, is_current=True),
        ],
    }  # fmt: skip
