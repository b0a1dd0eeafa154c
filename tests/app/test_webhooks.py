"""Webhooks: told what has changed, signed, in order; tried again, across restarts; never led into a private network."""

import datetime as dt
import json
import queue
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select, update

from app.delivering import Deliverer
from app.settings import Settings
from app.signing import TOLERANCE_S, InvalidSignatureError, signed, verify
from graph import webhooks
from graph.database import open_engine, read_sessions, sessions
from graph.tables import Delivery, Entity
from tests.app.conftest import SentenceReader, serving

MET = "Volodymyr Zelensky met Vladimir Putin in Paris on 2019-12-09."
MET_TOO = "Vladimir Putin met Volodymyr Zelensky in Paris on 2019-12-09."
SIGNED = "Ukraine signed the grain deal with Russia on 2022-07-22."
SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZg=="


class Receiver:
    """Takes messages and answers with the statuses it is given, else with 204."""

    def __init__(self) -> None:
        self.messages: queue.Queue[tuple[dict[str, str], bytes]] = queue.Queue()
        self.statuses: list[int] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.messages.put((dict(self.headers), body))
                self.send_response(receiver.statuses.pop(0) if receiver.statuses else 204)
                self.send_header("Location", "/elsewhere")
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever).start()

    def next(self) -> tuple[dict[str, str], Any]:
        headers, body = self.messages.get(timeout=30)
        return headers, json.loads(body)

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    opened = Receiver()
    yield opened
    opened.close()


@pytest.fixture
def service(database_url: str) -> Iterator[httpx.Client]:
    """A service whose webhooks may lead to this machine."""
    from graph.database import migrate

    engine = open_engine(database_url)
    migrate(engine)
    engine.dispose()
    with serving(Settings(database_url=database_url, webhook_allowed_hosts="127.0.0.1"), SentenceReader()) as client:
        yield client


@pytest.fixture
def idle(engine: Engine) -> Iterator["Hand"]:
    """A database, and a deliverer that works when it is told to."""
    hand = Hand(engine)
    yield hand
    hand.deliverer.close()


class Hand:
    def __init__(self, engine: Engine, allowed: str | None = "127.0.0.1") -> None:
        self.engine = engine
        self.read, self.write = read_sessions(engine), sessions(engine)
        self.deliverer = Deliverer(self.read, self.write, Settings(webhook_allowed_hosts=allowed))

    def tell(self, text: str, external_id: str) -> None:
        from app.readers import InProcess
        from app.reading import ReadingRoom
        from graph.store import NewDocument

        room = ReadingRoom(self.write, self.read, InProcess(SentenceReader))
        room.accept(NewDocument(text, published_at=dt.date(2023, 1, 1), external_id=external_id))

    def hook(self, url: str) -> str:
        with self.write.begin() as session:
            return webhooks.add_webhook(session, url, [], []).id

    def hurry(self) -> None:
        """Have all that waits be due."""
        with self.write.begin() as session:
            session.execute(update(Delivery).values(due_at=dt.datetime.now(dt.UTC)))

    def states(self) -> list[tuple[str, int, str | None]]:
        with self.read.begin() as session:
            rows = session.scalars(select(Delivery).order_by(Delivery.id))
            return [(row.state, row.attempts, row.error) for row in rows]


def post(client: httpx.Client, text: str) -> str:
    answer = client.post("/v1/documents", json={"text": text, "published_at": "2023-01-01"})
    assert answer.status_code == 201
    return str(answer.json()["id"])


def test_an_address_is_told_of_what_changes_from_then_on(service: httpx.Client, receiver: Receiver) -> None:
    post(service, MET)
    made = service.post("/v1/webhooks", json={"url": receiver.url})
    assert made.status_code == 201
    secret = made.json()["secret"]
    document = post(service, SIGNED)
    headers, message = receiver.next()
    (change,) = message["changes"]
    assert change["fact"] == service.get(f"/v1/facts/{change['fact_id']}").json()
    assert (change["change"], change["fact"]["kind"], message["webhook_id"]) == ("added", "agreement", made.json()["id"])
    verify(secret, headers, json.dumps(message, separators=(",", ":"), ensure_ascii=False).encode())
    assert service.delete(f"/v1/documents/{document}").status_code == 204
    _, message = receiver.next()
    assert [(change["change"], change["fact"]) for change in message["changes"]] == [("withdrawn", None)]
    listed = service.get("/v1/webhooks").json()
    assert [hook["url"] for hook in listed] == [receiver.url]
    assert "secret" not in listed[0]
    assert service.delete(f"/v1/webhooks/{made.json()['id']}").status_code == 204
    assert service.get("/v1/webhooks").json() == []


