"""The decision fitted to gold: the weights under which likelihood says how often claims are right."""

import datetime as dt

import numpy as np
import pytest

from app.evaluation import GoldDocument
from graph.vocabulary import Claim, ClaimPart, Date, EntityRead, EntityType, Precision, Reading, Span
from training.served import served
from training.weigh import Judge, Seen, logistic, weights

TEXT = "Putin met Modi in May 2020. Putin rested."
PUTIN, MODI = Span(0, 5), Span(10, 14)
READ = Reading(
    (
        EntityRead("person/putin", EntityType.PERSON, "Vladimir Putin", mentions=(PUTIN, Span(28, 33))),
        EntityRead("person/modi", EntityType.PERSON, "Narendra Modi", mentions=(MODI,)),
    )
)
GOLD = GoldDocument(
    "a",
    TEXT,
    None,
    "2020-06-01",
    {
        "putin": {"type": "person", "names": ["Vladimir Putin", "Putin"]},
        "modi": {"type": "person", "names": ["Narendra Modi", "Modi"]},
    },
    [{"kind": "meeting", "participants": ["putin", "modi"], "format": "talks", "status": "held", "date": "2020-05"}],
)


def meeting(evidence: Span, month: int = 5) -> Claim:
    parts = (ClaimPart("participant", "person/putin", PUTIN), ClaimPart("participant", "person/modi", MODI))
    day = dt.date(2020, month, 1)
    return Claim("meeting", "held", parts, evidence, dates={"date": Date(day, day, Precision.DAY)})


def test_a_claim_is_served_as_the_fact_that_it_makes() -> None:
    fact = served(meeting(Span(0, 27)), {entity.key: entity.name for entity in READ.entities}, TEXT)
    assert (fact["kind"], fact["status"]) == ("meeting", "held")
    assert fact["participants"] == [{"name": "Vladimir Putin", "mention": "Putin"}, {"name": "Narendra Modi", "mention": "Modi"}]
    assert fact["date"] == {"start": "2020-05-01", "end": "2020-05-01"}


def test_a_claim_is_right_if_the_gold_has_its_fact() -> None:
    judge = Judge(GOLD, READ)
    assert judge.is_right(meeting(Span(0, 27)))
    assert not judge.is_right(meeting(Span(0, 27), month=1))


@pytest.mark.parametrize("share", [0.2, 0.8])
def test_a_claim_is_as_likely_as_its_like_were_right(share: float) -> None:
    right = round(400 * share)
    claims = [Seen("network", "meeting", number < right, {"meeting by network": 1.0}) for number in range(400)]
    found = weights([*claims, Seen("rules", "role", True, {"role by rules": 1.0})])
    assert 1 / (1 + np.exp(-found["meeting by network"])) == pytest.approx(share, abs=0.02)
    assert 0 < found["role by rules"] < 1, "one claim tells little"


def test_the_regression_finds_the_weights_that_made_its_rows() -> None:
    chance = np.random.default_rng(1)
    rows = np.column_stack([chance.normal(size=4000), np.ones(4000)])
    truth = np.array([1.5, -0.5])
    right = chance.random(4000) < 1 / (1 + np.exp(-rows @ truth))
    assert logistic(rows, right) == pytest.approx(truth, abs=0.15)
