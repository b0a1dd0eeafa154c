"""Whoever may tell of the same finds the other by keys, however near or wide their days are; and few others do."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.resolved import Telling
from graph.telling_keys import asked_keys, keys
from graph.tellings import agree
from graph.vocabulary import Date, Precision
from nlp.kinds import KINDS

BELONGS = {"zelensky": "ukraine", "yermak": "ukraine", "putin": "russia", "istanbul": "turkey"}
ACTORS = [*BELONGS, "ukraine", "russia"]
FIRST = dt.date(2025, 1, 20)
ROLES = {
    "meeting": ("participant",),
    "agreement": ("party",),
    "sanction": ("imposer", "target"),
    "position": ("actor",),
    "role": ("person", "of"),
}
days = st.integers(0, 60).map(lambda number: FIRST + dt.timedelta(days=number))


def telling(
    kind: str, who: list[str], span: tuple[dt.date, int] | None, reported: dt.date | None, place: str | None, words: str
) -> Telling:
    names = {name for name in KINDS[kind].dates if name == "date"}
    dates = {}
    if span and names:
        dates["date"] = Date(span[0], span[0] + dt.timedelta(days=span[1]), Precision.INTERVAL, "then")
    roles = ROLES[kind]
    return Telling(
        id=f"{kind} {who} {span} {reported} {place} {words}",
        kind=kind,
        status=KINDS[kind].statuses[0],
        parts=tuple((one, roles[i % len(roles)]) for i, one in enumerate(who)),
        values=dict.fromkeys(KINDS[kind].same_values, words),
        dates=dates,
        place=place if KINDS[kind].has_place else None,
        reported=None if dates or not names else reported,
        weight=700,
        first=(FIRST, "doc", 0, "claim"),
        last=FIRST,
    )


tellings = st.builds(
    telling,
    st.shared(st.sampled_from(sorted(ROLES)), key="kind"),
    st.lists(st.sampled_from(ACTORS), min_size=2, max_size=3, unique=True),
    st.none() | st.tuples(days, st.sampled_from([0, 0, 0, 1, 6, 13, 30, 34, 35, 90])),
    st.none() | days,
    st.sampled_from([None, "istanbul", "istanbul", "turkey"]),
    st.sampled_from(["ceasefire", "ceasefire in the east", "prisoner exchange", ""]),
)


@settings(max_examples=2000, deadline=None)
@given(a=tellings, b=tellings)
def test_those_who_agree_find_each_other_however_they_tell_the_time(a: Telling, b: Telling) -> None:
    kind = KINDS[a.kind]
    undated = "date" in kind.dates and any(not one.dates and one.reported is None for one in (a, b))
    if agree(a, b, kind, BELONGS) and not undated:  # what has no day is its document's own
        assert asked_keys(a, kind, BELONGS) & keys(b, kind, BELONGS)
        assert asked_keys(b, kind, BELONGS) & keys(a, kind, BELONGS)


def test_meetings_of_the_same_two_on_other_days_are_not_looked_at() -> None:
    one, *others = (
        telling("meeting", ["putin", "zelensky"], (FIRST + dt.timedelta(days=n), 0), None, "istanbul", "") for n in range(5)
    )
    kind = KINDS["meeting"]
    assert not any(asked_keys(one, kind, BELONGS) & keys(other, kind, BELONGS) for other in others)


def test_other_persons_of_the_same_states_are_looked_at_only_where_they_meet_on_a_day_in_a_place() -> None:
    kind = KINDS["meeting"]
    for place, found in (("istanbul", True), ("paris", False), (None, False)):
        presidents = telling("meeting", ["putin", "zelensky"], (FIRST, 0), None, "istanbul", "")
        states = telling("meeting", ["russia", "ukraine"], (FIRST, 0), None, place, "")
        assert bool(asked_keys(presidents, kind, BELONGS) & keys(states, kind, BELONGS)) is found
