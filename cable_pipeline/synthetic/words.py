"""Invented words: names, places, matters and sentences of telegrams that nobody ever sent.

Persons and places are put together from syllables. Sentences are put together from clauses, once per process, into
some thousand passages with slots for the persons, places and matters of one telegram: so a telegram costs one draw
and one format operation a passage, and hardly a sentence occurs twice in an archive.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import accumulate
from operator import itemgetter
from random import Random
from typing import Any, NamedTuple

_SURNAME_STARTS = (
    "Bel Cor Dar Fen Gal Hal Ister Jor Kel Lun Mel Nor Ost Pel Quin Ran Sel Tor Ul Ver Wen Yar Zel Bran Crom Drev "
    "Eld Farn Grim Hest Ink Jas Korv Lard Mond Nesk Orl Pryd Rask Stol"
).split()
_SURNAME_MIDDLES = "a e i o u an en ir ov al est um".split()
_SURNAME_ENDS = (
    "dane field gard holm kari lind mere nov quist rano sett tine vane wick zano bury combe dottir ford grove hart "
    "jarvi kovic lotte mund nari pont ridge strand thwaite"
).split()
GIVEN_NAMES = (
    "Ada Albin Agnes Anselm Basil Beatrix Bruno Cecily Clement Cora Damian Delia Edgar Elsa Emil Enid Felix Flora "
    "Gaspar Greta Hanno Hazel Ida Ivo Jasper Judith Kaspar Leonie Linus Lydia Magnus Marit Matilda Milo Nadia Niklas "
    "Odile Orson Otto Paula Petra Quentin Ramona Rufus Sabina Silas Tamsin Thea Tobias Ursula Valentin Vera Wanda "
    "Wilfred Xenia Yvo Zelda Zeno"
).split()
_PLACE_FRONTS = ("", "", "", "", "Port ", "New ", "Upper ", "Lower ", "Old ", "Lake ")
_PLACE_STARTS = (
    "Ash Bram Cald Dun Esk Fal Glen Harl Inver Karst Lann Mor Neth Oss Pen Rav Skel Thorn Ulv Wester"
).split()
_PLACE_ENDS = "a berg by dal ez haven ia ino mark mouth o ola pool stad sund ton vik water".split()

OFFICERS = ("Poloff", "Econoff", "Emboffs", "DCM", "Ambassador", "PolCouns", "EconCouns", "Charge", "PAO", "Conoff")
TITLES = (
    "Minister",
    "Deputy Minister",
    "Permanent Secretary",
    "Director General",
    "Director",
    "State Secretary",
    "Section Chief",
    "Governor",
    "Mayor",
    "Adviser",
    "Spokesman",
    "Commissioner",
    "Professor",
    "Desk Officer",
    "Harbor Master",
    "Editor",
)
AUTHORITY_TITLES = (
    "Ambassador",
    "DCM",
    "Charge d'Affaires",
    "Political Counselor",
    "Economic Counselor",
    "Deputy Chief of Mission",
    "Pol/Econ Chief",
    "Consul General",
    "Acting Deputy Chief of Mission",
)
INSTITUTIONS = (
    "the Ministry of Transport",
    "the Ministry of Fisheries",
    "the Ministry of Public Works",
    "the Foreign Ministry",
    "the Finance Ministry",
    "the Interior Ministry",
    "the Central Bank",
    "the Port Authority",
    "the Civil Aviation Office",
    "the National Museum",
    "the Chamber of Commerce",
    "the Growers' Federation",
    "the Dockworkers' Union",
    "the Institute of Hydrology",
    "the National University",
    "the Land Registry",
    "the Weather Service",
    "the Customs Board",
    "the Electoral Office",
    "the Energy Agency",
    "the Railway Board",
    "the Teachers' League",
    "the Council of Mayors",
    "the Broadcasting Commission",
)


class Matter(NamedTuple):
    """What a telegram is about: its TAGS codes, things, headings and subject lines."""

    tags: tuple[str, ...]
    things: tuple[str, ...]
    headings: tuple[str, ...]
    subjects: tuple[str, ...]


MATTERS: Sequence[Matter] = (
    Matter(
        ("EFIS", "SENV", "TBIO", "ECON"),
        (
            "the herring quota",
            "the trawler register",
            "the net inspection scheme",
            "the coastal survey",
            "the reef park",
        ),
        ("A Smaller Catch", "Who Counts the Fish", "The Owners Object", "Licenses and Nets"),
        ("FISHERIES TALKS END WITH A SHORTER LIST", "HERRING QUOTA DIVIDES THE OWNERS", "REEF PARK OPENS AT LAST"),
    ),
    Matter(
        ("EWWT", "ETRD", "ECON", "EINV"),
        ("the container terminal", "the ferry timetable", "the dredging contract", "the pilotage fees", "the dry dock"),
        ("Three Ships at One Ramp", "The Cost of Dredging", "Pilots and Prices", "Berths for the Winter"),
        ("PORT MODERNIZATION MOVES TO SECOND PHASE", "FERRY OPERATORS AT ODDS", "DREDGING CONTRACT AWARDED"),
    ),
    Matter(
        ("ELTN", "ECON", "EINV", "ETRD"),
        (
            "the northern rail line",
            "the freight tariff",
            "the rolling stock order",
            "the level crossings",
            "the toll road",
        ),
        ("Sleepers and Sand", "A Second Track", "Freight First", "The Missing Bridge"),
        ("RAILWAY BOARD SEEKS PARTNERS", "FREIGHT TARIFF UNDER REVIEW", "TOLL ROAD OPENS WITHOUT TOLLS"),
    ),
    Matter(
        ("EAGR", "ETRD", "TBIO", "SENV"),
        (
            "the seed potato protocol",
            "the grain silos",
            "the import permits",
            "the orchard census",
            "the honey standard",
        ),
        ("One Certificate Instead of Three", "The Growers' View", "Rain and Reserves", "Silos Half Empty"),
        ("SEED PROTOCOL CLOSE TO SIGNATURE", "GRAIN SILOS: BUILT, NOT FILLED", "HONEY STANDARD FINDS FRIENDS"),
    ),
    Matter(
        ("EAIR", "ECON", "PREL", "EINV"),
        ("the air services agreement", "the second runway", "the landing fees", "the mail plane", "the radar order"),
        ("Open Skies, Closed Hangar", "Landing Rights", "The Radar That Was Not Bought", "Next Round"),
        ("AVIATION TALKS: SKIES NEARLY OPEN", "SECOND RUNWAY RAISES QUESTIONS", "MAIL PLANE MAY FLY AGAIN"),
    ),
    Matter(
        ("SCUL", "KPAO", "OEXC", "SOCI"),
        (
            "the loan of the model ships",
            "the library exchange",
            "the film archive",
            "the music festival",
            "the opera roof",
        ),
        ("A Crate Too Small", "Visitors and Numbers", "What the Museum Wants", "The Missing Catalogue"),
        ("MUSEUM LOAN EXTENDED", "LIBRARY EXCHANGE ENTERS SECOND YEAR", "FESTIVAL DRAWS A LARGE CROWD"),
    ),
    Matter(
        ("ECPS", "TSPL", "EINV", "ECON"),
        (
            "the frequency auction",
            "the cable landing station",
            "the postal reform",
            "the ground station",
            "the number plan",
        ),
        ("An Auction Without Bidders", "Rules for Everyone", "The Station on the Hill", "Letters and Lines"),
        ("FREQUENCY AUCTION POSTPONED", "CABLE LANDING STATION APPROVED", "POSTAL REFORM REACHES THE ISLANDS"),
    ),
    Matter(
        ("PGOV", "PREL", "KDEM", "PHUM"),
        (
            "the local elections",
            "the voters' list",
            "the district boundaries",
            "the coalition agreement",
            "the town charter",
        ),
        ("Counting the Districts", "Two Lists, One Hall", "The Coalition Holds", "Watching the Count"),
        ("LOCAL ELECTIONS PASS QUIETLY", "COALITION AGREEMENT SIGNED", "DISTRICT BOUNDARIES REDRAWN"),
    ),
    Matter(
        ("ENRG", "EPET", "SENV", "ECON"),
        ("the wind farm", "the pipeline route", "the power tariff", "the storage caverns", "the dam repairs"),
        ("Prices by the Hour", "Where the Pipe Turns", "Caverns for Rent", "A Dry Autumn"),
        ("POWER TARIFF TO RISE", "PIPELINE ROUTE STILL ON THE TABLE", "WIND FARM FINDS ITS WIND"),
    ),
    Matter(
        ("MARR", "MCAP", "PREL", "MOPS"),
        (
            "the training calendar",
            "the band exchange",
            "the search and rescue exercise",
            "the spare parts list",
            "the pier",
        ),
        ("Dates and Chairs", "Lessons from the Exercise", "Spare Parts", "A Pier Too Short"),
        ("EXERCISE CALENDAR AGREED", "SEARCH AND RESCUE DRILL GOES WELL", "TRAINING SHIP VISIT IN MAY"),
    ),
    Matter(
        ("ELAB", "ECON", "PGOV", "SOCI"),
        ("the wage round", "the apprentice program", "the labor code", "the pension fund", "the shift rules"),
        ("A Quiet Wage Round", "Apprentices Wanted", "The Union's Price", "Pensions and Paper"),
        ("WAGE ROUND ENDS IN COMPROMISE", "LABOR CODE BACK IN COMMITTEE", "APPRENTICE PROGRAM EXPANDS"),
    ),
    Matter(
        ("SENV", "EAID", "EAGR", "TPHY"),
        ("the river commission", "the flood gauges", "the irrigation scheme", "the weather buoys", "the well program"),
        ("The River Rises", "Gauges Without Readers", "Who Pays for the Wells", "Upstream, Downstream"),
        ("RIVER COMMISSION MEETS AFTER LONG PAUSE", "WEATHER BUOYS WANTED", "WELL PROGRAM ON SCHEDULE"),
    ),
    Matter(
        ("OEXC", "SCUL", "KPAO", "PREL"),
        (
            "the teacher exchange",
            "the scholarship fund",
            "the language program",
            "the science fair",
            "the student visas",
        ),
        ("Teachers in Both Directions", "Fewer Forms", "A Fund Refilled", "The Long Queue"),
        ("TEACHER EXCHANGE RENEWED", "SCHOLARSHIP FUND DOUBLED", "LANGUAGE PROGRAM SEEKS TEACHERS"),
    ),
    Matter(
        ("TBIO", "SOCI", "EAID", "KFLU"),
        (
            "the vaccination drive",
            "the nurses' college",
            "the clinic ships",
            "the medicine list",
            "the laboratory network",
        ),
        ("Cold Chain, Warm Rooms", "Nurses Leave, Nurses Return", "The Clinic Ship", "Doses and Districts"),
        ("VACCINATION DRIVE REACHES THE HILLS", "NURSES' COLLEGE REOPENS", "LABORATORY NETWORK TAKES SHAPE"),
    ),
)

_LEADS = (
    "{person} told {officer} {date} that",
    "{surname} said that",
    "{surname} added that",
    "{surname} argued that",
    "According to {person},",
    "{person} of {institution} explained that",
    "In a private word with {officer}, {surname} admitted that",
    "A contact at {institution} confirmed that",
    "Speaking to {officer} on {date}, {surname} predicted that",
    "Officials of {institution} maintain that",
    "Local observers in {place} believe that",
    "{officer} heard from several sources that",
    "The press in {place} reported on {date} that",
    "Asked about the delay, {surname} replied that",
)
_CLAIMS = (
    "{thing} would be ready {time}",
    "{institution} had set aside {amount} for {thing}",
    "the government would not reopen the question of {thing} {time}",
    "{thing} was {adjective} but far from finished",
    "about {percent} percent of the work on {thing} had been done",
    "{thing} had been discussed at length in {place} without result",
    "nobody in {place} had yet read the draft on {thing}",
    "{institution} and {institution} held opposite views of {thing}",
    "the people of {place} had waited since {year} for {thing}",
    "a decision on {thing} could be expected {time}",
    "{number} applications for {thing} were still lying in a drawer",
    "the costs of {thing} had been underestimated by {amount}",
    "{thing} was a matter for the experts, not for the cabinet",
    "the {adjective} tone of the talks had helped {thing} along",
    "his staff had counted {number} complaints about {thing} in one month",
    "{country} would follow the practice of its neighbors on {thing}",
)
_TAILS = (
    "",
    "",
    ", although {institution} had asked for more time",
    ", provided that {institution} agreed",
    ', which {surname} called "{quote}"',
    "; the rest depends on the weather",
    ", in spite of what had been announced in {place}",
    ", and that {number} people would be needed for it",
    ", with the exception of {place}",
    " (see also {earlier})",
    ", at a cost of some {amount}",
    " because the budget had been cut by {percent} percent",
    ", a point on which {person} agreed",
    ", as {person} had proposed in {year} already",
)
_PLAIN = (
    "{officer} delivered the points to {person} on {date}, and left a copy with {institution}",
    "The visit to {place} lasted {number} hours and included a walk round the site of {thing}",
    "{institution} employs {number} people in {place} and has an annual budget of {amount}",
    "We have heard the same, in almost the same words, from {person}",
    "{surname}, who took office in {year}, is regarded as a {adjective} administrator",
    "The {adjective} reception in {place} was attended by {number} guests",
    "{officer} asked whether {thing} could be settled {time}; {surname} thought that it could",
    "On the way back from {place}, {surname} returned to {thing} and was franker",
    "The figures that {institution} published on {date} differ from ours by {percent} percent",
    "{thing} first came up in {year}, when {institution} was still a department",
    '{surname} noted with a smile that "{quote}"',
    "By the count of {institution}, {number} of {number} districts now take part",
    "A {adjective} draft went to {institution} on {date} and came back unread",
    "{surname} promised a written answer {time}",
    "{officer} encouraged {institution} to publish what it knows about {thing}",
    "The last round was held in {place} in {year}",
    "Nothing in {earlier} needs to be changed on this account",
    "The next meeting is planned for {date} in {place}",
)
_QUOTES = (
    "a matter of guesswork and pride",
    "better late than in committee",
    "the finest piece of paper in the building",
    "a bridge from nowhere to somewhere else",
    "not a plan but a wish with a date",
    "cheaper than doing it twice",
    "the only thing on which we all agree",
    "too important to be left to the calendar",
    "a good idea badly named",
    "small, useful and finished",
)
_ADJECTIVES = (
    "cautious businesslike candid cheerful detailed early friendly hasty incomplete lively modest orderly patient "
    "practical quiet reluctant sober spirited thorough useful warm"
).split()
_TIMES = (
    "before the end of the month",
    "in the spring",
    "after the holidays",
    "within the week",
    "before the next session",
    "in the new fiscal year",
    "as soon as the roads are open",
    "by the autumn at the latest",
    "in two stages",
    "well before the deadline",
)
_COMMENTS = (
    "The dispute is smaller than either side makes it sound, and both know it.",
    "Post will follow {thing} closely and report again {time}.",
    "{surname} has kept his word before, and we expect him to do so again.",
    "We see no reason for the Department to take a view at this stage.",
    "A visit by two or three engineers would do more for {thing} than another note.",
    "The atmosphere was {adjective}, and the substance better than feared.",
    "If {institution} finds the {amount}, the rest will follow.",
    "The optimism of {institution} is not shared in {place}.",
)
_LISTS = (
    "-- {institution} will name its experts {time};",
    "-- {thing}, to be settled by {person};",
    "-- {number} sets of drawings for {place};",
    "-- a first payment of {amount}, due {time};",
    "-- an exchange of letters between {institution} and the Embassy;",
    "-- one interpreter, to be paid by neither side;",
)
_QUOTED_TEXT = (
    "{institution} presents its compliments to the Embassy and has the honor to refer to {thing}.",
    "{institution} would be grateful to learn whether {thing} can be settled {time}.",
    "It would bear {percent} percent of the cost, up to {amount}.",
    "It avails itself of this opportunity to renew the assurances of its highest consideration.",
)

PERSONS = 5
THINGS = 5
INSTITUTIONS_NAMED = 4
_FAMILIES = (
    ("person", PERSONS),
    ("surname", PERSONS),
    ("institution", INSTITUTIONS_NAMED),
    ("Institution", INSTITUTIONS_NAMED),
    ("place", 4),
    ("date", 4),
    ("thing", THINGS),
    ("Thing", THINGS),
    ("officer", 3),
    ("country", 1),
    ("earlier", 1),
)
"""The words that differ from telegram to telegram, and how many of each one telegram has; see ``Frame``."""

_FAMILY_START = dict(
    zip((name for name, _ in _FAMILIES), accumulate((size for _, size in _FAMILIES), initial=0), strict=False)
)
VALUES = sum(size for _, size in _FAMILIES)
"""How many words of its own a telegram has."""

_SLOT = re.compile(r"\{(\w+)\}")
_PASSAGES = 5_000


class Frame(NamedTuple):
    """Sentences with slots: a ``%``-format, and what takes the words for its slots from a telegram's own words."""

    text: str
    words: itemgetter[Any]

    def fill(self, values: Sequence[str]) -> str:
        """The sentences with the slots filled from ``values`` (``VALUES`` of them, in the order of ``_FAMILIES``)."""
        return str(self.text % self.words(values))


