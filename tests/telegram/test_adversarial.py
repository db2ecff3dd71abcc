"""Hostile texts: whatever is repeated however often, the time to read it grows with its length, not with its square."""

from __future__ import annotations

from time import process_time

import pytest

from cable_pipeline.telegram import read_telegram
from tests.telegram.telegrams import HEADER, LINE, PREFATORY, TAGS, envelope

SMALL, LARGE = 16_000, 64_000
QUICK = 0.6
"""Seconds of processor time for ``LARGE`` characters below which growth is not looked at."""
STEEPEST = 11.0
"""Four times the text may take eleven times as long: four is linear, sixteen is quadratic."""
WHOLE_FILE = 1_000_000
LONGEST = 10.0
"""Seconds of processor time for ``WHOLE_FILE`` characters: far above what it takes, far below what a square would."""

OPENED = f"{envelope()}{HEADER}{LINE} \n \n"
PLACES = {
    "behind the envelope": envelope(),
    "in the header": f"{envelope()}{HEADER}\n",
    "behind the classification line": OPENED,
    "in the E.O. line": f"{OPENED}E.O. 12958: ",
    "in TAGS": f"{OPENED}{TAGS} ",
    "in SUBJECT": f"{OPENED}{PREFATORY.rstrip()} ",
    "in REF": f"{OPENED}{PREFATORY}\nREF: ",
    "in Classified By": f"{OPENED}{PREFATORY}\nClassified By: ",
    "behind the reasons": f"{OPENED}{PREFATORY}\nClassified By: DCM Lucas Hembree, reasons 1.4 (b) and (d). ",
    "behind a missing section": f"{OPENED}{PREFATORY}\n1. (U) The fair opened.\n* Missing Section 002 *\n",
    "in a paragraph": f"{OPENED}{PREFATORY}\n1. (U) The fair opened.\n",
    "in the summary": f"{OPENED}{PREFATORY}\n1. (U) Summary: The fair opened.\n",
}

PLAIN = [
    *("a", " ", "\n", " \n", "-", "=", "*", "9", "0", "X", "Х", "(", ")", "[", "'", '"', "&", "\\", "¶", "é", "漢"),
    *("\t", "\x00", "\x0b", "\x85", "\xa0", "\r\n", "\u2028", "\ufeff", "\u0301", "\U0001f600", "\ud800"),
    *("A ", "AB ", "a. ", "a, ", "a\n", "9 ", "1\n", "1.", "()", "A.B.", "Mr. ", "a. B ", "e-mail ", "...", "...\n"),
]
MARKERS = [
    *("1. (", "1. (U) ", "\n1. (U) x", "\n1. x", "\n7. (U) x", "\n1,", "\n(1) x", "\n(U) 1. x", "\n1) x", "\n2 (U) x"),
    *("\n1.", "¶1. (U) ", "\n¶1. x", "A. ", "\nA. (U) x", "\nA. X", "BEGIN TEXT ", "END TEXT ", "BEGIN TEXT END TEXT "),
    *("BEGIN A B C D ", "(U) ", "(S/REL A, B, C ", "\n\nTitle Here\n\n1. (U) x", "(COMMENT: x END COMMENT.)\n1. (U) x"),
]
RULES = [
    *(
        "- ",
        "--- ",
        "--------- ",
        "--------\n",
        "\n--------",
        "-=*",
        "TITLE ------ ",
        "TITLE\n",
        "------ TITLE ------\n",
    ),
    *("\nTITLE\n-----\n", "-----\nTITLE\n", "ABC DEF ", "<br>", "<BR/>\n", "&amp;", "\\\n", "<", "<<1>>"),
]
KEYWORDS = [
    *("UNCLAS ", "UNCLAS\n", "UNCLAS SECTION 01 OF 02 ", "C O N F ", "C O N F I D E N T I A L ", "\nS E C R E T "),
    *("REF: ", "\nREF: ", "REF A ", "TAGS: ", "\nTAGS: ", "E.O. 12958: ", "\nE.O. 12958: ", "SUBJECT: ", "\nSUBJECT: "),
    *("Classified By: ", "\nClassified By: ", "DERIVED FROM ", "SIPDIS ", "\nSIPDIS ", "\nSIPDIS\n", "SENSITIVE, "),
    *("STATE FOR ", "STATE PASS TO X\n", "C O R R E C T E D\n", "CODEL X\n", "\n (U) CLASSIFIED BY "),
]
PARTS = [
    *("Summary: ", "SUMMARY\n\n", "\n\nSUMMARY\n\n", "End Summary. ", "END ", "END OF ", "(Comment: ", "[Comment: x]"),
    *("(COMMENT: x END COMMENT.) ", "\n\nCOMMENT\n\n", "COMMENT AND ", "0\n\nSUMMARY\n\n", "BEGIN A\n\nCOMMENT\n\n"),
]
CLOSINGS = [
    *("\nLUND", "LUND\n\n", "LUND. ", "CABLE ENDS ", "\nCABLE ENDS", "\nNNNN", "\nBT", "MINIMIZE CONSIDERED\n", '",\n'),
    *("Visit us website ", "\nVisit us website", "http://", "\nwww.x ", "Please visit http ", "\n0 01/01/2009", "VAN "),
]
RECORDS = [
    *("REYKJAVIK 00000311  002 OF 003 ", "REYKJAVIK 00000311  002 OF 003 \n", "00000311  002 OF 003 ", "12345678 "),
    *("12345678  002 ", "PAGE 02 REYKJA 00311 151642Z ", "PAGE 02 ", "CONFIDENTIAL  PAGE 02", "UNCLAS A B "),
    *("12/1/2009 5:59,", "id: 1\ndate:", "1234\n2009-01-01", "2009-01-01 00:00:00\t", "Cable dated: 2009"),
    *("Monday, 1 January 2009, 10:10", "VZCZC", "VZCZC\n", "DE RUEHC #", "P 151642Z APR 09\n", "\nFM ", "From: x\n"),
    *("TO RUEHC/SECSTATE WASHDC\n", "RUEHC/SECSTATE WASHDC PRIORITY 0001\n", "XMT AMEMBASSY X\n", "COLLECTIVE "),
    *("INFO RUEHLP/AMEMBASSY LA PAZ APR LIMA 4417\n", "LA PAZ ", "RUEHLP/AMEMBASSY LA PAZ APR A ", "/", "//"),
]
VALUES = [
    *(
        "OSLO ",
        "OSLO 1 ",
        "OSLO 12 AND ",
        "REYKJAWIK 12 AND ",
        "09 OSLO 12, ",
        "(NOTAL), ",
        "A) ",
        "(A) ",
        "A: ",
        "AND ",
    ),
    *("1.4 ", "1.4(B) ", "1.4 (B) AND ", "REASON 1.4 ", "REASONS: ", "(B) ", "Dr. A. B. ", "Minister Of ", "DECL: "),
    *("DECL: 01/01/2019 ", "PREL ", "PREL,", "OVIP (", "OVIP LUND, SVEN ", "PRELPGOV", "KFRDCVISCMGT", "LUND, "),
]
ALL = [*PLAIN, *MARKERS, *RULES, *KEYWORDS, *PARTS, *CLOSINGS, *RECORDS, *VALUES]
BLANKS = ["a", " ", "\n", " \n", "-", "9", "(", "\xa0", "\nA. X", "\n1. (U) x", "REYKJAVIK 00000311  002 OF 003 ", "A "]
CASES = [
    *(("in a paragraph", unit) for unit in ALL),
    *(("in the summary", unit) for unit in [*BLANKS, *PARTS, *RECORDS[:6], "\nSIPDIS ", "¶", "END\n"]),
    *(("behind the envelope", unit) for unit in [*BLANKS, *KEYWORDS, *RECORDS]),
    *(("in the header", unit) for unit in [*BLANKS, *RECORDS]),
    *(("behind the classification line", unit) for unit in [*BLANKS, *KEYWORDS, *RECORDS[:6]]),
    *(
        (place, unit)
        for place in ("in SUBJECT", "in REF", "in Classified By", "behind the reasons")
        for unit in [*BLANKS, *KEYWORDS, *VALUES]
    ),
    *(("behind the reasons", unit) for unit in [*MARKERS, *RULES, *PARTS]),
    *(("behind a missing section", unit) for unit in ["*", "* ", "Missing Section 0", "* Missing Section 002 *\n"]),
    *((place, unit) for place in ("in TAGS", "in the E.O. line") for unit in [*BLANKS, *VALUES]),
]


