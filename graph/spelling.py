"""Whether two names are one in two spellings: other transliterations, a typing error, initials, words in another order.

Distances are rapidfuzz's. What is decided here is which differences between names of people mean nothing: letters that
transliterations exchange; and which mean another person: endings that tell men from women.
"""

import functools
import re
from enum import StrEnum

from rapidfuzz import fuzz

from graph.text_keys import fold, number_of

_PARTICLES = frozenset("al el ul bin ibn ben von van der den de da dos del di du la le abu".split())
_SOUNDS = [
    (re.compile(pattern), to)
    for pattern, to in (
        (r"x", "ks"),
        (r"tsch|tch|ch|sch|sh|zh|cz|sz", "S"),
        (r"kh|q|ck|c(?!h)|gh|g", "k"),
        (r"ph|ff|v|w", "f"),
        (r"ts|tz|z|ss", "s"),
        (r"ou|oo|u|w", "u"),
        (r"(?<=[aeiou])[iy]|yi|iy|ij|ei|ee|ie|y|j|i", "i"),
        (r"(?<!^)h", ""),
        (r"^ii", "i"),
        (r"(.)\1+", r"\1"),
    )
]
_VOWELS = re.compile(r"[aeiou]")
_SAME_SOUND, _ONE_LETTER = 66.0, 88.0
"""How alike, of 100, two words of the same consonants must be, or two longer words of which one has a typing error."""
_LONG = 6


class Likeness(StrEnum):
    """How two names agree."""

    EQUAL = "equal"
    SPELLING = "spelling"
    INITIALS = "initials"
    PART = "part"


def compare(a: str, b: str) -> Likeness | None:
    """How two names of persons or bodies agree; None if they do not."""
    if fold(a) == fold(b):
        return Likeness.EQUAL
    left, right = words(a), words(b)
    if not left or not right:
        return None
    if len(left) == len(right):
        if all(map(word_alike, left, right)) or sorted(map(sound, left)) == sorted(map(sound, right)):
            return Likeness.SPELLING if len(left) > 1 else None
        if len(left) > 1 and word_alike(left[-1], right[-1]) and all(map(_initial_or_alike, left, right)):
            return Likeness.INITIALS
        return None
    shorter, longer = sorted((left, right), key=len)
    if len(shorter) > 1 and word_alike(shorter[0], longer[0]) and word_alike(shorter[-1], longer[-1]):
        return Likeness.SPELLING  # a middle name is left out
    return Likeness.PART if len(shorter) == 1 and word_alike(shorter[0], longer[-1]) else None


def words(name: str) -> list[str]:
    """The words of a name as they are compared, without particles."""
    folded = fold(name).split()
    return [word for word in folded if word not in _PARTICLES] or folded


def word_alike(a: str, b: str) -> bool:
    """Whether two words of names are one in two spellings."""
    if a == b:
        return True
    if min(len(a), len(b)) < 3 or _tells_women(a, b):
        return False
    left, right = sound(a), sound(b)
    if left == right:
        return True
    likeness = fuzz.ratio(left, right)
    if _skeleton(left) == _skeleton(right):
        same_end = (left[-1] in "aeiou") == (right[-1] in "aeiou")
        return min(len(left), len(right)) > 3 and same_end and likeness >= _SAME_SOUND
    return min(len(left), len(right)) >= _LONG and left[0] == right[0] and likeness >= _ONE_LETTER


@functools.lru_cache(maxsize=50_000)
def sound(word: str) -> str:
    """A word with one letter for what transliterations write in several ways."""
    for pattern, to in _SOUNDS:
        word = pattern.sub(to, word)
    return word


def name_keys(name: str) -> frozenset[int]:
    """The keys under which a name is found in another spelling: two that differ in one word have one in common."""
    told = [sound(word) for word in words(name)]
    if len(told) < 2:
        return frozenset()
    first, last = told[0], told[-1]
    keys = {
        ("both", _skeleton(first), _skeleton(last)),
        ("first", first, _opening(last), _skeleton(last)[:2]),
        ("last", last, _opening(first)),
        ("turned", *sorted(told)),
    }
    return frozenset(number_of(*key) for key in keys)


def initials(name: str) -> str:
    """The initials of a body's name: its acronym."""
    return "".join(word[0] for word in re.findall(r"[^\W\d_]+", name) if word[0].isupper())


def _initial_or_alike(a: str, b: str) -> bool:
    return word_alike(a, b) or (min(len(a), len(b)) == 1 and a[0] == b[0])


def _opening(word: str) -> str:
    """The first sound of a word; vowels are written in too many ways."""
    return "a" if not word or word[0] in "aeiou" else word[0]


def _skeleton(word: str) -> str:
    return _VOWELS.sub("", word)


def _tells_women(a: str, b: str) -> bool:
    """Whether two words differ as names of men and women do: Ivanov and Ivanova, Mario and Maria."""
    shorter, longer = sorted((a, b), key=len)
    if longer == shorter + "a" or (longer[:-1] == shorter and longer[-1] in "aie"):
        return True
    return len(a) == len(b) and a[:-1] == b[:-1] and {a[-1], b[-1]} in ({"a", "o"}, {"e", "a"}, {"e", "o"})
