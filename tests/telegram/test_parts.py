"""Summary and Comment: inline, as heading, in brackets, over several paragraphs."""

from __future__ import annotations

import pytest

from tests.telegram.telegrams import read


@pytest.mark.parametrize(
    ("text", "summary", "within"),
    [
        ("1. (U) Summary: It opened. End summary.\n\n2. (U) It closed.", "It opened.", [True, False]),
        ("1. (U) SUMMARY. It opened. END SUMMARY.\n\n2. (U) It closed.", "It opened.", [True, False]),
        ("1. (U) Summary: It opened.\n\n2. (U) It closed.", "It opened.", [True, False]),
        (
            "1. (C) Summary. It opened.\n\n2. (C) It closed. End summary.\n\n3. (C) No.",
            "It opened.\n\nIt closed.",
            [True, True, False],
        ),
        ("1. (U) Begin Summary: It opened. End Summary.\n\n2. (U) No.", "It opened.", [True, False]),
        ("1. (U) Summary and Comment: It opened. End Summary and Comment.\n\n2. (U) No.", "It opened.", [True, False]),
        ("1. (U) Summary and Action Request: It opened. End Summary.\n\n2. (U) No.", "It opened.", [True, False]),
        ("1. (U) Summay: It opened. End Summary.\n\n2. (U) No.", "It opened.", [True, False]),
        ("1. (U) (Summary): It opened.\n\n2. (U) No.", "It opened.", [True, False]),
        ("1. (U) Summary: It opened. End\nSummary.\n\n2. (U) No.", "It opened.", [True, False]),
        ("1. (U) Summary: It opened. End of Summary.\n\n2. (U) No.", "It opened.", [True, False]),
        ("1. Summary: (C) It opened. End summary.\n\n2. (C) No.", "It opened.", [True, False]),
        (
            "SUMMARY\n-------\n\n1. (U) It opened.\n\n2. (U) So.\n\nTHE PARADE\n----------\n\n3. (U) No.",
            "It opened.\n\nSo.",
            [True, True, False],
        ),
        (
            "-------\nSUMMARY\n-------\n\n1. (U) It opened.\n\n2. (U) So. End summary.\n\n3. (U) No.",
            "It opened.\n\nSo.",
            [True, True, False],
        ),
        ("SUMMARY\n\n1. (U) It opened. End summary.\n\n2. (U) No.", "It opened.", [True, False]),
        ("1. (U) In summary, it opened.\n\n2. (U) No.", None, [False, False]),
        ("1. (U) The summary of the fair.\n\n2. (U) No.", None, [False, False]),
        ("1. (U) It opened.\n\n2. (U) No.", None, [False, False]),
    ],
)
def test_summary(text: str, summary: str | None, within: list[bool]) -> None:
    record = read(text + "\n\nHALVORSEN")
    assert record.cable.summary == summary
    assert [p.in_summary for p in record.paragraphs] == within


@pytest.mark.parametrize(
    ("text", "comment", "within"),
    [
        ("1. (U) No.\n\n2. (U) Comment: It was loud. End comment.", "It was loud.", [False, True]),
        ("1. (U) No.\n\n2. (U) COMMENT. It was loud.", "It was loud.", [False, True]),
        ("1. (U) No.\n\n2. (U) Embassy Comment: It was loud. End comment.", "It was loud.", [False, True]),
        ("1. (U) No. (Comment: It was loud. End comment.) So.\n\n2. (U) No.", "It was loud.", [True, False]),
        ("1. (U) No. (Comment: It was loud.) So.\n\n2. (U) No.", "It was loud.", [True, False]),
        ("1. (U) No. [Comment: It was loud. End comment.] So.\n\n2. (U) No.", "It was loud.", [True, False]),
        ("1. (U) No. (Note: It was loud. End note.) So.\n\n2. (U) No.", None, [False, False]),
        ("1. (U) No.\n\nCOMMENT\n-------\n\n2. (U) It was loud.", "It was loud.", [False, True]),
        (
            "1. (U) No.\n\nCOMMENT\n-------\n\n2. (U) It was loud.\n\n3. (U) Very.",
            "It was loud.\n\nVery.",
            [False, True, True],
        ),
        (
            "1. (U) No. (Comment: Once. End comment.)\n\n2. (U) No. (Comment: Twice. End comment.)",
            "Once.\n\nTwice.",
            [True, True],
        ),
        ("1. (U) He had no comment. So.\n\n2. (U) No.", None, [False, False]),
        (
            "1. (U) No.\n\n2. (C) Comment: It was\n\nREYKJAVIK 00000311  002 OF 003 \n\n\nloud. End comment.",
            "It was loud.",
            [False, True],
        ),
    ],
)
def test_comment(text: str, comment: str | None, within: list[bool]) -> None:
    record = read(text + "\n\nHALVORSEN")
    assert record.cable.comment == comment
    assert [p.in_comment for p in record.paragraphs] == within


