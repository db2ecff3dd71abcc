"""Whole classified telegrams in every mixture of the forms that their parts take: each value is read as printed.

Forms and their frequencies are those of a public mirror; officers, places and events are invented.
"""

from __future__ import annotations

from textwrap import wrap
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from cable_pipeline.telegram import read_telegram
from cable_pipeline.telegram.classified_by import read_classified_by
from tests.telegram.telegrams import HEADER, envelope

GIVEN = "Ottilie Rufus Wanda Tobias Leila Gianni Vesna Dundas Xavier Marcie Kwame Winona Rolf Sujata Bertrand".split()
SURNAMES = (
    *"Halvorsen Fenwick Tolland Oyelaran Quarrie Wetherby Brandt Lindqvist Mistral Law Major Berlin North".split(),
    *("de la Torre", "van der Berg", "St. Aubyn", "O'Lund", "Kleine-Berg", "McAllen", "al-Rashid"),
)
INITIALS = "ABCEGHKLMPRSTW"
TITLES = (
    *("Ambassador", "AMB", "DCM", "A/DCM", "Deputy Chief of Mission", "Charge d'Affaires", "Charge d'Affaires, a.i.,"),
    *("CDA", "Acting DCM", "Political Counselor", "Pol/Econ Chief", "POLCOUNS", "PolCouns", "Economic Officer", "RSO"),
    *("Minister-Counselor for Political Affairs", "Consul General", "CG", "Principal Officer", "Under Secretary"),
    *("Assistant Secretary", "EUR A/S", "PDAS", "Deputy Assistant Secretary", "Regional Security Officer", "DATT"),
    *("Acting Political Counselor", "Political Section Chief", "ECON Counselor", "Legal Adviser", "Pol Off", "Col."),
    *(
        "Ambassador to Norway",
        "Consul General Hamburg",
        "Embassy Oslo DCM",
        "PRT Team Leader",
        "Permanent Representative",
    ),
)
OFFICES = (
    "Ambassador",
    "DCM",
    "Charge d'Affaires, a.i.",
    "Consul General",
    "POL/ECON Chief",
    "Counselor for Economic Affairs",
)
KEYWORDS = (
    "Classified By: ",
    "CLASSIFIED BY: ",
    "Classified by ",
    "CLASSIFIED BY ",
    "Classified by:",
    "(U) Classified by ",
)
LEADS = (
    *(" for reasons ", ", for reasons ", " for reason ", ". Reasons: ", ". Reason: ", "; Reason: ", ", reasons "),
    *(" REASONS: ", " (reasons ", " per ", " under E.O. 12958 ", " pursuant to ", " due to ", " based on ", ", ", ". "),
    *(" for reasons section ", ". E.O. 12958, reasons: ", " in accordance with ", " -- Reason: "),
)
LETTERS = ("B", "D", "BD", "BCD", "CD", "ABD", "BE")
LETTER_FORMS = (
    lambda letters: " " + " and ".join(f"({letter})" for letter in letters),
    lambda letters: " (" + ",".join(letters) + ")",
    lambda letters: "(" + ", ".join(letters) + ")",
    lambda letters: "".join(f"({letter})" for letter in letters),
    lambda letters: " " + ", ".join(f"({letter})" for letter in letters),
    lambda letters: " " + "/".join(letters),
    lambda letters: " (" + "/".join(letters) + ")",
    lambda letters: " " + ", ".join(letters),
    lambda letters: " (" + " ".join(letters) + ")",
    lambda letters: " (" + " & ".join(letters) + ")",
    lambda letters: " " + " and ".join(letters),
)
MARKINGS = ("C", "S", "U", "SBU", "C/NF", "S/NF", "S//NF", "S/NOFORN", "S/REL NATO", "S//REL TO USA, FVEY", "SBU/NF")
MARKERS = ("¶{n}. ({m}) ", "{n}. ({m}) ", "{n}.({m}) ", "{n}.  ({m})  ", "{n}.({m})", "¶{n}.  ({m})  ")
CAPTIONS = (("SIPDIS",), ("SIPDIS", "NOFORN"), ("NOFORN", "SIPDIS"), ("SIPDIS", "SIPDIS", "NOFORN"), ("NOFORN SIPDIS",))
ORDERS = (
    ("E.O. 12958: DECL: {d}", "{d}"),
    ("E.O. 12958: DECL:  {d}", "{d}"),
    ("EO 12958 DECL: {d}", "{d}"),
    ("E.O. 12958, DECL: {d}", "{d}"),
    ("E.O. 12356: DECL: OADR", "OADR"),
)
SENTENCES = (
    "The fair opened on time, and nobody fell into the harbor.",
    "Minister Halvorsen told Emboffs (ref A) that the herring had come back.",
    "Twelve boats took part; none of them sank.",
    "He asked whether the U.S. would send a boat in 2010.",
    '"We have fish," he said, "and we mean to sell it."',
)
PAGE_LINE = "REYKJAVIK 00000311  00{n} OF 004"


