"""The last generations as a picture: rows, issues and seconds, from what Dagster recorded of each of them."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import dagster as dg

SHOWN = 30
LOOKED_AT = 200
_INCHES = (9.0, 5.4)
_SERIES = (("cables", "cables"), ("issues", "parse issues"), ("seconds", "seconds"))


class Point(NamedTuple):
    """One generation: its number, rows of ``cables`` and of ``parse_issues``, and how long its run took."""

    generation: int
    cables: int
    issues: int
    seconds: float


def recorded(instance: dg.DagsterInstance, asset: str, new: Point) -> list[Point]:
    """Return the last generations, oldest first and ``new`` last, from the materialisations of ``asset``."""
    found = {new.generation: new}
    for record in instance.fetch_materializations(dg.AssetKey(asset), limit=LOOKED_AT).records:
        materialization = record.asset_materialization
        if materialization is None:
            continue
        values: Mapping[str, Any] = {name: value.value for name, value in materialization.metadata.items()}
        if values.keys() >= set(Point._fields):
            point = Point(*(values[name] for name in Point._fields))
            found.setdefault(point.generation, point)
    return [found[number] for number in sorted(found) if number <= new.generation][-SHOWN:]


def picture(points: Sequence[Point]) -> dg.MarkdownMetadataValue:
    """Return a drawing of the points, as an image within Markdown. Only numbers go into it."""
    encoded = base64.b64encode(_png(points)).decode("ascii")
    return dg.MetadataValue.md(f"![The last {len(points)} generations](data:image/png;base64,{encoded})")


def _png(points: Sequence[Point]) -> bytes:
    # Not through pyplot, which keeps figures and looks for a display.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    figure = Figure(figsize=_INCHES, dpi=80, layout="constrained")
    FigureCanvasAgg(figure)
    numbers = [point.generation for point in points]
    for axes, (field, label) in zip(figure.subplots(len(_SERIES), sharex=True), _SERIES, strict=True):
        values = [float(getattr(point, field)) for point in points]
        axes.plot(numbers, values, marker="o", color="#2e5c8a")
        axes.set_ylabel(label)
        # Room on all sides, also around one point alone.
        axes.set_xlim(numbers[0] - 0.5, numbers[-1] + 0.5)
        axes.set_ylim(0, 1.1 * max(1.0, *values, 0.0))
        axes.yaxis.set_major_locator(MaxNLocator(4, integer=field != "seconds"))
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
        axes.grid(visible=True, alpha=0.3)
    axes.set_xlabel("generation")
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png")
    return drawn.getvalue()
