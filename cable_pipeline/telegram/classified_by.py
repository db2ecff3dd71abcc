"""The classification authority line: who classified the telegram, and for which of the order's reasons.

``Classified By: TITLE NAME[, OFFICE], for reasons 1.4 (b) and (d).`` in some 600 spellings; on 98 % of SECRET and 96 %
of CONFIDENTIAL telegrams among 6,712. It is read in three steps: the reason clause is cut off; titles and offices are
taken away by a vocabulary of the words that they are made of; what is left in the shape of a name is it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final, NamedTuple

from cable_pipeline.reference import posts, tag_dictionary
from cable_pipeline.telegram.given_names import GIVEN_NAMES
from cable_pipeline.telegram.records import Issue

ISSUES: dict[str, str] = {
    "classified-by-without-name": "The classification authority line names nobody (a title alone, or a guide).",
    "classified-by-redacted": "The classifying officer's name is blacked out.",
    "classified-by-several": "Several persons are named as classifying officers.",
    "classified-by-guessed": "Where the office ends and the name begins was guessed.",
    "reasons-missing": "The classification authority line gives no reason that can be read.",
    "reasons-without-section": "Letters of reasons are printed without the section (1.4 or 1.5) that they belong to.",
    "reasons-unusual-section": "The section printed is neither 1.4 nor 1.5, where the reasons stand.",
}


class ClassifiedBy(NamedTuple):
    """Names as printed, without title or office; reasons as ``1.4(B)``, ``1.5`` (alone) or ``(B)``."""

    names: tuple[str, ...]
    reasons: tuple[str, ...]


# ---------------------------------------------------------------------------------------------------- the vocabulary

_TITLES: Final = frozenset(
    """
    1st 2nd 3rd a a.i a/dcm a/s ac accordance acg acs act'g actg acting ad adas adcm adm admin administration
    administrative admiral adpo adviser adviser's advisor advisors af afaires afairs affair affaires affairs
    affairs. affairs/ affs africom ag aglo agri agricultural agriculture agso ai aid aide air air-force alat alusna
    amb ambassador ambassador's ambassadors amconsul amconsulate amemb amembassy america american americans americas
    analysis analyst anti-corruption antiterrorism apao approved approving area armed arms army arso as aso
    assistance assistant assistants assoc associate asst attache attachee attaches attaché authorities authority avc
    aviation based basis bg bgen bilateral branch brig brigadier bureau business ca cable cao capt captain cbp cda
    cdo cdr centcom center centre cg chair chairman chairperson chairs chairwoman charge charges chargé chf chief
    children's chm cia cief cip citizen citizens cjtf classfied classification classified classifying cleared cmdr
    cmo cnslr col colonel com comm commander commercial commissioner commodities commodity communications community
    compliance concurrent confidential conflict congen congressional conoff consul consular consulate consuls
    control controls conventional cooperation cooperative coord coordinator coordinators corruption counc councillor
    councilor couns counsel counsellor counselor counselor-at-large counselor/ counselors counselour
    counter-terrorism counternarcotics counterterrorism countries country cpt crime crimes criminal crisis cultural
    customs cwo1 cwo2 cyber d'affaires dao das dat datt dcg dcm ddg dea defence defense del delegate delegates
    delegation democracy dep department dept dept. deputies deputy deputy-director deriv derivative derived desk
    detachment development dg dhs diplomacy dir director directorate directorate-general directors disarmament
    division doc doctor document documents dod doe doj domestic dos dpo dpty dr drafted drafter drl ds dss due duty
    eap eb eca eco econ econcouns econoff economic economics ecpo ecpol edo education educational eeb eib elections
    electoral emb embassy embassy's embedded emboff emergency energy enforcement entire environment environmental
    envoy ept eso est esth estoff eu eucom eur event exchange exchanges exec executive export external fas fbi fcs
    finance financial first fisheries fmc fmo food force forces foreign fraud freedom fs fsn fso g/tip gen general
    global government group gso gtip guide guideline guidelines gysgt head health hod holocaust hon hon'ble
    honorable hr hro hub human humanitarian iaea icao ice iio iip immigration imo implementation information
    infrastructure initiative initiatives inl inr ins institutional int'l intellectual intelligence inter-agency
    interagency interests interim internal international internet intsect investment investments io ipo ipr irm irs
    isaf isn issues iv jcs jusmag jusmagg jusmagphil justice kfor lab laboff labor labour law lawenforcement lawyer
    lcdr lead leader legal legat legatt legislative liaison lieut lieutenant lt ltc ltcol ltg ltjg macroeconomic
    madam maj major management manager marine marines maritime md media member message mgen mgmt mgt microeconomic
    migration milgp milgroup military min minister ministers minority miss missile mission mission's mlg mlo mnf
    mnf-i mnfi mo monetary mr mrs ms msgt multilateral multiple muslim narcotics nas national nato nau naval navy
    ncis ncp nea negotiator negotiators new-media niv noforn non-proliferation non-resident nonproliferation np nrc
    nsa nsc nuclear oas oceans oda odc oecd oes ofc ofcr off office officer officers offices official offr oic omb
    omc opcw operations ops organisation organization organizations original originally osce osd outreach pa pacom
    padas pao paoff passport pdas peacekeeping persons planning plans pm pm/rsat po pol pol-mil pol/mil polad
    polchief polcouns polcounselor poleco polecon policy polit political politico politico-military polmil poloff
    population post post's president press prevention principal private prm pro-consul prof professional professor
    program programs proliferation property protocol provincial provincial-affairs prs prt ptl public pursuant radm
    rao rea rear reason reasons reconstruction reduction refugee refugees region regional regions releasing relief
    religion religious reo rep report reporting representative representatives reps research resident rfe rights rmo
    rol rpo rrt rsc rso rsoff rule s/crs s/ct s/p s/sr s/srap s/wci sa sanctions sao sbu sca science scientific sec
    sec'y second secret secretariat secretaries secretary secretary-general section sections sector security secy
    senior sergeant service services sfor sfs sgso sgt signed sir source sources southcom space special
    special-event specialist spokesman spokesperson sr. srap srso ssgt stability stabilization staff state
    state-dept states strategic supervisor supervisory svcs task tdy team tech technical technology
    telecommunications terrorism text textile textiles third threat trade trafficking transition transitions
    transnational transport transportation treasury treaties treaty tribal tsa tsgt u.n u.s u/s uk un unclassified
    under undersecretary undersecretary-general unesco uniie unit united units unvie us us-mission usa usaid usda
    usdel useu usg usint usmission usmtm usnato ussr ustr usun vadm vc vci verification vice visa visas vso war
    warrant wars watch watch-officer watcher water weapons wha women women's wto
    alternate permanent acm coun designate extraordinary nations permrep plenipotentiary union
    """.split()
)
_COMMON: Final = frozenset(
    """
    for to of the in at on by with from as is was per under this that are be has been who whose it its his her or
    upon via re fr while also both all
    """.split()
)
_PREPOSITIONS: Final = frozenset(
    """
    for to of in at the on
    """.split()
)
_AND: Final = frozenset({"and", "&", "+", "n", "und"})
_SUFFIXES: Final = frozenset("jr sr ii iii iv esq".split())
_PARTICLES: Final = frozenset(
    """
    de la le van von der den del della di da das dos du des el al bin ibn ter ten y e zu st af ap lo los las
    """.split()
)
_ALSO_SURNAMES: Final = frozenset(
    """
    law major justice post rao rea min cable branch das dao cao guide center force head chair marine hub press war
    """.split()
)
"""Title words that are surnames as well; behind a given name that no list knows they are taken for one."""
_LONE_SURNAMES: Final = frozenset("law major rao rea das cao".split())
"""Those of them that stand as a surname alone behind a personal title: ``DCM Law``."""
_LEADS_ON: Final = frozenset("due based pursuant accordance".split())
"""Words that lead on to the reasons, and are part of no title, when they stand last."""
_PLACE_HEADS: Final = frozenset(
    """
    embassy amembassy amemb emb consulate congen amconsul mission usmission usint post prt reo rpo eprt interests
    """.split()
)
_PERSONAL: Final = frozenset(
    """
    ambassador amb charge cda affaires dcm adcm counselor counsellor officer chief director secretary minister
    consul general attache advisor adviser coordinator das pdas a/s das. dr mr mrs ms colonel col captain acting
    """.split()
)
_DIRECTIONS: Final = frozenset(
    """
    north south east west central northern southern eastern western middle near far mid northeast northwest
    southeast southwest gulf arabian asia asian african africa europe european eurasia eurasian hemisphere pacific
    caribbean balkan balkans baltic baltics nordic levant maghreb caucasus andean andes andaman islands island
    peninsula sea region subcontinent latin cone horn lakes great sahara sahel palestinian israeli iranian iraqi
    afghan holy see kosovo tibet tibetan
    """.split()
)
_LONG_TITLES: Final = tuple(
    """
    ambassador counselor director minister secretary officer deputy assistant economic political charge affaires
    consul chief attache coordinator principal commercial management consular representative advisor classified
    executive defense regional security international administrative agricultural embassy mission acting affairs
    """.split()
)
_ABBREVIATIONS: Final = re.compile(
    r"(?:pol|ec|eco|econ|mil|min|couns?|cnslr|con|off|chief|dep|asst|gen|sec|emb|est|sci|lab|agr?|comm|admin?|mgt|pub|dip|"
    r"ext|int|unit|reg|ref|actg|dcm|coord|dir|officer|counselor|counsel|legal|energy|trade|fin|us|pa|mission){2,5}(?:or|s)?\Z"
)
_LETTER_OFFICE: Final = re.compile(r"[SDPEGTMRJ]/[A-Z]{1,6}\.?")
"""S/SANAC, G/TIP: an office of the Secretary or of an under secretary, by their letter."""
_TITLE_AND_NAME: Final = re.compile(r"([A-Za-z]{3,})\.([A-Z][A-Za-z'-]+)")
_AFFAIRES: Final = re.compile(r"d.?.?af+ai?re?s?\Z|d.?affaris?\Z|daffaires?\Z|affaire?s?\Z|d\Waf\w*\Z")
_SINGLE_INITIALS: Final = re.compile(r"[A-Z]\.?\Z|(?:[A-Z]\.){1,4}[A-Z]?\Z|[A-Z]\.-[A-Z]\.\Z")
_REDACTED: Final = re.compile(r"[XxХ]{5,}")
_HAS_LETTER: Final = re.compile(r"[^\W\d_]")
_EDGES: Final = "\"'`*<>\\_=~!?|’‘“”"


_SEATS: Final = frozenset(
    """
    edinburgh erbil lyon bordeaux toulouse rennes strasbourg najaf karbala ramadi tikrit baqubah anbar ninewa diyala
    babil wasit kandahar herat jalalabad helmand nangarhar khost ghazni bamyan palermo genoa turin poznan zurich bilbao
    antwerp rotterdam aden capetown douala zanzibar mombasa goma hargeisa bombay medan cebu busan pusan wuhan kaohsiung
    okinawa brisbane barranquilla medellin maracaibo drc uae quebec tuzla mostar pristina benghazi misrata
    """.split()
)
"""Seats of consulates, offices and reconstruction teams that the dictionary of posts does not name."""
_OFFICES_ALWAYS: Final = frozenset({"secretary", "delegation", "mission", "region"})
"""Words of the names of posts that are never a place of their own."""


@cache
def _places() -> frozenset[str]:
    """Words of the names of posts and countries: offices only where a preposition or an office stands with them."""
    names: list[str] = [post.display_name for post in posts().values()]
    names += [post.city for post in posts().values() if post.city]
    names += [e.title for e in tag_dictionary().values() if e.kind == "geographic" and e.title]
    words = {word.lower() for name in names for word in re.findall(r"[A-Za-z']{3,}", name)}
    return frozenset(words | _DIRECTIONS | _SEATS) - _COMMON - _OFFICES_ALWAYS


@lru_cache(maxsize=65536)
def _is_title(word: str) -> bool:
    """Whether a lower-case word (no blanks) is part of a title or office: listed, composed of such, or misspelled."""
    bare = word.rstrip(".")
    if word in _TITLES or bare in _TITLES or bare in _COMMON:
        return True
    if any(character.isdigit() for character in bare):
        letters = bare.replace("0", "o")
        return any(character.isdigit() for character in letters) or _is_title(letters)
    if "/" in bare:
        parts = [part for part in bare.split("/") if part]
        return all(len(part) <= 4 or _is_title(part) for part in parts)
    if "-" in bare:
        parts = [part for part in bare.split("-") if part]
        return bool(parts) and all(_is_title(part) or part == "large" for part in parts)
    return bool(_AFFAIRES.match(bare) or _ABBREVIATIONS.match(bare)) or _is_misspelled_title(bare)


def _is_misspelled_title(word: str) -> bool:
    if len(word) < 4 or word.upper() in GIVEN_NAMES:
        return False
    for title in _LONG_TITLES:
        if title[0] != word[0] or abs(len(title) - len(word)) > 2:
            continue
        allowed = 2 if min(len(title), len(word)) >= 7 else 1
        if allowed == 1 and title[-1] != word[-1]:
            continue
        if _edits(word, title, allowed) <= allowed:
            return True
    return False


def _edits(one: str, other: str, most: int) -> int:
    """Edit distance with swapped neighbours as one edit; anything above ``most`` may come back as ``most + 1``."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        last, row_before = row, before
        row = [i]
        for j, b in enumerate(other, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                cost = min(cost, row_before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before = last
    return row[-1]


# --------------------------------------------------------------------------------------------------- lines and clauses

_HARD_WRAP: Final = range(70, 73)
_WIDE_GAP: Final = re.compile(r"(?<! ) {4,}(?=[^ \n])")
_LONGEST_CLAUSE: Final = 160
_LONGEST_AUTHORITY: Final = 4000
_LONGEST_HEAD: Final = 400
_LAST_WORD: Final = re.compile(r"[A-Za-z]+\Z")
_FIRST_WORD: Final = re.compile(r"[A-Za-z]+")
_CONNECTING: Final = frozenset(
    "for reasons reason and of or the to in under per based due a.i by section officer".split()
)
_BY: Final = re.compile(
    r"(?<![A-Za-z])(?:CLAS+I?F?[A-Z]{0,10}|CLASSF[A-Z]{0,6})[\s-]{0,3}(?:GUIDE\s{1,3})?BY\b[\s:;.,\-]*(?:\(?U\)\s*)?",
    re.IGNORECASE,
)
_KEYWORD: Final = re.compile(
    r"\s*(?:\d{1,2}\s?[.)]\s*)?(?:\(\s?[A-Z/]{1,5}\s?\)\s*)?"
    r"(?:CLASSIF(?:IED|YING\s+(?:OFFICER|AUTHORITY)|ICATION(?:\s+AUTHORITY)?)|DERIVED\s+FROM|DRV\s+FROM)\s{0,3}[:;.,\-]?\s*",
    re.IGNORECASE,
)
_DERIVED: Final = re.compile(r"\s*(?:DERIVED|DRV)\s+(?:FROM|BY)\b", re.IGNORECASE)
_CLAUSE: Final = re.compile(
    r"(?=[RrSsEe1lIDdFf(])(?:"  # one look at the first character spares a try of each alternative
    r"\b(?:reas\w{0,5}|r[e3]as[o0]\w{0,3}|[rs]ea[s3][o0]\w{0,3}|reaons?|reasns?|resaons?|raesons?|resons?|rasons?|reaosns?)(?![a-z])"
    r"|\bE\.?\s?[O0]\.?\s?:?\s?\d{4,5}|\bexecutive\s+order\b|\b1[23]\d{3}\b"
    r"|\b[1lI]\s?[.,]\s?[1-8](?!\d|[.,]\s?\d)|\b1[45]\s?\(|\bsec(?:tions?|s?\.)\s{0,3}[\d(]|\bsection\b\s{0,9}\Z"
    r"|\(\s?[a-h]\s?(?:[),/&+]|and\b|\Z)|\bdecl(?:as+if\w{0,6})?\b\s{0,2}(?::|on\b)|\bderived\s+from\b|\bdrv\b"
    r"|\bfor\s+re(?=[^a-z\s]|\s|\Z)|\bfor\s+r\Z|(?<=[a-z])(?-i:Reasons?\b|For reasons?\b))",
    re.IGNORECASE,
)
_SECTION: Final = re.compile(
    r"(?<![\d/.])([1lI])\s?[.,]\s?([1-8])(?!\d|[.,]\s?\d)|(?<![\d/.])(1)([45])(?=\s?\()|(?<![\d/.])(1)\s([45])(?=\s?\()"
)
_LETTER: Final = re.compile(
    r"[\s.:]{0,3}(?:[\[({]\s{0,3}([a-hA-H](?:\s[a-hA-H]){1,3}(?=\s?\))|[a-hA-H]{1,4})(?![A-Za-z])\s{0,3}[\])}.]{0,2}"
    r"|([a-hA-H])(?![A-Za-z0-9'’]|\.\s?[O0])(?:\s?[\])}])?\.?(?=[\s,;:/&+)\]}\-(.]|\Z)"
    r"|([a-hA-H]{2,4})(?![A-Za-z0-9])(?=[\s).,;]|\Z)[)\]]?)"
)
_JOINT: Final = re.compile(
    r"[\s,;:/&+)\]}(\[]{1,8}(?:(?:and|or|ad|adn|amd|nd|an|et|plus)(?![A-Za-z]))?[\s,;/&+]{0,4}|\s?(?:and|or)\b\s?",
    re.IGNORECASE,
)
_FIRST_LETTER: Final = re.compile(
    r"[\s.:,;)\-]{0,4}(?:(?:sub)?(?:sections?|paragraphs?|paras?)\s)?(?=[\[({]?\s{0,3}[a-hA-H](?![a-z']))",
    re.IGNORECASE,
)
_REASONS_BEFORE: Final = re.compile(r"(?:\n|^) *REASONS?[:.]? (1\.[45][^\n]{0,60})\s{1,9}$", re.IGNORECASE)
"""Reasons on the line before the name (``REASON: 1.5 (B)`` / ``CLASSIFIED BY:``)."""
_SECTION_AGAIN: Final = re.compile(r"(?:for\s)?(?:reasons?|sections?)[\s:]{1,3}", re.IGNORECASE)
_PORTION: Final = re.compile(r"\(\s?[Cc]\s?\)\s{1,3}(?:[A-Z][a-z]|[A-Z]{4})")
_ARTICLE: Final = re.compile(r"[aA]\s+(?!(?:and|or)\b)[A-Za-z]{2}")
_RANGE: Final = re.compile(r"\s?\)?\s?(?:-{1,2}|–|through|thru|to)\s?(?=\(?[a-hA-H]\b)", re.IGNORECASE)
_LETTERS_ALONE: Final = re.compile(
    r"\(\s?[a-hA-H]\s?(?:[),/&+]|and\b|or\b)|(?<=[sS:])\s{1,2}[bdBD]\b(?=\s?(?:,|/|&|and\b|\.|$))"
)
_CAPITALISED: Final = re.compile(r"\b[A-Z][a-z]{2,}\b")
_MAY_BE_INTERIM: Final = re.compile(r"[aA]\s?\.\s?[iyI]|[iI][nN][tT][eE][rR][iI][mM]|\b[aA][iI]\b")
_BRACKETS: Final = re.compile(r"\([^()]{0,60}\)|\(\s*\Z")
_AD_INTERIM: Final = re.compile(
    r"\ba\s?\.\s?[iy]\b\.?|\b(?i:ad\s+interim)\b|(?i:(?<=charge|faires|ffairs),?\s{1,2}a\.?\s?i\.?)(?=[\s,;.:]|\Z)"
)


def read_classified_by(text: str, start: int, end: int) -> tuple[ClassifiedBy, list[Issue]]:
    """Read the element ``text[start:end]`` (keyword included); offsets in the issues are offsets into ``text``.

    Several persons come in the order printed. A name that is blacked out is none.
    """
    flat = _joined_lines(text, start, min(end, start + _LONGEST_AUTHORITY))
    head_start = _authority_start(flat)
    clause = _CLAUSE.search(flat, head_start)
    head_end = clause.start() if clause else len(flat)
    head = flat[head_start:head_end]
    reasons, length = _read_reasons(flat[head_end : head_end + _LONGEST_CLAUSE])
    if not reasons and (before := _REASONS_BEFORE.search(text[max(0, start - _LONGEST_CLAUSE) : start])):
        reasons, _ = _read_reasons(before[1])
    if length and not head.strip(" .,;:-\n"):
        head = flat[head_end + length : head_end + length + _LONGEST_HEAD]
    names, guessed = ((), False) if _DERIVED.match(flat) else _read_names(_first_block(head)[:_LONGEST_HEAD])
    doubts = _reason_doubts(reasons)
    if not _DERIVED.match(flat):
        doubts = _name_doubts(names, guessed, head) + doubts
    return ClassifiedBy(names, reasons), [Issue(*doubt, start, end) for doubt in doubts]


def _name_doubts(names: tuple[str, ...], guessed: bool, head: str) -> list[tuple[str, str, str]]:
    if not names:
        if _REDACTED.search(head):
            return [("classified-by-redacted", "info", "the name is blacked out")]
        return [("classified-by-without-name", "info", "no name is printed")]
    doubts = []
    if guessed:
        doubts.append(("classified-by-guessed", "warning", f"the name was taken to be {', '.join(names)}"))
    if len(names) > 1:
        doubts.append(("classified-by-several", "info", f"{len(names)} persons: {'; '.join(names)}"))
    return doubts


def _reason_doubts(reasons: tuple[str, ...]) -> list[tuple[str, str, str]]:
    if not reasons:
        return [("reasons-missing", "info", "no reason is printed")]
    if reasons[0].startswith("("):
        return [("reasons-without-section", "info", "letters without a section")]
    if any(not reason.startswith(("1.4", "1.5")) for reason in reasons):
        return [("reasons-unusual-section", "info", ", ".join(reasons))]
    return []


def _joined_lines(text: str, start: int, end: int) -> str:
    """The element with its lines joined by blanks, blank lines kept as two line feeds.

    The message software broke this one line after 71 characters wherever that was, also within a word
    (``Rufus H`` / ``ale``); such halves are put together again.
    """
    printed = text[start:end]
    if "    " in printed:  # where a page line was
        printed = _WIDE_GAP.sub(" ", printed)
    if "\n" not in printed:
        return printed
    line_start = text.rfind("\n", 0, start) + 1
    lines = printed.split("\n")
    width = start - line_start + len(lines[0].rstrip())
    out = lines[0].rstrip()
    for line in lines[1:]:
        bare = line.strip()
        if not bare:
            out += "\n\n" if not out.endswith("\n\n") else ""
        elif out.endswith("\n\n"):
            out += bare
        else:
            glue = width in _HARD_WRAP and line[:1] != " " and _is_broken_word(out[-40:], bare)
            out += ("" if glue else " ") + bare
        width = len(line.rstrip())
    return out


def _is_broken_word(before: str, after: str) -> bool:
    if before[-1:].isdigit() and after[:1] == ".":
        return True
    if before[-1:] == "." and after[:1].isdigit():
        return before[-2:-1] == "1"
    left, right = _LAST_WORD.search(before), _FIRST_WORD.match(after)
    if not left or not right:
        return False
    one, two = left.group(), right.group()
    if (one in _PARTICLES and two in _PARTICLES) or (len(two) == 1 and two.isupper() and after[1:2] == "."):
        return False
    if len(two) == 1 and (len(one) == 1 or one.lower() in _AND or one.lower() == "or"):
        return False
    both = (one + two).lower()
    if _is_known_word(both):
        return True
    if _is_known_word(two.lower()):
        return False
    if two.islower() and not one.isupper():
        return True
    return len(one) == 1 and (two.islower() or (one.isupper() and two.isupper()))


def _is_known_word(word: str) -> bool:
    return word in _CONNECTING or word in _TITLES or word in _COMMON or (len(word) > 4 and _is_title(word))


def _authority_start(flat: str) -> int:
    """Where the authority begins: behind the last ``Classified by`` that anything follows."""
    at = 0
    keyword = _KEYWORD.match(flat)
    if keyword:
        at = keyword.end()
    for match in _BY.finditer(flat):
        if match.end() < len(flat):
            at = match.end()
    return at


def _first_block(head: str) -> str:
    head = head.lstrip()
    blank = head.find("\n\n")
    return head[:blank] if blank > 0 else head


@lru_cache(maxsize=16384)
def _read_reasons(clause: str) -> tuple[tuple[str, ...], int]:
    """The reasons in order, each once, and how many characters of ``clause`` they take up."""
    first = _SECTION.search(clause)
    if first is None:
        alone = _LETTERS_ALONE.search(clause)
        if alone is None:
            return (), 0
        letters, stop = _letters(clause, alone.start())
        return tuple(dict.fromkeys(f"({letter})" for letter in letters)), stop
    found: dict[str, None] = {}
    stop = first.end()
    section: re.Match[str] | None = first
    while section is not None:
        number = "1." + next(group for group in (section[2], section[4], section[6]) if group)
        first_letter = _FIRST_LETTER.match(clause, section.end())
        letters, stop = _letters(clause, first_letter.end() if first_letter else section.end())
        for reason in [f"{number}({letter})" for letter in letters] or [number]:
            found[reason] = None
        joint = _JOINT.match(clause, stop)
        behind = joint.end() if joint else stop
        again = _SECTION_AGAIN.match(clause, behind)
        section = _SECTION.match(clause, again.end() if again else behind)
    return tuple(found), stop


def _letters(flat: str, at: int) -> tuple[list[str], int]:
    letters: list[str] = []
    while (match := _LETTER.match(flat, at)) is not None:
        printed = "".join((match[1] or match[2] or match[3]).upper().split())
        repeated = len(set(printed)) < len(printed)
        if repeated or (match[1] is None and list(printed) != sorted(printed)):
            break
        letters.extend(printed)
        at = match.end()
        reach = _RANGE.match(flat, at)
        last = _LETTER.match(flat, reach.end()) if reach else None
        if last is not None and (letter := (last[1] or last[2] or "")[:1].upper()):
            letters.extend(chr(code) for code in range(ord(printed[-1]) + 1, ord(letter) + 1))
            at = last.end()
        following = _next_letter(flat, at, match)
        if following is None:
            break
        at = following
    return letters, at


def _next_letter(flat: str, at: int, before: re.Match[str]) -> int | None:
    """Where the next letter of a list may stand, behind what joins it to the one ``before``; else ``None``."""
    joint = _JOINT.match(flat, at)
    if joint is None:
        return at if flat[at : at + 1] in ("(", "[") else None
    following = _LETTER.match(flat, joint.end())
    if following is not None:
        return None if _starts_text(flat, before, joint, following) else joint.end()
    opening = flat.rfind("(", joint.start(), joint.end())
    return opening if opening >= 0 and _LETTER.match(flat, opening) else None


def _starts_text(flat: str, before: re.Match[str], joint: re.Match[str], following: re.Match[str]) -> bool:
    """Tell whether a letter behind the reasons opens the text: an article, a portion marking, a lettered paragraph."""
    opening = joint.end() - 1 if flat[joint.end() - 1] == "(" else joint.end()
    if _ARTICLE.match(flat, joint.end()):
        return True
    if joint[0].rstrip("(").isspace() and _PORTION.match(flat, opening):
        return True
    if not joint[0].isspace() or flat.count("(", 0, joint.start()) > flat.count(")", 0, joint.start()):
        return False
    bracketed = before[1] is not None
    if bracketed and following[1] is None:
        return flat[following.end() :].strip(" .\n") != ""
    return before[0].endswith(".") and following[1] is not None


# ------------------------------------------------------------------------------------------------------------- names

# What a token can be: a word of a title, a preposition of one, "and", a capitalised word, an initial, a suffix to a
# name, a particle, a place, an acronym among mixed-case words, a redaction, or a mark that parts.
_TITLE, _PREPOSITION, _JOIN, _NAME, _FIRST, _SUFFIX, _PARTICLE, _PLACE, _ACRONYM, _MARK = "TPANISpLC,"
_OF_A_NAME: Final = (_NAME, _FIRST, _SUFFIX, _PARTICLE)

_TOKEN: Final = re.compile(r"[,;:()\[\]]|(?<=\s)(?:-{1,3}|–|/)(?=\s)|[^\s,;:()\[\]]+")


class _Token(NamedTuple):
    kind: str
    word: str
    start: int
    end: int


class _Run(NamedTuple):
    """Tokens in a row that may be a name; ``weak`` where they may as well be an office's."""

    first: int
    last: int
    words: int
    weak: bool


@lru_cache(maxsize=16384)
def _read_names(head: str) -> tuple[tuple[str, ...], bool]:
    """The names in ``head``, and whether one had to be guessed."""
    head = " ".join(head.split())
    plain = _AD_INTERIM.sub(_blanks, head) if _MAY_BE_INTERIM.search(head) else head
    names = _names(plain, _BRACKETS.sub(_blanks, plain))
    if not names[0] and "(" in plain:
        names = _names(plain, plain)
    return names


def _blanks(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _names(head: str, searched: str) -> tuple[tuple[str, ...], bool]:
    tokens = _tokens(searched)
    runs = _runs(tokens)
    if not runs:
        return (), False
    chosen = [run for run in runs if not run.weak and run.words > 1] or [run for run in runs if not run.weak] or runs
    first = chosen[0]
    picked = [first]
    for run in chosen[1:]:
        if run.words > 1 and not run.weak and _is_another_person(tokens, picked[-1], run):
            picked.append(run)
    return tuple(_as_printed(head, tokens, run) for run in picked), first.weak


def _as_printed(head: str, tokens: list[_Token], run: _Run) -> str:
    last = tokens[run.last]
    name = " ".join(head[tokens[run.first].start : last.end].split())
    if last.kind == _NAME or (last.kind == _SUFFIX and last.word.lower().startswith(("i", "e"))):
        name = name.rstrip(".")
    elif name.endswith(".."):
        name = name[:-1]
    return name.strip(" ,;:-" + _EDGES)


def _tokens(head: str) -> list[_Token]:
    mixed = _is_mixed(head)
    lower = not mixed and head.islower()
    tokens: list[_Token] = []
    for match in _TOKEN.finditer(head):
        printed = match.group()
        start = match.start()
        for kind, word, at in _readings(printed, mixed, lower):
            tokens.append(_Token(kind, word, start + at, start + at + len(word)))
    while tokens and (
        tokens[-1].kind == _PREPOSITION or (low := tokens[-1].word.lower()) in _COMMON or low in _LEADS_ON
    ):
        tokens.pop()
    _settle_surnames(tokens)
    _settle_acronyms(tokens)
    return _settle_places(tokens)


@lru_cache(maxsize=65536)
def _readings(printed: str, mixed: bool, lower: bool) -> tuple[tuple[str, str, int], ...]:
    """Kind, word and place of each part of a blank-separated token; a name with a full stop ends its sentence."""
    if len(printed) <= 3 and not printed[0].isalnum() and printed not in ("&", "+"):
        return ((_MARK, printed, 0),)
    found: list[tuple[str, str, int]] = []
    for at, word in _pieces(printed):
        kind = _kind(word, mixed, lower)
        found.append((kind, word, at))
        if kind == _NAME and word.endswith(".") and len(word) > 2:
            found.append((_MARK, ".", at + len(word)))
    return tuple(found)


def _is_mixed(head: str) -> bool:
    """Whether names can be told from acronyms by case: some longer word that is no title has small letters."""
    if head.isupper():
        return False
    return any(not _is_title(word.lower()) for word in _CAPITALISED.findall(head))


def _pieces(printed: str) -> Iterable[tuple[int, str]]:
    """A token without quotes; a title joined to a name by a stroke or hyphen is parted from it."""
    bare = printed.strip(_EDGES)
    if not bare:
        return
    at = printed.index(bare)
    if pieces := _known_pieces(at, bare):
        yield from pieces
        return
    for stroke in ("/", "-"):
        if stroke in bare and not _is_title(bare.lower().rstrip(".")):
            left, _, right = bare.partition(stroke)
            if not right:
                bare = left
                continue
            parts = bare.split(stroke)
            titles = [
                bool(part) and (_is_title(part.lower()) or (stroke == "/" and part.isupper() and len(part) <= 4))
                for part in parts
            ]
            if stroke == "-" and sum(titles) < len(parts) and _ends_in_surnames(parts, titles):
                break
            if any(titles) or stroke == "/":
                place = 0
                for part in parts:
                    place = bare.index(part, place)
                    if part:
                        yield at + place, part
                    place += len(part)
                return
    yield at, bare.rstrip("-") or bare


def _known_pieces(at: int, word: str) -> list[tuple[int, str]]:
    """An office with its letter (``S/SANAC``) whole, a title and a name that a full stop joins (``AMB.Hembree``)."""
    if _LETTER_OFFICE.fullmatch(word):
        return [(at, word)]
    glued = _TITLE_AND_NAME.fullmatch(word)
    if glued is None or not _is_title(glued[1].lower()) or _is_title(glued[2].lower()):
        return []
    return [(at, glued[1]), (at + glued.start(2), glued[2])]


def _ends_in_surnames(parts: list[str], titles: list[bool]) -> bool:
    """Whether all titles among the parts of a hyphenated word may be surnames: ``Fairweather-Law``."""
    return all(part.lower().rstrip(".") in _ALSO_SURNAMES for part, title in zip(parts, titles, strict=True) if title)


def _kind(word: str, mixed: bool, lower: bool) -> str:
    low = word.lower()
    bare = low.rstrip(".")
    small = _JOIN if low in _AND else _PREPOSITION if bare in _PREPOSITIONS else _SUFFIX if bare in _SUFFIXES else None
    if small:
        return small
    if _REDACTED.search(word) or _LETTER_OFFICE.fullmatch(word):
        return _TITLE
    if _SINGLE_INITIALS.match(word):
        return _TITLE if bare in ("u.s", "u.n", "a.i") else _FIRST
    if (bare in _places() and len(bare) > 2) or low == "st.":
        return _PLACE
    if _is_title(low):
        return _NAME if _is_damaged_name(word) else _TITLE if _HAS_LETTER.search(word) else _MARK
    if word.islower() and not lower:
        return _PARTICLE if bare in _PARTICLES else _TITLE
    if mixed and word.isupper() and len(word) <= 6 and word.isalpha():
        return _ACRONYM
    return _NAME


def _is_damaged_name(word: str) -> bool:
    """A capital word with a zero for an O (``N0RTHCOTE``) is a name unless it is a damaged title."""
    letters = word.replace("0", "O").rstrip(".")
    return "0" in word and letters.isalpha() and len(letters) > 3 and not _is_title(letters.lower())


def _settle_surnames(tokens: list[_Token]) -> None:
    """A word that is a title elsewhere (``Law``, ``Major``, ``Po``) ends a name that else has no surname."""
    for index in range(1, len(tokens)):
        token, before = tokens[index], tokens[index - 1]
        if token.word == "N" and before.kind in (_NAME, _PLACE) and _kind_behind(tokens, index) in (_NAME, _PLACE):
            tokens[index] = token._replace(kind=_FIRST)
            continue
        if token.kind != _TITLE or before.kind not in (_NAME, _FIRST, _PLACE, _TITLE):
            continue
        following = _kind_behind(tokens, index)
        if before.kind != _TITLE and token.word.lower() in _PARTICLES and following == _NAME:
            tokens[index] = token._replace(kind=_NAME)
            continue
        low = token.word.lower().rstrip(".")
        if following not in (_MARK, _SUFFIX) or low in _PERSONAL:
            continue
        also = low in _ALSO_SURNAMES
        given = before.kind == _NAME and (
            also or (before.word.upper() in GIVEN_NAMES and _name_words_before(tokens, index) == 1)
        )
        alone = low in _LONE_SURNAMES and before.kind == _TITLE and before.word.lower() in _PERSONAL
        initial = before.kind == _FIRST and (
            also or _name_words_before(tokens, index) > 1 or _kind_before(tokens, index - 1) == _TITLE
        )
        if given or initial or alone:
            tokens[index] = token._replace(kind=_NAME)


def _settle_acronyms(tokens: list[_Token]) -> None:
    """An acronym before a mixed-case name is an office, right behind one such word a surname in capitals."""
    for index, token in enumerate(tokens):
        if token.kind != _ACRONYM:
            continue
        before = 0
        at = index - 1
        while at >= 0 and tokens[at].kind in (_NAME, _FIRST, _PARTICLE):
            before += tokens[at].kind == _NAME
            at -= 1
        later = False
        for other in tokens[index + 1 :]:
            if other.kind == _MARK:
                break
            later = later or other.kind == _NAME
        after_first_name = before == 1 or (before == 0 and index > 0 and tokens[index - 1].kind == _FIRST and not later)
        is_name = after_first_name or (before == 0 and (not later or token.word in GIVEN_NAMES))
        tokens[index] = token._replace(kind=_NAME if is_name else _TITLE)


def _settle_places(tokens: list[_Token]) -> list[_Token]:
    """A place is an office's behind a preposition or an embassy, before a title, or between a title and a full name."""
    index = 0
    while index < len(tokens):
        if tokens[index].kind != _PLACE:
            index += 1
            continue
        stop = index + 1
        if _kind_before(tokens, index) == _PREPOSITION:
            stop = _end_of_country(tokens, stop)
            kind = _TITLE
        else:
            kind = _TITLE if _is_office_place(tokens, index) else _NAME
        for at in range(index, stop):
            tokens[at] = tokens[at]._replace(kind=kind)
        index = stop
    return tokens


def _end_of_country(tokens: list[_Token], at: int) -> int:
    """Where the names of places behind a preposition end (``to Bosnia and Herzegovina``); a given name ends them."""
    while at < len(tokens):
        following = at + 1 if tokens[at].kind == _JOIN else at
        if following >= len(tokens) or tokens[following].kind != _PLACE:
            break
        if following == at and tokens[at].word.upper() in GIVEN_NAMES:
            break
        at = following + 1
    return at


def _is_office_place(tokens: list[_Token], index: int) -> bool:
    before = _kind_before(tokens, index)
    stop = index + 1
    while stop < len(tokens) and tokens[stop].kind == _PLACE:
        stop += 1
    following = tokens[stop].kind if stop < len(tokens) else _MARK
    name_end = stop
    while name_end < len(tokens) and (
        tokens[name_end].kind in _OF_A_NAME or (tokens[name_end].kind == _PLACE and name_end > stop)
    ):
        name_end += 1
    name_words = name_end - stop
    if before in (_NAME, _FIRST):
        return following == _TITLE and _name_words_before(tokens, index) > 1
    if following in (_TITLE, _PREPOSITION):
        return True
    if index and tokens[index - 1].word.lower() in _PLACE_HEADS:
        return True
    if before == _JOIN:
        return index > 1 and tokens[index - 2].kind == _TITLE
    if tokens[index].word.upper() in GIVEN_NAMES:
        return before == _TITLE and following == _MARK and stop == index + 1
    return name_words >= 2 or (following == _MARK and (before == _MARK or stop == index + 1))


def _kind_behind(tokens: list[_Token], index: int) -> str:
    return tokens[index + 1].kind if index + 1 < len(tokens) else _MARK


def _kind_before(tokens: list[_Token], index: int) -> str:
    return tokens[index - 1].kind if index else _MARK


def _name_words_before(tokens: list[_Token], index: int) -> int:
    count = 0
    while index > 0 and tokens[index - 1].kind in (_NAME, _FIRST, _PARTICLE):
        index -= 1
        count += 1
    return count


def _runs(tokens: list[_Token]) -> list[_Run]:
    runs: list[_Run] = []
    index = 0
    while index < len(tokens):
        if tokens[index].kind not in (_NAME, _FIRST, _PARTICLE):
            index += 1
            continue
        first = index
        while index < len(tokens) and tokens[index].kind in (_NAME, _FIRST, _PARTICLE, _SUFFIX):
            index += 1
        last = index - 1
        while last >= first and tokens[last].kind == _PARTICLE:
            last -= 1
        suffixed = index + 1 < len(tokens) and tokens[index].word == "," and tokens[index + 1].kind == _SUFFIX
        # ``Hembree, Sr. Advisor`` is senior by his office.
        if suffixed and _kind_behind(tokens, index + 1) != _TITLE:
            last = index + 1
            index += 2
        run = _trimmed_run(tokens, first, last)
        if run:
            runs.append(run)
    return runs


def _trimmed_run(tokens: list[_Token], first: int, last: int) -> _Run | None:
    """The name within a run: office words that no list knows are taken off its front, with what tells them."""
    if not any(tokens[at].kind == _NAME for at in range(first, last + 1)):
        return None
    weak = False
    before = _kind_before(tokens, first)
    after_joined_title = before == _JOIN and first > 1 and _kind_before(tokens, first - 1) == _TITLE
    if before == _PREPOSITION or (after_joined_title and _is_office(tokens, last)):
        first, weak = _behind_office(tokens, first, last)
    elif _is_bureau_letter(tokens, first, last) or _is_acronym_before_name(tokens, first, last):
        first += 1
    words = sum(tokens[at].kind in (_NAME, _FIRST) for at in range(first, last + 1))
    weak = weak or (words == 1 and before == _NAME)
    return _Run(first, last, words, weak)


def _is_office(tokens: list[_Token], last: int) -> bool:
    return last + 1 < len(tokens) and tokens[last + 1].kind == _TITLE


def _is_bureau_letter(tokens: list[_Token], first: int, last: int) -> bool:
    """``P William Tarn``: the letter of an under secretary's bureau at the very start, no initial."""
    return first == 0 and tokens[0].kind == _FIRST and len(tokens[0].word) == 1 and last >= 2


def _is_acronym_before_name(tokens: list[_Token], first: int, last: int) -> bool:
    """In capitals throughout, ``GSO JOHN SMITH``: an unknown acronym before a given name."""
    if last - first < 2 or tokens[first].kind != _NAME:
        return False
    word, following = tokens[first].word.upper(), tokens[first + 1].word.upper()
    acronym = len(word) <= 4 and (len(word) <= 3 or not set(word) & set("AEIOUY"))
    return acronym and word not in GIVEN_NAMES and following in GIVEN_NAMES


def _behind_office(tokens: list[_Token], first: int, last: int) -> tuple[int, bool]:
    """Behind a preposition, office words run on into the name: it begins at a given name or before an initial."""
    for at in range(first, last):
        if tokens[at].word.upper().rstrip(".") in GIVEN_NAMES:
            return at - (at > first and tokens[at - 1].kind == _FIRST), False
    for at in range(first + 1, last + 1):
        if tokens[at].kind == _FIRST:
            return at - 1, False
    if last - first >= 2:
        return last - 1, True
    return first, True


def _is_another_person(tokens: list[_Token], before: _Run, run: _Run) -> bool:
    """Whether ``run`` names a further person: joined by "and", or behind a title of its own."""
    between = tokens[before.last + 1 : run.first]
    if _is_office(tokens, run.last):
        return False
    previous = tokens[run.first - 1]
    if any(token.kind == _JOIN or token.word in ("/", ";") for token in between):
        return previous.kind in (_JOIN, _TITLE, _MARK)
    has_given = tokens[run.first].word.upper() in GIVEN_NAMES or tokens[run.first + 1].kind == _FIRST
    return previous.word.lower().rstrip(".") in _PERSONAL and has_given
