from hypothesis import given
from hypothesis import strategies as st

from graph.judgements import Judgements, Ruling, Verdict

SAME, DIFFERENT, UNSURE = Verdict
KEYS = "abcdefghij"


def judged(*rulings: str) -> Judgements:
    """Judgements of rulings such as `a=b`, `a|b` and `a?b`, in this order; letters are keys."""
    return Judgements.of([ruling(text) for text in rulings])


def ruling(text: str) -> Ruling:
    sign = next(sign for sign in "=|?" if sign in text)
    left, right = text.split(sign)
    return Ruling(text, {"=": SAME, "|": DIFFERENT, "?": UNSURE}[sign], tuple(left), tuple(right))


def test_same_holds_for_all_that_hangs_together() -> None:
    found = judged("a=b", "c=d", "b=c")
    assert found.together("d") == set("abcd")
    assert found.together("e") == {"e"}


def test_who_stands_left_stands_for_both() -> None:
    assert [judged("a=b", "c=d", "c=a").leader(key) for key in "abcde"] == ["c", "c", "c", "c", "e"]
    assert judged("ab=cd").leader("d") == "a"


def test_different_holds_for_all_that_are_the_same() -> None:
    found = judged("a=b", "c=d", "b|c")
    assert found.apart("a") == set("cd")
    assert found.apart("d") == set("ab")
    assert found.apart("e") == set()


def test_of_two_that_contradict_each_other_the_later_counts() -> None:
    assert judged("a|b", "a=b").together("a") == set("ab")
    assert judged("a|b", "a=b").overruled == {"a|b"}
    assert judged("a=b", "a|b").together("a") == {"a"}
    assert judged("a=b", "b=c", "a|c").overruled == {"a=b"}


def test_to_be_unsure_changes_nothing() -> None:
    assert not judged("a?b")
    assert judged("a=b", "a?b").together("a") == set("ab")


rulings = st.lists(st.builds("{}{}{}".format, st.sampled_from("abcde"), st.sampled_from("=|?"), st.sampled_from("fghij")))


@given(rulings)
def test_what_is_the_same_is_never_different(texts: list[str]) -> None:
    found = judged(*texts)
    for key in KEYS:
        together = found.together(key)
        assert key in together
        assert together.isdisjoint(found.apart(together))
        assert all(found.together(other) == together for other in together)
        assert {found.leader(other) for other in together} == {found.leader(key)} <= together
        assert all(key in found.apart(other) for other in found.apart(key))


@given(rulings)
def test_the_last_ruling_counts(texts: list[str]) -> None:
    if texts and "?" not in texts[-1]:
        left, right = texts[-1][0], texts[-1][-1]
        assert (right in judged(*texts).together(left)) is ("=" in texts[-1])
        assert (right in judged(*texts).apart(left)) is ("|" in texts[-1])


@given(rulings)
def test_what_is_overruled_could_as_well_not_have_been(texts: list[str]) -> None:
    found = judged(*texts)
    rest = [text for text in texts if text not in found.overruled]
    assert all(judged(*rest).together(key) == found.together(key) for key in KEYS)
