"""The end of a telegram: signature, web-site notices, trailers, records of another copy.

The signature (the chief of mission's surname) stands on its own last line in 67 % of 6,712 cables, behind the last
sentence on the same line in 20 %, and is missing or not to be told in 9 %. Footers stand before or after it: a post's
web-site notice in 13.9 %, ``CABLE ENDS`` in 3.5 %.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from cable_pipeline.telegram.lines import RULE_CHARACTERS, Line

_TRAILER: Final = re.compile(
    r"=+ ?CABLE ENDS ?=*|CABLE ENDS|N{4}$|BT$|[#*]{3,}$|\"?,?\"?$|[\\\"',]+$|EPET @|\W+$|END CABLE TEXT|END OF CABLE"
    r"|\(?End (?:of )?cable\)?\.?$|END OF (?:MESSAGE|TELEGRAM)\.?$|#\d{4}$|SIPDIS$|NOTE: NOT PASSED|>$|\d{1,3}$"
    r"|SENSITIVE BUT UNCLASSIFIED$|</?t[a-z]+>|<_protect>|0 \d{1,2}/\d{1,2}/\d{4}"
    r"|(?:UNCLASSIFIED|C ?O ?N ?F ?I ?D ?E ?N ?T ?I ?A ?L|S ?E ?C ?R ?E ?T|LIMITED OFFICIAL USE)(?: ?//?[A-Z /]+)?$"
    r"|\d{4}[A-Z]+\d+ - Classification|<{1,2}[^<>]*>{1,2}$|-{2,} ?(?:end|header ends)",
    re.IGNORECASE,
)
_DATE_TIME_GROUP: Final = re.compile(r"(?:[ZOPR] ){1,2}\d{6}Z [A-Z]{3} \d\d$")
_HEADER_LINE: Final = re.compile(r"(?:TO|INFO|XMT) |R[A-Z]{3,7}/|(?:AM|US)[A-Z]+ |[A-Z/ .-]+(?: \d{4})?$")
_LONGEST_HEADER: Final = 2_000
_HEADER_FRONT: Final = re.compile(r"(?:Telegram)?Restricted by caption|VZCZC|[ZOPR]{2} R[A-Z]{3}|DE R[A-Z]{3}|ZN[RY] ")
_DATE_ALONE: Final = re.compile(r"\d{1,2}/\d{1,2}/\d{4}$|\d{4}-\d\d-\d\d$")
_CONSIDERED: Final = r"MINIMIZE (?:FOR [A-Z][A-Z ,.'-]{1,24} )?CONSIDERED"
_MINIMIZE: Final = re.compile(
    rf"\W*(?:[A-Z][A-Z '-]{{1,24}} )?{_CONSIDERED}(?: FOR [A-Z ,.'-]{{1,24}})?\W*$", re.IGNORECASE
)
_GLUED_MINIMIZE: Final = re.compile(rf"(?<=[.!?\"”)] ){_CONSIDERED}\W*$", re.IGNORECASE)
_LONGEST_MINIMIZE, _SHORTEST_TEXT = 60, 40
_GLUED_NOTICE: Final = re.compile(
    r"(?=[*=_PVv-])(?:[*=_-]{5,}[*=_ -]*)?(?:(?:Please |PLEASE )?\b(?:[Vv]isit|VISIT) (?:(?!\b[Vv]isit ).){3,80}?"
    r"(?:[Ww]eb ?[Ss]ite|WEB ?SITE|[Pp]ortal|[Hh]ome ?[Pp]age)"
    r"|(?<![\w,;] )(?:Please visit|PLEASE VISIT|Visit|VISIT) (?:(?!\b[Vv]isit ).){3,80}?(?:https?://|www\.)).{0,200}$"
)
_NUMBERED: Final = r"(?:\d{1,2}[.)] {0,2})?(?:\([A-Z/]{1,8}\) {0,2})?"
_NOTICE_START: Final = re.compile(
    _NUMBERED + r"Visit .{0,120}(?:web ?site|web ?page|siprnet|classified|intranet|home ?page)"
    r"|(?:\(?(?:(?:Please )?Visit|You can also access|To (?:view|visit|access|see)"
    r"|This (?:cable|report|message) (?:and|is|can|has)|For (?:more|additional|further)|See) "
    r".{0,120}(?:web ?site|web ?page|siprnet|classified|intranet|home ?page|http)"
    r"|(?!.{0,60}?[a-z]{2}[^a-z)/].{0,40}?(?<!please )(?<!to )(?<!can )(?-i:Visit|VISIT) )"
    r".{0,60}(?:CLASSIFIED|SIPRNET) (?:WEB ?SITE|HOME ?PAGE|INTRANET)"
    r"|https?:?//|www\.)",
    re.IGNORECASE,
)
_NOTICE_OPENS: Final = re.compile(
    _NUMBERED + r"(?:(?:Please )?Visit |You can |For (?:more|additional|further) |To (?:view|visit|access|see) )",
    re.IGNORECASE,
)
"""How a notice whose first line names no web site yet begins."""
_REPORT_OPENS: Final = re.compile(r"(?:\([A-Z]{1,3}\) ?)?This (?:cable|report|message) and ", re.IGNORECASE)
_URL: Final = re.compile(r"https?:?\s?/ ?/|www\.|\.sgov\.gov|state\.gov|intelink|\.smil\.mil", re.IGNORECASE)
_WORDS_OF_NOTICES: Final = ("web", "classified", "siprnet", "http", "home", "intranet", "www.")
_WORDS_OF_URLS: Final = ("http", "www.", ".gov", "intelink", "smil")
_PARTICLE: Final = r"(?:VAN|VON|DE|DI|DU|LA|LE|DEL|DER|EL|ST\.?|MC|Van|Von|De|de|van|von|Di|Du|La|Le|Del|El|St\.?)"
_NAME_WORD: Final = r"(?:(?:Mc|Mac|O['’]|De|Di|Du|La|Le|Van|Von|D['’])?[A-Z][A-Za-z’']*(?:-[A-Z][A-Za-z’']+)*)"
_GENERATION: Final = r"(?:,? (?:JR|SR|II|III|Jr|Sr)\.?)?"
_OWN_LINE: Final = re.compile(
    rf"(?:{_PARTICLE}\s){{0,2}}{_NAME_WORD}(?: {_NAME_WORD})?{_GENERATION}[ ]?[.*#\\\"]{{0,3}}$"
)
_CAPITALS: Final = (
    rf"(?P<name>(?!X{{5}})(?:{_PARTICLE} ){{0,2}}(?:MC|MAC|O['’]|Mc|Mac|D['’])?[A-Z][A-Z’']{{1,}}(?:-[A-Z’']{{2,}})*"
    rf"(?: [A-Z][A-Z’'-]{{2,}})?{_GENERATION})"
)
_CAPITAL_NAME: Final = re.compile(
    r"(?=[\sA-Zdv])(?:(?<=[.!?:\"'”’)*\-X\]])|(?<=xxxxx)|(?<=TEXT)|(?<=Text)|(?<=text)|(?<=OMMENT)|(?<=omment)|(?<=CONSIDERED))"
    rf"(?:\s{{1,40}}#?|(?<=[.#*)])){_CAPITALS}[ ]?[.*\\\"]{{0,2}}\s*$"
)
_TITLE_BEFORE: Final = re.compile(r"(?:^|[^A-Z])(?:MR\.|MRS\.|MS\.|DR\.|GEN\.|END)$")
_UNPUNCTUATED_NAME: Final = re.compile(rf"(?:(?<=\d )|(?<=[a-z] )|(?<=\d\d\d\d))\s{{1,6}}{_CAPITALS}\s*$")
_NAME_TWICE: Final = re.compile(r"(?<![a-z])\s(?P<name>(?P<one>[A-Z][A-Za-z'’-]{3,}) (?P=one))$")
_NAME_BEHIND_FEW_WORDS: Final = re.compile(r".{1,24}[a-z]{2} (?P<name>(?:LA |DE )?[A-Z]{4,})$")
"""``2.None HALVORSEN``, all that stands on a line."""
_TITLE_NAME: Final = re.compile(
    r"(?<=[.!?\"'”’)*X\]-])\s{1,6}"
    rf"(?P<name>(?:{_PARTICLE} ){{0,2}}(?:O['’]|D['’])?[A-Z][a-z’']{{1,}}(?:[A-Z][a-z’']+)?(?:-[A-Z][a-z’']+)*)"
    r"[ ]?[.*]?\s*$"
)
_SENTENCE_ENDS: Final = tuple(".!?:")
_ENDS_BEHIND_SENTENCE: Final = "\"'”’)]*"
_OTHER_ENDS: Final = tuple(')*=#]"”X-')
_REST_OF_ADDRESS: Final = r"[\w-]{0,40}[._~][\w.~%-]{1,40}"
"""What a blank parts from its web address: ``…/79 .htm``."""
_NAME_BEHIND_ADDRESS: Final = re.compile(
    rf"(?:[Xx]{{5,}}|[a-z/]\.[a-z]\S{{1,99}}|/[\w/.~%-]{{0,99}}|(?<=\S ){_REST_OF_ADDRESS})(?: /)?\s{{1,60}}"
    rf"(?:{_CAPITALS}|(?P<mixed>{_NAME_WORD}(?: {_NAME_WORD})?))[ ]?\.?$"
)
_LONGEST_ADDRESS: Final = 160
_SHORTEST_NAME: Final = 3
_TRAILING_RECORD: Final = re.compile(r"(?<!\s)\s+(?:0 \d{1,2}/\d{1,2}/\d{4}.{0,60}|\d{4}-\d\d-\d\d)$")
_NO_NAME: Final = frozenset(
    "COMMENT SUMMARY TEXT END UNCLASSIFIED UNCLAS CONFIDENTIAL SECRET SIPDIS SENSITIVE NOFORN NNNN BT NOTE QUOTE "
    "UNQUOTE TRANSLATION CONCLUSION INTRODUCTION BACKGROUND ATTACHMENT PARTICIPANTS BIO CABLE MESSAGE REGARDS BEGIN "
    "CLEARANCE POC TOTAL RECOMMENDATION STATEMENT LIST DRAFT NOTES TABLE REPORT FYI DECLARATION ARTICLE AGREEMENT BIOS "
    "BIOGRAPHY ENDS TBD N/A NONE THE THIS THAT THESE THOSE IT HE SHE WE THEY IN ON AT BUT AND FOR AS HOWEVER ACCORDING "
    "ALTHOUGH CLASSIFIED WEBSITE SITE".split()
)


class Closing(NamedTuple):
    """Offsets of the closing matter: the text proper ends at ``text_end``."""

    text_end: int
    signature: str | None
    spans: tuple[tuple[str, int, int], ...]


def read_closing(work: str, lines: list[Line]) -> Closing:
    """Take trailers, notices and the signature off the end of the telegram's ``lines``, from the last backwards."""
    spans: list[tuple[str, int, int]] = []
    last = _cut_second_copy(work, lines, spans)
    signature: str | None = None
    floor = max(0, last - 40)
    while last > floor:
        line = lines[last - 1]
        if signature is None and _is_signature(lines, last):
            signature = _plain_name(_without_record(line.text))
            spans.append(("signature", line.start, line.end))
            last -= 1
            while last > 1 and lines[last - 1].text.upper() == line.text.upper():
                last -= 1
                spans.append(("signature", lines[last].start, lines[last].end))
            continue
        kind, first = _trailing(lines, last)
        if first == last:
            break
        spans.extend((kind, entry.start, entry.end) for entry in lines[first:last])
        if kind == "notice" and signature is None and (name := _name_behind_address(line)) is not None:
            signature = _plain_name(work[name[0] : name[1]])
            spans[-1] = (kind, line.start, name[0])
            spans.append(("signature", *name))
        last = first
    if last == 0:
        return Closing(lines[0].start if lines else 0, signature, tuple(spans))
    text_end, signature = _read_last_line(work, lines[last - 1], signature, spans)
    return Closing(text_end, signature, tuple(spans))