def _frame(template: str, rng: Random) -> Frame:
    """A template with ``{slot}`` names as a frame; common words are put in here, others chosen by number."""
    indexes = []

    def slot(match: re.Match[str]) -> str:
        name = match[1]
        if name in _COMMON:
            return rng.choice(_common_words()[name]).replace("%", "%%")
        family = name
        starts_sentence = match.start() == 0 or template[match.start() - 2 : match.start()] == ". "
        if starts_sentence and name in ("institution", "thing"):
            family = name.title()
        indexes.append(_FAMILY_START[family] + rng.randrange(dict(_FAMILIES)[family]))
        return "%s"

    text = _SLOT.sub(slot, template)
    while len(indexes) < 2:  # an itemgetter of fewer than two yields no tuple
        indexes.append(0)
        text += "%.0s"
    return Frame(text, itemgetter(*indexes))


@cache
def passages() -> tuple[Frame, ...]:
    """Running text in passages of one to four sentences."""
    rng = Random("passages")
    found = []
    for _ in range(_PASSAGES):
        sentences = [_sentence(rng) for _ in range(rng.choice((1, 2, 3, 3, 4)))]
        found.append(_frame(" ".join(sentences), rng))
    return tuple(found)


def _sentence(rng: Random) -> str:
    if rng.random() < 0.3:
        return f"{rng.choice(_PLAIN)}.".replace('".', '."')
    return f"{rng.choice(_LEADS)} {rng.choice(_CLAIMS)}{rng.choice(_TAILS)}.".replace('".', '."')


