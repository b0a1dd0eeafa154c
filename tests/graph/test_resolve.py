import datetime as dt
from collections.abc import Mapping
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.judgements import NO_JUDGEMENTS, Judgements, Ruling, Verdict
from graph.resolve import ConsolidatedFact, ResolvedClaim, consolidate, facts_of_reading
from graph.vocabulary import Claim, ClaimPart, Date, EntityRead, EntityType, FactKind, Precision, Reading, Span
from nlp.kinds import KINDS

TODAY = "2025-05-13"
BELONGS = {"zelensky": "ukraine", "putin": "russia", "istanbul": "turkey"}


def date(text: str) -> Date:
    """A day, or a month as `2019-12`."""
    if len(text) == 10:
        day = dt.date.fromisoformat(text)
        return Date(day, day, Precision.DAY, text)
    start = dt.date.fromisoformat(f"{text}-01")
    end = (start + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    return Date(start, end, Precision.MONTH, text)


def claim(
    kind: str,
    status: str,
    parts: Mapping[str, str],
    *,
    when: str | None = None,
    place: str | None = None,
    at: int = 0,
    document: str = "a",
    published: str | None = TODAY,
    confidence: float = 0.8,
    text_key: str = "",
    said_by: str | None = None,
    **values: str,
) -> ResolvedClaim:
    """A claim; `parts` maps roles to entities, parted by blanks."""
    named = [(role, entity) for role, entities in parts.items() for entity in entities.split()]
    return ResolvedClaim(
        id=f"{document}:{at}:{kind}:{status}",
        claim=Claim(
            kind=kind,
            status=status,
            parts=tuple(ClaimPart(role, entity, Span(at, at + 1)) for role, entity in named),
            evidence=Span(at, at + 5),
            values=values,
            dates={"date": date(when)} if when else {},
            place=ClaimPart("place", place, Span(at, at + 1)) if place else None,
            said_by=said_by,
            confidence=confidence,
        ),
        document_id=document,
        published_at=dt.date.fromisoformat(published) if published else None,
        text_key=text_key,
    )


def meeting(status: str, who: str, **more: object) -> ResolvedClaim:
    return claim("meeting", status, {"participant": who}, **more)  # type: ignore[arg-type]


def position(stance: str, actor: str, topic: str, **more: object) -> ResolvedClaim:
    return claim("position", stance, {"actor": actor}, topic=topic, **more)  # type: ignore[arg-type]


def facts(*claims: ResolvedClaim) -> list[ConsolidatedFact]:
    return consolidate(claims, KINDS, BELONGS)


class TestWithinOneDocument:
    def test_a_meeting_told_twice_is_one(self) -> None:
        told = facts(meeting("held", "putin zelensky", when="2019-12"), meeting("held", "zelensky putin", at=50, place="paris"))
        assert [(fact.place, fact.dates["date"].text, len(fact.claims)) for fact in told] == [("paris", "2019-12", 2)]

    def test_meetings_of_different_dates_are_two(self) -> None:
        assert (
            len(facts(meeting("held", "putin zelensky", when="2019-12"), meeting("held", "putin zelensky", when="2022-03", at=9)))
            == 2
        )

    def test_a_past_meeting_is_not_the_one_that_is_planned(self) -> None:
        told = facts(meeting("held", "putin zelensky", when="2019-12"), meeting("planned", "putin zelensky", at=9))
        assert sorted(fact.status for fact in told) == ["held", "planned"]

    def test_a_vague_mention_does_not_tie_two_dated_meetings(self) -> None:
        told = facts(
            meeting("held", "putin zelensky", when="2019-12", at=0),
            meeting("held", "putin zelensky", at=10),
            meeting("held", "putin zelensky", when="2022-03", at=90),
        )
        assert [len(fact.claims) for fact in told] == [2, 1]

    def test_what_is_planned_and_then_held_is_held(self) -> None:
        (fact,) = facts(meeting("planned", "putin zelensky"), meeting("held", "putin zelensky", at=9))
        assert fact.status == "held"

    def test_an_offer_that_was_declined_is_declined(self) -> None:
        (fact,) = facts(meeting("proposed", "putin zelensky"), meeting("declined", "putin zelensky", at=9))
        assert fact.status == "declined"

    def test_what_was_called_off_is_not_what_was_held(self) -> None:
        assert len(facts(meeting("held", "putin zelensky"), meeting("cancelled", "putin zelensky", at=9))) == 2

    def test_two_guests_of_one_host_make_two_meetings(self) -> None:
        assert len(facts(meeting("held", "erdogan putin"), meeting("held", "erdogan zelensky", at=9))) == 2

    def test_most_of_those_present_are_the_same_meeting(self) -> None:
        (fact,) = facts(meeting("held", "uk france poland"), meeting("held", "uk france", at=9))
        assert fact.entities("participant") == {"uk", "france", "poland"}

    def test_two_who_step_aside_from_a_summit_meet_by_themselves(self) -> None:
        summit = meeting("held", "uk france poland usa italy", when="2025-05-10", place="kyiv")
        assert len(facts(summit, meeting("held", "uk france", when="2025-05-10", at=9))) == 2

    def test_places_that_conflict_are_two_meetings(self) -> None:
        assert len(facts(meeting("held", "a b", place="paris"), meeting("held", "a b", place="istanbul", at=9))) == 2

    def test_a_place_and_the_state_it_lies_in_do_not_conflict(self) -> None:
        (fact,) = facts(meeting("planned", "a b", place="turkey"), meeting("planned", "a b", place="istanbul", at=9))
        assert fact.place == "istanbul"

    def test_a_visit_to_a_state_and_a_meeting_with_its_leader_are_two(self) -> None:
        visit = meeting("held", "erdogan ukraine", when="2025-05-10", place="kyiv")
        assert len(facts(visit, meeting("held", "erdogan zelensky", when="2025-05-10", place="kyiv", at=9))) == 2

    def test_positions_on_topics_alike_are_one(self) -> None:
        told = facts(position("supports", "usa", "30-day ceasefire"), position("accepts", "usa", "a ceasefire", at=9))
        assert [(fact.status, fact.values["topic"]) for fact in told] == [("supports", "30-day ceasefire")]

    @pytest.mark.parametrize(
        "other",
        [
            position("supports", "usa", "new sanctions", at=9),
            position("opposes", "usa", "ceasefire", at=9),
            position("supports", "china", "ceasefire", at=9),
        ],
    )
    def test_positions_of_another_topic_side_or_actor_are_two(self, other: ResolvedClaim) -> None:
        assert len(facts(position("supports", "usa", "30-day ceasefire"), other)) == 2

    def test_sanctions_of_another_status_are_two(self) -> None:
        parts = {"imposer": "eu", "target": "russia"}
        told = [
            claim("sanction", "imposed", parts),
            claim("sanction", "extended", parts, at=9),
            claim("sanction", "imposed", parts, at=20),
        ]
        assert sorted(fact.status for fact in facts(*told)) == ["extended", "imposed"]

    def test_an_office_told_as_current_and_former_is_current(self) -> None:
        parts = {"person": "trump", "of": "usa"}
        told = [claim("role", "former", parts, title="president"), claim("role", "current", parts, title="U.S. president", at=9)]
        assert [fact.status for fact in facts(*told)] == ["current"]

    def test_two_offices_of_one_person_are_two(self) -> None:
        parts = {"person": "lavrov", "of": "russia"}
        assert (
            len(
                facts(
                    claim("role", "current", parts, title="foreign minister"), claim("role", "former", parts, title="envoy", at=9)
                )
            )
            == 2
        )

    def test_an_agreement_keeps_its_name(self) -> None:
        parts = {"party": "russia ukraine"}
        told = [
            claim("agreement", "proposed", parts, name="ceasefire"),
            claim("agreement", "signed", parts, name="Black Sea ceasefire", at=9),
        ]
        (fact,) = facts(*told)
        assert (fact.status, fact.values["name"]) == ("signed", "Black Sea ceasefire")

    def test_an_agreement_called_the_deal_is_the_one_of_the_same_parties_and_status(self) -> None:
        parties = {"party": "greece macedonia"}
        named = claim("agreement", "signed", parties, name="Prespa agreement")
        assert len(facts(named, claim("agreement", "signed", parties, name="the deal", at=9))) == 1
        assert len(facts(named, claim("agreement", "signed", parties, name="interim accord of 1995", at=9))) == 2


def judged(*rulings: tuple[Verdict, ResolvedClaim, ResolvedClaim]) -> Judgements:
    return Judgements.of([Ruling(str(n), verdict, (a.id,), (b.id,)) for n, (verdict, a, b) in enumerate(rulings)])


class TestJudged:
    """A judgement overrides what words, days and places say; all else is decided as ever."""

    DECEMBER = meeting("held", "putin zelensky", when="2019-12")
    MARCH = meeting("held", "putin zelensky", when="2022-03", document="b", published="2022-04-01")
    AGAIN = meeting("held", "putin zelensky", when="2022-03", document="c", published="2022-04-02")

    def grouped(self, judged: Judgements, *claims: ResolvedClaim) -> set[frozenset[str]]:
        return {frozenset(c.id for c in fact.claims) for fact in consolidate(claims, KINDS, BELONGS, judged)}

    def test_what_looks_different_is_the_same(self) -> None:
        found = self.grouped(judged((Verdict.SAME, self.DECEMBER, self.MARCH)), self.DECEMBER, self.MARCH)
        assert len(found) == 1

    def test_what_agrees_with_one_of_them_joins_both(self) -> None:
        same = judged((Verdict.SAME, self.DECEMBER, self.MARCH))
        assert len(self.grouped(same, self.DECEMBER, self.MARCH, self.AGAIN)) == 1

    def test_what_looks_the_same_is_different(self) -> None:
        different = judged((Verdict.DIFFERENT, self.MARCH, self.AGAIN))
        assert len(self.grouped(different, self.MARCH, self.AGAIN)) == 2
        assert len(self.grouped(different, self.MARCH, self.AGAIN, self.DECEMBER)) == 3

    def test_two_of_one_document_may_be_the_same(self) -> None:
        other = meeting("held", "putin zelensky", when="2022-03", at=50)
        assert len(self.grouped(judged((Verdict.SAME, self.DECEMBER, other)), self.DECEMBER, other)) == 1
        by_way_of = judged((Verdict.SAME, self.DECEMBER, self.MARCH), (Verdict.SAME, self.MARCH, other))
        assert len(self.grouped(by_way_of, self.DECEMBER, self.MARCH, other)) == 1

    def test_two_of_one_document_may_be_different(self) -> None:
        other = meeting("held", "zelensky putin", when="2019-12", at=50)
        assert len(self.grouped(NO_JUDGEMENTS, self.DECEMBER, other)) == 1
        assert len(self.grouped(judged((Verdict.DIFFERENT, self.DECEMBER, other)), self.DECEMBER, other)) == 2

    def test_different_kinds_do_not_mix_and_others_are_left_alone(self) -> None:
        office = claim("role", "current", {"person": "putin", "of": "russia"}, title="president")
        same = judged((Verdict.SAME, self.DECEMBER, self.MARCH))
        assert frozenset({office.id}) in self.grouped(same, self.DECEMBER, self.MARCH, office)


class TestAcrossDocuments:
    def test_a_planned_meeting_that_is_held_later_is_held(self) -> None:
        (fact,) = facts(
            meeting("held", "putin zelensky", document="b", published="2025-05-16"),
            meeting("planned", "putin zelensky", when="2025-05-15", place="istanbul"),
        )
        assert (fact.status, fact.sources, [c.claim.status for c in fact.claims]) == ("held", 2, ["planned", "held"])

    def test_a_planned_meeting_that_is_cancelled_later_is_cancelled(self) -> None:
        (fact,) = facts(
            meeting("planned", "a b", when="2025-05-15"), meeting("cancelled", "a b", document="b", published="2025-05-14")
        )
        assert fact.status == "cancelled"

    def test_what_was_cancelled_may_be_planned_again(self) -> None:
        (fact,) = facts(meeting("cancelled", "a b"), meeting("planned", "a b", document="b", published="2025-05-14"))
        assert fact.status == "planned"

    def test_a_later_reminder_of_the_plan_does_not_undo_what_was_held(self) -> None:
        (fact,) = facts(meeting("held", "a b"), meeting("planned", "a b", document="b", published="2025-05-15"))
        assert fact.status == "held"

    def test_undated_reports_that_lie_far_apart_are_two(self) -> None:
        assert len(facts(meeting("held", "a b"), meeting("held", "a b", document="b", published="2025-07-01"))) == 2

    def test_undated_reports_of_unknown_days_are_two(self) -> None:
        assert len(facts(meeting("held", "a b", published=None), meeting("held", "a b", document="b", published=None))) == 2

    def test_what_one_document_keeps_apart_stays_apart(self) -> None:
        told = facts(
            meeting("held", "a b", place="paris"),
            meeting("held", "a b", place="istanbul", at=9),
            meeting("held", "a b", document="b", published="2025-05-14"),
        )
        assert len(told) == 2

    def test_a_state_and_its_person_meet_at_one_place_and_day(self) -> None:
        (fact,) = facts(
            meeting("held", "ukraine russia", when="2025-05-15", place="istanbul"),
            meeting("held", "zelensky putin", when="2025-05-15", place="istanbul", document="b"),
        )
        assert fact.entities("participant") == {"zelensky", "putin"}

    def test_confidence_grows_with_independent_texts(self) -> None:
        one = meeting("held", "a b", text_key="x")
        copy = meeting("held", "a b", document="b", text_key="x")
        other = meeting("held", "a b", document="c", text_key="y")
        assert [(f.sources, f.confidence) for f in facts(one, copy)] == [(1, 0.8)]
        assert [(f.sources, f.confidence) for f in facts(one, copy, other)] == [(2, 0.96)]

    def test_confidence_falls_where_documents_of_one_day_contradict_each_other(self) -> None:
        (fact,) = facts(meeting("held", "a b"), meeting("declined", "a b", document="b"))
        assert fact.confidence == 0.48
        (fact,) = facts(meeting("declined", "a b"), meeting("held", "a b", document="b", published="2025-05-14"))
        assert fact.confidence == 0.96

    def test_an_office_is_former_once_a_later_document_says_so(self) -> None:
        parts = {"person": "biden", "of": "usa"}
        (fact,) = facts(
            claim("role", "former", parts, title="president", document="b", published="2025-02-01"),
            claim("role", "current", parts, title="president", published="2023-01-01"),
        )
        assert fact.status == "former"

    def test_the_id_is_that_of_the_earliest_claim(self) -> None:
        first = meeting("planned", "a b", when="2025-05-15")
        later = meeting("held", "a b", document="b", published="2025-05-16")
        assert facts(first)[0].id == facts(later, first)[0].id != facts(later)[0].id


def test_a_reading_is_resolved_without_a_database() -> None:
    told = [meeting("held", "putin zelensky").claim, meeting("held", "putin zelensky", at=9).claim]
    entities = tuple(EntityRead(key, EntityType.PERSON, key) for key in ("putin", "zelensky"))
    (fact,) = facts_of_reading(Reading(entities, (*told, told[0])), KINDS, dt.date(2025, 5, 13))
    assert (fact.entities("participant"), len(fact.claims)) == (frozenset({"putin", "zelensky"}), 2)


def claims_of_meetings(documents: str = "abc", most: int = 9) -> st.SearchStrategy[list[ResolvedClaim]]:
    """Claims of meetings between few, at few places and days, so that many agree."""
    actors = st.sampled_from(["ukraine", "russia", "turkey", "zelensky", "putin"])
    one = st.builds(
        meeting,
        st.sampled_from(KINDS["meeting"].statuses),
        st.lists(actors, min_size=2, max_size=4, unique=True).map(" ".join),
        when=st.sampled_from([None, "2025-05-12", "2025-05-15", "2025-05", "2019-12"]),
        place=st.sampled_from([None, "istanbul", "turkey", "paris"]),
        document=st.sampled_from(documents),
        confidence=st.sampled_from([0.3, 0.7, 0.9]),
    )
    return st.lists(one, max_size=most).map(_in_places)


def _in_places(claims: list[ResolvedClaim]) -> list[ResolvedClaim]:
    """The claims at different places of documents, each of which has its day."""
    first = dt.date(2025, 5, 13)
    days = {name: first + dt.timedelta(days=4 * i) for i, name in enumerate("abcdef")}
    return [ResolvedClaim(f"{c.document_id}{i}", c.claim, c.document_id, days[c.document_id]) for i, c in enumerate(claims)]


_rulings = st.lists(st.tuples(st.sampled_from(["same", "different"]), st.integers(0, 8), st.integers(0, 8)), max_size=4)


def _judged(claims: list[ResolvedClaim], rulings: list[tuple[str, int, int]]) -> Judgements:
    ids = [claim.id for claim in claims]
    told = [(verdict, a, b) for verdict, a, b in rulings if max(a, b) < len(ids) and a != b]
    return Judgements.of([Ruling(str(n), Verdict(v), (ids[a],), (ids[b],)) for n, (v, a, b) in enumerate(told)])


@settings(max_examples=60, deadline=None)
@given(claims=claims_of_meetings(), rulings=_rulings, shuffle=st.randoms(use_true_random=False))
def test_facts_do_not_depend_on_the_order_of_claims(
    claims: list[ResolvedClaim], rulings: list[tuple[str, int, int]], shuffle: Random
) -> None:
    shuffled, judged = list(claims), _judged(claims, rulings)
    shuffle.shuffle(shuffled)
    assert consolidate(shuffled, KINDS, BELONGS, judged) == consolidate(claims, KINDS, BELONGS, judged)


@settings(max_examples=60, deadline=None)
@given(claims=claims_of_meetings(), rulings=_rulings)
def test_facts_are_as_judged(claims: list[ResolvedClaim], rulings: list[tuple[str, int, int]]) -> None:
    judged = _judged(claims, rulings)
    for fact in consolidate(claims, KINDS, BELONGS, judged):
        ids = {claim.id for claim in fact.claims}
        assert ids.isdisjoint(judged.apart(ids))
        assert all(judged.together(id_) <= ids or judged.apart(judged.together(id_)) for id_ in ids)


@settings(max_examples=60, deadline=None)
@given(claims=claims_of_meetings())
def test_every_claim_is_in_one_fact(claims: list[ResolvedClaim]) -> None:
    used = [claim.id for fact in facts(*claims) for claim in fact.claims]
    assert sorted(used) == sorted(claim.id for claim in claims)


def test_kinds_declare_what_resolution_needs() -> None:
    def declared(kind: FactKind) -> bool:
        return set(kind.same_roles) <= {part.role for part in kind.parts} and set(kind.happened) <= set(kind.statuses)

    assert all(declared(kind) and kind.same_roles and kind.happened for kind in KINDS.values())
