"""The end of a telegram: signatures on their own line or not, notices, trailers, records of another copy."""

from __future__ import annotations

import pytest

from cable_pipeline.telegram import read_telegram
from tests.telegram.telegrams import codes, read, slices, telegram

TEXT = "1. (U) The fair opened on time.\n\n2. (U) The boats sailed at noon."


def signature(end: str) -> str | None:
    return read(TEXT + end).cable.signature


@pytest.mark.parametrize(
    ("end", "name"),
    [
        ("\n\nHALVORSEN", "HALVORSEN"),
        ("\n\nHALVORSEN\n", "HALVORSEN"),
        ("\nHALVORSEN", "HALVORSEN"),
        (" \n \nHALVORSEN \n \n", "HALVORSEN"),
        ("\n\nHalvorsen", "Halvorsen"),
        ("\n\nMcAllen", "McAllen"),
        ("\n\nVAN LUND", "VAN LUND"),
        ("\n\nVAN DER LUND", "VAN DER LUND"),
        ("\n\nO'LUND", "O'LUND"),
        ("\n\nLUND-BERG", "LUND-BERG"),
        ("\n\nDE BERG", "DE BERG"),
        ("\n\nHALVORSEN.", "HALVORSEN"),
        ("\n\nHALVORSEN JR.", "HALVORSEN JR"),
        (" HALVORSEN", "HALVORSEN"),
        ("  HALVORSEN \n", "HALVORSEN"),
        (" END COMMENT. HALVORSEN", "HALVORSEN"),
        (" End comment. Halvorsen", "Halvorsen"),
        ("\n\n********** ******** LUND", "LUND"),
        ("\n\nHALVORSEN\n\nNNNN", "HALVORSEN"),
        ("\n\nHALVORSEN\nBT", "HALVORSEN"),
        ("\n\nHALVORSEN\n\n=====================CABLE ENDS=====================", "HALVORSEN"),
        ("\n\nHALVORSEN\n\nUNCLASSIFIED", "HALVORSEN"),
        ("\n\nMINIMIZE CONSIDERED.\n\nHALVORSEN", "HALVORSEN"),
        (
            "\n\nVisit Embassy Reykjavik's classified web site:\nhttp://www.state.sgov.gov/reykjavik\n\nHALVORSEN",
            "HALVORSEN",
        ),
        (
            "\n\nHALVORSEN\n\nVisit Embassy Reykjavik's classified web site: http://www.state.sgov.gov/reykjavik",
            "HALVORSEN",
        ),
        ("\n\nHALVORSEN 0 02/18/2008", "HALVORSEN"),
        ("\n\nXXXXXXXXXXXX", None),
        ("", None),
        ("\n\nEND COMMENT.", None),
        ("\n\nEND TEXT", None),
        ("\n\nUNCLASSIFIED", None),
        ("\n\nNNNN", None),
    ],
)
def test_signature(end: str, name: str | None) -> None:
    record = read(TEXT + end)
    assert record.cable.signature == name
    assert ("signature-missing" in codes(record)) == (name is None)


@pytest.mark.parametrize(
    "end",
    [
        "\n\nHALVORSEN",
        " HALVORSEN",
        "\n\nVisit Embassy Reykjavik's classified web site:\nhttp://www.state.sgov.gov/reykjavik\n\nHALVORSEN",
        "\n\nHALVORSEN\n\n======CABLE ENDS======",
        "\n\nMINIMIZE CONSIDERED\n\nHALVORSEN\n\nNNNN",
        "\n\nHALVORSEN\n\nNNNN\n",
    ],
)
def test_no_closing_matter_belongs_to_a_paragraph(end: str) -> None:
    source = telegram(TEXT + end)
    record = read_telegram(source)
    assert [p.text for p in record.paragraphs] == ["The fair opened on time.", "The boats sailed at noon."]
    assert slices(source, record, "signature") == ["HALVORSEN"]
    assert slices(source, record, "other") == []
    assert record.headings == ()


@pytest.mark.parametrize(
    ("end", "kind", "expected"),
    [
        ("\n\nHALVORSEN\n\nNNNN", "trailer", ["NNNN"]),
        ("\n\nHALVORSEN\n\n=====CABLE ENDS=====\n\nPage 2", "trailer", ["=====CABLE ENDS=====\n\nPage 2"]),
        ("\n\nMINIMIZE CONSIDERED\n\nHALVORSEN", "notice", ["MINIMIZE CONSIDERED"]),
        (
            '\n\n3. (U) All went home.\n\nHALVORSEN\n",\n12,4/15/2009 5:59,09REYKJAVIK311',
            "wrapper",
            ['",\n12,4/15/2009 5:59,09REYKJAVIK311'],
        ),
    ],
)
def test_segments(end: str, kind: str, expected: list[str]) -> None:
    source = telegram(TEXT + end)
    assert slices(source, read_telegram(source), kind) == expected