def _read_last_line(
    work: str, line: Line, signature: str | None, spans: list[tuple[str, int, int]]
) -> tuple[int, str | None]:
    """Take a signature and a notice off the end of the text's last line; return where the text ends, and the name."""
    name = (_glued_name(work, line) or _name_in_text_behind_address(line)) if signature is None else None
    text_end = name[0] if name else line.end
    notice = _run_in_notice(work, line, text_end)
    if notice is not None:
        behind = _name_behind_address(line) if signature is None and name is None else None
        if behind is not None and behind[1] - behind[0] >= _SHORTEST_NAME:
            name, text_end = behind, behind[0]
        spans.append(("notice", notice, text_end))
        text_end = notice
    if name is not None:
        signature = _plain_name(work[name[0] : name[1]])
        spans.append(("signature", *name))
    return text_end, signature


def _run_in_notice(work: str, line: Line, end: int) -> int | None:
    """Return where a web-site notice or MINIMIZE CONSIDERED begins that is run into the last line, if one is."""
    begin = max(line.start, end - 360)
    tail = work[begin:end]
    notice = _GLUED_NOTICE.search(work, begin, end) if "isit " in tail or "ISIT " in tail else None
    if notice is None and "CONSIDERED" in tail[-_LONGEST_MINIMIZE:].upper():
        # A numbered paragraph may say nothing else.
        notice = _GLUED_MINIMIZE.search(work, max(begin, line.start + _SHORTEST_TEXT), end)
    return notice.start() if notice is not None else None


