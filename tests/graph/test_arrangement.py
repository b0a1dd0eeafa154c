"""However tellings come and go, they end up arranged as they would be if they had all been there from the start."""

from collections.abc import Collection
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.arrangement import Arrangement, arrange
from graph.judgements import Judgements, Ruling, Verdict
from graph.resolve import resolve_within
from graph.resolved import Telling
from graph.telling_keys import asked_keys, keys
from graph.tellings import agree, tellings_of, together
from nlp.kinds import KINDS
from tests.graph.test_resolve import BELONGS, claims_of_meetings, meeting


def tellings(claims: Collection[object], judged: Judgements) -> list[Telling]:
    told: dict[str, list[Telling]] = {}
    views = resolve_within(claims, KINDS, BELONGS, judged)  # type: ignore[arg-type]
    for _, telling in tellings_of(views, KINDS, BELONGS, judged):
        told.setdefault(telling.id, []).append(telling)
    return [together(same) for same in told.values()]


def partition(groups: Collection[Collection[str]]) -> set[frozenset[str]]:
    return {frozenset(group) for group in groups}


def verdicts(claims: list[object], shuffle: Random) -> Judgements:
    """A few rulings about claims drawn at random."""
    ids = [claim.id for claim in claims]  # type: ignore[attr-defined]
    pairs = [shuffle.sample(ids, 2) for _ in range(shuffle.randrange(3))] if len(ids) > 1 else []
    return Judgements.of(
        [Ruling(str(i), shuffle.choice([Verdict.SAME, Verdict.DIFFERENT]), (a,), (b,)) for i, (a, b) in enumerate(pairs)]
    )


@settings(max_examples=150, deadline=None)
@given(claims=claims_of_meetings(documents="abcdef", most=14), shuffle=st.randoms(use_true_random=False), ruled=st.booleans())
def test_an_arrangement_does_not_depend_on_what_came_first_or_went(claims: list[object], shuffle: Random, ruled: bool) -> None:
    judged = verdicts(claims, shuffle) if ruled else Judgements()
    told = tellings(claims, judged)
    shuffle.shuffle(told)
    kept = told[: shuffle.randrange(len(told) + 1)]
    whole = Arrangement(KINDS, BELONGS, judged)
    for telling in told:
        whole.add([telling])
        whole.settle()
    for telling in told[len(kept) :]:
        whole.remove(telling.id)
        whole.settle()
    groups = {id(group): group.members.keys() for group in whole.group_of.values()}
    expected = partition([[t.id for t in group] for group in arrange(kept, KINDS, BELONGS, judged)])
    assert partition(list(groups.values())) == expected


@settings(max_examples=100, deadline=None)
@given(claims=claims_of_meetings(documents="abcd", most=12))
def test_those_who_agree_find_each_other(claims: list[object]) -> None:
    told = tellings(claims, Judgements())
    kind = KINDS["meeting"]
    for a in told:
        for b in told:
            if a is not b and agree(a, b, kind, BELONGS):
                assert asked_keys(a, kind, BELONGS) & keys(b, kind, BELONGS)


def test_a_crowd_is_found_by_two_of_it() -> None:
    crowd = " ".join(f"state{i}" for i in range(40))
    big, small = (
        tellings([meeting("held", who, when="2025-05-12", place="paris", document=name)], Judgements())[0]
        for who, name in ((crowd, "a"), ("state3 state7", "b"))
    )
    kind = KINDS["meeting"]
    assert len(keys(big, kind, BELONGS)) == 40
    assert asked_keys(big, kind, BELONGS) & keys(small, kind, BELONGS)
    assert asked_keys(small, kind, BELONGS) & keys(big, kind, BELONGS)