def test_a_wrapped_capital_word_is_no_signature() -> None:
    assert signature("\n\n3. (U) THE MAYOR OF THE TOWN SPOKE FOR AN HOUR ABOUT\nHERRING") is None


def test_a_signature_of_a_lettered_or_unnumbered_telegram() -> None:
    assert read("The fair opened on time.\n\nHALVORSEN").cable.signature == "HALVORSEN"
    assert read("The fair opened on time. HALVORSEN").cable.signature == "HALVORSEN"


def test_minimize_considered_without_full_stop_is_no_signature() -> None:
    record = read(TEXT + "\n\nHALVORSEN\n\nMINIMIZE CONSIDERED")
    assert record.cable.signature == "HALVORSEN"
    assert record.paragraphs[-1].text == "The boats sailed at noon."


def test_record_behind_a_short_telegram() -> None:
    source = telegram(TEXT + '\n\nHALVORSEN\n",\n12,4/15/2009 5:59,09REYKJAVIK311')
    record = read_telegram(source)
    assert slices(source, record, "wrapper") == ['",\n12,4/15/2009 5:59,09REYKJAVIK311']
    assert record.cable.signature == "HALVORSEN"


SITE = "Visit Reykjavik's Classified Website: "
ADDRESS = "http://www.state.sgov.gov/p/eur/reykjavik"


@pytest.mark.parametrize(
    ("end", "last_words", "notice", "name"),
    [
        (f"\nand sailed back by six.  {SITE}XXXXXXXXXXXX\n\nLund", "back by six.", f"{SITE}XXXXXXXXXXXX", "Lund"),
        (f"\nand sailed back. {SITE}XXXXXXXXXXXX Lund", "sailed back.", f"{SITE}XXXXXXXXXXXX", "Lund"),
        (f"\n\n{SITE}XXXXXXXXXXXX LeLund", "at noon.", f"{SITE}XXXXXXXXXXXX", "LeLund"),
        (f"\n\n{SITE}{ADDRESS} LUND", "at noon.", f"{SITE}{ADDRESS}", "LUND"),
        (f"\nAll is well. {SITE.upper()}{ADDRESS}\n\nLUND", "All is well.", f"{SITE.upper()}{ADDRESS}", "LUND"),
        (f"\n\nPlease visit us at our\nclassified website, {ADDRESS} \n\nLUND", "at noon.", None, "LUND"),
    ],
)
def test_a_web_site_notice_takes_neither_the_sentence_before_nor_the_name_behind(
    end: str, last_words: str, notice: str | None, name: str
) -> None:
    record = read(TEXT + end)
    assert record.paragraphs[-1].text.endswith(last_words)
    assert record.cable.signature == name
    if notice:
        assert slices(telegram(TEXT + end), record, "notice") == [notice]


def test_an_address_that_ends_a_wrapped_sentence_is_no_notice() -> None:
    record = read(f"{TEXT[:-1]} as is told at\n{ADDRESS} .\n\nLUND")
    assert record.paragraphs[-1].text.endswith(f"{ADDRESS} .")


def test_a_numbered_web_site_notice_is_no_paragraph() -> None:
    assert len(read(f"{TEXT}\n\n3. (U) {SITE}{ADDRESS}\nLUND").paragraphs) == 2


@pytest.mark.parametrize(
    ("ending", "signature"),
    [
        ("The officer was XXXXXXXXXXXX HALVORSEN", "HALVORSEN"),
        ("The officer was there.  XXXXXXXXXXXX HALVORSEN", "HALVORSEN"),
        ("The fair opened.\n\nHALVORSEN HALVORSEN", "HALVORSEN"),
        ("The fair opened.\n\nHALVORSEN Halvorsen", "HALVORSEN"),
        ("The fair opened.\n\nVAN HALVORSEN", "VAN HALVORSEN"),
    ],
)
def test_redacted_and_repeated_names(ending: str, signature: str) -> None:
    assert read(f"1. (U) One.\n\n2. (U) {ending}").cable.signature == signature


