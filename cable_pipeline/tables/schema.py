"""The one schema definition: every table and column with type, nullability, key and meaning.

Parquet files, relations and comments of the database, the column schemas in the Dagster UI and the data dictionary are
all derived from ``TABLES``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal, NamedTuple

import pyarrow as pa

SCHEMA_VERSION = "4"
"""Changes whenever a table's columns, their meaning or the names of its files change; everything is then built again
from the seed files."""

Room = Literal["parsed", "reference", "ledger"]


class Column(NamedTuple):
    """One column; ``description`` is one or more whole sentences."""

    name: str
    type: pa.DataType
    nullable: bool
    description: str


class ForeignKey(NamedTuple):
    """Columns whose values, where not null, are keys of another table."""

    columns: tuple[str, ...]
    table: str
    target: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One table; ``room`` tells who fills it: the reader (parsed), the dictionaries (reference) or the run (ledger)."""

    name: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    room: Room
    foreign_keys: tuple[ForeignKey, ...] = ()

    def arrow_schema(self) -> pa.Schema:
        """Return the Arrow schema, with the descriptions as metadata under ``description``."""
        return _arrow_schema(self.name)


TEXT = pa.string()
INTEGER = pa.int32()
LONG = pa.int64()
DATE = pa.date32()
TIME = pa.timestamp("us")
FLAG = pa.bool_()
NUMBER = pa.float64()
LIST = pa.list_(pa.field("element", pa.string(), nullable=False))

_CABLE = Column("cable_id", TEXT, False, "The cable the row belongs to, as its id is printed.")
_POSITION = Column("position", INTEGER, False, "The place of the row within its cable and table, counted from 1.")
_START = Column(
    "start_offset", INTEGER, False, "The first character, as an offset in code points into the source text."
)
_END = Column(
    "end_offset", INTEGER, False, "The offset behind the last character, in code points into the source text."
)
_OF_CABLE = (ForeignKey(("cable_id",), "cables", ("cable_id",)),)

_CABLES = Table(
    "cables",
    "One row per cable: its current text and everything that occurs once in it.",
    ("cable_id",),
    (
        Column("cable_id", TEXT, False, "The id as the source prints it, for example 06PHNOMPENH1424."),
        Column(
            "canonical_id", TEXT, False, "The id after repair of known damage; it equals cable_id when that is sound."
        ),
        Column(
            "is_primary",
            FLAG,
            False,
            "Whether the row stands for its canonical id. Exactly one row per canonical id does: the sound one if "
            "there is one, else the one with the smallest cable_id. References and joins on canonical ids mean it.",
        ),
        Column("year", INTEGER, True, "The year in the canonical id, with its century."),
        Column("post", TEXT, True, "The post in the canonical id, for example PHNOMPENH. It joins posts.post."),
        Column("serial_number", INTEGER, True, "The serial number in the canonical id."),
        Column("title", TEXT, True, "The title line of the source."),
        Column(
            "subject", TEXT, True, "The SUBJECT of the telegram, whole, on one line, without a leading portion marking."
        ),
        Column("cable_date", DATE, True, "The day that the source prints, never converted between time zones."),
        Column("sent_at", TIME, True, "The date-time group (DTG) of the transmission header, in UTC."),
        Column(
            "classification",
            TEXT,
            True,
            "The classification that the source gives: UNCLASSIFIED, CONFIDENTIAL, SECRET.",
        ),
        Column(
            "classification_marking",
            TEXT,
            True,
            "The whole marking that the source gives, for example UNCLASSIFIED//FOR OFFICIAL USE ONLY.",
        ),
        Column("handling", LIST, False, "The parts of the marking that follow the classification after two slashes."),
        Column("captions", LIST, False, "The captions, such as SIPDIS, SENSITIVE or NOFORN, each once and in order."),
        Column("origin", TEXT, True, "The origin that the source gives, for example Embassy Phnom Penh."),
        Column("originator", TEXT, True, "The sender on the FM line, for example AMEMBASSY PHNOM PENH."),
        Column(
            "originator_indicator", TEXT, True, "The routing indicator of the sender on the DE line, such as RUEHPF."
        ),
        Column(
            "transmission_id", TEXT, True, "The transmission identification of the header, for example VZCZCXRO4861."
        ),
        Column("station_serial_number", INTEGER, True, "The station serial number on the DE line."),
        Column(
            "filed_at", TIME, True, "The time of filing on the DE line, in UTC. Its year is the one nearest to the DTG."
        ),
        Column(
            "action_precedence",
            TEXT,
            True,
            "The precedence for action addressees: FLASH, IMMEDIATE, PRIORITY or ROUTINE, from the line of the DTG.",
        ),
        Column(
            "info_precedence",
            TEXT,
            True,
            "The precedence for information addressees, from the line of the DTG where that gives two.",
        ),
        Column("transmission_security", TEXT, True, "The security line of the transmission header (ZNR or ZNY)."),
        Column("section_number", INTEGER, True, "The number of this section, for a telegram sent in several."),
        Column("section_count", INTEGER, True, "The number of sections in which the telegram was sent."),
        Column(
            "attention",
            TEXT,
            True,
            "The lines that name readers (DEPARTMENT FOR, STATE PASS and the like), joined by single spaces.",
        ),
        Column("executive_order", TEXT, True, "The number of the executive order as printed, for example 12958."),
        Column("declassify_on", TEXT, True, "What follows DECL: as printed (a date, X1, N/A and the like)."),
        Column(
            "declassify_date", DATE, True, "The day on which the cable was to be declassified, where a day is printed."
        ),
        Column("classified_by", LIST, False, "The names of those who classified the cable, as printed, without title."),
        Column(
            "classification_reasons", LIST, False, "The reasons for classification, one per letter, such as 1.4(B)."
        ),
        Column("summary", TEXT, True, "The text of the summary, without its delimiters."),
        Column("comment", TEXT, True, "The text of the comment, without its delimiters."),
        Column("signature", TEXT, True, "The closing line with the surname of the signer, without a final full stop."),
        Column("is_partial_extract", FLAG, False, "Whether the record says that it is a partial extract of the cable."),
        Column("paragraph_count", INTEGER, False, "The number of paragraphs, numbered or not."),
        Column("word_count", INTEGER, False, "The number of blank-separated words of the body."),
        Column(
            "redaction_count", INTEGER, False, "The number of runs of text that were blacked out with the letter X."
        ),
        Column("envelope", TEXT, False, "The opening lines, exactly as in the source."),
        Column(
            "header",
            TEXT,
            False,
            "The transmission header, or the notice of a partial extract that stands for it, exactly as in the source.",
        ),
        Column(
            "body",
            TEXT,
            False,
            "The text of the message, exactly as in the source. Envelope, header and body joined are the source text.",
        ),
        Column("source_path", TEXT, False, "The seed file of the text, relative to the source folder."),
        Column("source_sha256", TEXT, False, "The SHA-256 of the bytes of the seed file, in hexadecimal."),
    ),
    "parsed",
    (ForeignKey(("source_path",), "source_files", ("source_path",)),),
)

