from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cable_pipeline.telegram import NotATelegram
from cable_pipeline.telegram.differences import CHANGES, Difference, differences

HEAD = """\
06ZENDA12
A TITLE
Wed Aug 09 00:00:00 +0200 2006
CONFIDENTIAL
Embassy Vienna
P 090743Z AUG 06
FM AMEMBASSY VIENNA
TO SECSTATE WASHDC PRIORITY 0123
C O N F I D E N T I A L VIENNA 000017

SIPDIS

E.O. 12958: DECL: 08/09/2016
TAGS: {tags}
SUBJECT: {subject}

"""
FIRST = "1. (C) The minister received the ambassador on Tuesday and spoke of the harbour."
SECOND = "2. (C) Mr. Rassendyll of the port office said that dredging would begin in spring."
THIRD = "3. (U) Nothing more was said, and the meeting ended."


def text(*paragraphs: str, tags: str = "PREL, AU", subject: str = "A MATTER OF NO WEIGHT") -> str:
    return HEAD.format(tags=tags, subject=subject) + "\n\n".join(paragraphs or (FIRST, SECOND, THIRD)) + "\nEXAMPLE\n"


def changes(former: str, current: str) -> list[tuple[str, str | None, str]]:
    return [(found.part, found.number, found.change) for found in differences(former, current)]


def test_equal_texts_do_not_differ() -> None:
    assert differences(text(), text()) == []


def test_an_edited_paragraph_is_told_whole() -> None:
    edited = SECOND.replace("spring", "autumn")
    assert differences(text(), text(FIRST, edited, THIRD)) == [
        Difference("paragraph", "2", "edited", SECOND.removeprefix("2. (C) "), edited.removeprefix("2. (C) "))
    ]


def test_added_and_removed_paragraphs() -> None:
    assert changes(text(FIRST, SECOND), text()) == [("paragraph", "3", "added")]
    assert changes(text(), text(FIRST, SECOND)) == [("paragraph", "3", "removed")]


def test_a_redaction_is_a_change_of_its_own_kind() -> None:
    redacted = SECOND.replace("Mr. Rassendyll", "XXXXXXXXXXXX")
    added = Difference("paragraph", "2", "redaction added", "Mr. Rassendyll", "XXXXXXXXXXXX")
    lifted = Difference("paragraph", "2", "redaction lifted", "XXXXXXXXXXXX", "Mr. Rassendyll")
    assert differences(text(), text(FIRST, redacted, THIRD)) == [added]
    assert differences(text(FIRST, redacted, THIRD), text()) == [lifted]


def test_a_redaction_beside_an_edit_is_told_beside_it() -> None:
    both = SECOND.replace("Mr. Rassendyll", "XXXXXXXX").replace("spring", "autumn")
    assert changes(text(), text(FIRST, both, THIRD)) == [
        ("paragraph", "2", "redaction added"),
        ("paragraph", "2", "edited"),
    ]


def test_a_paragraph_redacted_whole_is_no_removal() -> None:
    assert changes(text(), text(FIRST, "2. (C) XXXXXXXXXXXX", THIRD)) == [("paragraph", "2", "redaction added")]


def test_elements_of_the_head_are_told_by_name() -> None:
    found = differences(text(), text(tags="PREL, PGOV, AU", subject="A MATTER OF XXXXXXXX"))
    assert [(d.part, d.change) for d in found] == [("tags", "edited"), ("subject", "redaction added")]
    assert found[1][3:] == ("NO WEIGHT", "XXXXXXXX")


def test_a_difference_in_white_space_alone_is_one_of_layout() -> None:
    assert changes(text(), text().replace("harbour.", "harbour. \n")) == [("layout", None, "edited")]


def test_a_paragraph_in_between_leaves_the_others_their_partners() -> None:
    between = "4. (U) A new paragraph about the weather in the mountains."
    assert changes(text(FIRST, SECOND), text(FIRST, between, SECOND)) == [("paragraph", "4", "added")]


def test_what_is_no_cable_is_refused() -> None:
    with pytest.raises(NotATelegram):
        differences("no cable", text())


WORDS = st.lists(st.sampled_from(["Mr.", "Rassendyll", "XXXXXXXX", "spoke", "of", "harbours."]), min_size=1, max_size=8)


@given(WORDS, WORDS)
def test_texts_that_differ_yield_a_difference_both_ways(former: list[str], current: list[str]) -> None:
    before, after = text(FIRST, "2. (C) " + " ".join(former)), text(FIRST, "2. (C) " + " ".join(current))
    there, back = differences(before, after), differences(after, before)
    assert bool(there) == bool(back) == (before != after)
    assert {found.change for found in there} <= set(CHANGES)
