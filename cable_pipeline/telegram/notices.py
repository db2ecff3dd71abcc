"""Handling sentences, which stand unnumbered between REF and the first paragraph in about 118 of 6,712 cables."""

from __future__ import annotations

import re
from typing import Final

HANDLING_NOTICE: Final = re.compile(
    r"(?=[\s(*/CEFHNPSTUZ])(?:\(?(?:\(?(?:U|SBU)\) ?)?(?:\*+ ?)?(?:"
    r"THIS (?:CABLE|MESSAGE|DOCUMENT|TELEGRAM|REPORT|IS AN? (?:ACTION|JOINT))\b"
    r".{0,80}(?:SENSITIVE|INTERNET|PROTECT|HANDLE|DISTRIBUT|PROPRIETARY|FOUO|ACTION)"
    r"|SEN[A-Z]{3,7}[ -]BUT[ -]UNCLASSIFIED|SBU\b.{0,60}(?:PROTECT|HANDLE)"
    r"|NOT FOR (?:INTERNET|DISTRIBUTION|PUBLIC|RELEASE)"
    r"|(?:PLEASE )?(?:PROTECT|HANDLE) ACCORDINGLY|FOR OFFICIAL USE ONLY|UNCLASSIFIED BUT SENSITIVE|(?:THE )?ENTIRE TEXT"
    r"|(?-i:C ?O ?R ?R ?E ?C ?T ?E ?D {1,3}C ?O ?P ?Y)"
    r"|CONTAINS (?:BUSINESS|SENSITIVE))|/*\s?ZFR\b)",
    re.IGNORECASE,
)
"""The start of a sentence that says how the telegram is to be handled; it is neither heading nor paragraph."""

END_OF_HANDLING_NOTICE: Final = re.compile(r".{0,110}?\b(?:PROTECT|HANDLE) ACCORDINGLY[.:)]?\s{0,4}", re.IGNORECASE)
"""The whole of such a sentence, where text or a title is run into its line."""

_CLASSIFICATION_STARTS: Final = ("U", "C", "S")
_REPEATED_ELEMENT: Final = re.compile(
    r"(?:SUBJ(?:ECT)?|REF(?:TEL)?S?|TAGS|E\.O\.)[ \d]*:|[^\n]{0,90}\b(?-i:REF(?:TEL)?S?|TAGS): "
    r"|(?-i:(?:UNCLAS(?:SIFIED)?|C O N F I D E N T I A L|S E C R E T) (?:SECTION \d|[A-Z ]{3,20} \d{5,6}\b))",
    re.IGNORECASE,
)


def is_repeated_element(text: str) -> bool:
    """Tell whether ``text`` starts with an element or a classification line that is printed again behind the others.

    It is no heading and no paragraph (6 of 2,001 cables). Few lines have a colon or start like a classification.
    """
    return (":" in text or text[:1] in _CLASSIFICATION_STARTS) and _REPEATED_ELEMENT.match(text) is not None
