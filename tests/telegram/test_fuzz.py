"""The fuzzing of the reader: some hundreds of damaged telegrams here, any number by ``python -m benchmarks.fuzz``."""

from __future__ import annotations

from pathlib import Path
from random import Random

from click.testing import CliRunner

from benchmarks.fuzz import broken_promise, fuzzed, main
from cable_pipeline.telegram import read_telegram
from tests.telegram.telegrams import telegram


def test_damaged_telegrams_are_read_and_nothing_is_lost() -> None:
    result = CliRunner().invoke(main, ["--count", "150", "--seed", "7"])
    assert result.exit_code == 0, result.output
    assert "150 damaged texts" in result.output
    assert "0 wrong" in result.output


def test_the_telegrams_of_a_folder_are_damaged_too(tmp_path: Path) -> None:
    (tmp_path / "09REYKJAVIK311.txt").write_text(telegram(), encoding="utf-8")
    result = CliRunner().invoke(main, ["--count", "60", "--source", str(tmp_path)])
    assert result.exit_code == 0, result.output


def test_the_same_seed_gives_the_same_text_and_most_are_changed() -> None:
    texts, again = ([fuzzed(telegram(), Random(seed)) for seed in range(20)] for _ in range(2))  # noqa: S311
    assert texts == again
    assert sum(text != telegram() for text in texts) > 15


def test_broken_promises_are_told() -> None:
    text = telegram()
    record = read_telegram(text)
    assert broken_promise(text, record) is None
    assert broken_promise(text + "x", record) == f"segments end at {len(text)} of {len(text) + 1}"
    gap = record._replace(segments=record.segments[:1] + record.segments[2:])
    assert "behind" in (broken_promise(text, gap) or "")
    fewer = record._replace(paragraphs=record.paragraphs[:1])
    assert broken_promise(text, fewer) == "paragraphs are miscounted"
    turned = record._replace(cable=record.cable._replace(body=record.cable.body.upper()))
    assert broken_promise(text, turned) == "envelope, header and body are not the text"