def filled(place: str, unit: str, length: int) -> str:
    return PLACES[place] + (unit * (length // len(unit) + 1))[:length]


def seconds(text: str) -> float:
    """The least processor time of reading ``text``, which must be read whole, in four attempts."""
    least = float("inf")
    for _ in range(4):
        begin = process_time()
        record = read_telegram(text)
        least = min(least, process_time() - begin)
        assert record.cable.envelope + record.cable.header + record.cable.body == text
        assert record.segments[-1].end_offset == len(text)
        if least < QUICK:
            break
    return least


@pytest.mark.parametrize(("place", "unit"), CASES, ids=[f"{place}: {unit!r}" for place, unit in CASES])
def test_time_grows_with_the_length(place: str, unit: str) -> None:
    took = seconds(filled(place, unit, LARGE))
    assert took < QUICK or took < STEEPEST * seconds(filled(place, unit, SMALL))


@pytest.mark.parametrize(
    ("place", "unit"),
    [
        ("in a paragraph", "The fair opened on time and the boats sailed at noon. "),
        ("in a paragraph", "The fair opened on time and the boats sailed at noon.\n"),
        ("in a paragraph", " "),
        ("in a paragraph", "X"),
        ("in the summary", "("),
        ("in SUBJECT", "SUBJECT "),
        ("behind the envelope", "UNCLAS "),
        ("behind the envelope", "C O N F "),
        ("in REF", "OSLO 12, "),
        ("in the header", "RUEHC/SECSTATE WASHDC PRIORITY 0001\n"),
    ],
)
def test_a_megabyte(place: str, unit: str) -> None:
    assert seconds(filled(place, unit, WHOLE_FILE)) < LONGEST


@pytest.mark.parametrize("unit", ["¶1. (U) x--------\n", "\n1.", "1. (U) ", "\n2 (U) x"])
def test_many_markers_take_time_in_proportion(unit: str) -> None:
    opened = OPENED + "1. (U) Text.\n"
    large, small = (opened + unit * (length // len(unit)) for length in (4 * LARGE, LARGE))
    took = seconds(large)
    assert took < QUICK or took < STEEPEST * seconds(small)
