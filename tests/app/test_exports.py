"""Exports: each format is read back by the program it is meant for, and holds what the API serves."""

import importlib.util
import io
import json
from typing import Any

import httpx
import networkx as nx
import pandas as pd
import pyarrow.parquet as pq
import pytest
from followthemoney import model
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef

from app.exports import FORMATS
from app.exports.cypher import literal
from app.exports.tables import TABLES
from app.exports.xml import XmlPieces
from tests.app.cypher_reader import Database

# rdflib uses a class of its own that it has deprecated
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

WDT, P, PS = (f"http://www.wikidata.org/prop/{path}" for path in ("direct/", "", "statement/"))
XSD_DATE = URIRef("http://www.w3.org/2001/XMLSchema#date")
NASTY = "Ada O’Neil' \\u0027 \\ }) DETACH DELETE n; // \"&<>]]> =1+1\t\u202e\u0007"


def export(client: httpx.Client, form: str, **params: Any) -> bytes:
    answer = client.get("/v1/export", params={"format": form, **params})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == FORMATS[form].media_type
    assert answer.headers["content-disposition"] == f'attachment; filename="backchannel.{FORMATS[form].suffix}"'
    return answer.content


def lines(content: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content.decode().split("\n") if line]


@pytest.fixture(scope="session")
def served(news: httpx.Client) -> dict[str, dict[str, Any]]:
    """All facts, as the lists serve them."""
    kinds = ("meetings", "positions", "sanctions", "roles", "agreements")
    return {fact["id"]: fact for kind in kinds for fact in news.get(f"/v1/{kind}", params={"limit": 200}).json()["items"]}


def test_json_lines_hold_facts_as_the_api_serves_them(news: httpx.Client, served: dict[str, Any]) -> None:
    facts = lines(export(news, "jsonl"))
    assert {fact["id"]: fact for fact in facts} == served
    assert len(facts) == len(served)


@pytest.mark.parametrize(
    "filters",
    [
        {"kinds": "meeting,sanction"},
        {"participant": ["Macron", "Putin"]},
        {"entity": "Macron"},
        {"status": "held", "from": "2022-01-01"},
        {"place": "Paris"},
        {"meeting_format": "call"},
        {"topic": "TALKS"},
        {"to": "2019-12-31"},
        {"participant": "Eve Stone", "imposer": "European Union"},
    ],
)
def test_every_format_takes_every_filter(news: httpx.Client, served: dict[str, Any], filters: dict[str, Any]) -> None:
    wanted = {fact["id"] for fact in lines(export(news, "jsonl", **filters))}
    assert wanted < served.keys()
    assert {row["id"] for row in pd.read_csv(io.BytesIO(export(news, "csv", **filters))).to_dict("records")} == wanted
    graph = nx.read_graphml(io.BytesIO(export(news, "graphml", **filters)))
    assert {node for node, data in graph.nodes(data=True) if data["node"] == "fact"} == wanted
    for form in FORMATS:
        export(news, form, **filters)


def test_filters_are_those_of_the_lists(news: httpx.Client) -> None:
    listed = {
        fact["id"] for fact in news.get("/v1/meetings", params={"participant": "Macron", "from": "2022-01-01"}).json()["items"]
    }
    exported = lines(export(news, "jsonl", participant="Macron", kinds="meeting", **{"from": "2022-01-01"}))
    assert {fact["id"] for fact in exported} == listed


def test_csv_is_read_by_pandas(news: httpx.Client, served: dict[str, Any]) -> None:
    frame = pd.read_csv(io.BytesIO(export(news, "csv")), parse_dates=["start", "end"])
    assert set(frame["id"]) == served.keys()
    meetings = frame[(frame["kind"] == "meeting") & (frame["place"] == "Paris")].sort_values("start")
    assert list(meetings["participants"]) == ["Emmanuel Macron; Vladimir Putin", "Vladimir Putin; Volodymyr Zelensky"]
    assert meetings["start"].iloc[1] == pd.Timestamp("2019-12-09")


def test_parquet_is_read_by_pyarrow_with_types(news: httpx.Client, served: dict[str, Any]) -> None:
    table = pq.read_table(io.BytesIO(export(news, "parquet")))
    rows = {row["id"]: row for row in table.to_pylist()}
    assert rows.keys() == served.keys()
    for id_, row in rows.items():
        assert row["confidence"] == pytest.approx(served[id_]["confidence"])
        assert row["quotes"] == [evidence["quote"] for evidence in served[id_]["evidence"]]
    assert str(table.schema.field("start").type) == "date32[day]"


@pytest.mark.parametrize("table", TABLES)
def test_each_table_is_the_same_in_each_tabular_format(news: httpx.Client, table: str) -> None:
    parquet = pq.read_table(io.BytesIO(export(news, "parquet", table=table))).to_pylist()
    assert parquet
    assert len(pd.read_csv(io.BytesIO(export(news, "csv", table=table)))) == len(parquet)
    rows = lines(export(news, "jsonl", table=table))
    assert len(rows) == len(parquet)
    if table != "facts":
        assert [json.loads(json.dumps(row, default=str)) for row in parquet] == rows


