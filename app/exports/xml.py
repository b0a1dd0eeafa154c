"""The graph as XML in pieces: what GraphML and GEXF have in common."""

import io
from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import XMLGenerator

from app.exports.form import days, in_words, quote, xml_text
from app.exports.tables import VALUES
from graph.export import EntityRecord
from graph.views import FactView

ATTRIBUTES: dict[str, str] = {
    **dict.fromkeys(("label", "node", "type", "status", "start", "end", "wikidata", "country", "acts_for", "place"), "string"),
    **dict.fromkeys(VALUES, "string"),
    **{"confidence": "double", "sources": "int", "quote": "string"},
}
"""What nodes tell of themselves, and the type of each. `node` is `entity` or `fact`."""


class XmlPieces:
    """Writes elements, and hands them out piece by piece."""

    def __init__(self) -> None:
        self._buffer = io.StringIO()
        self._xml = XMLGenerator(self._buffer, "utf-8", short_empty_elements=True)
        self._xml.startDocument()

    def start(self, name: str, **attributes: Any) -> None:
        """Open an element."""
        self._xml.startElement(name, {key.rstrip("_"): xml_text(value) for key, value in attributes.items()})  # type: ignore[arg-type]  # a mapping is what it uses

    def end(self, name: str) -> None:
        """Close an element."""
        self._xml.endElement(name)

    def text(self, content: object) -> None:
        """Write text."""
        self._xml.characters(xml_text(content))

    def element(self, name: str, content: object = None, **attributes: Any) -> None:
        """Write an element with text in it, or none."""
        self.start(name, **attributes)
        if content is not None:
            self.text(content)
        self.end(name)

    def take(self) -> bytes:
        """What was written since the last time."""
        written = self._buffer.getvalue().encode()
        self._buffer.seek(0)
        self._buffer.truncate()
        return written


def of_entity(entity: EntityRecord) -> Mapping[str, object]:
    """The attributes of an entity's node."""
    told = {name: getattr(entity, name) for name in ("type", "wikidata", "country", "acts_for")}
    return _known({"label": entity.name, "node": "entity", **told})


def of_fact(fact: FactView) -> Mapping[str, object]:
    """The attributes of a fact's node."""
    first, last = days(fact)
    return _known(
        {
            **{"label": in_words(fact), "node": "fact", "type": fact.kind, "status": fact.status, "start": first, "end": last},
            **{name: fact.values.get(name) for name in VALUES},
            "place": fact.place and fact.place.name,
            **{"confidence": fact.confidence, "sources": fact.sources, "quote": quote(fact)},
        }
    )


def edges(fact: FactView) -> Iterator[tuple[str, str, str]]:
    """The edges of a fact: their ids, the entities they come from, and the roles these play."""
    for role, entity in fact.parts:
        yield f"{fact.id}-{role}-{entity.id}", entity.id, role


def _known(attributes: Mapping[str, object]) -> Mapping[str, object]:
    return {name: value for name, value in attributes.items() if value is not None}
