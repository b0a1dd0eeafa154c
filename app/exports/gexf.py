"""GEXF for Gephi: entities and facts are nodes, parts are edges; facts stand in time.

All nodes come before all edges in GEXF, so facts are read twice, of the same moment.
"""

from collections.abc import Iterator, Mapping

from app.exports.form import Export, Format
from app.exports.tabular import chunks
from app.exports.xml import ATTRIBUTES, XmlPieces, edges, of_entity, of_fact

TYPES = {"int": "integer"}
OWN = ("label", "start", "end")
"""What GEXF has attributes of its own for."""


def _write(export: Export) -> Iterator[bytes]:
    return chunks(_pieces(export))


def _pieces(export: Export) -> Iterator[bytes]:
    xml = XmlPieces()
    xml.start("gexf", xmlns="http://www.gexf.net/1.2draft", version="1.2")
    xml.start("graph", defaultedgetype="undirected", mode="dynamic", timeformat="date")
    xml.start("attributes", **{"class": "node"})
    for name, kind in ATTRIBUTES.items():
        if name not in OWN:
            xml.element("attribute", id=name, title=name, type=TYPES.get(kind, kind))
    xml.end("attributes")
    xml.start("attributes", **{"class": "edge"})
    xml.element("attribute", id="role", title="role", type="string")
    xml.end("attributes")
    xml.start("nodes")
    for entity in export.entities():
        _node(xml, entity.id, of_entity(entity))
        yield xml.take()
    for fact in export.facts():
        _node(xml, fact.id, of_fact(fact))
        yield xml.take()
    xml.end("nodes")
    xml.start("edges")
    for fact in export.facts():
        for id_, entity_id, role in edges(fact):
            xml.start("edge", id=id_, source=entity_id, target=fact.id)
            _values(xml, {"role": role})
            xml.end("edge")
        yield xml.take()
    for name in ("edges", "graph", "gexf"):
        xml.end(name)
    yield xml.take()


def _node(xml: XmlPieces, id_: str, attributes: Mapping[str, object]) -> None:
    xml.start("node", id=id_, **{name: attributes[name] for name in OWN if name in attributes})
    _values(xml, {name: value for name, value in attributes.items() if name not in OWN})
    xml.end("node")


def _values(xml: XmlPieces, attributes: Mapping[str, object]) -> None:
    xml.start("attvalues")
    for name, value in attributes.items():
        xml.element("attvalue", **{"for": name, "value": value})
    xml.end("attvalues")


FORMAT = Format("gexf", "gexf", "application/gexf+xml", "GEXF for Gephi, with facts in time", _write)
