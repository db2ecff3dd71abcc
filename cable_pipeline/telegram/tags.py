"""The TAGS line: subject, geographic, program and organization codes, persons and topics, in order.

TAGS stands for Traffic Analysis by Geography and Subject (5 FAH-3). Codes are parted by blanks (88.7 % of 6,712
cables) or commas (10.6 %); 2 % of the lines wrap. Codes run together are taken apart by the dictionary. Persons follow
OVIP, OREP and the like as ``SURNAME GIVEN`` or ``(SURNAME, GIVEN)``: commas alone can't tell them from codes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

from cable_pipeline.reference import tag_dictionary, topics
from cable_pipeline.telegram.given_names import GIVEN_NAMES
from cable_pipeline.telegram.records import Issue, Tag, new_tuple

ISSUES: dict[str, str] = {
    "tag-repaired": "A misprinted or outdated code was replaced by the one that is meant; raw keeps what is printed.",
    "tags-run-together": "Codes printed without a blank between them were taken apart by the dictionary.",
    "tag-unknown": "A token of the TAGS line is in no dictionary; it is kept as printed, kind unknown.",
    "tag-person-guessed": "Two unknown words were read as a surname and a given name, with nothing printed to tell so.",
    "tag-redacted": "A blacked-out tag was left out.",
    "tags-caption": "A caption or classification that slipped into the TAGS line was left out.",
    "tags-stray-text": "Words behind the tags that are no tags (running text, the next line) were left out.",
    "tags-empty": "The TAGS line holds no tag.",
}

_KEYWORD: Final = re.compile(
    r"[^A-Za-z]{0,20}(?:TAGS?|AGS|T[A-Z]?[GBQ]?A?S)(?=[\s:;,.])[\s:;,.]*|\s*TAGS?[:;]", re.IGNORECASE
)
_LABEL: Final = re.compile(r"[^A-Za-z]{0,20}[A-Za-z]{2,6}\s?[:;]\s*")
_PIECE: Final = re.compile(r"[(),;\n\[\]]|[^\s(),;\[\]]+")
_EDGES: Final = ".:\"'`*<>\\-_&/?!="
_BREAK_TAG: Final = re.compile(r"<br\s?/?>", re.IGNORECASE)
_REDACTION: Final = re.compile(r"[XХ]{5,}")
_PAGE: Final = re.compile(r"(?:(?:SECRET|CONFIDENTIAL|UNCLASSIFIED|UNCLAS)\s{1,80})?PAGE\s+\d{1,3}\s[^\n]{0,90}?\d{6}Z")
_INNER: Final = re.compile(r"[-./&]+")
_LETTERS: Final = re.compile(r"[A-Z][A-Z'’-]*\.?$")

_CAPTIONS: Final = frozenset(
    "SIPDIS SENSITIVE NOFORN NODIS EXDIS LIMDIS STADIS NOCONTRACTOR TERREP AIDAC "
    "UNCLAS UNCLASSIFIED CONFIDENTIAL SECRET".split()
)
_PERSON_TAGS: Final = frozenset({"OVIP", "OREP", "ODIP", "OTRA", "OEXC", "OIIP", "CODEL", "STAFFDEL"})
_CODE_KINDS: Final = frozenset({"subject", "geographic", "program", "organization"})
_LONGEST_RUN_OF_UNKNOWNS: Final = 4
_LONGEST_LINE: Final = 2000


class _Word(NamedTuple):
    """One token of the line: upper case and printed form, span, line, and what parts it from the one before."""

    tag: str
    raw: str
    start: int
    end: int
    line: int
    after_comma: bool
    bracket: int


class _Found(NamedTuple):
    """One reading: tag and kind, printed form, and how many words it used."""

    tags: tuple[tuple[str, str], ...]
    words: int
    issue: str | None = None


@cache
def _codes() -> dict[str, str]:
    """Sound codes of the dictionary with their kinds."""
    return {
        name: entry.kind
        for name, entry in tag_dictionary().items()
        if entry.canonical is None and entry.kind in _CODE_KINDS and " " not in name
    }


@cache
def _field_codes() -> frozenset[str]:
    """Subject and program codes: four letters, the ones that misprints and run-together codes are measured by."""
    return frozenset(code for code, kind in _codes().items() if kind in ("subject", "program") and len(code) == 4)


@cache
def _phrases() -> dict[str, tuple[tuple[tuple[str, ...], str, str], ...]]:
    """Multiword topics and organizations by their first word, longest first."""
    spelled = [(topic.topic, topic.canonical, "topic") for topic in topics().values()]
    spelled += [(n, e.canonical or n, e.kind) for n, e in tag_dictionary().items() if " " in n and e.kind != "unknown"]
    found: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for phrase, canonical, kind in sorted(spelled, key=lambda row: (-len(row[0].split()), row[0])):
        words = tuple(phrase.split())
        found.setdefault(words[0], []).append((words, canonical, kind))
    return {first: tuple(rows) for first, rows in found.items()}


@cache
def _phrase_words() -> frozenset[str]:
    return frozenset(word for rows in _phrases().values() for words, _, _ in rows for word in words)


def read_tags(text: str, start: int, end: int) -> tuple[list[Tag], list[Issue]]:
    """Read the TAGS element ``text[start:end]`` (keyword included); offsets in the issues are offsets into ``text``.

    Each tag comes once, in order, upper case, in its repaired form; ``raw`` is as printed. A further line counts where
    the line before ends in a comma or the line holds known tags.
    """
    end = min(end, start + _LONGEST_LINE)
    keyword = _KEYWORD.match(text, start, end) or _LABEL.match(text, start, end)
    at = keyword.end() if keyword and keyword.group().strip(" :;,.").upper() not in _codes() else start
    kinds = _codes()
    plain = text[at:end].replace(",", " ").split()
    if plain and all(word in kinds for word in plain):
        return _numbered([((word, kinds[word]), word) for word in plain]), []
    words = _words(text, at, end)
    issues: list[Issue] = []
    words = _own_lines(words, issues)
    found = _read(words, issues)
    if not found:
        issues.append(Issue("tags-empty", "warning", "no tag on the TAGS line", start, end))
    return _numbered(found), issues


def _numbered(found: Sequence[tuple[tuple[str, str], str]]) -> list[Tag]:
    tags: dict[str, Tag] = {}
    for (tag, kind), raw in found:
        if tag not in tags:
            tags[tag] = new_tuple(Tag, (len(tags) + 1, tag, kind, raw))
    return list(tags.values())


def _words(text: str, start: int, end: int) -> list[_Word]:
    if text.find("<", start, end) >= 0:
        text = text[:start] + _BREAK_TAG.sub(lambda m: " " * len(m.group()), text[start:end])
    if text.find("PAGE", start, end) >= 0:
        text = text[:start] + _PAGE.sub(lambda m: " " * len(m.group()), text[start:end])
    words: list[_Word] = []
    line = bracket = brackets = 0
    comma = False
    for match in _PIECE.finditer(text, start, end):
        piece = match.group()
        if piece in "(,;)[]\n":
            if piece == "\n":
                line += 1
            else:
                comma = True
                if piece in "([":
                    brackets += 1
                    bracket = brackets
                elif piece in ")]":
                    bracket = 0
            continue
        for part_start, part in _parts(piece, match.start()):
            tag = part.upper()
            if tag:
                words.append(_Word(tag, part, part_start, part_start + len(part), line, comma, bracket))
                comma = False
    return words


def _parts(piece: str, at: int) -> list[tuple[int, str]]:
    """The token without punctuation around it; parted at inner points, strokes and hyphens if all parts are codes."""
    bare = piece.strip(_EDGES)
    if not bare:
        return []
    at += piece.index(bare)
    initial = len(bare) == 1 and piece.endswith(".")
    if initial:
        return [(at, bare + ".")]
    if bare.isalpha():
        return [(at, bare)]
    tag, kinds = bare.upper(), _codes()
    if tag in kinds or tag in tag_dictionary():
        return [(at, bare)]
    parts = [part for part in _INNER.split(bare) if part]
    if "/" in bare or all(part.upper() in kinds for part in parts):
        found, place = [], 0
        for part in parts:
            place = bare.index(part, place)
            found.append((at + place, part))
            place += len(part)
        return found
    return [(at, bare)]


def _own_lines(words: list[_Word], issues: list[Issue]) -> list[_Word]:
    """Leave out further lines without tags: the line before ends in no comma, and little on them is known."""
    for index in range(1, len(words)):
        word = words[index]
        before = words[index - 1]
        opens_bracket = word.bracket and word.bracket != before.bracket
        goes_on = before.tag in _PERSON_TAGS if opens_bracket else word.after_comma or word.bracket
        if word.line == before.line or goes_on:
            continue
        line = [other for other in words[index:] if other.line == word.line]
        known = sum(_is_known(other.tag) for other in line)
        if known * 2 < len(line):
            rest = words[index:]
            issues.append(_issue("tags-stray-text", "info", "a further line without tags", rest[0].start, rest[-1].end))
            return words[:index]
    return words


def _is_known(tag: str) -> bool:
    return tag in tag_dictionary() or tag in _phrase_words() or _split(tag) is not None


def _issue(code: str, severity: str, message: str, start: int, end: int) -> Issue:
    return Issue(code, severity, message, start, end)


def _read(words: list[_Word], issues: list[Issue]) -> list[tuple[tuple[str, str], str]]:
    found: list[tuple[tuple[str, str], str]] = []
    kinds = _codes()
    index = 0
    while index < len(words):
        word = words[index]
        phrase = _phrase(words, index)
        if phrase is None and word.tag in kinds:
            found.append(((word.tag, kinds[word.tag]), word.raw))
            index += 1
            continue
        reading = phrase or _left_out(word) or _by_dictionary(word) or _persons(words, index, found)
        reading = reading or _by_letters(words, index)
        if reading is None and _unknown_run(words, index) > _LONGEST_RUN_OF_UNKNOWNS and not word.bracket:
            span = words[index:]
            issues.append(
                _issue("tags-stray-text", "info", "running text behind the tags", span[0].start, span[-1].end)
            )
            break
        reading = reading or _Found(((word.tag.rstrip("."), _kind(word.tag)),), 1, "tag-unknown")
        used = words[index : index + reading.words]
        if reading.issue:
            printed = " ".join(other.raw for other in used)
            severity = "warning" if reading.issue in ("tag-repaired", "tag-person-guessed") else "info"
            meant = ", ".join(tag for tag, _ in reading.tags)
            message = f"{printed!r} is read as {meant}" if meant and meant != printed else f"{printed!r}"
            issues.append(_issue(reading.issue, severity, message, used[0].start, used[-1].end))
        for tag, raw in zip(reading.tags, _raws(reading, used), strict=True):
            found.append((tag, raw))
        index += reading.words
    return found


def _kind(tag: str) -> str:
    entry = tag_dictionary().get(tag)
    return entry.kind if entry else "unknown"


def _raws(reading: _Found, used: list[_Word]) -> list[str]:
    """What is printed for each tag of a reading: persons in turn, else the whole of it."""
    if reading.tags and all(kind == "person" for _, kind in reading.tags) and len(reading.tags) > 1:
        raws, at = [], 0
        for tag, _ in reading.tags:
            count = len(tag.split())
            raws.append(_printed(used[at : at + count]))
            at += count
        return raws
    return [_printed(used)] * len(reading.tags)


def _printed(used: list[_Word]) -> str:
    return "".join((", " if word.after_comma else " ") * (index > 0) + word.raw for index, word in enumerate(used))


def _phrase(words: list[_Word], index: int) -> _Found | None:
    """A multiword topic or organization; its words are parted by blanks alone."""
    for spelled, canonical, kind in _phrases().get(words[index].tag, ()):
        stretch = words[index : index + len(spelled)]
        if tuple(word.tag for word in stretch) == spelled and not any(word.after_comma for word in stretch[1:]):
            return _Found(((canonical, kind),), len(spelled))
    return None


def _left_out(word: _Word) -> _Found | None:
    if word.tag in _CAPTIONS:
        return _Found((), 1, "tags-caption")
    if _REDACTION.search(word.tag):
        return _Found((), 1, "tag-redacted")
    if word.tag == "AND" or not any(character.isalpha() for character in word.tag):
        return _Found((), 1, "tags-stray-text")
    return None


def _by_dictionary(word: _Word) -> _Found | None:
    """The code(s) that the dictionary gives for a token, or that it is made of."""
    entry = tag_dictionary().get(word.tag)
    if entry:
        if entry.canonical is None:
            return None
        meant = tuple((code, _kind(code)) for code in entry.canonical.split())
        together = "".join(code for code, _ in meant) == word.tag
        return _Found(meant, 1, "tags-run-together" if together else "tag-repaired")
    parts = None if word.bracket else _split(word.tag)
    return _Found(tuple((code, _kind(code)) for code in parts), 1, "tags-run-together") if parts else None


def _by_letters(words: list[_Word], index: int) -> _Found | None:
    """A subject or program code printed in two halves, or with two letters swapped or one too many."""
    tag = words[index].tag
    if tag in tag_dictionary():
        return None
    if index + 1 < len(words):
        following = words[index + 1]
        joined = tag + following.tag
        if joined in _field_codes() and not following.after_comma and following.tag not in _codes():
            return _Found(((joined, _kind(joined)),), 2, "tag-repaired")
    near = _nearest(tag)
    return _Found(((near, _kind(near)),), 1, "tag-repaired") if near else None


@lru_cache(maxsize=4096)
def _split(tag: str) -> tuple[str, ...] | None:
    """Take run-together codes apart, wholly or not at all, into as few codes as can be.

    At least half of the pieces are subject or program codes: any word of even length can be cut into country codes.
    """
    if not 6 <= len(tag) <= 120 or not tag.isalpha() or tag in tag_dictionary():
        return None
    kinds, field_codes = _codes(), _field_codes()
    best: list[tuple[int, tuple[str, ...]] | None] = [(0, ())] + [None] * len(tag)
    for at in range(len(tag)):
        so_far = best[at]
        if so_far is None:
            continue
        for length in (4, 2, 3, 5, 6):
            piece = tag[at : at + length]
            if len(piece) < length or piece not in kinds:
                continue
            cost = so_far[0] + (1 if piece in field_codes else 3)
            known = best[at + length]
            if known is None or cost < known[0]:
                best[at + length] = (cost, (*so_far[1], piece))
    parts = best[len(tag)]
    if parts is None or len(parts[1]) < 2:
        return None
    return parts[1] if sum(part in field_codes for part in parts[1]) * 2 >= len(parts[1]) else None


@lru_cache(maxsize=4096)
def _nearest(tag: str) -> str | None:
    """The one subject or program code of which ``tag`` is a misprint: two letters swapped, or one too many."""
    if not tag.isalpha() or not 4 <= len(tag) <= 5 or tag in GIVEN_NAMES:
        return None
    if len(tag) == 5:
        guesses = {tag[:at] + tag[at + 1 :] for at in range(5)}
    else:
        guesses = {tag[:at] + tag[at + 1] + tag[at] + tag[at + 2 :] for at in range(3)}
    meant = guesses & _field_codes()
    return meant.pop() if len(meant) == 1 else None


def _persons(words: list[_Word], index: int, found: Sequence[tuple[tuple[str, str], str]]) -> _Found | None:
    """Persons: unknown words in brackets or behind OVIP and the like, or two of which the second is a given name."""
    word = words[index]
    run = [word]
    for other in words[index + 1 :]:
        if other.bracket != word.bracket or not _may_be_name(other):
            break
        if _phrase(words, index + len(run)) or (not word.bracket and (other.tag in _codes() or _by_dictionary(other))):
            break
        run.append(other)
    if not _may_be_name(word) or len(run) == 1:
        alone = word.bracket and found and found[-1][0][0] in _PERSON_TAGS and len(run) == 1 and _may_be_name(word)
        return _Found(((word.tag, "person"),), 1) if alone else None
    after_person_tag = bool(found) and (found[-1][0][0] in _PERSON_TAGS or found[-1][0][1] == "person")
    if word.bracket and (after_person_tag or any(other.after_comma for other in run[1:])):
        return _Found(_names(run), len(run))
    if after_person_tag and not all(_is_code_shaped(other.tag) for other in run):
        return _Found(_names(run), len(run))
    given = run[1].tag
    if given not in GIVEN_NAMES or (_is_code_shaped(word.tag) and len(given) == 4 and word.tag in tag_dictionary()):
        return None
    size = 3 if len(run) > 2 and len(run[2].tag.rstrip(".")) == 1 else 2
    return _Found(_names(run[:size]), size, "tag-person-guessed")


def _may_be_name(word: _Word) -> bool:
    tag = word.tag
    return bool(_LETTERS.match(tag)) and tag not in _CAPTIONS and not _REDACTION.search(tag) and tag != "CODEL"


def _is_code_shaped(tag: str) -> bool:
    return len(tag) == 4 and tag[0] in "ABCEKMOPST"


def _names(run: list[_Word]) -> tuple[tuple[str, str], ...]:
    """Cut words into persons: at commas if each part has two words, else in pairs; initials stay with the name."""
    groups: list[list[str]] = []
    for word in run:
        if groups and not (word.after_comma and len(word.tag.rstrip(".")) > 1):
            groups[-1].append(word.tag)
        else:
            groups.append([word.tag])
    if len(groups) > 1:
        if all(len(group) > 1 for group in groups):
            return tuple((_surname_first(group), "person") for group in groups)
        pairs = [groups[at : at + 2] for at in range(0, len(groups), 2)]
        return tuple((", ".join(" ".join(part) for part in pair), "person") for pair in pairs)
    return tuple((_surname_first(person), "person") for person in _pairs(groups[0]))


def _pairs(names: list[str]) -> list[list[str]]:
    persons: list[list[str]] = []
    whole = sum(len(name.rstrip(".")) > 1 for name in names)
    size = 3 if whole == 3 else 2
    for name in names:
        initial = len(name.rstrip(".")) == 1
        if persons and (initial or sum(len(part.rstrip(".")) > 1 for part in persons[-1]) < size):
            persons[-1].append(name)
        else:
            persons.append([name])
    return persons


def _surname_first(names: list[str]) -> str:
    if len(names) > 1 and names[0] in GIVEN_NAMES and names[-1] not in GIVEN_NAMES and len(names[-1].rstrip(".")) > 1:
        return f"{names[-1]}, {' '.join(names[:-1])}"
    return names[0] + (", " + " ".join(names[1:]) if len(names) > 1 else "")


def _unknown_run(words: list[_Word], index: int) -> int:
    """How many words from here on are in no dictionary and part of no phrase."""
    count = 0
    for at in range(index, len(words)):
        if words[at].tag in tag_dictionary() or _phrase(words, at):
            break
        count += 1
    return count