class Authority(NamedTuple):
    """A classification authority line and what it says."""

    line: str
    name: str
    reasons: tuple[str, ...]


def wrapped(text: str, width: int) -> str:
    """The text in lines of at most ``width`` characters, a blank at each one's end as telegrams have it."""
    return " \n".join(wrap(text, width, break_on_hyphens=False))


@st.composite
def names(draw: st.DrawFn) -> str:
    """A given name, an initial or none, a surname; some have a suffix."""
    given_name, surname = draw(st.sampled_from(GIVEN)), draw(st.sampled_from(SURNAMES))
    initial = draw(st.sampled_from(("", *INITIALS)))
    if draw(st.integers(0, 9)) == 0:
        surname += draw(st.sampled_from((", Jr.", " III")))
    return f"{given_name} {initial}. {surname}" if initial else f"{given_name} {surname}"


@st.composite
def authorities(draw: st.DrawFn) -> Authority:
    """An authority line: title before the name or office behind it, capitals or not, wrapped or not."""
    name, letters = draw(names()), draw(st.sampled_from(LETTERS))
    section = draw(st.sampled_from(("1.4", "1.5")))
    form = draw(st.sampled_from(LETTER_FORMS))
    printed_letters = form(letters if draw(st.booleans()) else letters.lower())
    person = (
        f"{draw(st.sampled_from(TITLES))} {name}"
        if draw(st.booleans())
        else f"{name}, {draw(st.sampled_from(OFFICES))}"
    )
    line = f"{draw(st.sampled_from(KEYWORDS))}{person}{draw(st.sampled_from(LEADS))}{section}{printed_letters}."
    if draw(st.booleans()):
        line, name = line.upper(), name.upper()
    width = draw(st.sampled_from((50, 58, 64, 68, 500)))
    return Authority(wrapped(line, width), name, tuple(f"{section}({letter})" for letter in letters))


@given(authorities())
@settings(max_examples=300)
def test_names_and_reasons_are_read_as_printed(authority: Authority) -> None:
    found, _ = read_classified_by(authority.line, 0, len(authority.line))
    assert [name.rstrip(".") for name in found.names] == [authority.name.rstrip(".")]
    assert found.reasons == authority.reasons


class Written(NamedTuple):
    """A whole telegram, and what a right reader finds in it."""

    text: str
    authority: Authority
    captions: list[str]
    declassify_on: str
    subject: str
    references: list[tuple[str | None, str]]
    paragraphs: list[tuple[int, str, str]]
    headings: list[str]
    signature: str | None


