"""The damages of real archives, each a small pure function from text to text.

Each damage names the records that a right reader still yields unchanged (``kept``); offsets, counts of words and the
verbatim parts (envelope, header, body) move with the text. A damage that keeps nothing only serves to show that the
reader never fails and always partitions its text. A damage that does not apply to a text leaves it as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import repeat
from random import Random
from types import MappingProxyType

from cable_pipeline.synthetic.render import PILCROW, news_date

PARTS = ("cable", "paragraphs", "headings", "tags", "recipients", "references")
"""The groups of records that a damage may keep; ``cable`` stands for the values that occur once in a telegram."""

_ENVELOPE = re.compile(r"(?:[^\n]*\n){5}")
_MONTH = r"(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)"
_CLASSIFICATION = re.compile(
    r"(?:UNCLAS|C O N F I D E N T I A L|S E C R E T)(?: SECTION \d\d OF \d\d)? [A-Z][A-Z ]+ \d{5,6}(?= ?\n)"
)
_FINAL_YEAR = re.compile(r"Z [A-Za-z]{3} \d\d$")
_NUMERALS = re.compile(rf"\n[ \t]*{PILCROW}?(?:\([A-Z/]+\) )?\d+[.)]")


@dataclass(frozen=True, slots=True)
class Damage:
    """One kind of damage: its function, and the parts of the records that survive it."""

    name: str
    apply: Callable[[str, Random], str]
    kept: frozenset[str]

    @property
    def benign(self) -> bool:
        """Does a right reader still find every value?"""
        return self.kept == frozenset(PARTS)


def damage(text: str, rng: Random, rates: Mapping[str, float] | None = None) -> tuple[str, tuple[Damage, ...]]:
    """The text with each damage done to it in the share of cases that ``rates`` says (0 to 1; default ``REAL_RATES``).

    Returns the damaged text and the damages that changed it, in the order in which they were done.
    KeyError if a rate is given for a damage that does not exist.
    """
    rates = REAL_RATES if rates is None else rates
    unknown = sorted(set(rates) - set(DAMAGES))
    if unknown:
        raise KeyError(f"no such damage: {', '.join(unknown)} (there are: {', '.join(DAMAGES)})")
    done = []
    for name, kind in DAMAGES.items():
        rate = rates.get(name, 0.0)
        if rate and rng.random() < rate:
            spoiled = kind.apply(text, rng)
            if spoiled != text:
                text = spoiled
                done.append(kind)
    return text, tuple(done)


def _split(text: str) -> tuple[str, str, str] | None:
    """Envelope, header, and body from the classification line on; None where one of them, or a date, is not found."""
    envelope = _ENVELOPE.match(text)
    line = envelope and _CLASSIFICATION.search(text, envelope.end())
    if not envelope or not line or not _is_dated(envelope.group()):
        return None
    return text[: envelope.end()], text[envelope.end() : line.start()], text[line.start() :]


def _split_for_record(text: str) -> tuple[str, str, str] | None:
    """As ``_split``, but None where the header ends in a year, which a record number would make unreadable."""
    parts = _split(text)
    return None if parts is None or _FINAL_YEAR.search(parts[1]) else parts


def _paragraphs_from(text: str) -> int:
    """Where the first numbered paragraph starts, or the end of the text."""
    marker = _NUMERALS.search(text)
    return marker.start() if marker else len(text)


def _some(text: str, pattern: str, replacement: Callable[[re.Match[str]], str], rng: Random, most: int) -> str:
    """The text with up to ``most`` matches in its paragraphs replaced, here and there."""
    start, find = _paragraphs_from(text), re.compile(pattern).search
    points = sorted([start, *[start + int(rng.random() * (len(text) - start)) for _ in range(most)]])
    found = {match.start(): match for match in map(find, repeat(text), points) if match}
    chosen = rng.sample(list(found), min(most, len(found)))
    parts, at = [], 0
    for place in sorted(chosen):
        if place >= at:
            parts += [text[at:place], replacement(found[place])]
            at = found[place].end()
    return "".join([*parts, text[at:]])


# Values keep: only the print differs.


def wrapped_year(text: str, rng: Random) -> str:
    """A year at the end of a sentence wraps to the start of a line, where the mirror puts its pilcrow (3.5 %)."""
    return _some(text, r"(?<=[a-zA-Z,]) (\d{4}\.)(?= [A-Z])", lambda m: f" \n{PILCROW}{m[1]}", rng, 2)


def joined_paragraphs(text: str, rng: Random) -> str:
    """A numbered paragraph runs on in the line of the one before it (4.5 %)."""
    pattern = rf"(?<=[a-z]\.) ?\n ?\n{PILCROW}?(\d+\. ?\((?:U|SBU|C|S)\))"
    return _some(text, pattern, lambda m: f" {m[1]}", rng, 2)


def run_in_headings(text: str, rng: Random) -> str:
    """A heading and its rule stand in one line with the paragraphs before and after them (17 % of reflowed texts)."""
    pattern = rf"(?<=[a-z]\.) ?\n ?\n([^\n-]+?) ?\n?(-{{5,}}(?: -+)?) ?\n ?\n?{PILCROW}?(\d+\. ?\()"
    return _some(text, pattern, lambda m: f" {m[1].strip()} {m[2]} {m[3]}", rng, 2)


def doubled_labels(text: str, rng: Random) -> str:
    """The labels of references are printed twice: ``A. A. LIMA 12``."""
    return re.sub(rf"((?<=\nREF: )|(?<=     ){PILCROW})([A-H])\. (?=[A-Z0-9])", r"\1\2. \2. ", text)


def doubled_letter(text: str, rng: Random) -> str:
    """The first letter of the classification line twice: ``UUNCLAS`` (of spaced words it is not known)."""
    parts = _split(text)
    return text if parts is None or parts[2][0] != "U" else f"{parts[0]}{parts[1]}U{parts[2]}"


def news_site_date(text: str, rng: Random) -> str:
    """The date line of a news site before the classification line (3.3 %)."""
    parts = _split(text)
    if parts is None or re.match(r"\w+day, ", parts[1].rsplit("\n", 2)[-2] if parts[1].count("\n") > 1 else ""):
        return text
    return f"{parts[0]}{parts[1]}{_long_date(parts[0])}\n{parts[2]}"


def cable_ends(text: str, rng: Random) -> str:
    """The end rule of a re-publication after the signature (3.5 %)."""
    return f"{text.rstrip()} \n\n{'=' * 23}CABLE ENDS{'=' * 28}\n"


def id_block(text: str, rng: Random) -> str:
    """A database record in ``name: value`` lines, with the header again, before the body (2.1 %)."""
    parts = _split(text)
    if parts is None:
        return text
    cable_id, _, day, classification, origin = parts[0].split("\n")[:5]
    record = (
        f"id: {rng.randrange(1_000, 250_000)}\ndate: {_short_date(day)}\nrefid: {cable_id}\norigin: {origin}\n"
        f"classification: {classification}\ndestination: \nheader:\n{parts[1]}\n\n"
        f"{'-' * 17} header ends {'-' * 16}\n\n"
    )
    return "".join((parts[0], parts[1], record, parts[2]))


def record_lines(text: str, rng: Random) -> str:
    """A database record in bare lines, with header and TAGS again, before the body (1.6 %)."""
    parts = _split_for_record(text)
    if parts is None:
        return text
    return parts[0] + parts[1] + _record(parts, rng) + parts[2]


def glued_record_number(text: str, rng: Random) -> str:
    """A five-digit record number glued to the last addressee's four-digit serial."""
    parts = _split_for_record(text)
    if parts is None or not re.search(r" \d{4}$", parts[1]):
        return text
    return parts[0] + parts[1] + _record(parts, rng) + parts[2]


