from __future__ import annotations

from pathlib import Path

import networkx
import pyarrow as pa
import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from cable_pipeline.database.export import graphs
from tests.database.export.conftest import Given, export


@pytest.fixture(scope="module")
def folder(given: Given, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(given, "graphml", tmp_path_factory.mktemp("graphs") / "out")


def test_references_open_in_networkx(given: Given, folder: Path) -> None:
    graph = networkx.read_graphml(folder / "references.graphml")
    assert isinstance(graph, networkx.DiGraph)
    (cables,) = given.connection.execute("SELECT count(*) FROM cables WHERE is_primary").fetchall()
    cited = graph.nodes["05VIENNA12"]
    assert cited == {"label": "05VIENNA12", "in_archive": False}
    assert graph.in_degree("05VIENNA12") == cables[0]
    citing = graph.nodes["06VIENNA40"]
    assert citing == {
        "label": "06VIENNA40",
        "in_archive": True,
        "post": "VIENNA",
        "year": 2006,
        "date": "2006-08-09",
        "classification": "CONFIDENTIAL",
        "subject": 'A "MATTER", OF <SOME> & WEIGHT',
    }
    assert graph.edges["06VIENNA40", "05VIENNA12"]["weight"] == 1


def test_traffic_opens_in_networkx(given: Given, folder: Path) -> None:
    graph = networkx.read_graphml(folder / "traffic.graphml")
    (cables,) = given.connection.execute("SELECT count(*) FROM cables WHERE is_primary").fetchall()
    edge = graph.edges["AMEMBASSY VIENNA", "SECSTATE WASHDC"]
    assert edge == {
        "weight": cables[0],
        "action": cables[0],
        "info": 0,
        "first_date": "2006-08-09",
        "last_date": "2006-08-09",
    }
    assert graph.edges["AMEMBASSY VIENNA", "AMEMBASSY PARIS"]["info"] == cables[0]
    assert graph.nodes["AMEMBASSY VIENNA"]["sent"] == cables[0]
    assert graph.nodes["SECSTATE WASHDC"]["sent"] == 0


def test_edges_are_those_of_the_tables(given: Given, folder: Path) -> None:
    graph = networkx.read_graphml(folder / "references.graphml")
    edges = given.connection.execute(
        """
        SELECT DISTINCT canonical_id, referenced_id
        FROM reference_edges JOIN cables USING (cable_id)
        WHERE is_primary
        """
    ).fetchall()
    assert set(graph.edges) == set(edges)
    assert all(source in graph and target in graph for source, target in edges)


def test_companions_come_along(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == {
        "references.graphml", "traffic.graphml", "README.md", "CITATION.cff", "data-dictionary.md", "sql",
    }  # fmt: skip


@for_any(st.text(st.characters(exclude_characters="\r", exclude_categories=["Cs"])))
def test_any_text_survives_but_for_what_xml_can_t_hold(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("any") / "graph.graphml"
    nodes = pa.table({"id": ["a", "b"], "label": [text, "b"]})
    edges = pa.table({"source": ["a"], "target": ["b"], "weight": [1]})
    with path.open("wb") as file:
        graphs._write(file, "any", nodes, edges)
    held = "".join(c if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff") else "\ufffd" for c in text)
    assert (networkx.read_graphml(path).nodes["a"]["label"] or "") == held