def test_summary_and_comment_is_both() -> None:
    record = read("1. (U) Summary and comment: It opened. End summary and comment.\n\n2. (U) No.\n\nHALVORSEN")
    assert record.cable.summary == "It opened."
    assert record.cable.comment == "It opened."


def test_summary_as_heading_with_a_lettered_text() -> None:
    record = read("SUMMARY\n-------\n\nThe fair opened.\n\nTHE PARADE\n----------\n\nThe boats sailed.\n\nHALVORSEN")
    assert record.cable.summary == "The fair opened."


def test_summary_in_parentheses() -> None:
    assert read("1. (U) (Summary) It opened.\n\n2. (U) No.\n\nHALVORSEN").cable.summary == "It opened."


@pytest.mark.parametrize(
    ("text", "comment"),
    [
        ("1. (U) The fair opened. Comment: It was loud. End comment. It went on.", "It was loud."),
        ("1. (U) The fair opened.\n\nCOMMENT: It was loud. END COMMENT.\n\n2. (U) It went on.", "It was loud."),
        ("1. (U) It opened. Comment: One. End comment. It went on. COMMENT. Two. END COMMENT.", "One.\n\nTwo."),
        ("1. (U) It opened.\n\n2. (U) Ambassador's comment: It was loud.", "It was loud."),
        ("1. (U) It opened.\n\n2. (U) Conclusion and comment: It was loud.", "It was loud."),
        ("1. (U) It opened.\n\n2. (U) Comment -- It was loud. -- End comment.", "It was loud."),
        ("1. (U) The mayor made no comment: the fair had not opened.", None),
        ("1. (U) The fair opened. Comments: none were made.", None),
    ],
)
def test_comments_within_paragraphs_and_under_longer_titles(text: str, comment: str | None) -> None:
    assert read(text).cable.comment == comment


@pytest.mark.parametrize("blanks", ["", " ", "  "])
def test_a_heading_that_goes_on_behind_comment_and_a_colon(blanks: str) -> None:
    title = f"COMMENT:{blanks}A LONG WAY TO MARKET"
    record = read(f"1. (U) The fair opened.\n\n{title}\n{'-' * 30}\n\n2. (U) The rowers will not wait.\n\nHALVORSEN")
    assert record.cable.comment == "The rowers will not wait."


def test_a_summary_under_a_heading_with_a_roman_numeral() -> None:
    text = "----------\n\xb6I. Summary\n----------\n\nThe boats sailed.\n\nOARS\n----\n\n1. (U) The fair opened."
    record = read(f"{text}\n\nHALVORSEN")
    assert record.cable.summary == "The boats sailed."


@pytest.mark.parametrize(
    "title",
    [
        "Comment continued:",
        "Comment Cont'd:",
        "COMMENT CONT.:",
        "Comment, cont'd:",
        "COMMENT CONTINUED -",
        "Comment (cont'd):",
    ],
)
def test_a_comment_that_goes_on(title: str) -> None:
    record = read(f"1. (C) Comment: The fair opened.\n\n2. (C) {title} The rowers will not wait.\n\nHALVORSEN")
    assert record.cable.comment == "The fair opened.\n\nThe rowers will not wait."