@cache
def comment_frames() -> tuple[Frame, ...]:
    """The sentences of comments."""
    rng = Random("comments")
    return tuple([_frame(text, rng) for text in _COMMENTS for _ in range(12)])


@cache
def list_frames() -> tuple[Frame, ...]:
    """List items."""
    rng = Random("lists")
    return tuple([_frame(text, rng) for text in _LISTS for _ in range(12)])


@cache
def quoted_frames() -> tuple[Frame, ...]:
    """The sentences of a quoted note, in their order."""
    rng = Random("quoted text")
    return tuple([_frame(text, rng) for text in _QUOTED_TEXT])


@cache
def surnames() -> tuple[str, ...]:
    """All surnames that the syllables give, shuffled once."""
    names = [start + middle + end for start in _SURNAME_STARTS for middle in _SURNAME_MIDDLES for end in _SURNAME_ENDS]
    Random("surnames").shuffle(names)
    return tuple(names)


@cache
def places() -> tuple[str, ...]:
    """All place names that the syllables give, shuffled once."""
    names = sorted({front + start + end for front in _PLACE_FRONTS for start in _PLACE_STARTS for end in _PLACE_ENDS})
    Random("places").shuffle(names)
    return tuple(names)


_COMMON = frozenset(("quote", "adjective", "time", "number", "amount", "percent", "year"))


@cache
def _common_words() -> Mapping[str, Sequence[str]]:
    """Words for the slots that are the same in every telegram."""
    rng = Random("common words")
    currencies, units = ("USD", "EUR", "USD"), (",000", " million", ",500", ".5 million")
    return {
        "quote": _QUOTES,
        "adjective": _ADJECTIVES,
        "time": _TIMES,
        "number": [f"{rng.randrange(11, 10 ** rng.randrange(2, 6)):,}" for _ in range(3_000)],
        "amount": [f"{rng.choice(currencies)} {rng.randrange(2, 990)}{rng.choice(units)}" for _ in range(3_000)],
        "percent": [str(number) for number in range(3, 97)],
        "year": [str(year) for year in range(1961, 2004)],
    }
