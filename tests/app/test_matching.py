"""The matching rules, each with a fact that just fits and one that just does not."""

from typing import Any

import pytest

from app.matching import MATCHERS, OWN_RULES, GoldEntities, Match, align, date_right, declared, fold, gold_days
from nlp.kinds import KINDS

ENTITIES = GoldEntities(
    {
        "erdogan": {"type": "person", "names": ["Recep Tayyip Erdoğan", "Erdogan"]},
        "putin": {"type": "person", "names": ["Vladimir Putin", "Putin"]},
        "zelensky": {"type": "person", "names": ["Volodymyr Zelensky", "Zelensky"]},
        "turkey": {"type": "state", "names": ["Turkey", "Türkiye"]},
        "eu": {"type": "organization", "names": ["European Union", "EU"]},
        "paris": {"type": "place", "names": ["Paris"]},
    }
)


def ref(name: str, mention: str | None = None) -> dict[str, str | None]:
    return {"name": name, "mention": mention}


def day(start: str, end: str | None = None) -> dict[str, str]:
    return {"start": start, "end": end or start}


def match(kind: str, gold: dict[str, Any], fact: dict[str, Any]) -> Match | None:
    return MATCHERS[kind](gold, fact, ENTITIES)


@pytest.mark.parametrize(
    ("name", "folded"), [("The Türkiye-Bloc’s", "turkiye blocs"), ("ERDOĞAN", "erdogan"), ("Yıldız", "yildiz"), (None, "")]
)
def test_names_are_folded(name: str | None, folded: str) -> None:
    assert fold(name) == folded


def test_an_entity_is_found_by_its_name_or_its_mention() -> None:
    assert ENTITIES.key(ref("R. T. Erdogan", "Erdoğan")) == "erdogan"
    assert ENTITIES.key(ref("Türkiye")) == "turkey"
    assert ENTITIES.key(ref("Lavrov")) == "?lavrov"
    assert ENTITIES.key(None) is None


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("1998", "1998-01-01", "1998-12-31"),
        ("2025-05-10/2025-05-11", "2025-05-10", "2025-05-11"),
        ("2025-05/2025-06", "2025-05-01", "2025-06-30"),
    ],
)
def test_gold_dates_cover_days(date: str, first: str, last: str) -> None:
    days = gold_days(date)
    assert (days.first.isoformat(), days.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    ("gold", "found", "right"),
    [
        (None, None, True),
        ("2025-05-15", None, False),
        ("2025-05-15", day("2025-05-15"), True),
        ("2025-05-15", day("2025-05-14", "2025-05-16"), True),
        ("2025-05-15", day("2025-05-13", "2025-05-16"), False),
        ("2019-12", day("2020-01-01"), False),
    ],
)
def test_a_date_is_right_if_it_overlaps_and_is_not_much_wider(
    gold: str | None, found: dict[str, str] | None, right: bool
) -> None:
    assert date_right(gold, found) is right


MEETING = {"participants": ["putin", "zelensky"], "status": "held", "date": "2019-12", "place": "paris"}


def test_a_meeting_in_full() -> None:
    fact = {"participants": [ref("Putin"), ref("Zelensky")], "status": "held", "date": day("2019-12-09"), "place": ref("Paris")}
    assert match("meeting", MEETING, fact) == Match(1 + 1 + 1 + 0.5, strict=True)


def test_a_meeting_needs_two_participants_half_of_all_and_no_other_date() -> None:
    two = [ref("Putin"), ref("Zelensky")]
    assert match("meeting", MEETING, {"participants": [*two, ref("A"), ref("B")]}) == Match(0.5, strict=False)
    assert match("meeting", MEETING, {"participants": [*two, ref("A"), ref("B"), ref("C")]}) is None
    assert match("meeting", MEETING, {"participants": two[:1]}) is None
    assert match("meeting", MEETING, {"participants": two, "date": day("2020-01-01")}) is None


