"""GraphML: entities and facts are nodes, parts are edges with the role played."""

from collections.abc import Iterator, Mapping

from app.exports.form import Export, Format
from app.exports.tabular import chunks
from app.exports.xml import ATTRIBUTES, XmlPieces, edges, of_entity, of_fact


def _write(export: Export) -> Iterator[bytes]:
    return chunks(_pieces(export))


def _pieces(export: Export) -> Iterator[bytes]:
    xml = XmlPieces()
    xml.start("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    for name, kind in ATTRIBUTES.items():
        xml.element("key", **{"id": name, "for": "node", "attr.name": name, "attr.type": kind})
    xml.element("key", **{"id": "role", "for": "edge", "attr.name": "role", "attr.type": "string"})
    xml.start("graph", id="backchannel", edgedefault="undirected")
    for entity in export.entities():
        _node(xml, entity.id, of_entity(entity))
        yield xml.take()
    for fact in export.facts():
        _node(xml, fact.id, of_fact(fact))
        for id_, entity_id, role in edges(fact):
            xml.start("edge", id=id_, source=entity_id, target=fact.id)
            xml.element("data", role, key="role")
            xml.end("edge")
        yield xml.take()
    xml.end("graph")
    xml.end("graphml")
    yield xml.take()


def _node(xml: XmlPieces, id_: str, attributes: Mapping[str, object]) -> None:
    xml.start("node", id=id_)
    for name, value in attributes.items():
        xml.element("data", value, key=name)
    xml.end("node")


FORMAT = Format("graphml", "graphml", "application/graphml+xml", "GraphML for networkx, igraph, yEd", _write)