def _cut_second_copy(work: str, lines: list[Line], spans: list[tuple[str, int, int]]) -> int:
    """Cut all behind ``CABLE ENDS``, a header printed again, or a database record that repeats the telegram."""
    again = _header_again(work, lines)
    # In the first third of the lines CABLE ENDS ends nothing.
    third = lines[len(lines) // 3].start if lines else len(work)
    if again is None and work.find("CABLE ENDS", third) < 0 and '",' not in [line.text for line in lines]:
        return len(lines)
    for index, line in enumerate(lines):
        text = line.text
        if index == again:
            spans.append(("wrapper", line.start, lines[-1].end))
            return index
        if ("CABLE ENDS" in text and index > len(lines) // 3) or (text == '",' and index > 0):
            spans.append(("trailer" if "CABLE" in text else "wrapper", line.start, lines[-1].end))
            return index
    return len(lines)


def _header_again(work: str, lines: list[Line]) -> int | None:
    """Return the index of the line from which on the header stands once more, behind the text (2 of 2,001 cables)."""
    # Without its blank, of which texts are full, the line is looked for in half the time.
    if not lines or work.find("\nFM", max(lines[0].start, lines[-1].end - _LONGEST_HEADER)) < 0:
        return None
    for index in range(len(lines) - 1, len(lines) // 2, -1):
        if lines[index].text.startswith("FM ") and _DATE_TIME_GROUP.match(lines[index - 1].text):
            if not all(_HEADER_LINE.match(line.text) for line in lines[index + 1 :]):
                return None
            first = index - 1
            while first > 0 and _HEADER_FRONT.match(lines[first - 1].text):
                first -= 1
            return first
    return None


def _trailing(lines: list[Line], last: int) -> tuple[str, int]:
    """Return the kind of the closing matter before line ``last`` and its first line, ``last`` if there is none."""
    line = lines[last - 1]
    text = line.text
    if _TRAILER.match(text) or (line.after_blank and _DATE_ALONE.match(text)):
        return "trailer", last - 1
    if _MINIMIZE.match(text) and len(text) < 60:
        return "notice", last - 1
    if line.is_rule:
        above = _notice_start(lines, last - 1)
        return ("notice", above) if above < last - 1 else ("trailer", last - 1)
    return "notice", _notice_start(lines, last)


def _notice_start(lines: list[Line], last: int) -> int:
    """Return the index of the first line of a web-site notice that ends with line ``last - 1``, else ``last``."""
    for index in range(last - 1, max(-1, last - 5), -1):
        text = lines[index].text
        if len(text) < 400 and _starts_notice(text) and not _is_wrapped_url(lines, index):
            block = " ".join(entry.text for entry in lines[index:last])
            if len(block) < 160 or _names_a_site(block):
                opened = index and not lines[index].after_blank and _NOTICE_OPENS.match(lines[index - 1].text)
                return index - 1 if opened else index
            return last
        if lines[index].after_blank and not lines[index].is_rule and not _names_a_site(text):
            opens = _REPORT_OPENS.match(text) and _names_a_site(" ".join(entry.text for entry in lines[index:last]))
            return index if opens else last
    return last


def _starts_notice(text: str) -> bool:
    """Tell whether a web-site notice starts with ``text``; the words are a quicker first look than the pattern."""
    folded = text.lower()
    return any(word in folded for word in _WORDS_OF_NOTICES) and _NOTICE_START.match(text) is not None


def _names_a_site(text: str) -> bool:
    """Tell whether a web address stands in ``text``; the words are a quicker first look than the pattern."""
    folded = text.lower()
    return any(word in folded for word in _WORDS_OF_URLS) and _URL.search(text) is not None


def _is_wrapped_url(lines: list[Line], index: int) -> bool:
    """Tell whether a line begins with the address that the sentence on the line before leads up to."""
    line = lines[index]
    return (
        index > 0
        and not line.after_blank
        and line.text[:4].lower() in ("http", "www.")
        and (lines[index - 1].text[-1].isalpha() or lines[index - 1].text[-1] == ",")
        and not _NOTICE_OPENS.match(lines[index - 1].text)
    )


def _name_behind_address(line: Line) -> tuple[int, int] | None:
    """The signature run into the last line of a notice, behind an address: ``… Website: XXXXXXXXXXXX Halvorsen``."""
    match = _NAME_BEHIND_ADDRESS.search(line.text, max(0, len(line.text) - _LONGEST_ADDRESS))
    if match is None:
        return None
    group = "name" if match["name"] else "mixed"
    if any(word in _NO_NAME or not word.strip("X") for word in match[group].upper().replace(".", "").split()):
        return None
    return line.start + match.start(group), line.start + match.end(group)


def _name_in_text_behind_address(line: Line) -> tuple[int, int] | None:
    """The same in capitals, where the notice is run into the last line of the text (4 of 2,001 cables)."""
    tail = line.text[-_LONGEST_ADDRESS:]
    name = _name_behind_address(line) if "http" in tail or "www." in tail else None
    if (
        name is None
        or name[1] - name[0] < _SHORTEST_NAME
        or not line.text[name[0] - line.start : name[1] - line.start].isupper()
    ):
        return None
    return name


def _is_signature(lines: list[Line], last: int) -> bool:
    line = lines[last - 1]
    text = _without_record(line.text)
    if len(text) > 32 or _MINIMIZE.match(text) or not _OWN_LINE.match(text) or text[-1] == ":":
        return False
    words = text.upper().rstrip(".*#").split()
    if any(word.strip(".") in _NO_NAME or not word.strip("X") for word in words):
        return False
    if len(words) > 2 and not text.isupper():
        return False
    return last < 2 or _may_precede_signature(lines[last - 2], line)


def _without_record(text: str) -> str:
    """Drop the database record that some copies print behind the signature: ``STEVENS 0 02/18/2008``."""
    return _TRAILING_RECORD.sub("", text) if text[-1].isdigit() or " 0 " in text else text


def _may_precede_signature(previous: Line, line: Line) -> bool:
    """A capital word may also be the wrapped end of a sentence; a signature follows a finished one."""
    if line.after_blank or previous.text.upper() == line.text.upper():
        return True
    before = previous.text
    finished = before.rstrip(_ENDS_BEHIND_SENTENCE).endswith(_SENTENCE_ENDS) or before.endswith(_OTHER_ENDS)
    if not line.text.isupper():
        return finished or "ebsite" in before or _names_a_site(before)
    if line.text[-1] == "." and not finished:
        return False
    return finished or not before.isupper() or len(before) < 20 or _mostly_figures(before)


def _mostly_figures(text: str) -> bool:
    return sum(1 for character in text if character.isalpha()) * 2 < len(text)


def _glued_name(work: str, line: Line) -> tuple[int, int] | None:
    line_end = line.start + len(_without_record(line.text))
    begin = max(line.start, line_end - 60)
    tail = work[begin:line_end]
    match = (
        _CAPITAL_NAME.search(tail)
        or _TITLE_NAME.search(tail)
        or _UNPUNCTUATED_NAME.search(tail)
        or _NAME_TWICE.search(tail)
        or (_NAME_BEHIND_FEW_WORDS.match(tail) if line.after_blank and begin == line.start else None)
    )
    if match is None:
        return None
    words = match["name"].upper().replace(".", "").split()
    if any(word in _NO_NAME or not word.strip("X") for word in words):
        return None
    before = work[max(0, begin + match.start() - 14) : begin + match.start()].rstrip().upper()
    if _TITLE_BEFORE.search(before):
        return None
    return begin + match.start("name"), begin + match.end("name")


def _plain_name(text: str) -> str:
    """Return the name on one line without what stands behind it, once where it is printed twice (7 of 2,001 cables)."""
    words = text.rstrip(' .*#\\"' + RULE_CHARACTERS).split()
    half = len(words) // 2
    twice = " ".join(words[:half]).upper() == " ".join(words[half:]).upper()
    return " ".join(words[:half] if twice else words)