def test_the_host_of_a_meeting_counts_as_a_participant() -> None:
    gold = {"participants": ["putin", "zelensky"], "host": ["turkey"], "status": "held"}
    fact = {"participants": [ref("Putin"), ref("Zelensky"), ref("Turkey")], "status": "held"}
    assert match("meeting", gold, fact) == Match(1 + 1 + 1 + 0.5, strict=True)


def test_a_position_needs_actor_side_and_keyword() -> None:
    gold = {"actor": "eu", "stance": "supports", "topic": "direct talks", "keywords": ["talk", "direct"]}
    fact = {"actor": ref("the EU"), "stance": "accepts", "topic": "direct talks"}
    assert match("position", gold, fact) == Match(2, strict=False)
    assert match("position", gold, fact | {"stance": "supports"}) == Match(3, strict=True)
    assert match("position", gold, fact | {"stance": "opposes"}) is None
    assert match("position", gold, fact | {"topic": "the war"}) is None
    assert match("position", gold, fact | {"actor": ref("Turkey")}) is None


def test_the_advocate_of_a_sanction_called_for_counts_as_imposer() -> None:
    gold = {"imposer": ["eu"], "advocate": ["zelensky"], "target": ["putin"], "status": "called_for"}
    fact = {"imposer": [], "advocate": [ref("Zelensky")], "target": [ref("Putin")], "status": "called_for"}
    assert match("sanction", gold, fact) == Match(0.5 + 1 + 1 + 1, strict=False)
    assert match("sanction", gold | {"status": "imposed"}, fact) is None


def test_a_role_needs_person_office_and_a_word_of_the_title() -> None:
    gold = {"person": "erdogan", "of": "turkey", "title": "president", "status": "current"}
    fact = {"person": ref("Erdogan"), "of": ref("Turkey"), "title": "President of the Republic", "status": "former"}
    assert match("role", gold, fact) == Match(1, strict=False)
    assert match("role", gold, fact | {"title": "the leader"}) is None
    assert match("role", gold, fact | {"of": ref("EU")}) is None


def test_an_agreement_needs_a_word_of_the_name_or_the_status() -> None:
    gold = {"parties": ["eu", "turkey"], "name": "customs accord", "status": "signed"}
    fact = {"parties": [ref("EU"), ref("Turkey")], "name": "the accord", "status": "ended"}
    assert match("agreement", gold, fact) == Match(1 + 0 + 1 + 1, strict=False)
    assert match("agreement", gold, fact | {"name": "deal"}) is None
    assert match("agreement", gold, fact | {"name": "deal", "status": "signed"}) == Match(1 + 1 + 0 + 1, strict=True)


def test_each_fact_is_paired_once_the_best_first() -> None:
    fact = {"actor": ref("EU"), "stance": "supports", "topic": "talks"}
    golds = [
        {"actor": "eu", "stance": "accepts", "keywords": ["talk"]},
        {"actor": "eu", "stance": "supports", "keywords": ["talk"]},
    ]
    pairs = align("position", golds, [fact, fact | {"topic": "direct talks"}], ENTITIES)
    assert sorted((pair.gold, pair.fact, pair.strict) for pair in pairs) == [(0, 1, False), (1, 0, True)]


def test_every_kind_has_a_rule() -> None:
    assert list(MATCHERS)[:5] == list(OWN_RULES)
    assert set(KINDS) <= set(MATCHERS)


def test_a_kind_without_a_rule_of_its_own_is_matched_by_what_its_page_declares() -> None:
    compare = declared(KINDS["role"])
    gold = {"person": "erdogan", "of": "turkey", "title": "president", "status": "current"}
    fact = {"person": ref("Erdogan"), "of": ref("Turkey"), "title": "President", "status": "current"}
    assert compare(gold, fact, ENTITIES) == Match(2 + 1 + 1, strict=True)
    assert compare(gold, fact | {"of": ref("EU")}, ENTITIES) is None
    assert compare(gold, fact | {"title": "minister"}, ENTITIES) is None
