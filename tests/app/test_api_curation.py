"""Curation over HTTP: judged, previewed, listed, undone; redirects; doubts; and why an entity is one."""

from typing import Any

import httpx
import pytest

TEXTS = {
    "a": ("2024-01-03", "Anna Lind met Adam Stone in Paris on 2024-01-02. Volodymyr Zelensky met Adam Stone on 2024-01-01."),
    "b": ("2024-01-04", "Anne Lind met Adam Stone in Paris on 2024-01-02."),
    "c": ("2024-02-04", "Anna Lind met Vladimir Putin on 2024-02-03."),
}


@pytest.fixture
def archive(client: httpx.Client) -> httpx.Client:
    """A service that has read a few texts."""
    for external_id, (day, text) in TEXTS.items():
        body = {"external_id": external_id, "published_at": day, "text": text}
        assert client.post("/v1/documents", json=body).status_code == 201
    return client


def entity(client: httpx.Client, name: str) -> str:
    return str(client.get(f"/v1/entities/{name}").json()["id"])


def post(client: httpx.Client, path: str, expected: int = 201, with_: list[str] | None = None, **body: Any) -> Any:
    answer = client.post(path, json=body if with_ is None else {**body, "with": with_})
    assert answer.status_code == expected, answer.text
    return answer.json()


def meetings(client: httpx.Client) -> list[dict[str, Any]]:
    return list(client.get("/v1/meetings").json()["items"])


def test_a_merge_is_previewed_made_and_undone(archive: httpx.Client) -> None:
    anna, anne = entity(archive, "Anna Lind"), entity(archive, "Anne Lind")
    before = archive.get("/v1/meetings").json()
    preview = post(archive, "/v1/entities/Anna Lind:merge", with_=["Anne Lind"], author="Ann", preview=True)
    assert (preview["applied"], preview["changed"], len(preview["withdrawn"])) == (False, 1, 1)
    assert preview["facts"][0]["sources"] == 2
    assert archive.get("/v1/meetings").json() == before
    assert archive.get("/v1/judgements").json()["items"] == []

    made = post(archive, f"/v1/entities/{anna}:merge", with_=[anne], author="Ann", reason="a misprint")
    assert made["applied"]
    (judgement,) = made["judgements"]
    assert (judgement["left"]["name"], judgement["right"]["name"]) == ("Anna Lind", "Anne Lind")
    assert (judgement["author"], judgement["reason"], judgement["state"]) == ("Ann", "a misprint", "in_force")
    assert len(meetings(archive)) == len(before["items"]) - 1
    moved = archive.get(f"/v1/entities/{anne}/timeline?limit=1")
    assert (moved.status_code, moved.headers["location"]) == (308, f"/v1/entities/{anna}/timeline?limit=1")
    assert archive.get("/v1/entities/Anne Lind").json()["id"] == anna
    assert set(archive.get(f"/v1/entities/{anna}").json()["names"]) == {"Anna Lind", "Anne Lind"}
    met = archive.get("/v1/met", params={"who": anne}).json()["items"]
    assert {row["entity"]["name"] for row in met} == {"Adam Stone", "Vladimir Putin"}

    (gone,) = made["withdrawn"]
    led = archive.get(f"/v1/facts/{gone['id']}")
    assert (led.status_code, led.headers["location"]) == (308, f"/v1/facts/{gone['moved_to']}")
    assert archive.get(f"/v1/facts/{gone['id']}/history", follow_redirects=True).json()["fact"]["id"] == gone["moved_to"]

    undone = post(archive, f"/v1/judgements/{judgement['id']}:undo", 200, author="Bob")
    assert undone["judgements"][0]["state"] == "withdrawn"
    assert archive.get("/v1/meetings").json() == before
    assert archive.get(f"/v1/entities/{anne}").status_code == 200
    (listed,) = archive.get("/v1/judgements").json()["items"]
    assert (listed["author"], listed["withdrawn_by"], listed["state"]) == ("Ann", "Bob", "withdrawn")