def csv_row(text: str, rng: Random) -> str:
    """A row of a comma-separated file, with the header again, before the body (0.9 %)."""
    parts = _split_for_record(text)
    if parts is None:
        return text
    cable_id, _, day, classification, origin = parts[0].split("\n")[:5]
    row = f'{rng.randrange(1_000, 250_000)},{_short_date(day)},{cable_id},"{origin}",{classification},,"{parts[1]}","'
    return "".join((parts[0], parts[1], row, parts[2].rstrip(), ' \n",\n'))


def tab_row(text: str, rng: Random) -> str:
    """A row of a tab-separated file whose lines end in backslashes, with the header again (0.9 %)."""
    parts = _split_for_record(text)
    if parts is None:
        return text
    cable_id, _, day, classification, origin = parts[0].split("\n")[:5]
    row = "\t".join((_iso_date(day) + " 12:00:00", cable_id, origin, classification, "", parts[1] + "\n", parts[2]))
    return parts[0] + parts[1] + row.replace("\n", "\\\n")


def preview(text: str, rng: Random) -> str:
    """The first 240 characters of the body as a preview, cut inside a word, and then the whole body again (5.1 %)."""
    parts = _split_for_record(text)
    if parts is None or len(parts[2]) < 400:
        return text
    cut = parts[2][: rng.randrange(236, 251)].rstrip()
    return "".join((parts[0], parts[1], cut, "...\n\n\n", _record(parts, rng) if rng.random() < 0.4 else "", parts[2]))


def page_blanks(text: str, rng: Random) -> str:
    """Empty lines between paragraphs are doubled."""
    return _some(text, r"\n ?\n(?=[^\n]*\w)", lambda m: f"{m[0]} \n", rng, 3)


# Some values change, the others keep.