def test_it_is_told_of_the_kinds_and_actors_it_wants(service: httpx.Client, receiver: Receiver) -> None:
    body = {"url": receiver.url, "kinds": ["agreement"], "entities": ["Ukraine"]}
    assert service.post("/v1/webhooks", json=body).status_code == 404
    post(service, SIGNED)
    assert service.post("/v1/webhooks", json=body).status_code == 201
    post(service, MET)
    post(service, "Ukraine signed the gas deal with Russia on 2020-07-22.")
    _, message = receiver.next()
    assert [change["fact"]["name"] for change in message["changes"]] == ["gas deal"]


def test_what_fails_is_tried_again_later_and_the_next_waits_for_it(idle: Hand, receiver: Receiver) -> None:
    idle.hook(receiver.url)
    receiver.statuses = [500, 302]
    idle.tell(MET, "1")
    assert idle.deliverer.deliver_due() == 1
    idle.tell(SIGNED, "2")
    assert idle.deliverer.deliver_due() == 0  # the second waits for the first, which is not due yet
    assert idle.states() == [("pending", 1, "answered with 500"), ("pending", 0, None)]
    idle.hurry()
    assert idle.deliverer.deliver_due() == 1
    assert idle.states()[0] == ("pending", 2, "answered with 302")
    idle.hurry()
    assert [idle.deliverer.deliver_due() for _ in range(3)] == [1, 1, 0]
    assert idle.states() == [("delivered", 3, None), ("delivered", 1, None)]
    told = [receiver.next()[1] for _ in range(4)]
    assert [message["changes"][0]["fact"]["kind"] for message in told] == ["meeting"] * 3 + ["agreement"]
    assert len({message["delivery_id"] for message in told[:3]}) == 1


def test_nothing_is_lost_when_the_program_ends(idle: Hand, receiver: Receiver) -> None:
    idle.hook(receiver.url)
    receiver.statuses = [503]
    idle.tell(MET, "1")
    idle.deliverer.deliver_due()
    with idle.write.begin() as session:  # one that dies with a delivery in hand
        session.execute(update(Delivery).values(due_at=dt.datetime.now(dt.UTC)))
        assert len(webhooks.take_due(session, dt.datetime.now(dt.UTC))) == 1
    idle.tell(SIGNED, "2")  # while nothing is delivered
    restarted = Hand(idle.engine)
    assert restarted.deliverer.deliver_due() == 0  # it is in someone's hands, for all that is known
    idle.hurry()
    assert [restarted.deliverer.deliver_due() for _ in range(3)] == [1, 1, 0]
    restarted.deliverer.close()
    kinds = [receiver.next()[1]["changes"][0]["fact"]["kind"] for _ in range(3)]
    assert kinds == ["meeting", "meeting", "agreement"]
    assert {state for state, _, _ in idle.states()} == {"delivered"}


def test_an_actor_is_followed_into_whom_it_was_merged(idle: Hand, receiver: Receiver) -> None:
    idle.tell("Anna Kovač met Boris Lind on 2023-02-01. Emmanuel Macron met Ada Byron on 2023-02-02.", "1")
    with idle.write.begin() as session:
        anna, ada = (session.scalars(select(Entity).where(Entity.name == name)).one() for name in ("Anna Kovač", "Ada Byron"))
        webhooks.add_webhook(session, receiver.url, [], [anna.id])
        anna.merged_into = ada.id
    idle.tell("Ada Byron met Eve Stone on 2023-03-01.", "2")
    assert idle.deliverer.deliver_due() == 1
    (change,) = receiver.next()[1]["changes"]
    assert "Ada Byron" in {participant["name"] for participant in change["fact"]["participants"]}


def test_a_delivery_fails_for_good_in_the_end_and_may_be_tried_once_more(idle: Hand, receiver: Receiver) -> None:
    hook = idle.hook(receiver.url)
    receiver.statuses = [500] * webhooks.ATTEMPTS
    idle.tell(MET, "1")
    for _ in range(webhooks.ATTEMPTS):
        idle.deliverer.deliver_due()
        idle.hurry()
    assert idle.states() == [("failed", webhooks.ATTEMPTS, "answered with 500")]
    assert idle.deliverer.deliver_due() == 0
    with idle.write.begin() as session:
        webhooks.deliver_again(session, hook, webhooks.deliveries(session, hook, 1)[0][0].id)
    assert idle.deliverer.deliver_due() == 1
    assert idle.states() == [("delivered", 1, None)]


