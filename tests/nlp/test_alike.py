"""Claims that are alike are found without comparing each with each, and are the same that comparing would find."""

import datetime as dt
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.vocabulary import Claim, ClaimPart, Date, Precision, Span
from nlp.kinds import KINDS
from nlp.learned.alike import Index, alike
from nlp.learned.decision import decide

ENTITIES = [f"person/{letter}" for letter in "abcd"]
WORDS = ["ceasefire", "troops", "grain deal", "ceasefire talks", "of", ""]
DAYS = [dt.date(2020, 1, 31), dt.date(2020, 2, 1), dt.date(2020, 3, 5), dt.date(2024, 1, 1)]


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    kind = KINDS[draw(st.sampled_from(list(KINDS)))]
    parts = [
        ClaimPart(role, entity, Span(0, 1))
        for role in kind.same_roles
        for entity in draw(st.lists(st.sampled_from(ENTITIES), max_size=3, unique=True))
    ]
    days = draw(st.none() | st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS)).map(sorted))
    return Claim(
        kind=kind.name,
        status=draw(st.sampled_from(kind.statuses)),
        parts=tuple(parts),
        evidence=Span(0, 1),
        values={name: draw(st.sampled_from(WORDS)) for name in kind.same_values},
        dates={"date": Date(days[0], days[1], Precision.INTERVAL)} if days else {},
        confidence=draw(st.sampled_from([0.5, 0.7, 0.9])),
        rule=draw(st.sampled_from(["one", "two", "three"])),
    )


@given(claims(), st.lists(claims(), max_size=12))
@settings(max_examples=150, deadline=None)
def test_the_index_finds_what_comparing_each_with_each_finds(claim: Claim, others: list[Claim]) -> None:
    fitting = [other for other in others if alike(claim, other)]
    assert Index(others).surest(claim) == max(fitting, key=lambda other: other.confidence, default=None)


def meeting(other: int, day: int, confidence: float) -> Claim:
    date = dt.date(1900, 1, 1) + dt.timedelta(day)
    parts = (ClaimPart("participant", "person/a", Span(0, 1)), ClaimPart("participant", f"person/{other}", Span(0, 1)))
    dates = {"date": Date(date, date, Precision.DAY)}
    return Claim("meeting", "held", parts, Span(0, 1), dates=dates, confidence=confidence)


def test_a_text_full_of_one_claim_or_of_many_like_it_is_decided_in_no_time() -> None:
    many = 2_000
    texts = {
        "the same": [(1, 1)] * many,
        "other days": [(1, number) for number in range(many)],
        "others": [(number, 1) for number in range(many)],
    }
    for name, told in texts.items():
        start = time.process_time()
        made = decide([meeting(*each, 0.5) for each in told], [meeting(*each, 0.8) for each in told])
        assert len(made) == many
        assert time.process_time() - start < 3, f"{name}: comparing each with each takes minutes"