def run_together_tags(text: str, rng: Random) -> str:
    """TAGS codes without blanks between them (0.5 %)."""
    codes = r"(\nTAGS:? )([A-Z]{4}(?:[ ,]+[A-Z]{4})+)\b"
    return re.sub(codes, lambda m: m[1] + re.sub(r"[ ,]+", "", m[2]), text, count=1)


def redactions(text: str, rng: Random) -> str:
    """Names and numbers in paragraphs are replaced by twelve X, now and then glued to a word (18 %)."""
    return _some(text, r"(?<=[a-z,]) [A-Z][a-z]{3,}(?= [a-z])", lambda m: " " + "X" * 12, rng, 3)


def quote_damage(text: str, rng: Random) -> str:
    """Apostrophes of paragraphs turn to commas, and quotation marks to ``&`` and ``8`` (11 %)."""
    start = _paragraphs_from(text)
    paragraphs = re.sub(r"(?<=[a-z])'(?=s\b)", ",", text[start:])
    return text[:start] + re.sub(r'"([^"\n]{3,60})"', r"&\g<1>8", paragraphs)


def html_entities(text: str, rng: Random) -> str:
    """Quotation marks and ampersands of paragraphs as HTML entities."""
    start = _paragraphs_from(text)
    return text[:start] + text[start:].replace("&", "&amp;").replace('"', "&quot;")


def lost_letters(text: str, rng: Random) -> str:
    """Every nth letter of the paragraphs is lost on the line."""
    start, step = _paragraphs_from(text), rng.randrange(20, 90)
    return text[:start] + re.sub(rf"([^\n]{{{step}}})[a-z]", r"\1", text[start:])


def misprinted_number(text: str, rng: Random) -> str:
    """One paragraph carries a wrong number."""
    return _some(text, rf"(?<=\n)({PILCROW}?)(\d+)(?=\. ?\()", lambda m: f"{m[1]}{int(m[2]) + 3}", rng, 1)


def la_paz_merge(text: str, rng: Random) -> str:
    """The number after LA PAZ becomes a month and swallows the next addressee's indicator (3.4 %)."""
    pattern = rf"(/AMEMBASSY LA PAZ)(?: [A-Z]+)?(?: \d{{4}})?\n(?!XMT|INFO)[A-Z]+/AM[A-Z]+ (?!{_MONTH}\b)"
    return re.sub(pattern, lambda m: f"{m[1]} APR ", text, count=1)


def lower_case(text: str, rng: Random) -> str:
    """The body in small letters, only the first of a line in capitals."""
    parts = _split(text)
    if parts is None:
        return text
    return parts[0] + parts[1] + re.sub(r"(?m)^[a-z]", lambda m: m[0].upper(), parts[2].lower())


def damaged_id(text: str, rng: Random) -> str:
    """The id in the first line has taken a word of the classification line into its post."""
    word = rng.choice(("EFTO", "NOFORN", "AMEMBASSY", "SECTION01OF02", "ECTION01OF02"))
    return re.sub(r"^(\d\d)", lambda m: m[1] + word, text, count=1)


def lost_first_letter(text: str, rng: Random) -> str:
    """The classification line lacks its first letter: ``NCLAS`` (of spaced words it is not known)."""
    parts = _split(text)
    return text if parts is None or parts[2][0] != "U" else parts[0] + parts[1] + parts[2][1:]


# Only for the promise that the reader never fails.


def truncation(text: str, rng: Random) -> str:
    """The text breaks off anywhere after its first lines."""
    envelope = _ENVELOPE.match(text)
    return text[: rng.randrange(envelope.end() if envelope else 0, len(text) + 1)]


def carriage_returns(text: str, rng: Random) -> str:
    """Lines end as on other systems."""
    return text.replace("\n", "\r\n")


def odd_blanks(text: str, rng: Random) -> str:
    """No-break blanks, tabs, HTML breaks and line separators where blanks were."""
    odd = ("\N{NO-BREAK SPACE}", "\t", "<br>", "\N{LINE SEPARATOR}")
    return re.sub(r" ", lambda m: rng.choice(odd) if rng.random() < 0.05 else " ", text)


def lost_line_ends(text: str, rng: Random) -> str:
    """Some line ends after the envelope are gone."""
    envelope = _ENVELOPE.match(text)
    start = envelope.end() if envelope else 0
    return text[:start] + re.sub(r"\n", lambda m: "" if rng.random() < 0.2 else "\n", text[start:])