def test_documents_can_be_ingested_again(news: httpx.Client) -> None:
    for row in lines(export(news, "jsonl", table="documents")):
        body = {name: value for name, value in row.items() if name != "id"}
        answer = news.post("/v1/documents", json=body)
        assert (answer.status_code, answer.json()["id"]) == (200, row["id"])


def test_quotes_stand_where_the_evidence_table_says(news: httpx.Client) -> None:
    texts = {row["id"]: row["text"] for row in lines(export(news, "jsonl", table="documents"))}
    rows = lines(export(news, "jsonl", table="evidence"))
    assert rows
    assert all(texts[row["document_id"]][row["start"] : row["end"]] == row["quote"] for row in rows)


@pytest.mark.parametrize(("form", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_graphs_are_read_by_networkx(news: httpx.Client, served: dict[str, Any], form: str, read: Any) -> None:
    graph = read(io.BytesIO(export(news, form)))
    facts = {node: data for node, data in graph.nodes(data=True) if data["node"] == "fact"}
    assert facts.keys() == served.keys()
    (id_,) = (id_ for id_, fact in served.items() if fact.get("name") == "grain deal")
    parties = {graph.nodes[entity]["label"]: role for _, entity, role in graph.edges(id_, data="role")}
    assert parties == {"Ukraine": "party", "Russia": "party"}
    assert facts[id_]["start"] == "2022-07-22"
    assert facts[id_]["confidence"] == pytest.approx(0.9)
    assert facts[id_]["quote"] == served[id_]["evidence"][0]["quote"]
    zelensky = next(node for node, data in graph.nodes(data=True) if data["label"] == "Volodymyr Zelensky")
    assert graph.nodes[zelensky]["wikidata"] == "Q3874799"
    boris = next(node for node, data in graph.nodes(data=True) if data["label"] == "Boris Lind")
    assert nx.has_path(graph, zelensky, boris)


def test_json_ld_is_read_by_rdflib_with_the_properties_of_wikidata(news: httpx.Client, served: dict[str, Any]) -> None:
    graph = Graph().parse(data=export(news, "jsonld"), format="json-ld")
    query = f"""
        PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX oa: <http://www.w3.org/ns/oa#>
        SELECT ?meeting ?day ?quote WHERE {{
            ?putin owl:sameAs <http://www.wikidata.org/entity/Q7747> .
            ?zelensky owl:sameAs <http://www.wikidata.org/entity/Q3874799> .
            ?meeting <{WDT}P710> ?putin, ?zelensky ; <{WDT}P585> ?day ; <{WDT}P276> ?place ;
                     oa:hasTarget/oa:hasSelector/oa:exact ?quote .
            ?place <http://www.w3.org/2000/01/rdf-schema#label> "Paris" }}"""
    found = {(str(row[0]), str(row[1]), str(row[2])) for row in graph.query(query)}  # type: ignore[index]  # a SELECT
    expected = next(fact for fact in served.values() if fact["kind"] == "meeting" and len(fact["evidence"]) == 2)
    quote = expected["evidence"][0]["quote"]
    assert found == {(f"urn:backchannel:{expected['id']}", "2019-12-09", quote)}
    office = URIRef(f"{P}P39")
    ((person, statement),) = graph.subject_objects(office)
    assert (person, URIRef(f"{WDT}P39"), graph.value(statement, URIRef(f"{PS}P39"))) in graph
    assert graph.value(statement, URIRef("http://www.wikidata.org/prop/qualifier/P580")) == Literal(
        "2019-05-20", datatype=XSD_DATE
    )


def test_follow_the_money_entities_are_valid(news: httpx.Client) -> None:
    nodes = lines(export(news, "ftm"))
    entities = {}
    for node in nodes:
        schema = model.get(node["schema"])
        assert schema is not None
        schema.validate({"properties": node["properties"]})
        proxy = model.get_proxy(node, cleaned=False)
        assert {name: len(values) for name, values in proxy.to_dict()["properties"].items()} == {
            name: len(values) for name, values in node["properties"].items()
        }, node
        entities[proxy.id] = proxy
    assert {proxy.schema.name for proxy in entities.values()} >= {
        "Person",
        "Event",
        "Sanction",
        "Occupancy",
        "Position",
        "Note",
        "Article",
    }
    for proxy in entities.values():
        for prop, value in proxy.itervalues():
            if prop.type.name == "entity":
                assert entities[value].schema.is_a(prop.range), (proxy.schema.name, prop.name, value)
    assert next(p for p in entities.values() if p.caption == "Ukraine").get("country") == ["ua"]


def test_cypher_builds_the_graph_and_runs_twice(news: httpx.Client, served: dict[str, Any]) -> None:
    script = export(news, "cypher").decode()
    database = Database()
    database.run(script)
    first = (dict(database.nodes), set(database.edges))
    database.run(script)
    assert (database.nodes, database.edges) == first
    facts = {id_: node for id_, node in database.nodes.items() if node["label"] == "Fact"}
    assert facts.keys() == served.keys()
    for id_, fact in served.items():
        edges = {(kind, source) for source, kind, target in database.edges if target == id_}
        if fact["kind"] == "meeting":
            assert {("PARTICIPANT", entity["id"]) for entity in fact["participants"]} <= edges
        assert facts[id_]["quote"] in {evidence["quote"] for evidence in fact["evidence"]}


@given(
    st.text()
    | st.just(NASTY)
    | st.lists(st.text(), max_size=3)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.integers()
)
def test_no_text_escapes_from_its_string_in_cypher(value: Any) -> None:
    database = Database()
    database.run(f"MERGE (n:Fact {{id: 'x'}}) SET n:Meeting, n += {{value: {literal(value)}}};")
    assert database.nodes == {
        "x": {"label": "Fact", "kind": "Meeting", "value": pytest.approx(value) if isinstance(value, float) else value}
    }


@given(st.text() | st.just(NASTY))
def test_any_text_is_well_formed_in_xml(text: str) -> None:
    xml = XmlPieces()
    xml.start("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    xml.element("key", **{"id": "label", "for": "node", "attr.name": "label", "attr.type": "string"})
    xml.start("graph", edgedefault="undirected")
    xml.start("node", id="n" + text)
    xml.element("data", text, key="label")
    for name in ("node", "graph", "graphml"):
        xml.end(name)
    ((_, label),) = nx.read_graphml(io.BytesIO(xml.take())).nodes(data="label")
    kept = "".join(c if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff") else "\ufffd" for c in text)
    assert (label or "") == kept.replace("\r\n", "\n").replace("\r", "\n")


def test_plover_rows_are_coded_a_row_a_pair(news: httpx.Client, served: dict[str, Any]) -> None:
    frame = pd.read_csv(io.BytesIO(export(news, "plover")), dtype={"cameo_code": str, "cameo_root": str})
    by_kind = {kind: rows for kind, rows in frame.groupby("kind")}
    sanction = by_kind["sanction"].iloc[0]
    assert (sanction["actor_name"], sanction["recipient_name"]) == ("European Union", "Russia")
    assert (sanction["event_type"], sanction["cameo_code"], sanction["quad_class"]) == ("SANCTION", "163", 4)
    assert sanction["recipient_country"] == "RUS"
    meetings = by_kind["meeting"]
    assert len(meetings) == 2 * len([fact for fact in served.values() if fact["kind"] == "meeting"])
    assert set(meetings[meetings["status"] == "planned"]["cameo_code"]) == {"036"}
    calls = meetings[meetings["event_mode"] == "phone"]
    assert set(calls["cameo_code"]) == {"041"}
    assert {(a, b) for a, b in zip(calls["actor_name"], calls["recipient_name"], strict=True)} == {
        ("Emmanuel Macron", "Vladimir Putin"),
        ("Vladimir Putin", "Emmanuel Macron"),
    }
    assert "role" not in by_kind


@pytest.mark.parametrize(
    ("params", "status", "code"),
    [
        ({"format": "xlsx"}, 422, "invalid-request"),
        ({"format": "ftm", "table": "parts"}, 422, "invalid-request"),
        ({"colour": "red"}, 422, "invalid-request"),
        ({"entity": "Nobody Atall"}, 404, "entity-not-found"),
        ({"entity": "Stone"}, 409, "ambiguous-name"),
        ({"from": "2022-01-02", "to": "2022-01-01"}, 422, "invalid-request"),
    ],
)
def test_what_cannot_be_exported_is_a_problem(news: httpx.Client, params: dict[str, str], status: int, code: str) -> None:
    answer = news.get("/v1/export", params=params)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_without_pyarrow_parquet_says_what_to_install(news: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    answer = news.get("/v1/export", params={"format": "parquet"})
    assert (answer.status_code, answer.json()["code"]) == (501, "format-unavailable")
    assert "backchannel[parquet]" in answer.json()["detail"]


def test_an_empty_database_exports_nothing_in_every_format(client: httpx.Client) -> None:
    for form in FORMATS:
        assert export(client, form) is not None
    assert nx.read_gexf(io.BytesIO(export(client, "gexf"))).number_of_nodes() == 0
    assert len(pq.read_table(io.BytesIO(export(client, "parquet")))) == 0
    assert len(Graph().parse(data=export(client, "jsonld"), format="json-ld")) == 0


def test_a_nasty_text_stays_a_text_in_every_format(client: httpx.Client) -> None:
    body = {"text": "Ukraine signed the grain deal with Russia on 2022-07-22.", "title": NASTY, "source": NASTY, "url": NASTY}
    assert client.post("/v1/documents", json=body).status_code == 201
    for form in FORMATS:
        export(client, form)
    graph = Graph().parse(data=export(client, "jsonld"), format="json-ld")
    assert Literal(NASTY) in set(graph.objects(predicate=URIRef("http://schema.org/headline")))
    frame = pd.read_csv(io.BytesIO(export(client, "csv", table="documents")))
    assert list(frame["title"]) == [NASTY]