_TEXTS = frozenset({"summary", "comment", "envelope", "header", "body", "source_path", "source_sha256"})

PRESENT_TEXTS = {"has_summary": "summary", "has_comment": "comment"}
"""Columns of ``cable_facts`` that tell whether a column of ``cables`` has a value."""

_CABLE_FACTS = Table(
    "cable_facts",
    "One row per cable, with the columns of cables but for the long texts and the seed file. It lies in few small "
    "files: for questions over the whole archive, as the views ask them, and for programs that can't hold the texts.",
    ("cable_id",),
    (
        *(column for column in _CABLES.columns if column.name not in _TEXTS),
        *(Column(name, FLAG, False, f"Whether the cable has a {text}.") for name, text in PRESENT_TEXTS.items()),
    ),
    "parsed",
    _OF_CABLE,
)

_PARAGRAPHS = Table(
    "paragraphs",
    "One row per paragraph of the message text.",
    ("cable_id", "position"),
    (
        _CABLE,
        _POSITION,
        Column("number", INTEGER, True, "The number of the paragraph, as printed."),
        Column("label", TEXT, True, "The letter of a paragraph that is lettered instead of numbered."),
        Column("marking", TEXT, True, "The portion marking, such as SBU, C or S/NF."),
        Column("heading", TEXT, True, "The heading under which the paragraph stands."),
        Column(
            "text",
            TEXT,
            False,
            "The text with lines joined by single spaces and empty lines kept as two line feeds, without page breaks, "
            "number and marking.",
        ),
        _START,
        _END,
        Column("word_count", INTEGER, False, "The number of blank-separated words of the text."),
        Column("in_summary", FLAG, False, "Whether a part of the paragraph belongs to the summary."),
        Column("in_comment", FLAG, False, "Whether a part of the paragraph belongs to the comment."),
    ),
    "parsed",
    _OF_CABLE,
)

