"""Who cites whom and who writes to whom, as GraphML (http://graphml.graphdrawing.org/).

Written as it is read, node by node, since a library's graph of a quarter of a million telegrams takes gigabytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

import pyarrow as pa

from cable_pipeline.database.connect import open_database
from cable_pipeline.database.export.about import about, write_companions
from cable_pipeline.database.export.tables import Progress
from cable_pipeline.database.export.target import fresh_folder
from cable_pipeline.database.query import BATCH_ROWS
from cable_pipeline.tables.generations import Generation

FOLDER = Path(__file__).parent
GRAPHS = ("reference", "traffic")
FILES = {"reference": "references.graphml", "traffic": "traffic.graphml"}
_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
# All that XML 1.0 can't hold, not even escaped (https://www.w3.org/TR/xml/#charsets).
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def export_graphml(generation: Generation, out: Path, progress: Progress) -> None:
    """Write a folder with the graph of references and the graph of traffic; errors as for all exports."""
    with fresh_folder(out) as folder, open_database(generation.database) as connection:
        for done, graph in enumerate(GRAPHS, 1):
            progress(f"exporting the graph of {graph}", done, len(GRAPHS))
            nodes, edges = (
                connection.sql((FOLDER / f"{graph}_{part}.sql").read_text(encoding="utf-8")).to_arrow_table()
                for part in ("nodes", "edges")
            )
            with (folder / FILES[graph]).open("wb") as file:
                _write(file, graph, nodes, edges)
        write_companions(folder, about(generation), "graphml")


def _write(file: BinaryIO, name: str, nodes: pa.Table, edges: pa.Table) -> None:
    xml = XMLGenerator(file, "utf-8", short_empty_elements=True)
    xml.startDocument()
    _start(xml, "graphml", {"xmlns": _NAMESPACE})
    for part, table, leading in (("node", nodes, 1), ("edge", edges, 2)):
        for field in list(table.schema)[leading:]:
            key = {"id": f"{part}_{field.name}", "for": part, "attr.name": field.name, "attr.type": _type(field.type)}
            _start(xml, "key", key)
            xml.endElement("key")
    _start(xml, "graph", {"id": name, "edgedefault": "directed"})
    for identity, *values in _rows(nodes):
        _element(xml, "node", {"id": _text(identity)}, nodes.schema.names[1:], values)
    for source, target, *values in _rows(edges):
        ends = {"source": _text(source), "target": _text(target)}
        _element(xml, "edge", ends, edges.schema.names[2:], values)
    xml.endElement("graph")
    xml.endElement("graphml")
    xml.endDocument()


def _element(
    xml: XMLGenerator, kind: str, attributes: dict[str, str], names: Sequence[str], values: Sequence[Any]
) -> None:
    _start(xml, kind, attributes)
    for name, value in zip(names, values, strict=True):
        if value is not None:
            _start(xml, "data", {"key": f"{kind}_{name}"})
            xml.characters(_text(value))
            xml.endElement("data")
    xml.endElement(kind)


def _start(xml: XMLGenerator, kind: str, attributes: dict[str, str]) -> None:
    xml.startElement(kind, AttributesImpl(attributes))


def _rows(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    for batch in table.to_batches(BATCH_ROWS):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", str(value))


def _type(kind: pa.DataType) -> str:
    if pa.types.is_boolean(kind):
        return "boolean"
    return "long" if pa.types.is_integer(kind) else "string"