def noise(text: str, rng: Random) -> str:
    """Characters anywhere are replaced, doubled or left out."""
    letters = list(text)
    for _ in range(1 + len(letters) // 200):
        at = rng.randrange(len(letters) + 1)
        way = rng.random()
        other = chr(rng.choice((rng.randrange(9, 256), rng.randrange(0x2000, 0x2400))))
        letters[at : at + (way < 0.7)] = [] if way < 0.3 else [other]
    return "".join(letters)


def shuffled_lines(text: str, rng: Random) -> str:
    """Some lines after the envelope change places."""
    lines = text.split("\n")
    for _ in range(3):
        if len(lines) > 7:
            first, second = rng.randrange(5, len(lines)), rng.randrange(5, len(lines))
            lines[first], lines[second] = lines[second], lines[first]
    return "\n".join(lines)


def _record(parts: tuple[str, str, str], rng: Random) -> str:
    cable_id, _, day, classification, origin = parts[0].split("\n")[:5]
    tags = re.search(r"\nTAGS:? ([^\n]*)", parts[2])
    header = parts[1].rstrip("\n")
    tags_line = f"TAGS: {tags[1].strip()}\n" if tags else ""
    return (
        f"{rng.randrange(10_000, 99_999)}\n{_iso_date(day)} 12:00:00\n{cable_id}\n{origin}\n{classification}\n\n"
        f"{header}\n{tags_line}"
    )


def _parsed_day(printed: str) -> tuple[int, int, int]:
    """Year, month and day of an envelope's date line (``Wed Apr 15 00:00:00 +0200 2009``)."""
    _, month, day, *_, year = printed.split()
    return int(year), 1 + "JanFebMarAprMayJunJulAugSepOctNovDec".index(month) // 3, int(day)


def _is_dated(envelope: str) -> bool:
    """Tell whether the date line can be read; damages done before may have spoiled it."""
    try:
        return bool(_long_date(envelope))
    except ValueError:
        return False


def _iso_date(printed: str) -> str:
    year, month, day = _parsed_day(printed)
    return f"{year}-{month:02d}-{day:02d}"


def _short_date(printed: str) -> str:
    year, month, day = _parsed_day(printed)
    return f"{month}/{day}/{year} 12:00"


def _long_date(envelope: str) -> str:
    return news_date(datetime(*_parsed_day(envelope.split("\n")[2]), 12))  # noqa: DTZ001


_ALL = frozenset(PARTS)
_BESIDE_TEXT = _ALL - {"cable", "paragraphs"}


def _catalogue() -> dict[str, Damage]:
    kinds: tuple[tuple[Callable[[str, Random], str], frozenset[str]], ...] = (
        (run_together_tags, _ALL),
        (wrapped_year, _ALL),
        (joined_paragraphs, _ALL),
        (run_in_headings, _ALL),
        (doubled_labels, _ALL),
        (redactions, _BESIDE_TEXT),
        (quote_damage, _BESIDE_TEXT - {"headings"}),
        (html_entities, _BESIDE_TEXT - {"headings"}),
        (lost_letters, frozenset({"tags", "recipients", "references"})),
        (misprinted_number, _ALL - {"paragraphs"}),
        (la_paz_merge, _ALL - {"recipients"}),
        (page_blanks, _ALL),
        (cable_ends, _ALL),
        (doubled_letter, _ALL),
        (lost_first_letter, _ALL),
        (news_site_date, _ALL),
        (glued_record_number, _ALL),
        (record_lines, _ALL),
        (id_block, _ALL),
        (csv_row, _ALL),
        (tab_row, _ALL),
        (preview, _ALL),
        (damaged_id, _ALL - {"cable"}),
        (lower_case, frozenset({"tags", "recipients"})),
        (truncation, frozenset()),
        (lost_line_ends, frozenset()),
        (shuffled_lines, frozenset()),
        (odd_blanks, frozenset()),
        (carriage_returns, frozenset()),
        (noise, frozenset()),
    )
    return {function.__name__: Damage(function.__name__, function, kept) for function, kept in kinds}


DAMAGES: Mapping[str, Damage] = MappingProxyType(_catalogue())
"""Every damage by name, in the order in which they are done to one text."""

REAL_RATES: Mapping[str, float] = MappingProxyType(
    {
        "run_together_tags": 0.005,
        "wrapped_year": 0.01,
        "joined_paragraphs": 0.045,
        "run_in_headings": 0.08,
        "doubled_labels": 0.005,
        "redactions": 0.18,
        "quote_damage": 0.11,
        "html_entities": 0.0006,
        "lost_letters": 0.002,
        "misprinted_number": 0.025,
        "la_paz_merge": 0.9,
        "page_blanks": 0.02,
        "cable_ends": 0.035,
        "doubled_letter": 0.002,
        "lost_first_letter": 0.002,
        "news_site_date": 0.005,
        "glued_record_number": 0.001,
        "record_lines": 0.015,
        "id_block": 0.021,
        "csv_row": 0.009,
        "tab_row": 0.009,
        "preview": 0.05,
        "damaged_id": 0.001,
        "lower_case": 0.003,
    }
)
"""The share of telegrams that each damage hits in a real archive (la_paz_merge: of those addressed to La Paz)."""