_HEADINGS = Table(
    "headings",
    "One row per heading over paragraphs.",
    ("cable_id", "position"),
    (_CABLE, _POSITION, Column("text", TEXT, False, "The heading, on one line."), _START, _END),
    "parsed",
    _OF_CABLE,
)

_SEGMENTS = Table(
    "segments",
    "One row per piece of the source text. The pieces of a cable follow one another without gap or overlap, and joined "
    "they are the source text.",
    ("cable_id", "position"),
    (
        _CABLE,
        _POSITION,
        Column("paragraph_position", INTEGER, True, "The position of the paragraph that the piece is a part of."),
        Column(
            "kind",
            TEXT,
            False,
            "What the piece is: envelope, transmission_header, classification_line, captions, attention, "
            "executive_order, tags, subject, references, classified_by, heading, paragraph, page_break, notice, "
            "signature, trailer, wrapper, blank or other.",
        ),
        _START,
        _END,
    ),
    "parsed",
    _OF_CABLE,
)

_TAGS = Table(
    "tags",
    "One row per entry of the TAGS line.",
    ("cable_id", "position"),
    (
        _CABLE,
        _POSITION,
        Column("tag", TEXT, False, "The tag in upper case and repaired form; a person as SURNAME, GIVEN NAMES."),
        Column(
            "kind",
            TEXT,
            False,
            "What the tag is: subject, geographic, program, person, organization, topic or unknown.",
        ),
        Column("raw", TEXT, False, "The tag as printed."),
    ),
    "parsed",
    _OF_CABLE,
)

_RECIPIENTS = Table(
    "recipients",
    "One row per addressee of the transmission header.",
    ("cable_id", "position"),
    (
        _CABLE,
        _POSITION,
        Column("role", TEXT, False, "Whether the telegram was sent to the addressee for action or for info."),
        Column("name", TEXT, False, "The name of the addressee, for example SECSTATE WASHDC."),
        Column("routing_indicator", TEXT, True, "The routing indicator of the addressee, for example RUEHC."),
        Column("precedence", TEXT, True, "The precedence as printed on the line of the addressee."),
        Column("serial_number", TEXT, True, "The serial number as printed on the line: four digits or a range."),
        Column("is_collective", FLAG, False, "Whether the addressee is a collective that stands for many."),
        Column("excluded", LIST, False, "The members of a collective that are left out (XMT)."),
    ),
    "parsed",
    _OF_CABLE,
)

_CABLE_REFERENCES = Table(
    "cable_references",
    "One row per entry of the REF block.",
    ("cable_id", "position"),
    (
        _CABLE,
        _POSITION,
        Column("label", TEXT, True, "The letter under which the text cites the reference."),
        Column("raw", TEXT, False, "The reference as printed, on one line, without its label."),
        Column("kind", TEXT, False, "What is referred to: cable, email, telcon, report or other."),
        Column(
            "referenced_id",
            TEXT,
            True,
            "The canonical id of the cable referred to, whether it is in the archive or not. The year is the printed "
            "one, else that of the citing cable, or the year before where the same post's serial is higher.",
        ),
        Column("caption", TEXT, True, "The caption printed with the reference, such as NOTAL or EXDIS."),
    ),
    "parsed",
    _OF_CABLE,
)

_TEXT_CITATIONS = Table(
    "text_citations",
    "One row per telegram that the paragraphs name, beyond the REF block or through it. Words that mean several, such "
    "as refs A and B, give a row for each.",
    ("cable_id", "position"),
    (
        _CABLE,
        _POSITION,
        Column("paragraph_position", INTEGER, False, "The position of the paragraph that names the telegram."),
        _START,
        _END,
        Column("raw", TEXT, False, "The citation as printed, on one line."),
        Column(
            "kind",
            TEXT,
            False,
            "How the telegram is named: id (post and number), ref (a label of the REF block), reftel (the REF block "
            "without a label) or septel (a telegram sent separately, which is never resolved).",
        ),
        Column("label", TEXT, True, "The letter of the entry of the REF block that is meant."),
        Column(
            "referenced_id",
            TEXT,
            True,
            "The canonical id of the telegram named, whether it is in the archive or not; null where it can't be told.",
        ),
    ),
    "parsed",
    _OF_CABLE,
)

_PARSE_ISSUES = Table(
    "parse_issues",
    "One row per doubt, repair or refusal: nothing happens silently.",
    (),
    (
        Column("source_path", TEXT, False, "The file that the row is about, relative to the source folder."),
        Column(
            "cable_id", TEXT, True, "The cable that the row is about, as its id is printed; null for a failed file."
        ),
        Column("code", TEXT, False, "The stable name of the kind of doubt."),
        Column("severity", TEXT, False, "How grave it is: info, warning or error."),
        Column("message", TEXT, False, "What was found, in words."),
        Column("start_offset", INTEGER, True, "The first character concerned, as an offset into the source text."),
        Column("end_offset", INTEGER, True, "The offset behind the last character concerned."),
    ),
    "parsed",
    _OF_CABLE,
)