@pytest.mark.parametrize("number", ["3. ", "3. (U) ", "3."])
def test_a_numbered_notice_is_one_whole(number: str) -> None:
    record = read(
        f"1. (U) One.\n\n2. (U) Two.\n\n{number}Visit the classified webpage at:\nhttp://www.example.org\n\nHALVORSEN"
    )
    assert [p.number for p in record.paragraphs] == [1, 2]
    assert record.cable.signature == "HALVORSEN"


@pytest.mark.parametrize(
    "trailer",
    [
        "BT\n#1501",
        "BT\n#1501\n\nNNNN",
        "\nSIPDIS",
        "\nC O N F I D E N T I A L",
        "\nEND OF MESSAGE",
        "\nReykjavik minimize considered.",
        "\nMinimize for Reykjavik considered.",
        "HALVORSEN",
        "Halvorsen",
    ],
)
def test_what_stands_behind_the_signature(trailer: str) -> None:
    record = read(f"1. (U) One.\n\n2. (U) Two.\n\nHALVORSEN\n{trailer}\n")
    assert (record.cable.signature or "").upper() == "HALVORSEN"
    assert [p.text for p in record.paragraphs] == ["One.", "Two."]
    assert record.headings == ()


def test_minimize_before_the_signature_is_a_notice() -> None:
    record = read("1. (U) One.\n\n2. (U) Two.\n\nREYKJAVIK MINIMIZE CONSIDERED\n\nHALVORSEN")
    assert [p.text for p in record.paragraphs] == ["One.", "Two."]
    assert record.headings == ()


@pytest.mark.parametrize(
    "ending",
    [
        "It has many programs. HALVORSEN",
        "It did so on a daily basis. #HALVORSEN",
        "The officer was xxxxxxxxxxxx HALVORSEN",
        "It rained.\n\nHALVORSEN 2009-11-05",
        "It rained.\n\nHALVORSEN\n\n2/03/2009",
        'It rained.\n\nHALVORSEN"',
        "It rained. MINIMIZE CONSIDERED HALVORSEN",
    ],
)
def test_signatures_behind_what_is_seldom(ending: str) -> None:
    record = read(f"1. (U) One.\n\n2. (U) This is a paragraph of some length. {ending}")
    assert record.cable.signature == "HALVORSEN"
    assert "HALVORSEN" not in record.paragraphs[1].text
    assert "MINIMIZE" not in record.paragraphs[1].text


def test_a_title_before_a_name_makes_it_no_signature() -> None:
    assert read("1. (U) One.\n\n2. (U) It was said by MR. HALVORSEN").cable.signature is None


def test_a_numbered_paragraph_may_say_minimize_considered() -> None:
    record = read("1. (U) One.\n\n2. (U) Minimize considered.\n\nHALVORSEN")
    assert [p.text for p in record.paragraphs] == ["One.", "Minimize considered."]


@pytest.mark.parametrize(
    "last",
    [
        "For further information, contact Lars Dahl, dahll@example.gov or classified dahll@example.sgov.gov.",
        "This message is unclassified and may be shared.",
        "See reftel for the classified annex.",
        "The talks go on until\n10/12/2009",
        "It is the district of WALLA WALLA",
    ],
)
def test_a_last_paragraph_is_no_notice(last: str) -> None:
    record = read(f"1. (U) The fair opened.\n\n2. (U) {last}")
    assert [p.number for p in record.paragraphs] == [1, 2]
    assert record.paragraphs[1].text == " ".join(last.split())
    assert record.cable.signature is None


@pytest.mark.parametrize(
    ("notice", "name"),
    [
        ("Visit Harbor's river community at http://www.example.gov/communities/river / HALVORSEN", "HALVORSEN"),
        ("The essay is at http://www.example.org/news/2008/79 .htm HALVORSEN", "HALVORSEN"),
        ("Visit the Harbor Portal: http://www.example.gov/portal:Unit ed_Harbor HALVORSEN", "HALVORSEN"),
        ("The list is at http://www.example.gov/boats/ H", None),
    ],
)
def test_a_name_behind_an_address_in_the_last_line(notice: str, name: str | None) -> None:
    record = read(f"1. (U) The fair opened.\n\n2. (U) The boats sailed at noon. {notice}")
    assert record.cable.signature == name
    assert (record.paragraphs[-1].text.endswith("HALVORSEN")) is False


