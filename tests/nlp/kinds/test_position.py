"""Positions: who takes which stance, on what, and what is none."""

import datetime as dt

import pytest

from graph.vocabulary import Claim
from nlp.pipeline import Reader


def positions(reader: Reader, text: str) -> set[tuple[str, str, str]]:
    """Stance, actor and topic of each position read in `text`."""
    reading = reader.read(text, dt.date(2025, 6, 15))
    names = {entity.key: entity.name for entity in reading.entities}
    claims = [claim for claim in reading.claims if claim.kind == "position"]
    return {(claim.status, names[_entity(claim, "actor")], claim.values["topic"]) for claim in claims}


def _entity(claim: Claim, role: str) -> str:
    return claim.entities(role)[0]


@pytest.mark.parametrize(
    ("text", "stance", "actor", "topic"),
    [
        ("Egypt did not support the plan.", "opposes", "Egypt", "the plan"),
        ("Egypt refused to accept the ruling.", "rejects", "Egypt", "the ruling"),
        ("Serbia will not recognise the result.", "rejects", "Serbia", "the result"),
        ("The draft was rejected by Iran.", "rejects", "Iran", "The draft"),
        ("Kenya, which backs the accord, sent a note.", "supports", "Kenya", "the accord"),
        ("Norway was ready to accept the offer.", "accepts", "Norway", "the offer"),
        ("Canada demanded that Iraq withdraw from Kuwait.", "demands", "Canada", "Iraq withdraw from Kuwait"),
        ("Peru called on Chile to lift the blockade.", "demands", "Peru", "lift the blockade"),
        ("Spain published a treaty. Portugal welcomed it on Monday.", "supports", "Portugal", "a treaty"),
        ("Sudan called for the lifting of the sanctions.", "demands", "Sudan", "the lifting of the sanctions"),
        ("Russia offered Japan a treaty.", "proposes", "Russia", "a treaty"),
        ("Kenya issued a statement welcoming the accord.", "supports", "Kenya", "the accord"),
        ("Norway tabled a draft. Iran refused.", "rejects", "Iran", "a draft"),
        ("Ghana welcomed the treaty, which was signed on Monday.", "supports", "Ghana", "the treaty"),
        ("Ghana said that it was not in favour of the treaty.", "opposes", "Ghana", "the treaty"),
        ("Ghana wanted a truce; Togo would not have it.", "demands", "Ghana", "a truce"),
        ("Ghana insisted on proof of the withdrawal.", "demands", "Ghana", "proof of the withdrawal"),
        ("Ghana hailed the accord in a statement; so did Togo.", "supports", "Togo", "the accord"),
        ("The withdrawal from Togo, which Ghana continues to demand, is late.", "demands", "Ghana", "The withdrawal from Togo"),
        ("Peru called on Chile to lift the blockade and to free the prisoners.", "demands", "Peru", "free the prisoners"),
        ("Norway tabled a draft. Iran is against.", "opposes", "Iran", "a draft"),
        ("Ghana welcomes the treaty, its foreign minister, Abena Osei, said.", "supports", "Ghana", "the treaty"),
        ("Ghana, through its foreign minister, Abena Osei, welcomed the treaty.", "supports", "Abena Osei", "the treaty"),
    ],
)
def test_stance_actor_and_topic(reader: Reader, text: str, stance: str, actor: str, topic: str) -> None:
    assert (stance, actor, topic) in positions(reader, text)


@pytest.mark.parametrize(
    "text",
    [
        "Egypt did not rule out a deal.",
        "Egypt might support the plan.",
        "Egypt urged Iran not to.",
        "Egypt got what it wanted.",
        "If Egypt accepted the plan, the talks would resume.",
        "Britain warned of a blockade if Sudan refused to accept the plan.",
        "Peru urged the European Union to blacklist Chilean officials.",
        "Peru urged the European Union to freeze the accounts of Chile.",
        "Turkey called for sanctions against Belarus.",
        "Turkey refused to meet the envoy.",
        "Turkey refused to attend the summit.",
        "France welcomed the president to Paris.",
        "Sudan offered its condolences.",
        "Sudan refused to comment.",
        "Sudan rejected the allegations.",
        "Peru suggested that the war was over.",
        "Peru urged the council to impose sanctions on Chile.",
        "India and Pakistan agreed on a text.",
        "Syria told reporters that the talks would resume.",
    ],
)
def test_no_position(reader: Reader, text: str) -> None:
    assert positions(reader, text) == set()


def test_asked_to_accept_is_a_demand_alone(reader: Reader) -> None:
    assert positions(reader, "Brazil urged Iran to accept the plan.") == {("demands", "Brazil", "accept the plan")}


def test_coordinated_actors_make_one_position_each(reader: Reader) -> None:
    found = positions(reader, "France, Italy and Spain condemned the coup.")
    assert found == {("opposes", name, "the coup") for name in ("France", "Italy", "Spain")}


def test_who_voices_a_stance_takes_it_rather_than_the_state_it_is_of(reader: Reader) -> None:
    text = "Prime Minister Narendra Modi renewed India's support for the accord."
    assert positions(reader, text) == {("supports", "Narendra Modi", "the accord")}


def test_addressee_is_toward(reader: Reader) -> None:
    claim = next(c for c in reader.read("Brazil urged Iran to accept the plan.").claims if c.kind == "position")
    assert _entity(claim, "toward") == "state/IRN"