_SOURCE_FILES = Table(
    "source_files",
    "The manifest: one row per seed file ever seen. Parsed, failed and duplicate files together are the files seen.",
    ("source_path",),
    (
        Column(
            "source_path",
            TEXT,
            False,
            "The file relative to the source folder, with slashes; bytes that are not UTF-8 are percent-escaped.",
        ),
        Column(
            "cable_id", TEXT, True, "The cable whose text the file holds, as its id is printed; null for a failed file."
        ),
        Column("sha256", TEXT, False, "The SHA-256 of the bytes in hexadecimal, empty where they could not be read."),
        Column("size_bytes", LONG, False, "The size of the file in bytes."),
        Column("modified_at", TIME, False, "The modification time of the file, in UTC."),
        Column("format", TEXT, False, "The raw format of the file; text is one telegram as plain text."),
        Column("encoding", TEXT, False, "The encoding found: utf-8 or windows-1252, empty where nothing was decoded."),
        Column("status", TEXT, False, "What became of the file: parsed, failed, duplicate or removed."),
        Column("error", TEXT, True, "Why the file failed, or which file comes before a duplicate."),
        Column(
            "change",
            TEXT,
            False,
            "The change against the run before: new, changed, renamed, unchanged or removed. A file that was already "
            "gone then is unchanged.",
        ),
        Column("first_ingested_at", TIME, False, "When a run first saw the file, in UTC."),
        Column("last_ingested_at", TIME, False, "When a run last read the file for its content, in UTC."),
    ),
    "ledger",
)

_REVISIONS = Table(
    "revisions",
    "One row per distinct text ever ingested for a cable; nothing is ever forgotten.",
    ("cable_id", "revision"),
    (
        _CABLE,
        Column(
            "revision", INTEGER, False, "The number of the text within its cable, counted from 1 in order of arrival."
        ),
        Column("sha256", TEXT, False, "The SHA-256 of the bytes of the file that held the text, in hexadecimal."),
        Column("text", TEXT, True, "The whole source text; null for the current one, whose text stands in cables."),
        Column("first_seen_at", TIME, False, "When a run first saw the text, in UTC."),
        Column(
            "last_seen_at",
            TIME,
            True,
            "When a run replaced the text or found it to be a duplicate's, in UTC; null while the text is current.",
        ),
        Column("is_current", FLAG, False, "Whether the text is the one in cables."),
    ),
    "ledger",
)

_REVISION_CHANGES = Table(
    "revision_changes",
    "What changed from one revision of a cable to the next, part by part; redactions are told apart from edits.",
    ("cable_id", "position"),
    (
        _CABLE,
        Column("position", INTEGER, False, "The place of the change among all of its cable, counted from 1."),
        Column("revision", INTEGER, False, "The revision that differs from the one numbered before it."),
        Column(
            "part",
            TEXT,
            False,
            "What changed: title, subject, tags or another element, paragraph, or layout for line breaks, page lines "
            "and whatever else is neither.",
        ),
        Column("number", TEXT, True, "The number or label of the paragraph, as printed."),
        Column("change", TEXT, False, "Added, removed, edited, redaction added or redaction lifted, in lower case."),
        Column(
            "former_text",
            TEXT,
            True,
            "The whole part before, or for a redaction the words that it replaced or was replaced by.",
        ),
        Column("text", TEXT, True, "The same after the change."),
    ),
    "ledger",
    (ForeignKey(("cable_id", "revision"), "revisions", ("cable_id", "revision")),),
)

_DATASET = Table(
    "dataset",
    "One row that says what this data set is.",
    ("generation",),
    (
        Column("schema_version", TEXT, False, "The version of the tables and their columns."),
        Column("reader_version", TEXT, False, "The version of the reader of telegrams."),
        Column("generation", INTEGER, False, "The number of the generation, counted from 1."),
        Column("built_at", TIME, False, "When the run that made the generation started, in UTC."),
        Column("source_path", TEXT, False, "The source folder, as an absolute path."),
        Column("files_seen", LONG, False, "The number of seed files seen: parsed, failed and duplicate."),
        Column("cables", LONG, False, "The number of rows of cables."),
    ),
    "ledger",
)