def test_an_entity_is_split_by_documents(archive: httpx.Client) -> None:
    anna = entity(archive, "Anna Lind")
    document = archive.get("/v1/documents/c").json()["id"]
    split = post(archive, f"/v1/entities/{anna}:split", documents=[document], name="Anna Lind of Oslo")
    other = split["judgements"][0]["right"]
    assert other["name"] == "Anna Lind of Oslo"
    assert split["judgements"][0]["documents"] == [document]
    assert {row["entity"]["name"] for row in archive.get("/v1/met", params={"who": other["id"]}).json()["items"]} == {
        "Vladimir Putin"
    }
    taken = post(archive, f"/v1/entities/{anna}:split", 422, documents=["doc_x"])
    assert taken["code"] == "invalid-judgement"


def test_one_merged_is_taken_out_and_the_later_judgement_counts(archive: httpx.Client) -> None:
    anna, anne = entity(archive, "Anna Lind"), entity(archive, "Anne Lind")
    post(archive, f"/v1/entities/{anna}:merge", with_=[anne])
    post(archive, f"/v1/entities/{anna}:split", merged=anne)
    assert archive.get(f"/v1/entities/{anne}").status_code == 200
    states = [row["state"] for row in archive.get("/v1/judgements", params={"entity": anna}).json()["items"]]
    assert states == ["in_force", "overruled"]


def test_facts_are_merged_and_split(archive: httpx.Client) -> None:
    facts = {fact["date"]["start"]: fact["id"] for fact in meetings(archive) if len(fact["evidence"]) == 1}
    first, second = facts["2024-01-01"], facts["2024-02-03"]
    made = post(archive, f"/v1/facts/{first}:merge", with_=[second])
    (fact,) = made["facts"]
    assert len(fact["participants"]) == 4
    history = archive.get(f"/v1/facts/{fact['id']}/history").json()
    claims = [entry["id"] for entry in history["items"]]
    assert len(claims) == 2
    post(archive, f"/v1/facts/{fact['id']}:split", claims=claims[1:])
    assert {f["id"] for f in meetings(archive)} >= {first, second}
    refused = post(archive, f"/v1/facts/{first}:split", 422, claims=claims[:1])
    assert "some, but not all" in refused["detail"]


def test_doubts_are_reviewed_until_they_are_settled(archive: httpx.Client) -> None:
    (doubt,) = [d for d in archive.get("/v1/review").json()["items"] if "Lind" in d["left"]["name"]]
    assert {doubt["left"]["name"], doubt["right"]["name"]} == {"Anna Lind", "Anne Lind"}
    assert doubt["left"]["name"] == "Anna Lind", "the better known comes first"
    assert 0.5 < doubt["score"] < 1
    assert "is like" in doubt["reasons"][0]
    pair = {"subject": "entity", "left": doubt["left"]["id"], "right": doubt["right"]["id"]}
    post(archive, "/v1/judgements", verdict="unsure", author="Ann", **pair)
    (doubt,) = [d for d in archive.get("/v1/review").json()["items"] if "Lind" in d["left"]["name"]]
    assert doubt["judgement"]["author"] == "Ann"
    post(archive, "/v1/judgements", verdict="different", **pair)
    assert [d for d in archive.get("/v1/review").json()["items"] if "Lind" in d["left"]["name"]] == []
    assert len(meetings(archive)) == 4


def test_doubtful_facts_share_day_and_actors(archive: httpx.Client) -> None:
    again = "Anna Lind met Adam Stone in Berlin on 2024-01-02."
    post(archive, "/v1/documents", text=again, published_at="2024-01-05")
    (doubt,) = archive.get("/v1/review", params={"subject": "fact"}).json()["items"]
    assert doubt["reasons"] == ["both are a meeting of 2024-01-02", "they share 2 of 2 actors"]
    pair = {"subject": "fact", "left": doubt["left"]["id"], "right": doubt["right"]["id"]}
    post(archive, "/v1/judgements", verdict="unsure", **pair)
    assert archive.get("/v1/review", params={"subject": "fact"}).json()["items"][0]["judgement"]["verdict"] == "unsure"
    post(archive, "/v1/judgements", verdict="same", **pair)
    assert archive.get("/v1/review", params={"subject": "fact"}).json()["items"] == []


