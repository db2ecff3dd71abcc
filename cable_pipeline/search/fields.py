"""The fields of the index: what they hold, and in which form texts and queries meet.

Words are runs of letters and digits, without case and accents; a typographic apostrophe parts them as a plain one does.
Names such as posts and markings are compared whole, letters and digits alone, and without leading zeros.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

import tantivy

from cable_pipeline import reference

FORMAT = 1
"""Changes whenever indexes that were written before can't be read or would answer otherwise; they are then rebuilt."""

TEXT = "text"
YEAR = "year"
WORD_FIELDS: Mapping[str, str] = {
    TEXT: "the text of the paragraph; searched where no field is named",
    "subject": "the subject of its cable",
    "tag": "the TAGS of its cable",
    "signer": "the signature of its cable",
    "from": "the sender, as the source and as the FM line name it",
    "to": "the addressees, for action and for information",
}
NAME_FIELDS: Mapping[str, str] = {
    "post": "the post, as in cables.post or as an alias",
    "classification": "the classification of its cable",
    "marking": "the portion marking of the paragraph",
    "id": "the id of its cable, as printed or repaired",
}
FIELDS: Mapping[str, str] = {**WORD_FIELDS, **NAME_FIELDS, YEAR: "the year of its cable, or years: 2005-2008, 2005-"}

ANALYZER = "words"
BUCKET = "bucket"
CABLE = "cable_number"
POSITION = "position"

_NOT_IN_NAMES = re.compile(r"[\W_]+")
_LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


def schema() -> tantivy.Schema:
    """Return the schema of the index; one document is one paragraph."""
    builder = tantivy.SchemaBuilder()
    for name in WORD_FIELDS:
        builder.add_text_field(name, stored=name == TEXT, tokenizer_name=ANALYZER)
    for name in NAME_FIELDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field(YEAR, indexed=True)
    # Not unsigned: of such a field tantivy 0.27 deletes nothing by its term.
    builder.add_integer_field(BUCKET, indexed=True)
    builder.add_unsigned_field(CABLE, fast=True)
    builder.add_unsigned_field(POSITION, fast=True)
    return builder.build()


def analyzer() -> tantivy.TextAnalyzer:
    """Return what makes words of a text."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    # Accents first: a dotted capital I would become two characters otherwise.
    return builder.filter(tantivy.Filter.ascii_fold()).filter(tantivy.Filter.lowercase()).build()


def composed(text: str) -> str:
    """Return ``text`` with every accent a part of its letter, as the analyzer knows them."""
    return text if text.isascii() or unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def name_form(value: str) -> str:
    """Return the form in which names are compared: ``S//NF`` and ``s/nf`` become ``snf``, ``0012`` becomes ``12``."""
    plain = unicodedata.normalize("NFKD", value).casefold()
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return _LEADING_ZEROS.sub("", _NOT_IN_NAMES.sub("", plain))


def post_form(value: str) -> str:
    """Return the form of a post's token, also where ``value`` is an alias or is written in words."""
    alias = reference.post_aliases().get(_NOT_IN_NAMES.sub("", value).upper())
    return name_form(alias.post if alias else value)
