"""The views that answer questions, on the busy archive: every expected row was worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from math import log
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from cable_pipeline.database import relations
from cable_pipeline.tables.schema import TABLES
from tests.database.archive import Rows, cable, row, with_facts
from tests.database.busy_archive import busy


def database(rows: Rows) -> duckdb.DuckDBPyConnection:
    """The rows in memory, with the reference tables, the views and the macros."""
    connection = duckdb.connect()
    relations.create_empty_relations(connection)
    relations.create_reference_tables(connection)
    for table, found in with_facts(rows).items():
        connection.register("rows", pa.Table.from_pylist(found, schema=TABLES[table].arrow_schema()))
        connection.execute(f'INSERT INTO "{table}" SELECT * FROM rows')  # names of the schema
        connection.unregister("rows")
    relations.create_views(connection)
    return connection


@pytest.fixture(scope="module")
def archive() -> Iterator[duckdb.DuckDBPyConnection]:
    with database(busy()) as opened:
        yield opened


def rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = connection.execute(sql).fetchall()
    return found


def noon(month: int, day: int, year: int = 2006) -> datetime:
    return datetime(year, month, day, 12)


# --- traffic --------------------------------------------------------------------------------------------------------


def test_traffic_by_month(archive: duckdb.DuckDBPyConnection) -> None:
    found = rows(archive, "SELECT * EXCLUDE originator FROM traffic_by_month ORDER BY post, month, recipient")
    assert found == [
        ("STRELSAU", 2006, date(2006, 2, 1), "AMEMBASSY ZENDA", "info", False, 1),
        ("ZENDA", 2006, date(2006, 2, 1), "RURITANIA COLLECTIVE", "info", True, 1),
        ("ZENDA", 2006, date(2006, 2, 1), "SECSTATE WASHDC", "action", False, 1),
        ("ZENDA", 2006, date(2006, 3, 1), "SECSTATE WASHDC", "action", False, 2),
    ]


def test_precedence_by_month(archive: duckdb.DuckDBPyConnection) -> None:
    where = "WHERE post = 'ZENDA' AND month < DATE '2006-04-01'"
    assert rows(archive, f"SELECT * EXCLUDE post FROM precedence_by_month {where} ORDER BY month") == [
        (2006, date(2006, 1, 1), "ROUTINE", None, 1, 1, 1.0),
        (2006, date(2006, 2, 1), "IMMEDIATE", None, 1, 1, 1.0),
        (2006, date(2006, 3, 1), "ROUTINE", None, 2, 2, 1.0),
    ]


def test_collectives(archive: duckdb.DuckDBPyConnection) -> None:
    day = date(2006, 2, 10)
    assert rows(archive, "FROM collectives") == [("RURITANIA COLLECTIVE", "info", "ZENDA", 2006, 1, 1, day, day)]


# --- subjects -------------------------------------------------------------------------------------------------------


def test_tags_by_month_and_post(archive: duckdb.DuckDBPyConnection) -> None:
    columns = "post, tag, telegrams, traffic, share"
    february = "WHERE month = DATE '2006-02-01'"
    assert rows(archive, f"SELECT {columns} FROM tags_by_post_month {february} ORDER BY ALL") == [
        ("BEIRUT", "EFIS", 1, 1, 1.0),
        ("ZENDA", "PGOV", 1, 1, 1.0),
        ("ZENDA", "PREL", 1, 1, 1.0),
    ]
    assert rows(archive, f"SELECT tag, title, telegrams, traffic, share FROM tag_by_month {february} ORDER BY ALL") == [
        ("EFIS", "Commercial Fishing and Fish Processing", 1, 4, 0.25),
        ("PGOV", "Internal Governmental Affairs", 1, 4, 0.25),
        ("PREL", "External Political Relations", 1, 4, 0.25),
    ]


def test_tag_pairs(archive: duckdb.DuckDBPyConnection) -> None:
    # Seven telegrams have tags: three PGOV, two PREL, both together in two: 3 times 2 by 7 are expected.
    assert rows(archive, "FROM tag_pairs") == [("PGOV", "PREL", 2, 3, 2, pytest.approx(6 / 7), pytest.approx(7 / 3))]


def test_tag_bursts_rise(archive: duckdb.DuckDBPyConnection) -> None:
    surprise = 2 * (3 * log(10 / 3) + 7 * log(10 / 7))
    assert rows(archive, "FROM tag_bursts") == [
        ("LISBON", "KFLU", 2007, date(2007, 8, 1), "rise", 3, 3, 1.0, 0.0, 0.0, pytest.approx(surprise))
    ]


def test_tag_bursts_fall_silent() -> None:
    # Two telegrams a month, all on fish, for six months; then two months with four, none of them on fish.
    cables, tags = [], []
    for month in range(1, 9):
        for place in range(2 if month < 7 else 4):
            cable_id = f"06ZENDA{10 * month + place}"
            cables.append(cable(cable_id, "ZENDA", 10 * month + place, date(2006, month, 1)))
            tags += [row("tags", cable_id=cable_id, position=1, tag="EFIS", kind="subject", raw="EFIS")] * (month < 7)
    with database({"cables": cables, "tags": tags}) as connection:
        found = rows(connection, "SELECT tag, month, direction, telegrams, traffic, earlier_share FROM tag_bursts")
    # July: none of 4 against 12 of 12, G² = 22.5. August: none of 4 against 12 of 16, G² = 8.9, which is no burst.
    assert found == [("EFIS", date(2006, 7, 1), "fall", 0, 4, 1.0)]


# --- references and threads -----------------------------------------------------------------------------------------


def test_citations_of_both_places(archive: duckdb.DuckDBPyConnection) -> None:
    columns = "cable_id, place, paragraph_position, referenced_id, is_present, caption"
    wanted = "WHERE referenced_id IN ('06ZENDA45', '06STATE500')"
    assert rows(archive, f"SELECT {columns} FROM citations {wanted} ORDER BY ALL") == [
        ("06BEIRUT7", "references", None, "06STATE500", True, None),
        ("06BEIRUT9", "text", 1, "06ZENDA45", False, None),
        ("06STRELSAU3", "references", None, "06STATE500", True, None),
        ("06ZENDA20", "references", None, "06STATE500", True, None),
        ("06ZENDA20", "text", 1, "06STATE500", True, None),
        ("06ZENDA30", "references", None, "06STATE500", True, None),
        ("06ZENDA60", "references", None, "06ZENDA45", False, "NOTAL"),
    ]


def test_reference_degrees(archive: duckdb.DuckDBPyConnection) -> None:
    found = rows(archive, "SELECT canonical_id, is_present, out_degree, in_degree FROM reference_degrees ORDER BY ALL")
    assert found == [
        ("06BEIRUT7", True, 1, 0),
        ("06BEIRUT9", True, 1, 0),
        ("06HENTZAU1", False, None, 1),
        ("06NOWHERE1", False, None, 1),
        ("06STATE500", True, 0, 4),
        ("06STRELSAU3", True, 1, 0),
        ("06ZENDA20", True, 1, 0),
        ("06ZENDA30", True, 1, 0),
        ("06ZENDA45", False, None, 2),
        ("06ZENDA60", True, 2, 0),
        ("06ZENDA70", True, 2, 1),
        ("06ZENDA80", True, 1, 2),
        ("06ZENDA90", True, 1, 0),
    ]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (
            "06ZENDA70",
            [
                (-1, "06ZENDA80", True, "06ZENDA70"),
                (-1, "06NOWHERE1", False, "06ZENDA70"),
                (0, "06ZENDA70", True, None),
                (2, "06ZENDA90", True, "06ZENDA80"),
            ],
        ),
        (
            "06ZENDA90",
            [
                (-3, "06NOWHERE1", False, "06ZENDA70"),
                (-2, "06ZENDA70", True, "06ZENDA80"),
                (-1, "06ZENDA80", True, "06ZENDA90"),
                (0, "06ZENDA90", True, None),
            ],
        ),
        (
            "06ZENDA45",
            [
                (0, "06ZENDA45", False, None),
                (1, "06ZENDA60", True, "06ZENDA45"),
                (1, "06BEIRUT9", True, "06ZENDA45"),
            ],
        ),
        ("06NEVER1", [(0, "06NEVER1", False, None)]),
    ],
)
def test_thread_goes_both_ways_and_ends_in_circles(
    archive: duckdb.DuckDBPyConnection, asked: str, expected: list[tuple[Any, ...]]
) -> None:
    found = archive.execute("SELECT depth, canonical_id, is_present, via FROM thread(?)", [asked]).fetchall()
    assert found == expected


def test_answers(archive: duckdb.DuckDBPyConnection) -> None:
    columns = "question_id, answer_id, post, is_addressed_back, days"
    assert rows(archive, f"SELECT {columns} FROM answers ORDER BY question_id, days") == [
        ("06HENTZAU1", "06ZENDA60", "ZENDA", None, None),
        ("06NOWHERE1", "06ZENDA70", "ZENDA", None, None),
        ("06STATE500", "06STRELSAU3", "STRELSAU", False, 2.0),
        ("06STATE500", "06ZENDA20", "ZENDA", True, 9.0),
        ("06STATE500", "06BEIRUT7", "BEIRUT", None, 20.0),
        ("06STATE500", "06ZENDA30", "ZENDA", True, 37.0),
    ]


def test_what_was_sent_before_is_no_answer() -> None:
    cables = [cable("06ZENDA1", "ZENDA", 1, date(2006, 1, 1)), cable("06BEIRUT1", "BEIRUT", 1, date(2006, 1, 2))]
    reference = row("cable_references", cable_id="06ZENDA1", position=1, kind="cable", referenced_id="06BEIRUT1")
    with database({"cables": cables, "cable_references": [reference]}) as connection:
        assert rows(connection, "FROM answers") == []


def test_circulars_and_who_answered(archive: duckdb.DuckDBPyConnection) -> None:
    assert rows(archive, "FROM circulars") == [
        (
            "06STATE500",
            True,
            "COUNT THE BOATS",
            noon(2, 1),
            3,
            4,
            noon(2, 3),
            noon(3, 10),
            9.0,
            ["STRELSAU", "ZENDA", "BEIRUT"],
        )
    ]
    assert rows(archive, "FROM answers_to('06STATE500')") == [
        (1, "STRELSAU", "06STRELSAU3", noon(2, 3), 2.0, 1, False),
        (2, "ZENDA", "06ZENDA20", noon(2, 10), 9.0, 2, True),
        (3, "BEIRUT", "06BEIRUT7", noon(2, 21), 20.0, 1, None),
    ]


# --- what is missing ------------------------------------------------------------------------------------------------


def test_ghost_cables(archive: duckdb.DuckDBPyConnection) -> None:
    columns = (
        "ghost_id, post, year, serial_number, citing_cables, citing_posts, in_references, in_text, captions, "
        "lower_neighbor, higher_neighbor, sent_after, sent_before, window_days, is_consistent"
    )
    assert rows(archive, f"SELECT {columns} FROM ghost_cables ORDER BY ghost_id") == [
        ("06HENTZAU1", "HENTZAU", 2006, 1, 1, 1, 1, 0, [], None, None, datetime(2006, 1, 1), noon(6, 10), 160, True),
        ("06NOWHERE1", "NOWHERE", 2006, 1, 1, 1, 1, 0, [], None, None, datetime(2006, 1, 1), noon(7, 10), 190, True),
        (
            "06ZENDA45", "ZENDA", 2006, 45, 2, 2, 1, 1, ["NOTAL"], "06ZENDA40", "06ZENDA50", noon(4, 10), noon(5, 10),
            30, True,
        ),
    ]  # fmt: skip


def test_a_ghost_that_is_cited_early_was_sent_before_that() -> None:
    cables = [
        cable("06ZENDA1", "ZENDA", 1, date(2006, 1, 1)),
        cable("06ZENDA9", "ZENDA", 9, date(2006, 12, 1)),
        cable("06BEIRUT1", "BEIRUT", 1, date(2006, 2, 1)),
        cable("06BEIRUT2", "BEIRUT", 2, date(2005, 2, 1)),
    ]
    references = [
        row("cable_references", cable_id="06BEIRUT1", position=1, kind="cable", referenced_id="06ZENDA5"),
        row("cable_references", cable_id="06BEIRUT2", position=1, kind="cable", referenced_id="06ZENDA6"),
    ]
    with database({"cables": cables, "cable_references": references}) as connection:
        found = rows(connection, "SELECT ghost_id, sent_after, sent_before, is_consistent FROM ghost_cables ORDER BY 1")
    assert found == [
        ("06ZENDA5", datetime(2006, 1, 1), datetime(2006, 2, 1), True),
        ("06ZENDA6", datetime(2006, 1, 1), datetime(2006, 12, 2), False),
    ]


def test_ghost_contexts(archive: duckdb.DuckDBPyConnection) -> None:
    columns = "cable_id, place, caption, printed, subject, sentence"
    assert rows(archive, f"SELECT {columns} FROM ghost_contexts WHERE ghost_id = '06ZENDA45' ORDER BY ALL") == [
        ("06BEIRUT9", "text", None, "Zenda 45", "BOATS SINK", "As told in Zenda 45, the boats sank."),
        ("06ZENDA60", "references", "NOTAL", "06ZENDA45", None, None),
    ]


def test_serial_outliers(archive: duckdb.DuckDBPyConnection) -> None:
    assert rows(archive, "FROM serial_outliers") == [("06ZENDA5000", "ZENDA", 2006, 5000, 100, 11)]


def test_a_series_far_above_is_no_outlier() -> None:
    serials = [*range(1, 41), *range(5000, 5005)]
    with database({"cables": [cable(f"06ZENDA{n}", "ZENDA", n, None) for n in serials]}) as connection:
        assert rows(connection, "FROM serial_outliers") == []


def test_coverage(archive: duckdb.DuckDBPyConnection) -> None:
    # Eleven sound serial numbers, the highest 100: 100 + 100 / 11 - 1 = 108.09; 100 * 0.05 ** (-1 / 11) = 131.3.
    assert rows(archive, "FROM coverage WHERE post = 'ZENDA'") == [
        ("ZENDA", 2006, 12, 10, 5000, 1, 100, 108, 109, 100, 132, pytest.approx(11 / (99 + 100 / 11)))
    ]


def test_coverage_by_month(archive: duckdb.DuckDBPyConnection) -> None:
    columns = (
        "month, seen, lowest_serial, highest_serial, sent_by_range, sent_by_spread, sent_low, sent_high, share_seen"
    )
    found = rows(archive, f"SELECT {columns} FROM coverage_by_month WHERE post = 'ZENDA' ORDER BY month")
    assert found[:3] == [
        (date(2006, 1, 1), 1, 10, 10, 1, None, 1, 19, None),
        (date(2006, 2, 1), 1, 20, 20, 1, None, 1, 19, None),
        (date(2006, 3, 1), 2, 30, 34, 5, 11, 5, 19, pytest.approx(2 / 11)),
    ]
    assert found[-1] == (date(2006, 10, 1), 1, 100, 100, 1, None, 1, None, None)


def test_a_whole_series_is_covered_whole() -> None:
    with database({"cables": [cable(f"06ZENDA{n}", "ZENDA", n, date(2006, 1, 1)) for n in range(1, 51)]}) as connection:
        columns = "sent_by_highest, sent_by_tank, sent_by_gap, sent_low, share_seen"
        assert rows(connection, f"SELECT {columns} FROM coverage") == [(50, 50, 50, 50, 1.0)]
        assert rows(connection, "SELECT sent_by_range, sent_by_spread, share_seen FROM coverage_by_month") == [
            (50, 50, 1.0)
        ]


def test_counts_join_coverage(archive: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        archive,
        "SELECT sum(telegrams), any_value(share_seen) FROM cables_by_post_month JOIN coverage USING (post, year) "
        "WHERE post = 'ZENDA'",
    )
    assert found == [(12, pytest.approx(0.10177, abs=1e-5))]


# --- secrecy --------------------------------------------------------------------------------------------------------


def test_markings_against_the_classification(archive: duckdb.DuckDBPyConnection) -> None:
    found = rows(archive, "SELECT * EXCLUDE words FROM paragraphs_by_marking ORDER BY ALL")
    assert found == [
        ("CONFIDENTIAL", "C", "same", 24, 24),
        ("CONFIDENTIAL", "S//NF", "higher", 1, 1),
        ("SECRET", "S", "same", 1, 1),
        ("SECRET", "SBU", "lower", 1, 1),
        ("UNCLASSIFIED", "C", "higher", 1, 1),
    ]


def test_unclassified_paragraphs(archive: duckdb.DuckDBPyConnection) -> None:
    assert rows(archive, "SELECT cable_id, classification, position, marking, text FROM unclassified_paragraphs") == [
        ("06ZENDA10", "SECRET", 2, "SBU", "Two.")
    ]


def test_classification_reasons(archive: duckdb.DuckDBPyConnection) -> None:
    assert rows(archive, "SELECT * EXCLUDE title FROM classification_reasons_by_tag ORDER BY ALL") == [
        ("PGOV", "subject", "1.4(B)", 1, 2, 0.5),
        ("PGOV", "subject", "1.4(D)", 2, 2, 1.0),
        ("PREL", "subject", "1.4(B)", 1, 2, 0.5),
        ("PREL", "subject", "1.4(D)", 2, 2, 1.0),
    ]
    assert rows(archive, "FROM classification_reasons_by_post ORDER BY ALL") == [
        ("ZENDA", 2006, "1.4(B)", 1, 2, 0.5),
        ("ZENDA", 2006, "1.4(D)", 2, 2, 1.0),
    ]


def test_reason_title(archive: duckdb.DuckDBPyConnection) -> None:
    assert rows(archive, "SELECT reason_title('1.4(b)'), reason_title('1.5(H)'), reason_title('1.5')") == [
        ("Foreign government information", "Weapons of mass destruction", None)
    ]


def test_declassification_calendar(archive: duckdb.DuckDBPyConnection) -> None:
    assert rows(archive, "FROM declassification_calendar ORDER BY ALL") == [
        ("ZENDA", 2006, "CONFIDENTIAL", None, "X1", 1, None),
        ("ZENDA", 2006, "SECRET", date(2016, 1, 1), None, 1, pytest.approx(3652 / 365.25)),
    ]


def test_captions_by_month(archive: duckdb.DuckDBPyConnection) -> None:
    assert rows(archive, "FROM captions_by_month ORDER BY caption") == [
        ("ZENDA", 2006, date(2006, 1, 1), "EXDIS", 1, 1, 1.0),
        ("ZENDA", 2006, date(2006, 1, 1), "SIPDIS", 1, 1, 1.0),
    ]


def test_redactions_join_coverage(archive: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        archive, "SELECT cable_id, redactions_per_1000_words, seen FROM redactions JOIN coverage USING (post, year)"
    )
    assert found == [("06STRELSAU3", 2.0, 1)]


# --- people ---------------------------------------------------------------------------------------------------------


def test_people_in_office(archive: duckdb.DuckDBPyConnection) -> None:
    january, february, november = date(2006, 1, 10), date(2006, 2, 10), date(2006, 11, 10)
    assert rows(archive, "FROM people_in_office ORDER BY ALL") == [
        ("ZENDA", "classifier", "A. SAPT", 1, february, february, [2006]),
        ("ZENDA", "classifier", "FRITZ TARLENHEIM", 2, january, february, [2006]),
        ("ZENDA", "signer", "SAPT", 1, february, february, [2006]),
        ("ZENDA", "signer", "TARLENHEIM", 11, january, november, [2006]),
    ]
