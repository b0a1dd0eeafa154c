"""The model's table of parts of speech, looked up rather than searched for: the same result in a fraction of the time.

spaCy tries each of the model's 179 patterns at each token. They ask for tags, words and dependencies, so that the patterns
which fit such a combination need to be found only once.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline.attributeruler import AttributeRuler
from spacy.tokens import Doc
from spacy.vocab import Vocab

NAME, QUICK = "attribute_ruler", "quick_attribute_ruler"
LOOKED_AT = ("TAG", "LOWER", "DEP", "IS_SPACE")
_Values = tuple[int, ...]
"""What a token has of `LOOKED_AT`, 0 where no pattern asks for such a one."""
_Wanted = Mapping[int, frozenset[int]]
"""What a pattern asks of a token: values by their place in `LOOKED_AT`."""


class QuickAttributeRuler(AttributeRuler):
    """spaCy's AttributeRuler with another way to find what fits; which patterns win is left to it."""

    def __init__(self, vocab: Vocab, patterns: Iterable[Any]) -> None:
        super().__init__(vocab, NAME)
        self.add_patterns(patterns)
        self._plain: list[tuple[int, Sequence[_Wanted]]] = []
        self._others: Matcher | None = None
        for number, pattern in enumerate(self.patterns):
            for tokens in pattern["patterns"]:  # type: ignore[union-attr]  # the type says less than it holds
                self._sort(number, tokens)  # type: ignore[arg-type]
        every = [wanted for _, tokens in self._plain for wanted in tokens]
        self._asked = [frozenset().union(*(wanted.get(i, frozenset()) for wanted in every)) for i in range(len(LOOKED_AT))]
        self._beginning: dict[_Values, list[tuple[int, int, Sequence[_Wanted]]]] = {}

    def match(self, doc: Doc) -> list[tuple[int, int, int, int]]:
        """The patterns that fit, in their order: number, id, first token and the one after the last."""
        rows = doc.to_array(list(LOOKED_AT)).tolist()
        tokens = [tuple(v if v in asked else 0 for v, asked in zip(row, self._asked, strict=True)) for row in rows]
        found = []
        for i, values in enumerate(tokens):
            for number, id_, rest in self._begin(values):
                end = i + 1 + len(rest)
                if not rest or (end <= len(tokens) and all(map(_fits, tokens[i + 1 : end], rest))):
                    found.append((number, id_, i, end))
        if self._others is not None:
            matches = self._others(doc, allow_missing=True)
            found += [(int(self.vocab.strings[id_]), id_, start, end) for id_, start, end in matches]
        found.sort()
        return found

    def _sort(self, number: int, tokens: Sequence[Mapping[str, Any]]) -> None:
        """Keep what a pattern asks, if that can be looked up, or else leave it to spaCy."""
        if all(token.keys() <= set(LOOKED_AT) and all(map(_is_plain, token.values())) for token in tokens):
            self._plain.append((number, [self._wanted(token) for token in tokens]))
            return
        self._others = self._others or Matcher(self.vocab)
        before = self._others.get(str(number)) or (None, [])
        self._others.add(str(number), [*before[1], list(map(dict, tokens))])

    def _wanted(self, token: Mapping[str, Any]) -> _Wanted:
        return {LOOKED_AT.index(name): self._values(value) for name, value in token.items()}

    def _values(self, value: Any) -> frozenset[int]:
        if isinstance(value, bool):
            return frozenset({int(value)})
        return frozenset(map(self.vocab.strings.add, value["IN"] if isinstance(value, dict) else [value]))

    def _begin(self, values: _Values) -> list[tuple[int, int, Sequence[_Wanted]]]:
        """Number and id of the patterns that such a token can begin, and what they ask of those after it."""
        found = self._beginning.get(values)
        if found is None:
            fitting = ((number, first, rest) for number, (first, *rest) in self._plain if _fits(values, first))
            found = [(number, self.vocab.strings.add(str(number)), rest) for number, _, rest in fitting]
            self._beginning[values] = found
        return found


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


def _fits(values: _Values, wanted: _Wanted) -> bool:
    return all(values[i] in allowed for i, allowed in wanted.items())


def _is_plain(value: Any) -> bool:
    """Whether a condition is a word, one of several words, or yes or no."""
    return isinstance(value, str | bool) or (isinstance(value, dict) and value.keys() == {"IN"})
