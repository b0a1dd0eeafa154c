"""Exports: facts, and all they speak of, in the forms that other programs read; a module a format."""

from app.exports import cypher, ftm, gexf, graphml, jsonld, plover, tabular
from app.exports.form import Export, Format

FORMATS: dict[str, Format] = {
    form.name: form
    for form in (*tabular.FORMATS, graphml.FORMAT, gexf.FORMAT, jsonld.FORMAT, ftm.FORMAT, cypher.FORMAT, plover.FORMAT)
}
"""The formats by name."""

__all__ = ["FORMATS", "Export", "Format"]