def test_waits_double_up_to_a_limit(idle: Hand) -> None:
    hook = idle.hook("http://127.0.0.1:9/")
    idle.tell(MET, "1")
    now, waits = dt.datetime.now(dt.UTC), []
    with idle.write.begin() as session:
        webhooks.plan(session)
        for _ in range(webhooks.ATTEMPTS - 1):
            webhooks.take_due(session, dt.datetime.max.replace(tzinfo=dt.UTC) - dt.timedelta(days=1))
            session.flush()
            delivery = webhooks.deliveries(session, hook, 1)[0][0]
            webhooks.end(session, delivery.id, None, "refused", now)
            waits.append((delivery.due_at - now).total_seconds())
    assert waits[:4] == [5, 10, 20, 40]
    assert max(waits) == webhooks.LONGEST_WAIT.total_seconds()


def test_private_addresses_are_not_told_unless_they_are_allowed(engine: Engine, receiver: Receiver) -> None:
    hand = Hand(engine, allowed=None)
    hosts = ["127.0.0.1", "localhost", "[::1]", "169.254.169.254", "10.0.0.1", "0.0.0.0", "2130706433"]
    for host in hosts:
        hand.hook(f"http://{host}:{receiver.server.server_port}/")
    hand.tell(MET, "1")
    assert hand.deliverer.deliver_due() == len(hosts)
    hand.deliverer.close()
    for state, _, error in hand.states():
        assert state == "pending"
        assert error is not None
        assert "not a public address" in error
    assert receiver.messages.empty()


def test_what_is_no_webhook_is_refused(service: httpx.Client) -> None:
    for body in (
        {"url": "ftp://example.org/"},
        {"url": "example.org"},
        {"url": "http://user:secret@example.org/"},
        {"url": "file:///etc/passwd"},
        {"url": "http://example.org/", "kinds": ["rumour"]},
        {"url": "http://example.org/", "secret": "mine"},
        {},
    ):
        answer = service.post("/v1/webhooks", json=body)
        assert answer.status_code == 422
        assert answer.json()["code"] in ("invalid-request", "invalid-url")


def test_deliveries_are_shown_and_tried_again_by_hand(service: httpx.Client, receiver: Receiver) -> None:
    receiver.statuses = [410]
    hook = service.post("/v1/webhooks", json={"url": receiver.url}).json()["id"]
    post(service, MET)
    receiver.next()
    (delivery,) = service.get(f"/v1/webhooks/{hook}/deliveries").json()["items"]
    assert delivery["attempts"] == 1
    again = service.post(f"/v1/webhooks/{hook}/deliveries/{delivery['id']}:retry")
    assert (again.status_code, again.json()["state"]) == (200, "pending")
    receiver.next()
    for path in ("/v1/webhooks/none/deliveries", f"/v1/webhooks/{hook}/deliveries?cursor=x"):
        assert service.get(path).status_code in (404, 422)
    assert service.post(f"/v1/webhooks/{hook}/deliveries/999:retry").json()["code"] == "delivery-not-found"
    assert service.delete("/v1/webhooks/none").json()["code"] == "webhook-not-found"


@given(st.binary(max_size=200), st.integers(0, 2**33))
def test_signatures_hold_for_their_message_alone(body: bytes, at: int) -> None:
    headers = signed(SECRET, "delivery_1", body, at)
    verify(SECRET, headers, body, now=at)
    verify(SECRET, {**headers, "webhook-signature": "v1,other " + headers["webhook-signature"]}, body, now=at + TOLERANCE_S)
    wrong = [
        (SECRET, headers, body + b"!", at),
        ("whsec_bXVjaCBvdGhlcg==", headers, body, at),
        (SECRET, {**headers, "webhook-id": "delivery_2"}, body, at),
        (SECRET, headers, body, at + TOLERANCE_S + 1),
        (SECRET, {**headers, "webhook-timestamp": str(at + 1)}, body, at),
        (SECRET, {**headers, "webhook-timestamp": "now"}, body, at),
        (SECRET, {}, body, at),
    ]
    for secret, told, content, now in wrong:
        with pytest.raises(InvalidSignatureError):
            verify(secret, told, content, now=now)


def test_the_signature_is_that_of_the_specification() -> None:
    """The example of the Standard Webhooks libraries."""
    headers = signed(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", b'{"test": 2432232314}', 1614265330
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
