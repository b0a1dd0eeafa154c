"""Keys made of text: folded names, word stems and ids that are the same on every run."""

import functools
import hashlib
import re
import unicodedata

_STOP = frozenset("a an and as at by for from her his in into its of on or s that the their this to with".split())
_ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ions", "ing", "ion", "ies", "ers", "er", "ed", "es", "al", "s", "y", "e")
_SHORTEST_STEM = 4


@functools.lru_cache(maxsize=10_000)
def fold(name: str) -> str:
    """A name without case, accents, punctuation and a leading "the", for comparison."""
    words = folded_words(name)
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


def folded_words(text: str) -> list[str]:
    """The words of a text without case, accents and punctuation."""
    return text.translate(_FOLDED).split()


class _Folding(dict[int, str | None]):
    """What becomes of each character, by its number; worked out when it is first met."""

    def __missing__(self, number: int) -> str | None:
        plain = "".join(c for c in unicodedata.normalize("NFKD", chr(number)) if not unicodedata.combining(c))
        plain = _HYPHEN.sub(" ", plain.casefold().replace("ı", "i"))
        self[number] = _PUNCTUATION.sub("", plain) or None  # which deletes it, and faster than an empty text
        return self[number]


_HYPHEN, _PUNCTUATION = re.compile(r"[-\u2010-\u2015/]"), re.compile(r"[^\w\s]")
_FOLDED = _Folding()


@functools.lru_cache(maxsize=10_000)
def stems(text: str) -> frozenset[str]:
    """The content words of a phrase, cut to their stems."""
    return frozenset(_stem(word) for word in fold(text).split() if word not in _STOP)


def stable_id(prefix: str, *parts: object) -> str:
    """`prefix_` and twenty hexadecimal digits that depend on `parts` alone."""
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return f"{prefix}_{text_digest(joined)[:20]}"


def number_of(*parts: str) -> int:
    """A number of 64 bits that depends on `parts` alone, for an index where a collision does no harm."""
    digest = hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def text_digest(text: str) -> str:
    """SHA-256 of a text; a lone surrogate counts as itself."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word
