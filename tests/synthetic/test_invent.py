"""What is drawn from a seed: always the same, plausible, and out of the dictionaries."""

# ruff: noqa: S311  # seeded on purpose: the same telegrams on every machine

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections import Counter
from datetime import datetime
from itertools import pairwise
from random import Random

import pytest

from cable_pipeline import reference
from cable_pipeline.synthetic import invent, words
from cable_pipeline.synthetic.invent import YEAR_SHARES, chief_of_mission, invent_identity, station_of, stations
from cable_pipeline.synthetic.layout import LAYOUTS, Shares, draw_layout
from cable_pipeline.synthetic.plan import Identity
from cable_pipeline.synthetic.render import render

SEEDS = range(300)


def test_the_same_seed_gives_the_same_plan_and_another_seed_another() -> None:
    assert invent(7) == invent(7)
    assert invent(7) != invent(8)


@pytest.mark.parametrize("hash_seed", ["0", "12345"])
def test_texts_do_not_depend_on_the_hash_seed(hash_seed: str) -> None:
    script = (
        "import hashlib; from cable_pipeline.synthetic import LAYOUTS, invent, render;"
        "texts = [render(invent(seed), layout).text for seed in range(5) for layout in LAYOUTS.values()];"
        "print(hashlib.sha256('\\0'.join(texts).encode()).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONHASHSEED": hash_seed, "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    texts = [render(invent(seed), layout).text for seed in range(5) for layout in LAYOUTS.values()]
    assert done.stdout.strip() == hashlib.sha256("\0".join(texts).encode()).hexdigest()


def test_a_given_identity_and_its_neighbours_are_used() -> None:
    identity = Identity(2008, "LIMA", 321, datetime(2008, 3, 4, 15, 16))
    earlier = [Identity(2008, "LIMA", 300, datetime(2008, 2, 1)), Identity(2007, "QUITO", 88, datetime(2007, 12, 1))]
    cited = Counter(reftel.referenced_id for seed in SEEDS for reftel in invent(seed, identity, earlier).references)
    assert invent(1, identity).identity is identity
    assert cited["08LIMA300"] > 20
    assert cited["07QUITO88"] > 20


def test_a_post_that_is_not_used_is_refused() -> None:
    with pytest.raises(KeyError):
        invent(1, Identity(2008, "ATLANTIS", 1, datetime(2008, 1, 1)))


def test_posts_tags_and_indicators_are_real() -> None:
    known = {entry.routing_indicator for entry in reference.routing_indicators()}
    known |= {post.routing_indicator for post in reference.posts().values() if post.routing_indicator}
    for seed in SEEDS:
        plan = invent(seed)
        assert plan.identity.post in reference.posts()
        assert {a.routing_indicator for a in (*plan.action, *plan.info)} <= known
        for tag in plan.tags:
            assert tag in reference.tag_dictionary() or tag in reference.topics() or "," in tag


def test_every_code_of_the_matters_is_a_known_subject_or_program() -> None:
    kinds = {tag: reference.tag_dictionary()[tag].kind for matter in words.MATTERS for tag in matter.tags}
    assert set(kinds.values()) <= {"subject", "program"}


def test_every_matter_has_as_many_things_as_the_frames_ask_for() -> None:
    assert {len(matter.things) for matter in words.MATTERS} == {words.THINGS}


def test_two_hundred_posts_and_more_can_send() -> None:
    assert len(stations()) > 200
    assert station_of("SANJOSE").name == "SAN JOSE"
    assert station_of("SANJOSE").country == "Costa Rica"


def test_a_reference_without_year_to_a_higher_number_of_the_own_post_means_the_year_before() -> None:
    identity = Identity(2008, "LIMA", 12, datetime(2008, 1, 4))
    earlier = [Identity(2007, "LIMA", 3000, datetime(2007, 12, 20))]
    printed = {
        reftel.printed: reftel.referenced_id
        for seed in range(2_000)
        for reftel in invent(seed, identity, earlier, 1_500).references
        if reftel.referenced_id == "07LIMA3000"
    }
    assert {"LIMA 3000", "07 LIMA 3000", "2007 LIMA 3000", "LIMA 3000 (07)"} <= set(printed)


def test_sizes_are_spread_around_the_mean() -> None:
    sizes = sorted(len(render(invent(seed, mean_characters=8_000), LAYOUTS["wrapped"]).text) for seed in range(600))
    assert 6_800 < sum(sizes) / len(sizes) < 9_200
    assert sizes[len(sizes) // 2] < sum(sizes) / len(sizes)
    assert sizes[-1] > 3 * sizes[len(sizes) // 2]


def test_years_and_classifications_come_as_in_a_real_archive() -> None:
    plans = [invent(seed, mean_characters=1_500) for seed in range(1_500)]
    years = Counter(plan.identity.year for plan in plans)
    assert 0.31 < years[2009] / len(plans) < 0.43
    assert 0.36 < Counter(plan.classification_marking for plan in plans)["CONFIDENTIAL"] / len(plans) < 0.56
    assert all(plan.identity.sent_at.month <= 2 for plan in plans if plan.identity.year == 2010)
    assert all(plan.executive_order == "12356" for plan in plans if plan.identity.year < 1995)


def test_most_extracts_are_of_2005() -> None:
    rng = Random(1)
    headers = Counter(draw_layout(rng, 2005).header.startswith("extract") for _ in range(300))
    assert headers[True] > 250
    assert not any(draw_layout(rng, 2008).header.startswith("extract") for _ in range(300))


def test_every_named_layout_for_new_years_is_drawn() -> None:
    rng = Random(1)
    drawn = {
        (layout.headings, layout.marker, layout.header) for layout in (draw_layout(rng, 2009) for _ in range(9_000))
    }
    assert {headings for headings, _, _ in drawn} == {"ruled", "boxed", "bare", "beside", "one_line"}
    assert {header for _, _, header in drawn} >= {"acp127", "date_time_group", "none"}


def test_sentences_hardly_repeat() -> None:
    sentences = [
        sentence
        for seed in SEEDS
        for paragraph in invent(seed).paragraphs
        for sentence in paragraph.blocks[0].split(". ")
        if len(sentence) > 60
    ]
    assert len(set(sentences)) > 0.97 * len(sentences)


def test_shares_draw_in_proportion() -> None:
    rng, shares = Random(3), Shares(("a", 3), ("b", 1))
    drawn = Counter(shares.draw(rng) for _ in range(4_000))
    assert 0.7 < drawn["a"] / 4_000 < 0.8


def test_a_drawn_identity_has_a_time_of_its_year() -> None:
    for seed in SEEDS:
        identity = invent_identity(Random(seed))
        assert identity.sent_at.year == identity.year
        assert identity.cable_id == f"{identity.year % 100:02d}{identity.post}{identity.serial_number}"
    assert int(YEAR_SHARES.draw(Random(1))) > 1980


def test_a_chief_of_mission_stays_for_years_and_leaves() -> None:
    chiefs = [chief_of_mission("LIMA", year) for year in range(1990, 2010)]
    assert 5 <= len(set(chiefs)) <= 8
    assert any(first == second for first, second in pairwise(chiefs))
