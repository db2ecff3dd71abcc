"""Draws what a telegram says from a seed: a plausible message that nobody ever sent."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from itertools import accumulate
from math import log
from random import Random
from typing import NamedTuple

from cable_pipeline import reference
from cable_pipeline.synthetic import words
from cable_pipeline.synthetic.layout import Shares
from cable_pipeline.synthetic.plan import (
    Addressee,
    Authority,
    Identity,
    Paragraph,
    Part,
    Reftel,
    Section,
    TelegramPlan,
)

MEAN_CHARACTERS = 8_000
"""Mean size of a telegram in a real archive, envelope and header included."""

_SPREAD = 0.75  # standard deviation of the logarithm of sizes
_FRAME_CHARACTERS = 1_600  # envelope, header and prefatory lines, on average
_MONTHS = ("January February March April May June July August September October November December").split()

YEAR_SHARES = Shares(
    ("2009", 37),
    ("2008", 23),
    ("2006", 11),
    ("2007", 10),
    ("2010", 9),
    ("2005", 7),
    ("2004", 2),
    ("2003", 0.5),
    ("1998", 0.1),
    ("1989", 0.1),
)
"""Share of each year, in percent, as counted over 6,712 cables (the last of them are of February 2010)."""

_CLASSIFICATIONS = Shares(
    ("CONFIDENTIAL", 3080),
    ("UNCLASSIFIED//FOR OFFICIAL USE ONLY", 1154),
    ("UNCLASSIFIED", 870),
    ("SECRET", 771),
    ("SECRET//NOFORN", 504),
    ("CONFIDENTIAL//NOFORN", 333),
)
_MARKINGS: Mapping[str, Shares] = {
    "CONFIDENTIAL": Shares(("C", 88), ("SBU", 7), ("U", 5)),
    "UNCLASSIFIED//FOR OFFICIAL USE ONLY": Shares(("SBU", 86), ("U", 14)),
    "UNCLASSIFIED": Shares(("U", 100)),
    "SECRET": Shares(("S", 88), ("C", 8), ("U", 4)),
    "SECRET//NOFORN": Shares(("S/NF", 78), ("S//NF", 12), ("C/NF", 6), ("U", 4)),
    "CONFIDENTIAL//NOFORN": Shares(("C/NF", 82), ("C//NF", 8), ("C", 6), ("U", 4)),
}
_SUBJECT_MARKINGS = {
    "CONFIDENTIAL": "C",
    "UNCLASSIFIED//FOR OFFICIAL USE ONLY": "SBU",
    "UNCLASSIFIED": "U",
    "SECRET": "S",
    "SECRET//NOFORN": "S/NF",
    "CONFIDENTIAL//NOFORN": "C/NF",
}
_PRECEDENCES = Shares(
    ("P", 2299),
    ("R", 1555),
    ("O", 1539),
    ("O R", 143),
    ("O P", 121),
    ("P R", 71),
    ("Z", 1),
)
_PRECEDENCE_WORDS = {"Z": "FLASH", "O": "IMMEDIATE", "P": "PRIORITY", "R": "ROUTINE"}
_CAPTIONS = ("TERREP", "CODEL", "AIDAC")
_OFFICES = (
    "EUR/WE",
    "EUR/NB",
    "WHA/CEN",
    "AF/S",
    "NEA/MAG",
    "EAP/ANP",
    "SCA/RA",
    "EEB/TRA",
    "OES/OMC",
    "INR/B",
    "DRL/AE",
    "PM/ISO",
    "ECA/P/C",
)
_AGENCIES_FOR = ("NSC FOR {}", "USDOC FOR {}", "TREASURY FOR {}", "STATE PASS TO USTR FOR {}", "DOE FOR {}")
_REFERENCE_CAPTIONS = Shares(("NOTAL", 90), ("EXDIS", 10))
_DEPARTMENT = Shares(("STATE", 1454), ("DEPT", 1249), ("DEPARTMENT", 668))
_DECLASSIFY_WORDS = ("TWENTY YEARS", "TEN YEARS", "UPON SIGNATURE OF THE AGREEMENT")
_DECLASSIFY_AFTER = Shares(("10", 3527), ("20", 282), ("25", 170), ("9", 124), ("5", 62))
_REASONS = Shares(("B D", 70), ("B", 8), ("D", 8), ("B C D", 4), ("A B D", 3), ("B E", 3), ("A B C D", 2))
_HANDLING_SENTENCES = (
    "Sensitive but unclassified, please protect accordingly.",
    "This message is sensitive but unclassified. Not for internet distribution.",
)


class Station(NamedTuple):
    """A post as an originator or addressee: token, name as printed, originator name, indicator, origin, country."""

    post: str
    name: str
    station_name: str
    routing_indicator: str
    origin: str
    country: str
    tag: str


@cache
def stations() -> tuple[Station, ...]:
    """Embassies and consulates with a routing indicator whose token is their printed name without blanks.

    Posts that share their place with another token are left out, since a reference to one may mean the other.
    """
    countries = {
        entry.iso_3166_alpha2: entry
        for entry in reversed(tuple(reference.tag_dictionary().values()))
        if entry.kind == "geographic" and entry.iso_3166_alpha2 and not entry.canonical and len(entry.tag) == 2
    }
    shared = {post.same_post_as for post in reference.posts().values()}
    found = []
    for post in reference.posts().values():
        country = countries.get(post.country or "")
        if (
            post.kind not in ("embassy", "consulate")
            or not post.routing_indicator
            or not country
            or post.same_post_as
            or post.post in shared
            or re.sub(r"[^A-Z]", "", post.display_name.upper()) != post.post
            or not re.fullmatch(r"[A-Za-z ]+", post.display_name)
        ):
            continue
        printed = post.display_name.upper()
        embassy = post.kind == "embassy"
        found.append(
            Station(
                post.post,
                printed,
                ("AMEMBASSY " if embassy else "AMCONSUL ") + printed,
                post.routing_indicator,
                ("Embassy " if embassy else "Consulate ") + post.display_name,
                _country_name(country.title or post.display_name),
                country.tag,
            )
        )
    return tuple(found)


def _country_name(title: str) -> str:
    return re.sub(r"[^A-Za-z .'-].*$", "", re.split(r"[(,]", title)[0]).strip() or title


@cache
def station_of(post: str) -> Station:
    """The station with that post token; KeyError if the factory does not use it."""
    return {station.post: station for station in stations()}[post]


class _Names(NamedTuple):
    names: tuple[tuple[str, str], ...]
    cumulative: tuple[int, ...]

    def draw(self, rng: Random) -> tuple[str, str]:
        return rng.choices(self.names, cum_weights=self.cumulative)[0]


@cache
def _agencies(collective: bool) -> _Names:
    entries = [
        entry
        for entry in reference.routing_indicators()
        if entry.times_addressed >= (3 if collective else 60)
        and entry.name.endswith(" COLLECTIVE") == collective
        and re.fullmatch(r"[A-Z ]+", entry.name)
        and not entry.name.startswith(("AM", "SECSTATE"))
    ]
    return _Names(
        tuple((entry.routing_indicator, entry.name) for entry in entries),
        tuple(accumulate(entry.times_addressed for entry in entries)),
    )


@cache
def _tag_kind(tag: str) -> str:
    entry = reference.tag_dictionary().get(tag)
    return entry.kind if entry else "unknown"


@cache
def _extra_tags() -> tuple[str, ...]:
    wanted = "PREL PGOV ECON PTER PHUM MARR KPAO KSCA KDEM EINV EUN NATO UNSC AORC SOCI".split()
    return tuple(tag for tag in wanted if _tag_kind(tag) != "unknown")


@cache
def chief_of_mission(post: str, year: int) -> tuple[str, str]:
    """Given name and surname of the invented chief of mission of a post in a year; the same for two or three years."""
    rng = Random(f"chief of {post} from {(year + len(post)) // 3}")
    surname = rng.choice(words.surnames())
    double = rng.random()
    if double < 0.04:
        surname = f"Van {surname}"
    elif double < 0.08:
        surname = f"{surname}-{rng.choice(words.surnames())}"
    return rng.choice(words.GIVEN_NAMES), surname


def invent(
    seed: int,
    identity: Identity | None = None,
    neighbours: Sequence[Identity] = (),
    mean_characters: int = MEAN_CHARACTERS,
) -> TelegramPlan:
    """What one invented telegram says.

    ``identity`` says which telegram it is (drawn from the seed if not given; its post must be one of ``stations()``),
    ``neighbours`` are earlier telegrams that it may refer to, nearest first, ``mean_characters`` is the mean length of
    telegrams of an archive: lengths are spread log-normally around it. The same arguments give the same plan always.
    """
    rng = Random(seed)
    identity = identity or invent_identity(rng)
    station = station_of(identity.post)
    draft = _Draft(rng, identity, station, neighbours)
    classification, *handling = draft.marking.split("//")
    unclassified = classification == "UNCLASSIFIED"
    size = rng.lognormvariate(log(mean_characters) - _SPREAD**2 / 2, _SPREAD)
    sections = draft.sections(max(250, int(size) - _FRAME_CHARACTERS))
    length = sum(len(block) for section in sections for p in section.paragraphs for block in p.blocks)
    precedences = tuple(_PRECEDENCES.draw(rng).split())
    action, info = draft.addressees(precedences)
    chief = chief_of_mission(station.post, identity.year)[1]
    return TelegramPlan(
        identity=identity,
        post_name=station.name,
        station_name=station.station_name,
        routing_indicator=station.routing_indicator,
        origin=station.origin,
        classification=classification,
        handling=tuple(handling),
        transmission_number=int(rng.random() * 10_000),
        called=draft.called(),
        precedences=precedences,
        action=action,
        info=info,
        section_count=max(2, -(-length // 6_000)) if length > 4_500 else None,
        captions=draft.captions(),
        attention=draft.attention(),
        executive_order="12356" if identity.year < 1995 else "12958",
        declassify_on="N/A" if unclassified else draft.declassify_on(),
        tags=draft.tags(),
        subject=draft.subject(),
        subject_marking=_SUBJECT_MARKINGS[draft.marking] if rng.random() < 0.021 else None,
        references=draft.references,
        authority=None if unclassified or rng.random() < 0.03 else draft.authority(),
        handling_sentence=(
            _HANDLING_SENTENCES[int(rng.random() * 2)]
            if draft.marking.endswith("ONLY") and rng.random() < 0.05
            else None
        ),
        sections=sections,
        signature=None if rng.random() < 0.09 else chief.upper() if rng.random() < 0.87 else chief,
        website_notice=draft.website_notice(),
    )


def invent_identity(rng: Random) -> Identity:
    """A telegram of any post at any time: year by its share, number as a post reaches it at that time of year."""
    sent_at = invent_time(rng)
    station = stations()[int(rng.random() * len(stations()))]
    number = 1 + int(sent_at.timetuple().tm_yday * (1 + rng.random() * 8))
    return Identity(sent_at.year, station.post, number, sent_at)


def invent_time(rng: Random) -> datetime:
    """A minute of a year drawn by its share; 2010 ends in February."""
    year = int(YEAR_SHARES.draw(rng))
    days = 58 if year == 2010 else 365
    new_year = datetime(year, 1, 1)  # noqa: DTZ001  # UTC, without zone, as in the records
    return new_year + timedelta(minutes=int(rng.random() * days * 24 * 60))


class _Draft:
    """The words of one telegram, so that its parts speak of the same persons, places and matters."""

    def __init__(self, rng: Random, identity: Identity, station: Station, neighbours: Sequence[Identity]) -> None:
        self.rng = rng
        self.identity = identity
        self.station = station
        self.marking = _CLASSIFICATIONS.draw(rng)
        self.matter = words.MATTERS[int(rng.random() * len(words.MATTERS))]
        self.references = self._references(neighbours)
        self.words = self._words()

    def _some(self, pool: Sequence[str], count: int) -> tuple[str, ...]:
        draw, size = self.rng.random, len(pool)
        return tuple([pool[int(draw() * size)] for _ in range(count)])

    def _words(self) -> tuple[str, ...]:
        """The telegram's own words, in the order that ``words.Frame`` asks for."""
        surnames = self._some(words.surnames(), words.PERSONS)
        titles, given_names = self._some(words.TITLES, words.PERSONS), self._some(words.GIVEN_NAMES, words.PERSONS)
        persons = [" ".join(names) for names in zip(titles, given_names, surnames, strict=True)]
        institutions = self._some(words.INSTITUTIONS, words.INSTITUTIONS_NAMED)
        days = [self.identity.sent_at - timedelta(days=int(self.rng.random() * 20)) for _ in range(4)]
        things = self.matter.things
        return (
            *persons,
            *surnames,
            *institutions,
            *[name[0].upper() + name[1:] for name in institutions],
            *self._some(words.places(), 3),
            self.station.name.title(),
            *[f"{_MONTHS[day.month - 1]} {day.day}" for day in days],
            *things,
            *[thing[0].upper() + thing[1:] for thing in things],
            *self._some(words.OFFICERS, 3),
            self.station.country,
            self._earlier(),
        )

    def _earlier(self) -> str:
        if not self.references:
            return "our earlier message"
        reftel = self.references[int(self.rng.random() * len(self.references))]
        return f"ref {reftel.label}" if reftel.label else "reftel"

    def _references(self, neighbours: Sequence[Identity]) -> tuple[Reftel, ...]:
        rng = self.rng
        if rng.random() > 0.64:
            return ()
        count = 1 + min(6, int(rng.expovariate(0.9)))
        entries = [self._one_reference(neighbours) for _ in range(count)]
        entries = list({entry.printed: entry for entry in entries}.values())
        if len(entries) > 1:
            return tuple(
                [
                    Reftel(entry.printed, entry.kind, "ABCDEFGH"[at], entry.referenced_id, entry.caption)
                    for at, entry in enumerate(entries)
                ]
            )
        own = [entry for entry in neighbours if entry.post == self.identity.post and entry.year == self.identity.year]
        if len(own) > 1 and rng.random() < 0.02:
            first, second = own[1], own[0]
            return (
                Reftel(f"{self.station.name} {first.serial_number}", "cable", None, first.cable_id),
                Reftel(str(second.serial_number), "cable", None, second.cable_id, carried=True),
            )
        return tuple(entries)

    def _one_reference(self, neighbours: Sequence[Identity]) -> Reftel:
        rng = self.rng
        kind = rng.random()
        if kind < 0.05:
            return self._message_reference()
        if kind > 0.80 or not neighbours:
            number = 1_000 + int(rng.random() * 150_000)
            year = f"{self.identity.year % 100:02d}"
            name = "SECSTATE" if rng.random() < 0.16 else "STATE"
            return Reftel(f"{name} {number}", "cable", None, f"{year}STATE{number}")
        other = neighbours[min(len(neighbours) - 1, int(rng.expovariate(0.5)))]
        return self._cable_reference(other)

    def _cable_reference(self, other: Identity) -> Reftel:
        """The other telegram as posts cite it: its year only where it differs, in one of three ways or understood."""
        rng = self.rng
        name = station_of(other.post).name
        number = f"{other.serial_number:05d}" if rng.random() < 0.1 else str(other.serial_number)
        printed = f"{name} {number}"
        if other.year != self.identity.year:
            understood = (
                other.post == self.identity.post
                and other.year == self.identity.year - 1
                and other.serial_number > self.identity.serial_number
            )
            way = rng.random()
            if way < 0.6:
                printed = f"{other.year % 100:02d} {printed}"
            elif way < 0.75:
                printed = f"{other.year} {printed}"
            elif way < 0.85 or not understood:
                printed = f"{printed} ({other.year % 100:02d})"
        caption = None
        if rng.random() < 0.04:
            caption = _REFERENCE_CAPTIONS.draw(rng)
            printed = f"{printed} ({caption})"
        return Reftel(printed, "cable", None, other.cable_id, caption)

    def _message_reference(self) -> Reftel:
        rng = self.rng
        day = self.identity.sent_at - timedelta(days=1 + int(rng.random() * 15))
        first, second = (name.upper() for name in self._some(words.surnames(), 2))
        date = f"{day.month:02d}/{day.day:02d}/{day.year}"
        way = rng.random()
        if way < 0.65:
            return Reftel(f"{first}-{second} E-MAIL OF {date}", "email")
        if way < 0.85:
            return Reftel(f"{first}/{second} TELCON {date}", "telcon")
        return Reftel(f"IIR 6 {rng.randrange(800, 900)} {rng.randrange(1, 9999):04d} {day.year % 100:02d}", "report")

    def called(self) -> tuple[str, ...]:
        if self.rng.random() < 0.4:
            return ()
        count = 1 + min(16, int(self.rng.expovariate(0.2)))
        draw = self.rng.random
        return tuple(sorted({stations()[int(draw() * len(stations()))].routing_indicator for _ in range(count)}))

    def addressees(self, precedences: tuple[str, ...]) -> tuple[tuple[Addressee, ...], tuple[Addressee, ...]]:
        """TO and INFO lists for precedences of one letter (for all) or two (action, information)."""
        rng = self.rng
        first = _PRECEDENCE_WORDS[precedences[0]]
        word = first if first != "ROUTINE" else None
        action = [Addressee("SECSTATE WASHDC", "RUEHC", word, f"{int(rng.random() * 10_000):04d}")]
        while rng.random() < 0.08 and len(action) < 5:
            action.append(self._post_addressee(word))
        info = {}
        if rng.random() < 0.35:
            indicator, name = _agencies(True).draw(rng)
            info[name] = Addressee(name, indicator, word if rng.random() < 0.2 else None)
        for _ in range(min(30, int(rng.expovariate(0.2)))):
            addressee = self._post_addressee(word) if rng.random() < 0.65 else self._agency_addressee(word)
            info.setdefault(addressee.name, addressee)
        for addressee in action:
            info.pop(addressee.name, None)
        if rng.random() < 0.003:
            indicator, name = _agencies(True).draw(rng)
            info.pop(name, None)
            excluded = tuple(dict.fromkeys(self._post_addressee(None).name for _ in range(1 + int(rng.random() * 2))))
            info[name] = Addressee(name, indicator, None, None, excluded)
        return tuple(dict.fromkeys(action)), tuple(info.values())

    def _post_addressee(self, word: str | None) -> Addressee:
        rng = self.rng
        station = stations()[int(rng.random() * len(stations()))]
        return Addressee(
            station.station_name,
            station.routing_indicator,
            word if rng.random() < 0.45 else None,
            f"{int(rng.random() * 10_000):04d}" if rng.random() < 0.8 else None,
        )

    def _agency_addressee(self, word: str | None) -> Addressee:
        indicator, name = _agencies(False).draw(self.rng)
        return Addressee(name, indicator, word if self.rng.random() < 0.45 else None)

    def captions(self) -> tuple[str, ...]:
        found = ["SIPDIS"] if self.rng.random() < 0.955 else []
        if self.marking.endswith("NOFORN"):
            found.append("NOFORN")
        if self.marking.endswith("ONLY") and self.rng.random() < 0.9:
            found.append("SENSITIVE")
        if self.rng.random() < 0.006:
            found.append(_CAPTIONS[int(self.rng.random() * len(_CAPTIONS))])
        if self.rng.random() < 0.3:
            found.reverse()
        return tuple(found)

    def attention(self) -> tuple[str, ...]:
        rng = self.rng
        if rng.random() > 0.576:
            return ()
        offices = dict.fromkeys(self._some(_OFFICES, 1 + int(rng.random() * 3)))
        lines = [f"{_DEPARTMENT.draw(rng)} FOR {', '.join(offices)}"]
        while rng.random() < 0.35 and len(lines) < 5:
            lines.append(self._some(_AGENCIES_FOR, 1)[0].format(self._some(words.surnames(), 1)[0].upper()))
        return tuple(dict.fromkeys(lines))

    def declassify_on(self) -> str:
        rng, day = self.rng, self.identity.sent_at
        if self.identity.year < 1995:
            return "OADR"
        years = int(_DECLASSIFY_AFTER.draw(rng))
        year, month, date = day.year + years, day.month, min(day.day, 28)
        way = rng.random()
        if self.identity.year < 2003 and way < 0.3:
            return "X1"
        if way < 0.93:
            return f"{month:02d}/{date:02d}/{year}"
        if way < 0.98:
            return f"{year}/{month:02d}/{date:02d}"
        if way < 0.99:
            return f"{month:02d}/{date:02d}/{year % 100:02d}"
        return _DECLASSIFY_WORDS[int(rng.random() * len(_DECLASSIFY_WORDS))]

    def tags(self) -> tuple[str, ...]:
        rng = self.rng
        found = list(self.matter.tags[: 2 + int(rng.random() * 3)])
        found += self._some(_extra_tags(), int(rng.random() * 4))
        if rng.random() < 0.004:
            surname, given = self._some(words.surnames(), 1)[0], self._some(words.GIVEN_NAMES, 1)[0]
            found += ["OVIP", f"{surname}, {given}".upper()]
        if rng.random() < 0.003:
            found.append("MEDIA REACTION")
        found.append(self.station.tag)
        return tuple(dict.fromkeys(found))

    def subject(self) -> str:
        rng = self.rng
        subject = f"{self.station.country.upper()}: {self._some(self.matter.subjects, 1)[0]}"
        if rng.random() < 0.47:
            tail = self._some(self.matter.things, 1)[0].upper()
            subject = f"{subject} WHILE {self._some(words.places(), 1)[0].upper()} WAITS FOR {tail}"
        return subject.title().replace("'S", "'s") if rng.random() < 0.15 else subject

    def authority(self) -> Authority:
        rng = self.rng
        letters = _REASONS.draw(rng)
        title = self._some(words.AUTHORITY_TITLES, 1)[0]
        given, surname = self._some(words.GIVEN_NAMES, 1)[0], self._some(words.surnames(), 1)[0]
        if title == "Ambassador":
            given, surname = chief_of_mission(self.identity.post, self.identity.year)
        year = self.identity.year
        old = year < 2004 or rng.random() < (0.34 if year == 2004 else 0.06 if year == 2005 else 0.01)
        return Authority(title, f"{given} {surname}", "1.5" if old else "1.4", tuple(letters.split()))

    def website_notice(self) -> tuple[str, ...]:
        if self.rng.random() > 0.139:
            return ()
        rule = "*" * 44
        return (rule, f"Visit {self.station.origin}'s Classified Web Site:", "XXXXXXXXXXXX", rule)

    def sections(self, length: int) -> tuple[Section, ...]:
        """Sections of about that many characters: mostly a summary first and a comment last."""
        rng = self.rng
        marks = _MARKINGS[self.marking]
        unmarked = self.marking == "UNCLASSIFIED" and rng.random() < 0.6
        left = length

        def paragraph(texts: Sequence[str], part: Part | None = None) -> Paragraph:
            return Paragraph(tuple(texts), None if unmarked else marks.draw(rng), part)

        found = []
        if length > 1_200 and rng.random() < 0.63:
            summary = paragraph((self._text(min(left // 5, 700)),), "summary")
            left -= len(summary.blocks[0])
            found.append(Section(None, (summary,)))
        comment = None
        if length > 1_500 and rng.random() < 0.55:
            comment = paragraph((self._comment(),), "comment")
            left -= len(comment.blocks[0])
        headed = length > 2_500 and rng.random() < 0.6
        headings = list(rng.sample(self.matter.headings, len(self.matter.headings)))
        single = length < 900 and rng.random() < 0.5
        while left > 150 and not single:
            heading = headings.pop() if headed and headings else None
            body: list[Paragraph] = []
            while left > 150 and (len(body) < 3 or not headings):
                body.append(paragraph(self._blocks(min(left, 250 + int(rng.random() * 750)))))
                left -= sum(map(len, body[-1].blocks)) + 20
            found.append(Section(heading, tuple(body)))
        if comment:
            found.append(Section(None, (comment,)))
        if sum(len(section.paragraphs) for section in found) < 2:
            return (Section(None, (paragraph((self._text(length),)),)),)  # without a number, blocks would be paragraphs
        return tuple(found)

    def _blocks(self, length: int) -> tuple[str, ...]:
        way = self.rng.random()
        if way < 0.05:
            items = "\n".join([item.fill(self.words) for item in self.rng.sample(words.list_frames(), 3)])[:-1] + "."
            return (f"{self._text(length // 2)} The following was agreed:", items)
        if way < 0.08:
            note = [text.fill(self.words) for text in words.quoted_frames()]
            return (f"{self._text(length // 3)} Begin text of the note:", *note, "End text.")
        return (self._text(length),)

    def _text(self, length: int) -> str:
        """Sentences of about that many characters in all, at least one."""
        passages, own, draw = words.passages(), self.words, self.rng.random
        size = len(passages)
        found: list[str] = []
        while length > 60 or not found:
            passage = passages[int(draw() * size)].fill(own)
            length -= len(passage) + 1
            found.append(passage)
        return " ".join(found)

    def _comment(self) -> str:
        return " ".join(dict.fromkeys([item.fill(self.words) for item in self.rng.sample(words.comment_frames(), 3)]))
