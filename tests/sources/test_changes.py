from __future__ import annotations

from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from cable_pipeline.sources import KnownFile, judge


class Known(NamedTuple):
    sha256: str


def known(sha256: str) -> KnownFile:
    return Known(sha256)


def test_the_hash_is_the_judge() -> None:
    before = {"touched": known("a"), "edited": known("b"), "old": known("c"), "gone": known("d")}
    read = {"touched": "a", "edited": "x", "moved": "c", "new": "y"}
    assert judge(read, before, ["old", "gone"]) == {
        "edited": ("changed", None),
        "moved": ("renamed", "old"),
        "new": ("new", None),
        "touched": ("unchanged", None),
    }


def test_one_gone_file_is_renamed_once() -> None:
    before = {"b": known("s"), "a": known("s")}
    read = {"z": "s", "x": "s", "y": "s"}
    expected = {"x": ("renamed", "a"), "y": ("renamed", "b"), "z": ("new", None)}
    assert judge(read, before, ["b", "a"]) == expected


def test_what_could_not_be_read_is_no_rename() -> None:
    assert judge({"new": ""}, {"gone": known("")}, ["gone"]) == {"new": ("new", None)}


READ = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from("123"), max_size=8)


@given(READ, st.sets(st.sampled_from("xyz")))
def test_no_order_of_the_arguments_matters(read: dict[str, str], missing: set[str]) -> None:
    before = {name: known("1") for name in "axyz"}
    forward = judge(read, before, sorted(missing))
    assert forward == judge(dict(reversed(read.items())), before, sorted(missing, reverse=True))
    assert set(forward) == set(read)
