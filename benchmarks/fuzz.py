"""Damaged telegrams by the thousand: the reader never fails, and its segments are always a partition of the text.

``python -m benchmarks.fuzz --count 100000`` invents telegrams, or takes those of a folder (``--source``), does several
damages to each and reads the result. Everything follows from the seed; a text that fails is printed with its number.
"""

from __future__ import annotations

from collections import Counter
from itertools import cycle
from pathlib import Path
from random import Random
from time import process_time

import click

from cable_pipeline.settings import DEFAULT_MAX_FILE_BYTES, DEFAULT_PATTERN
from cable_pipeline.sources import read, scan
from cable_pipeline.synthetic import DAMAGES, damage, draw_layout, invent, render
from cable_pipeline.telegram import NotATelegram, read_telegram
from cable_pipeline.telegram.issues import issue_kinds
from cable_pipeline.telegram.records import Telegram

MOST_DAMAGES = 6
"""Damages done to one text: one to so many, the same one perhaps twice."""
SHOWN = 20


def fuzzed(text: str, rng: Random) -> str:
    """Return ``text`` with one to ``MOST_DAMAGES`` damages done to it, drawn evenly from all there are."""
    for name in rng.choices(list(DAMAGES), k=rng.randint(1, MOST_DAMAGES)):
        text, _ = damage(text, rng, {name: 1.0})
    return text


def broken_promise(text: str, telegram: Telegram) -> str | None:
    """Return what the reader promises for any text and does not keep for this one, None if it keeps all.

    The segments are a partition; envelope, header and body are the text; spans lie in order within it; positions count
    from 1; every issue has a documented code.
    """
    cable = telegram.cable
    at = 0
    for position, segment in enumerate(telegram.segments, 1):
        if segment.start_offset != at or segment.end_offset <= at or segment.position != position:
            return f"segment {position} is {segment.start_offset}:{segment.end_offset} behind {at}"
        at = segment.end_offset
    if at != len(text):
        return f"segments end at {at} of {len(text)}"
    if cable.envelope + cable.header + cable.body != text:
        return "envelope, header and body are not the text"
    if cable.paragraph_count != len(telegram.paragraphs):
        return "paragraphs are miscounted"
    paragraphs = [(p.position, p.start_offset, p.end_offset) for p in telegram.paragraphs]
    headings = [(h.position, h.start_offset, h.end_offset) for h in telegram.headings]
    for name, spans in (("paragraph", paragraphs), ("heading", headings)):
        last = 0
        for expected, (position, start, end) in enumerate(spans, 1):
            if not last <= start <= end <= len(text) or position != expected:
                return f"{name} {position} is {start}:{end} behind {last}"
            last = end
    codes = {issue.code for issue in telegram.issues} - issue_kinds().keys()
    return f"undocumented issues: {', '.join(sorted(codes))}" if codes else None


def _invented(rng: Random) -> str:
    plan = invent(rng.randrange(2**32))
    return render(plan, draw_layout(rng, plan.identity.year)).text


def _texts_of(source: Path) -> list[str]:
    return [read(file, DEFAULT_MAX_FILE_BYTES).text for file in scan(source, DEFAULT_PATTERN).files]


@click.command()
@click.option("--count", type=click.IntRange(min=1), default=100_000, show_default=True, help="Texts to read.")
@click.option("--seed", type=int, default=0, show_default=True, help="What all random choices follow from.")
@click.option(
    "--source",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of telegrams to damage; else they are invented.",
)
def main(count: int, seed: int, source: Path | None) -> None:
    """Read damaged telegrams and count what goes wrong; exit status 1 if anything does."""
    kept = cycle(_texts_of(source)) if source else None
    outcomes: Counter[str] = Counter()
    slowest = (0.0, 0)
    for number in range(count):
        rng = Random(f"{seed}/{number}")  # noqa: S311
        text = fuzzed(next(kept) if kept else _invented(rng), rng)
        started = process_time()
        try:
            telegram = read_telegram(text)
        except NotATelegram:
            outcomes["no telegram"] += 1
            continue
        except Exception as error:  # whatever it is, it is what this looks for
            fault: str | None = f"{type(error).__name__}: {error}"
        else:
            fault = broken_promise(text, telegram)
        slowest = max(slowest, (process_time() - started, number))
        outcomes["wrong" if fault else "right"] += 1
        if fault and outcomes["wrong"] <= SHOWN:
            click.echo(f"text {number} of seed {seed}: {fault}")
    told = ", ".join(f"{outcomes[name]:,} {name}" for name in ("right", "no telegram", "wrong"))
    click.echo(f"{count:,} damaged texts: {told}; the slowest took {slowest[0]:.2f} s (text {slowest[1]})")
    raise SystemExit(1 if outcomes["wrong"] else 0)


if __name__ == "__main__":
    main()
