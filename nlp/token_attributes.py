"""The model's table of parts of speech, looked up rather than searched for: the same result in a fifth of the time.

spaCy tries each of the model's 179 patterns at each token. All but a few look at one token's tag, word and dependency, so
that the patterns which fit such a combination need to be found only once.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline.attributeruler import AttributeRuler
from spacy.tokens import Doc
from spacy.vocab import Vocab

NAME, QUICK = "attribute_ruler", "quick_attribute_ruler"
LOOKED_AT = ("TAG", "LOWER", "DEP")
SPACE = "IS_SPACE"
_Key = tuple[int, int, int, bool]
"""Tag, word and dependency as hashes, 0 where no pattern asks for such a one; and whether it is a space."""


class QuickAttributeRuler(AttributeRuler):
    """spaCy's AttributeRuler with another way to find what fits; which patterns win is left to it."""

    def __init__(self, vocab: Vocab, patterns: Iterable[Any]) -> None:
        super().__init__(vocab, NAME)
        self.add_patterns(patterns)
        self._single: list[tuple[int, dict[str, frozenset[int]], bool | None]] = []
        self._others = Matcher(vocab)
        for number, pattern in enumerate(self.patterns):
            self._sort(number, pattern["patterns"])  # type: ignore[arg-type]  # its type says less than it holds
        self._asked = {name: frozenset().union(*(w.get(name, frozenset()) for _, w, _ in self._single)) for name in LOOKED_AT}
        self._fitting: dict[_Key, tuple[tuple[int, int], ...]] = {}

    def match(self, doc: Doc) -> list[tuple[int, int, int, int]]:
        """The patterns that fit, in their order: number, id, first token and the one after the last."""
        ids = self.vocab.strings
        found = [(int(ids[id_]), id_, start, end) for id_, start, end in self._others(doc, allow_missing=True)]
        tags, words, deps = self._asked["TAG"], self._asked["LOWER"], self._asked["DEP"]
        spaces = {token.i for token in doc if token.is_space}
        for i, (tag, word, dep) in enumerate(doc.to_array(list(LOOKED_AT)).tolist()):
            key = (tag if tag in tags else 0, word if word in words else 0, dep if dep in deps else 0, i in spaces)
            fitting = self._fitting.get(key)
            if fitting is None:
                fitting = self._fitting[key] = self._fit(key)
            found += [(number, id_, i, i + 1) for number, id_ in fitting]
        found.sort()
        return found

    def _sort(self, number: int, patterns: Sequence[Sequence[Mapping[str, Any]]]) -> None:
        """Put a pattern among those of one token, if what it asks is known here, or else among the others."""
        for pattern in patterns:
            token = pattern[0]
            if len(pattern) == 1 and token.keys() <= {*LOOKED_AT, SPACE} and all(map(_is_plain, token.values())):
                wanted = {name: self._hashes(value) for name, value in token.items() if name != SPACE}
                self._single.append((number, wanted, token.get(SPACE)))
            else:
                self._others.add(str(number), [*(self._others.get(str(number)) or (None, []))[1], list(map(dict, pattern))])

    def _hashes(self, value: Any) -> frozenset[int]:
        values = value["IN"] if isinstance(value, dict) else [value]
        return frozenset(self.vocab.strings.add(word) for word in values)

    def _fit(self, key: _Key) -> tuple[tuple[int, int], ...]:
        """Number and id of the patterns that fit."""
        values = dict(zip(LOOKED_AT, key, strict=False))
        return tuple(
            (number, self.vocab.strings.add(str(number)))
            for number, wanted, space in self._single
            if space in (None, key[3]) and all(values[name] in words for name, words in wanted.items())
        )


@Language.factory(QUICK)
def quick_attribute_ruler(nlp: Language, name: str) -> QuickAttributeRuler:
    """A quick ruler with the patterns of the pipeline's own."""
    ruler = nlp.get_pipe(NAME)
    assert isinstance(ruler, AttributeRuler)
    return QuickAttributeRuler(nlp.vocab, ruler.patterns)


def quicken(nlp: Language) -> None:
    """Have a pipeline look its parts of speech up."""
    nlp.add_pipe(QUICK, before=NAME)
    nlp.remove_pipe(NAME)
    nlp.rename_pipe(QUICK, NAME)


def _is_plain(value: Any) -> bool:
    """Whether a condition is a word, one of several words, or yes or no."""
    return isinstance(value, str | bool) or (isinstance(value, dict) and value.keys() == {"IN"})