def test_why_these_names_are_one_entity(archive: httpx.Client) -> None:
    anna = entity(archive, "Anna Lind")
    post(archive, f"/v1/entities/{anna}:merge", with_=["Anne Lind"], author="Ann")
    why = archive.get(f"/v1/entities/{anna}/why").json()
    named = [(name["name"], name["documents"]) for name in why["names"]]
    assert named == [("Anna Lind", 2), ("Anne Lind", 1)]
    assert why["names"][0]["first"] == archive.get("/v1/documents/a").json()["id"]
    assert [merged["name"] for merged in why["merged"]] == ["Anne Lind"]
    assert [judgement["author"] for judgement in why["judgements"]] == ["Ann"]
    known = archive.get("/v1/entities/Zelensky/why").json()
    assert (known["ids"]["wikidata"], known["acts_for"]["name"]) == ("Q3874799", "Ukraine")
    assert archive.get("/v1/entities/nobody/why").status_code == 404


def test_judgements_are_listed_by_page_and_filter(archive: httpx.Client) -> None:
    anna, anne, adam = (entity(archive, name) for name in ("Anna Lind", "Anne Lind", "Adam Stone"))
    ruled = ((anna, anne, "unsure", "Ann"), (anna, adam, "different", "Bob"), (anne, adam, "different", "Bob"))
    for left, right, verdict, author in ruled:
        post(archive, "/v1/judgements", subject="entity", left=left, right=right, verdict=verdict, author=author)
    page = archive.get("/v1/judgements?limit=2").json()
    assert [row["verdict"] for row in page["items"]] == ["different", "different"]
    rest = archive.get("/v1/judgements", params={"limit": 2, "cursor": page["next_cursor"]}).json()
    assert ([row["author"] for row in rest["items"]], rest["next_cursor"]) == (["Ann"], None)
    for params, number in (({"verdict": "unsure"}, 1), ({"author": "Bob"}, 2), ({"entity": anna}, 2), ({"subject": "fact"}, 0)):
        assert len(archive.get("/v1/judgements", params=params).json()["items"]) == number
    one = page["items"][0]
    assert archive.get(f"/v1/judgements/{one['id']}").json() == one
    assert archive.get("/v1/judgements/judgement_x").status_code == 404


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("/v1/entities/Anna Lind:merge", {"with": ["Anna Lind"]}, 422, "invalid-judgement"),
        ("/v1/entities/Anna Lind:merge", {"with": []}, 422, "invalid-request"),
        ("/v1/entities/Anna Lind:merge", {"with": ["Nobody Known"]}, 404, "entity-not-found"),
        ("/v1/entities/Anna Lind:split", {}, 422, "invalid-request"),
        ("/v1/facts/fact_x:merge", {"with": ["fact_y"]}, 404, "fact-not-found"),
        ("/v1/judgements/judgement_x:undo", {}, 404, "judgement-not-found"),
        ("/v1/judgements", {"subject": "fact", "left": "a", "right": "b", "verdict": "perhaps"}, 422, "invalid-request"),
    ],
)
def test_what_makes_no_sense_is_refused(archive: httpx.Client, path: str, body: dict[str, Any], status: int, code: str) -> None:
    answer = archive.post(path, json=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_fact_that_no_document_tells_any_more_is_gone(archive: httpx.Client) -> None:
    (fact,) = [fact for fact in meetings(archive) if fact["date"]["start"] == "2024-02-03"]
    assert archive.delete("/v1/documents/c").status_code == 204
    gone = archive.get(f"/v1/facts/{fact['id']}")
    assert (gone.status_code, gone.json()["code"]) == (410, "withdrawn")