@pytest.mark.parametrize(
    "notice",
    [
        "3.  (U) To see more Harbor reporting, visit our\nclassified website at:\nhttp://www.state.sgov.gov/p/harbor",
        "3.  Visit Embassy Harbor's Classified Web Site at http://www.state.sgov.gov/p/harbor",
    ],
)
def test_a_numbered_notice_is_no_paragraph(notice: str) -> None:
    record = read(f"1. (U) The fair opened.\n\n2. (U) The boats sailed.\n\n{notice}\n\nHALVORSEN")
    assert [p.number for p in record.paragraphs] == [1, 2]


def test_a_visit_in_the_last_sentence_starts_no_notice() -> None:
    record = read(
        "1. (U) The fair opened.\n\n2. (U) He made a visit to the coast (Ref B).  "
        "Visit Harbor's Classified Website: XXXXXXXXXXXX"
    )
    assert record.paragraphs[-1].text == "He made a visit to the coast (Ref B)."


AGAIN = "O 151642Z APR 09\nFM AMEMBASSY REYKJAVIK\nTO RUEHC/SECSTATE WASHDC IMMEDIATE 0761\nINFO RUEHNY/AMEMBASSY OSLO"


@pytest.mark.parametrize(
    "again",
    [
        f"Restricted by caption. UNCLASSIFIED REYKJAVIK 00000311\n{AGAIN}\nRUEHUB/USINT HAVANA 0150",
        f"VZCZCXYZ0002\nOO RUEHWEB\nDE RUEHRK #0311 1051642\nZNR UUUUU ZZH\n{AGAIN}",
    ],
)
def test_a_header_printed_again_behind_the_text(again: str) -> None:
    source = telegram(f"{TEXT}\n\nHALVORSEN\n\n{again}")
    record = read_telegram(source)
    assert record.cable.signature == "HALVORSEN"
    assert [p.text for p in record.paragraphs] == ["The fair opened on time.", "The boats sailed at noon."]
    assert slices(source, record, "wrapper") == [again]


def test_a_header_that_the_text_quotes_stays_in_it() -> None:
    record = read(f"{TEXT} They wrote:\n\n{AGAIN}\n\n1. (U) Nothing sank, and that was all.\n\nHALVORSEN")
    assert "FM AMEMBASSY REYKJAVIK" in record.paragraphs[1].text


@pytest.mark.parametrize(
    ("end", "name"),
    [
        (" Contact John Dahl, ARSO HALVORSEN HALVORSEN", "HALVORSEN"),
        ("\n\n2.None HALVORSEN", "HALVORSEN"),
        ("\n\nEnd of the First Half DE WITTE", "DE WITTE"),
        ("\n\nThis is the whole of what the rowers told us about NATO", None),
    ],
)
def test_a_name_behind_words_without_a_full_stop(end: str, name: str | None) -> None:
    assert read(f"1. (U) The fair opened.{end}").cable.signature == name


def test_a_name_behind_the_rest_of_an_address_and_a_page_line() -> None:
    notice = "Visit Oslo's Classified Website: XXXXXXXXXXXX ed_Harbor  REYKJAVIK 00000311  008 OF 008    Halvorsen"
    record = read(f"1. (U) The fair opened.  {notice}")
    assert record.cable.signature == "Halvorsen"
    assert record.paragraphs[-1].text == "The fair opened."


def test_an_address_behind_a_comma_ends_the_sentence() -> None:
    record = read("1. (U) The report can be found on the ministry's website,\nwww.boats.is.\n\nHALVORSEN")
    assert record.paragraphs[-1].text.endswith("www.boats.is.")


def test_a_notice_that_begins_with_this_report_and() -> None:
    notice = (
        "(U) This report and other information can be found on\nEmbassy Harbor's SIPRNET site,\n"
        "http://www.state.sgov.gov/p/xx/harbor/"
    )
    record = read(f"1. (U) The fair opened.\n\n2. (U) The boats sailed.\n\n{notice}\n\nHALVORSEN")
    assert [p.text for p in record.paragraphs] == ["The fair opened.", "The boats sailed."]


@pytest.mark.parametrize(
    "text",
    [
        "Those who wish to visit the fair may register by mail at www.herring.is before May 1.",
        "Post looks forward to the visit of CODEL Smith. For the program see www.boats.is.",
    ],
)
def test_a_text_that_names_an_address_is_no_notice(text: str) -> None:
    assert read(f"1. (U) The fair opened.\n\n2. (U) {text}\n\nHALVORSEN").paragraphs[-1].text == text
