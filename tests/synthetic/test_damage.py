"""Damages: each does what it says, keeps what it says, and never goes wrong on any text."""

# ruff: noqa: S311  # seeded on purpose: the same telegrams on every machine

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cable_pipeline.synthetic import DAMAGES, LAYOUTS, REAL_RATES, damage, invent, render
from cable_pipeline.synthetic.damage import PARTS
from cable_pipeline.synthetic.render import PILCROW

NAMES = st.sampled_from(sorted(DAMAGES))


def apply(name: str, text: str, seed: int = 1) -> str:
    return DAMAGES[name].apply(text, Random(seed))


def telegram(seed: int = 3, layout: str = "wrapped") -> str:
    return render(invent(seed, mean_characters=4_000), LAYOUTS[layout]).text


@pytest.mark.parametrize("name", sorted(DAMAGES))
def test_each_damage_hits_some_telegram(name: str) -> None:
    texts = (telegram(seed, layout) for seed in range(600) for layout in ("wrapped", "reflowed"))
    assert any(apply(name, text) != text for text in texts)


@pytest.mark.parametrize("name", sorted(DAMAGES))
def test_each_damage_is_the_same_for_the_same_seed(name: str) -> None:
    assert apply(name, telegram(), 5) == apply(name, telegram(), 5)


@given(NAMES, st.text(max_size=300), st.integers(0, 1_000))
def test_no_damage_fails_on_any_text(name: str, text: str, seed: int) -> None:
    assert isinstance(apply(name, text, seed), str)


def test_each_damage_says_which_parts_it_keeps() -> None:
    assert all(kind.kept <= set(PARTS) for kind in DAMAGES.values())
    assert {name for name, kind in DAMAGES.items() if kind.benign} >= {"preview", "id_block", "wrapped_year"}
    assert not DAMAGES["noise"].kept


def test_no_rates_no_damage() -> None:
    assert damage(telegram(), Random(1), {}) == (telegram(), ())


def test_a_rate_of_one_always_strikes_and_is_reported() -> None:
    text, done = damage(telegram(), Random(1), {"cable_ends": 1.0})
    assert text.rstrip().endswith("CABLE ENDS============================")
    assert [kind.name for kind in done] == ["cable_ends"]


def test_an_unknown_damage_is_named() -> None:
    with pytest.raises(KeyError, match="no such damage: moths"):
        damage(telegram(), Random(1), {"moths": 0.5})


def test_real_rates_are_shares_of_known_damages() -> None:
    assert set(REAL_RATES) <= set(DAMAGES)
    assert all(0 < rate <= 1 for rate in REAL_RATES.values())


def test_about_two_in_five_telegrams_are_damaged_at_real_rates() -> None:
    hit = sum(bool(damage(telegram(seed), Random(seed))[1]) for seed in range(300))
    assert 60 < hit < 200


HEADER = "TO RUEHC/SECSTATE WASHDC 0761\nINFO RUEHLP/AMEMBASSY LA PAZ 0123\nRUEHPE/AMEMBASSY LIMA 4417"
TEXT = (
    "09LIMA7\nA TITLE\nWed Apr 15 00:00:00 +0200 2009\nUNCLASSIFIED\nEmbassy Lima\n"
    f"{HEADER}UNCLAS LIMA 000007 \n \nE.O. 12958: N/A \nTAGS: PREL ECON PE\nSUBJECT: A TITLE \n \n"
    f"REF: A. LIMA 3 \n     {PILCROW}B. LIMA 4 \n \n"
    f'{PILCROW}1. (U) The harbor\'s "old" pier was closed in 1999. The minister met Tobias '
    "Kestrel twice and left. \n \n"
    f"{PILCROW}2. (U) All is well. \nMELSETT\n"
)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("wrapped_year", f"closed in \n{PILCROW}1999. The"),
        ("joined_paragraphs", "and left. 2. (U) All is well."),
        ("run_in_headings", "twice and left. The Pier -------- 2. (U) All is well."),
        ("doubled_labels", f"\nREF: A. A. LIMA 3 \n     {PILCROW}B. B. LIMA 4 \n"),
        ("doubled_letter", "LIMA 4417UUNCLAS LIMA"),
        ("lost_first_letter", "LIMA 4417NCLAS LIMA"),
        ("news_site_date", "LIMA 4417Wednesday, 15 April 2009, 12:00\nUNCLAS"),
        ("run_together_tags", "\nTAGS: PRELECON PE\n"),
        ("quote_damage", "The harbor,s &old8 pier"),
        ("html_entities", "&quot;old&quot; pier"),
        ("la_paz_merge", "\nINFO RUEHLP/AMEMBASSY LA PAZ APR LIMA 4417UNCLAS"),
        ("tab_row", "\t09LIMA7\tEmbassy Lima\tUNCLASSIFIED\t\tTO RUEHC/SECSTATE WASHDC 0761\\\n"),
        ("id_block", "LIMA 4417id: "),
        ("id_block", f"\nheader:\n{HEADER}\n\n----------------- header ends ----------------\n\nUNCLAS"),
        ("csv_row", f',4/15/2009 12:00,09LIMA7,"Embassy Lima",UNCLASSIFIED,,"{HEADER}","UNCLAS'),
        ("csv_row", 'MELSETT \n",\n'),
        ("record_lines", "\n2009-04-15 12:00:00\n09LIMA7\nEmbassy Lima\nUNCLASSIFIED\n\nTO RUEHC"),
        ("misprinted_number", "(U) The harbor's"),
        ("redactions", "XXXXXXXXXXXX"),
        ("carriage_returns", "09LIMA7\r\n"),
    ],
)
def test_what_a_damage_looks_like(name: str, found: str) -> None:
    headed = TEXT.replace(f"{PILCROW}2.", f"The Pier \n-------- \n \n{PILCROW}2.")
    assert found in apply(name, headed if name == "run_in_headings" else TEXT)


def test_a_record_number_is_glued_to_a_serial_of_four_digits() -> None:
    spoiled = apply("glued_record_number", TEXT)
    assert spoiled[spoiled.index("LIMA 4417") :].split("\n")[0][9:].isdigit()
    assert len(spoiled[spoiled.index("LIMA 4417") :].split("\n")[0]) == len("LIMA 4417") + 5


def test_a_preview_is_followed_by_the_whole_text() -> None:
    long = TEXT.replace("All is well.", "All is well. " * 30)
    spoiled = apply("preview", long)
    assert spoiled.count("UNCLAS LIMA 000007") == 2
    assert "...\n\n\n" in spoiled
    assert spoiled.endswith(long[long.index("UNCLAS LIMA") :])


def test_a_damaged_id_keeps_its_ends() -> None:
    first = apply("damaged_id", TEXT).split("\n")[0]
    assert first.startswith("09")
    assert first.endswith("LIMA7")
    assert first != "09LIMA7"
