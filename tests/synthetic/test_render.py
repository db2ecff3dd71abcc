"""Plans in print: the layouts of real archives, and spans that point to the right text."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cable_pipeline.synthetic import LAYOUTS, invent, render
from cable_pipeline.synthetic.plan import Addressee, Authority, Identity, Paragraph, Reftel, Section, TelegramPlan
from cable_pipeline.synthetic.render import EXTRACT_NOTICE, PILCROW, pilcrow_places, rule, wrap

SEEDS = st.integers(0, 2**32)
NAMES = st.sampled_from(sorted(LAYOUTS))

PLAN = TelegramPlan(
    identity=Identity(2009, "SANJOSE", 2411, datetime(2009, 4, 15, 16, 42)),
    post_name="SAN JOSE",
    station_name="AMEMBASSY SAN JOSE",
    routing_indicator="RUEHSJ",
    origin="Embassy San Jose",
    classification="SECRET",
    handling=("NOFORN",),
    transmission_number=2,
    called=(),
    precedences=("O", "R"),
    action=(Addressee("SECSTATE WASHDC", "RUEHC", "IMMEDIATE", "0761"),),
    info=(
        Addressee("AMEMBASSY LIMA", "RUEHPE", None, "0482"),
        Addressee("MERCOSUR COLLECTIVE", "RUCNMER", None, None, ("AMEMBASSY ASUNCION",)),
    ),
    section_count=2,
    captions=("NOFORN", "SIPDIS"),
    attention=("STATE FOR WHA/CEN", "NSC FOR KESTREL"),
    executive_order="12958",
    declassify_on="04/15/2019",
    tags=("PREL", "ECON", "CS"),
    subject="COSTA RICA: A CLOCK FOR THE CUSTOMS HOUSE AND WHO IS TO WIND IT ON SUNDAYS",
    subject_marking="S/NF",
    references=(
        Reftel("SAN JOSE 300", label="A", referenced_id="09SANJOSE300"),
        Reftel("08 STATE 99 (NOTAL)", label="B", referenced_id="08STATE99", caption="NOTAL"),
    ),
    authority=Authority("Ambassador", "Ida Melsett", "1.4", ("B", "D")),
    handling_sentence=None,
    sections=(
        Section(None, (Paragraph(("The clock has stopped.",), "S/NF", "summary"),)),
        Section("The Clock", (Paragraph(("It was wound in 1960.", "-- by hand;\n-- by nobody."), "S/NF"),)),
        Section(None, (Paragraph(("It will be wound again.",), "C", "comment"),)),
    ),
    signature="MELSETT",
    website_notice=(),
)


def test_the_acp_127_header_has_its_format_lines() -> None:
    header = render(PLAN, LAYOUTS["wrapped"]).expected.cable.header
    assert header.split("\n") == [
        "VZCZCXYZ0002",
        "OO RUEHWEB",
        "",
        "DE RUEHSJ #2411/01 1051642",
        "ZNY SSSSS ZZH",
        "O R 151642Z APR 09",
        "FM AMEMBASSY SAN JOSE",
        "TO RUEHC/SECSTATE WASHDC IMMEDIATE 0761",
        "INFO RUEHPE/AMEMBASSY LIMA 0482",
        "RUCNMER/MERCOSUR COLLECTIVE",
        "XMT AMEMBASSY ASUNCION",
    ]


def test_stations_called_go_on_on_further_lines() -> None:
    called = tuple(f"RUEH{letter}{letter}" for letter in "ABCDEFGHIJK")
    header = render(replace(PLAN, called=called), LAYOUTS["wrapped"]).text.split("\n")[5:8]
    assert header == ["VZCZCXRO0002", "OO " + " ".join(called[:9]), " ".join(called[9:])]


def test_the_body_is_glued_to_the_header() -> None:
    text = render(PLAN, LAYOUTS["wrapped"]).text
    assert "XMT AMEMBASSY ASUNCIONS E C R E T SECTION 01 OF 02 SAN JOSE 002411 \n" in text


def test_the_preamble_of_wrapped_lines() -> None:
    text = render(PLAN, LAYOUTS["wrapped"]).text
    assert text.split("SAN JOSE 002411 \n")[1].startswith(
        " \nNOFORN \nSIPDIS \n \nSTATE FOR WHA/CEN \nNSC FOR KESTREL \n \n"
        "E.O. 12958: DECL: 04/15/2019 \nTAGS: PREL ECON CS\n"
        "SUBJECT: (S/NF) COSTA RICA: A CLOCK FOR THE CUSTOMS HOUSE AND \nWHO IS TO WIND IT ON SUNDAYS \n \n"
        f"REF: A. SAN JOSE 300 \n     {PILCROW}B. 08 STATE 99 (NOTAL) \n \n"
        "Classified By: Ambassador Ida Melsett for reasons 1.4 (b) and \n(d). \n \n"
        f"{PILCROW}1. (S/NF) Summary: The clock has stopped. End Summary. \n \n"
        "The Clock \n--------- \n \n"
        f"{PILCROW}2. (S/NF) It was wound in 1960. \n \n-- by hand; \n-- by nobody. \n \n"
        f"Comment \n------- \n \n{PILCROW}3. (C) It will be wound again. End Comment. \nMELSETT\n"
    )


def test_the_news_site_prints_no_colons_and_no_blank_lines() -> None:
    lines = render(PLAN, LAYOUTS["news_site"]).text.split("\n")
    assert lines[15].endswith("Wednesday, 15 April 2009, 16:42")
    assert "EO 12958 DECL: 04/15/2019 " in lines
    assert "TAGS PREL, ECON, CS" in lines
    assert "" not in lines[16:24]


def test_the_title_is_the_first_line_of_the_subject() -> None:
    rendered = render(PLAN, LAYOUTS["wrapped"])
    assert rendered.text.split("\n")[1] == "(S/NF) COSTA RICA: A CLOCK FOR THE CUSTOMS HOUSE AND"
    assert rendered.expected.cable.title == rendered.text.split("\n")[1]
    assert rendered.expected.cable.subject == PLAN.subject


def test_extracts_have_the_notice_for_a_header() -> None:
    cable = render(PLAN, LAYOUTS["extract"]).expected.cable
    assert (cable.header, cable.is_partial_extract, cable.sent_at) == (EXTRACT_NOTICE, True, None)
    dated = render(PLAN, LAYOUTS["extract_with_date"]).expected.cable
    assert dated.header == f"{EXTRACT_NOTICE}\n\n151642Z Apr 09"
    assert dated.sent_at == PLAN.identity.sent_at


def test_the_expected_records_say_what_the_plan_says() -> None:
    expected = render(PLAN, LAYOUTS["wrapped"]).expected
    cable = expected.cable
    assert (cable.cable_id, cable.year, cable.post, cable.serial_number) == ("09SANJOSE2411", 2009, "SANJOSE", 2411)
    assert (cable.action_precedence, cable.info_precedence) == ("IMMEDIATE", "ROUTINE")
    assert (cable.classification, cable.handling) == ("SECRET", ("NOFORN",))
    assert cable.classification_reasons == ("1.4(B)", "1.4(D)")
    assert (cable.summary, cable.comment) == ("The clock has stopped.", "It will be wound again.")
    assert cable.declassify_date is not None
    assert cable.declassify_date.isoformat() == "2019-04-15"
    assert [(p.number, p.marking, p.heading) for p in expected.paragraphs] == [
        (1, "S/NF", None),
        (2, "S/NF", "The Clock"),
        (3, "C", "Comment"),
    ]
    assert expected.paragraphs[1].text == "It was wound in 1960.\n\n-- by hand; -- by nobody."
    assert [(r.label, r.raw, r.referenced_id) for r in expected.references] == [
        ("A", "SAN JOSE 300", "09SANJOSE300"),
        ("B", "08 STATE 99 (NOTAL)", "08STATE99"),
    ]
    assert expected.recipients[2].excluded == ("AMEMBASSY ASUNCION",)


def test_a_single_paragraph_has_no_number() -> None:
    plan = replace(PLAN, sections=(Section(None, (Paragraph(("All is well.",), "C"),)),))
    rendered = render(plan, LAYOUTS["wrapped"])
    paragraph = rendered.expected.paragraphs[0]
    assert paragraph.number is None
    assert rendered.text[paragraph.start_offset : paragraph.end_offset] == "(C) All is well."


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("wrapped", "\nThe Clock \n--------- \n"),
        ("wrapped_pages", "\n--------- \nThe Clock \n--------- \n"),
        ("bare_headings", "\nThe Clock \n \n"),
        ("one_line_headings", "\n---------- The Clock ---------- \n"),
        ("reflowed", "\nThe Clock --------- \n"),
        ("tight_markers", "\n2.(S/NF) It was"),
        ("one_line_headings", "\n2) (S/NF) It was"),
        ("mark_first", "\n(S/NF) 2. IT WAS"),
        ("lettered", f"\n{PILCROW}B. (S/NF) It was"),
        ("corrected_copy", "\nO R 151642Z APR 09 ZDK\n"),
        ("date_time_group", "Embassy San Jose\nO R 151642Z APR 09\n"),
        ("date_time_group", "\nTO SECSTATE WASHDC IMMEDIATE 0761\n"),
        ("date_time_group", "E.O. 12958: DECL: 04/15/2019 TAGS: PREL ECON CS\n"),
        ("no_header", "Embassy San Jose\nS E C R E T SECTION"),
        ("reflowed_pages", "End Comment. MELSETT \n"),
        ("lettered", "DECL:  4/15/2019 \n"),
        ("wrapped_pages", "SIPDIS \n \nNOFORN \nSIPDIS \n"),
    ],
)
def test_each_layout_prints_its_form(name: str, printed: str) -> None:
    assert printed in render(PLAN, LAYOUTS[name]).text


@pytest.mark.parametrize("name", ["wrapped_pages", "reflowed_pages", "news_site", "upper_case"])
def test_long_telegrams_have_page_lines_inside_paragraphs(name: str) -> None:
    for seed in range(40):
        rendered = render(invent(seed, mean_characters=20_000), LAYOUTS[name])
        for before, page, after in zip(rendered.pieces, rendered.pieces[2:], rendered.pieces[4:], strict=False):
            if page.kind == "page_break":
                assert re.search(r"\d{8} +\d{3} OF \d{3}$|^PAGE \d\d ", page.text)
                assert before.paragraph == after.paragraph is not None
                return
    pytest.fail("no page line was printed")


@given(SEEDS, NAMES)
def test_the_expected_spans_point_to_their_text(seed: int, name: str) -> None:
    rendered = render(invent(seed, mean_characters=4_000), LAYOUTS[name])
    text, expected = rendered.text, rendered.expected
    cable = expected.cable
    assert cable.envelope + cable.header + cable.body == text
    assert cable.envelope.count("\n") == 5
    assert "".join(text[s.start_offset : s.end_offset] for s in expected.segments) == text
    assert [s.position for s in expected.segments] == list(range(1, len(expected.segments) + 1))
    for heading in expected.headings:
        assert text[heading.start_offset : heading.end_offset] == heading.text
    for paragraph in expected.paragraphs:
        printed = text[paragraph.start_offset : paragraph.end_offset]
        words = paragraph.text.split()
        assert printed == printed.strip()
        assert printed.endswith(words[-1])
        if paragraph.number is not None:
            assert re.match(rf"{PILCROW}?(?:\([A-Z/]+\) )?{paragraph.number}[.)]", printed)
    kinds = {segment.kind for segment in expected.segments}
    assert kinds >= {"envelope", "classification_line", "executive_order", "tags", "subject", "paragraph"}


@given(SEEDS, NAMES)
def test_pilcrows_stand_by_the_mirror_s_rule(seed: int, name: str) -> None:
    rendered = render(invent(seed, mean_characters=4_000), LAYOUTS[name])
    lines = rendered.expected.cable.body.split("\n")
    assert PILCROW not in lines[0]
    for line in lines[1:]:
        ruled = re.match(r"[ \t]*(?:\d+|[A-Z])\.(?:[ \t]|$)", line.replace(PILCROW, "")) is not None
        assert line.count(PILCROW) == ruled
        assert line.lstrip(" \t").startswith(PILCROW) == ruled


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("X\n1. a", [2]),
        ("X\n1.(U) a", []),
        ("X\n   B. a\n2006. c", [5, 10]),
        ("X\nAB. a\nb. c\n1.", [13]),
        ("1. a", []),
    ],
)
def test_pilcrow_places(body: str, places: list[int]) -> None:
    assert pilcrow_places(body) == places


@given(SEEDS, NAMES)
def test_no_line_of_a_wrapped_telegram_is_too_long(seed: int, name: str) -> None:
    layout = LAYOUTS[name]
    if layout.width is None:
        return
    rendered = render(invent(seed, mean_characters=4_000), layout)
    for piece in rendered.pieces:
        if piece.kind == "paragraph":
            assert max(map(len, piece.text.split("\n"))) <= layout.width + 1


@given(st.text("ab ", max_size=200).map(lambda text: " ".join(text.split())), st.integers(1, 30), st.integers(0, 40))
def test_wrapping_keeps_the_words(text: str, width: int, taken: int) -> None:
    wrapped = wrap(text, width, "\n", taken)
    assert wrapped.split() == text.split()
    lines = wrapped.split("\n")
    assert all(len(line) <= width or " " not in line for line in lines)
    assert len(lines[0]) + taken <= width or " " not in lines[0] or taken == 0


def test_rules_longer_than_45_are_broken_by_a_blank() -> None:
    assert rule(45) == "-" * 45
    assert rule(50) == "-" * 45 + " -----"


@given(SEEDS)
def test_rendering_twice_gives_the_same(seed: int) -> None:
    for layout in (LAYOUTS["wrapped_pages"], LAYOUTS["reflowed"]):
        first, second = (render(invent(seed, mean_characters=2_500), layout) for _ in range(2))
        assert first.text == second.text
        assert first.expected == second.expected