@st.composite
def telegrams(draw: st.DrawFn) -> Written:
    """A classified telegram: captions, order, subject, references, authority, paragraphs, headings, page lines."""
    captions = draw(st.sampled_from(CAPTIONS))
    order, declassify_on = draw(st.sampled_from(ORDERS))
    day = draw(st.sampled_from(("04/15/2019", "4/5/2019", "2019/04/15")))
    subject = draw(
        st.sampled_from(("HERRING FAIR OPENS", "ICELAND: A FAIR, A FISH AND A MINISTER WHO WANTS BOTH OF THEM"))
    )
    marking = draw(st.sampled_from(("", "(C) ", "(S/NF) ", "(U) ")))
    block, references = draw(reference_blocks())
    authority = draw(authorities())
    parts = [part for part in (block, authority.line) if part]
    if draw(st.integers(0, 5)) == 0:
        parts.reverse()
    marker, width = draw(st.sampled_from(MARKERS)), draw(st.sampled_from((58, 66, 1000)))
    paragraphs: list[tuple[int, str, str]] = []
    headings: list[str] = []
    body: list[str] = []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        if draw(st.integers(0, 3)) == 0:
            headings.append(title := draw(st.sampled_from(("The Minister's View", "FISH AND CHIPS", "Looking Ahead"))))
            body.append(draw(st.sampled_from((title, f"{title}\n{'-' * len(title)}", f"-----\n{title}\n-----"))))
        text = " ".join(draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5)))
        portion = draw(st.sampled_from(MARKINGS))
        paragraphs.append((number, portion.replace(" ", ""), text))
        lines = wrap(f"{marker.format(n=number, m=portion)}{text}", width, break_on_hyphens=False)
        if len(lines) > 3 and draw(st.booleans()):
            lines.insert(draw(st.integers(1, len(lines) - 1)), f" \n{PAGE_LINE.format(n=2)} \n \n")
        body.append("\n".join(f"{line} " for line in lines))
        if draw(st.integers(0, 7)) == 0:
            body.append(PAGE_LINE.format(n=3))
    signature = draw(st.sampled_from((None, "HALVORSEN", "McAllen", "VAN DER BERG")))
    glued = signature is not None and draw(st.booleans()) and not body[-1].startswith("REYKJAVIK")
    if signature is not None:
        body[-1:] = [f"{body[-1].rstrip()} {signature}"] if glued else [body[-1], signature]
    section = draw(st.sampled_from(("", " SECTION 01 OF 04")))
    level = draw(st.sampled_from(("C O N F I D E N T I A L", "S E C R E T")))
    prefatory = f"{order.format(d=day)} \nTAGS: PREL EFIS IC \nSUBJECT: {wrapped(marking + subject, 48)} "
    text = f"{envelope(marking='SECRET')}{HEADER}{level}{section} REYKJAVIK 000311 \n \n" + " \n \n".join(
        [*captions, prefatory, *parts, *body]
    )
    return Written(
        text,
        authority,
        list(dict.fromkeys(" ".join(captions).split())),
        declassify_on.format(d=day),
        subject,
        references,
        paragraphs,
        headings,
        signature,
    )


@st.composite
def reference_blocks(draw: st.DrawFn) -> tuple[str, list[tuple[str | None, str]]]:
    """A REF block in one of its forms, or none, and the label and id of each reference."""
    chosen = draw(st.lists(st.sampled_from(("OSLO", "THE HAGUE", "STATE")), max_size=4))
    numbers = [draw(st.integers(1, 300)) for _ in chosen]
    years = [draw(st.sampled_from((None, 8))) for _ in chosen]
    if not chosen:
        return "", []
    form, separator = draw(
        st.sampled_from((("{0}. ", "\n     ¶"), ("{0}) ", "; "), ("({0}) ", "\n     "), ("{0}. ", "\n")))
    )
    entries, expected = [], []
    for label, post, number, year in zip("ABCD", chosen, numbers, years, strict=False):
        printed = (
            f"{'' if year is None else '08 '}{'SECSTATE' if post == 'STATE' and number % 2 else post} {number:06d}"
        )
        entries.append(f"{form.format(label) if len(chosen) > 1 else ''}{printed}")
        expected.append((label if len(chosen) > 1 else None, f"{year or 9:02d}{post.replace(' ', '')}{number}"))
    return f"{draw(st.sampled_from(('REF: ', 'REFS: ', 'Ref: ', 'REFTEL: ')))}{separator.join(entries)}", expected


@given(telegrams())
@settings(max_examples=150, deadline=None)
def test_every_value_of_a_classified_telegram_is_read_as_printed(written: Written) -> None:
    record = read_telegram(written.text)
    cable = record.cable
    assert [name.rstrip(".") for name in cable.classified_by] == [written.authority.name.rstrip(".")]
    assert cable.classification_reasons == written.authority.reasons
    assert list(cable.captions) == written.captions
    assert cable.declassify_on == written.declassify_on
    assert cable.subject == written.subject
    assert [(reference.label, reference.referenced_id) for reference in record.references] == written.references
    assert [(p.number, p.marking, p.text) for p in record.paragraphs] == written.paragraphs
    assert [heading.text for heading in record.headings] == written.headings
    assert cable.signature == written.signature
    assert not [segment for segment in record.segments if segment.kind == "other"]