_POSTS = Table(
    "posts",
    "Diplomatic and consular posts that send telegrams. Sources: cable ids and headers, GeoNames (CC BY 4.0) for "
    "coordinates, general knowledge of the years 2005 to 2010.",
    ("post",),
    (
        Column("post", TEXT, False, "The token by which cable ids name the post, for example PHNOMPENH."),
        Column("display_name", TEXT, False, "The name of the post in common spelling."),
        Column("city", TEXT, True, "The city of the post."),
        Column("country", TEXT, True, "The country of the post, as an ISO 3166-1 alpha-2 code."),
        Column("latitude", NUMBER, True, "The latitude of the city in degrees north."),
        Column("longitude", NUMBER, True, "The longitude of the city in degrees east."),
        Column("kind", TEXT, True, "What the post is: embassy, consulate, mission, office and the like."),
        Column("bureau", TEXT, True, "The regional bureau of the Department of State to which the post belongs."),
        Column("routing_indicator", TEXT, True, "The routing indicator of the post, for example RUEHPF."),
        Column(
            "same_post_as", TEXT, True, "The usual token of the post, where this is another token of the same post."
        ),
    ),
    "reference",
)

_POST_ALIASES = Table(
    "post_aliases",
    "Other ways to write the posts. Sources: cable ids, REF lines, and the corrections of the cablemap project.",
    ("alias",),
    (
        Column("alias", TEXT, False, "The other spelling, in upper case, without blanks and punctuation."),
        Column("post", TEXT, False, "The post that is meant."),
        Column("kind", TEXT, False, "What the spelling is, for example an abbreviation or a typing error."),
        Column("source", TEXT, False, "Where the spelling is known from: a peer project, cable ids, or REF lines."),
    ),
    "reference",
)

_TAG_DICTIONARY = Table(
    "tag_dictionary",
    "The TAGS codes and their meaning. Sources: the TAGS/Terms Handbook (5 FAH-3) as title_source tells, FIPS 10-4 for "
    "countries.",
    ("tag",),
    (
        Column("tag", TEXT, False, "The code, for example PGOV."),
        Column("kind", TEXT, False, "What the code is: subject, geographic, program, organization and the like."),
        Column("title", TEXT, True, "The title of the code."),
        Column(
            "iso_3166_alpha2", TEXT, True, "The ISO 3166-1 alpha-2 code of the country that a geographic code means."
        ),
        Column("canonical", TEXT, True, "The code or codes meant, blank-separated, where the printed one is wrong."),
        Column(
            "title_source",
            TEXT,
            True,
            "Where the title is from, and whether it was looked up, recalled, or inferred from cables.",
        ),
    ),
    "reference",
)

_ROUTING_INDICATORS = Table(
    "routing_indicators",
    "Routing indicators with the names they served. One indicator may have several names. Sources: the Allied Routing "
    "Indicator Book (ACP 117) of 2010, and cable headers.",
    ("routing_indicator", "name"),
    (
        Column("routing_indicator", TEXT, False, "The routing indicator, for example RUEHC."),
        Column("name", TEXT, False, "A name that the indicator served, for example SECSTATE WASHDC."),
        Column("source", TEXT, False, "Where the pair is known from."),
        Column("times_addressed", LONG, False, "How often the pair was seen among the addressees of a sample."),
        Column("times_originator", LONG, False, "How often the pair was seen as the sender in a sample."),
    ),
    "reference",
)

TABLES: Mapping[str, Table] = MappingProxyType(
    {
        table.name: table
        for table in (
            _CABLES,
            _CABLE_FACTS,
            _PARAGRAPHS,
            _HEADINGS,
            _SEGMENTS,
            _TAGS,
            _RECIPIENTS,
            _CABLE_REFERENCES,
            _TEXT_CITATIONS,
            _PARSE_ISSUES,
            _SOURCE_FILES,
            _REVISIONS,
            _REVISION_CHANGES,
            _DATASET,
            _POSTS,
            _POST_ALIASES,
            _TAG_DICTIONARY,
            _ROUTING_INDICATORS,
        )
    }
)
"""Every table of the data set by its name."""


def tables_of(room: Room) -> tuple[Table, ...]:
    """Return the tables that ``room`` fills, in the order of ``TABLES``."""
    return tuple(table for table in TABLES.values() if table.room == room)


@cache
def _arrow_schema(name: str) -> pa.Schema:
    table = TABLES[name]
    fields = [
        pa.field(column.name, column.type, column.nullable, {"description": column.description})
        for column in table.columns
    ]
    return pa.schema(fields, {"description": table.description, "schema_version": SCHEMA_VERSION})
