"""The decision fitted to gold: how often each voice is right, and the scales under which confidence says so."""

import datetime as dt

import numpy as np
import pytest

from app.evaluation import GoldDocument
from graph.vocabulary import Claim, ClaimPart, Date, EntityRead, EntityType, Precision, Reading, Span
from nlp.learned.calibration import SCALES
from training.served import served
from training.weigh import Judge, Seen, logistic, odds, scales

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


def test_a_claim_reaches_elsewhere_if_its_sentence_leaves_someone_out() -> None:
    judge = Judge(GOLD, READ)
    assert not judge.is_elsewhere(meeting(Span(0, 27)))
    assert judge.is_elsewhere(meeting(Span(28, 41)))


def test_odds_of_a_kind_lean_on_those_of_all_kinds() -> None:
    claims = [Seen("rules", "role", True)] * 30 + [Seen("rules", "meeting", False)] * 10 + [Seen("both", "role", False)] * 9
    found = odds(claims, "rules")
    assert 0.9 < found["role"] < 1
    assert 0 < found["meeting"] < 0.3
    assert found["sanction"] == 0.75  # none was seen: what holds of all


@pytest.mark.parametrize("share", [0.2, 0.8])
def test_scales_make_confidence_what_was_seen(share: float) -> None:
    right = round(200 * share)
    claims = [Seen("network", "meeting", number < right, confidence=0.5) for number in range(200)]
    found = scales(claims)
    assert (found["meeting"].intercept > SCALES["meeting"].intercept) == (share > 0.5)
    assert found["role"] == pytest.approx(SCALES["role"], abs=0.001), "nothing was seen of it"


def test_the_regression_finds_the_weights_that_made_its_rows() -> None:
    chance = np.random.default_rng(1)
    rows = np.column_stack([chance.normal(size=4000), np.ones(4000)])
    truth = np.array([1.5, -0.5])
    right = chance.random(4000) < 1 / (1 + np.exp(-rows @ truth))
    assert logistic(rows, right, np.zeros(2)) == pytest.approx(truth, abs=0.15)
