"""The model's table of parts of speech, looked up rather than searched for: the same result in a fraction of the time.

spaCy tries each of the model's 179 patterns at each token. They ask for tags, words and dependencies, so that the patterns
which fit such a combination need to be found only once.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline.attributeruler import AttributeRuler
from spacy.tokens import Doc
from spacy.tokens._retokenize import set_token_attrs
from spacy.vocab import Vocab

NAME, QUICK = "attribute_ruler", "quick_attribute_ruler"
LOOKED_AT = ("TAG", "LOWER", "DEP", "IS_SPACE")
ANY_OTHER = -1
"""Stands for every value that no pattern asks for."""
_Values = tuple[int, ...]
"""What a token has of `LOOKED_AT`."""
_Wanted = Mapping[int, Callable[[int], bool]]
"""What a pattern asks of a token: conditions by their place in `LOOKED_AT`."""


class QuickAttributeRuler(AttributeRuler):
    """spaCy's AttributeRuler with another way to find what fits; which patterns win is left to it."""

    def __init__(self, vocab: Vocab, patterns: Iterable[Any]) -> None:
        super().__init__(vocab, NAME)
        self.add_patterns(patterns)
        self._plain: list[tuple[int, Sequence[_Wanted]]] = []
        self._others: Matcher | None = None
        self._asked: list[set[int]] = [set() for _ in LOOKED_AT]
        self._searched: list[list[re.Pattern[str]]] = [[] for _ in LOOKED_AT]
        for number, pattern in enumerate(self.patterns):
            for tokens in pattern["patterns"]:  # type: ignore[union-attr]  # the type says less than it holds
                self._sort(number, tokens)  # type: ignore[arg-type]
        self._beginning: dict[_Values, list[tuple[int, int, Sequence[_Wanted]]]] = {}

    def match(self, doc: Doc) -> list[tuple[int, int, int, int]]:
        """The patterns that fit, in their order: number, id, first token and the one after the last."""
        columns = zip(*doc.to_array(list(LOOKED_AT)).tolist(), strict=True)
        tokens = list(zip(*(self._narrowed(place, column) for place, column in enumerate(columns)), strict=True))
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

    def set_annotations(self, doc: Doc, matches: Iterable[tuple[int, int, int, int]]) -> None:
        """Set what each pattern says of its token, the later over the earlier; spaCy makes a span of each match to count in."""
        for number, _, start, end in matches:
            index = self.indices[number]
            set_token_attrs(doc[(start if index >= 0 else end) + index], self.attrs[number])

    def _narrowed(self, place: int, column: Sequence[int]) -> list[int]:
        """The values of one of `LOOKED_AT`, all those that no pattern asks for as one."""
        kept = {value: value if self._is_asked(place, value) else ANY_OTHER for value in set(column)}
        return [kept[value] for value in column]

    def _is_asked(self, place: int, value: int) -> bool:
        return value in self._asked[place] or any(search.search(self.vocab.strings[value]) for search in self._searched[place])

    def _sort(self, number: int, tokens: Sequence[Mapping[str, Any]]) -> None:
        """Keep what a pattern asks, if that can be looked up, or else leave it to spaCy."""
        if all(token.keys() <= set(LOOKED_AT) and all(map(_is_plain, token.values())) for token in tokens):
            self._plain.append((number, [self._wanted(token) for token in tokens]))
            return
        self._others = self._others or Matcher(self.vocab)
        before = self._others.get(str(number)) or (None, [])
        self._others.add(str(number), [*before[1], list(map(dict, tokens))])

    def _wanted(self, token: Mapping[str, Any]) -> _Wanted:
        return {place: self._condition(place, token[name]) for place, name in enumerate(LOOKED_AT) if name in token}

    def _condition(self, place: int, value: Any) -> Callable[[int], bool]:
        """Whether a value is the one that is asked for, one of several, none of several, or a word with a certain form."""
        asked: Mapping[str, Any] = value if isinstance(value, dict) else {"IN": [value]}
        how, wanted = next(iter(asked.items()))
        strings = self.vocab.strings
        if how == "REGEX":
            form = re.compile(wanted)
            self._searched[place].append(form)
            return lambda number: number != ANY_OTHER and form.search(strings[number]) is not None
        numbers = frozenset(int(one) if isinstance(one, bool) else strings.add(one) for one in wanted)
        self._asked[place] |= numbers
        return numbers.__contains__ if how == "IN" else lambda number: number not in numbers

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
    return all(fits(values[place]) for place, fits in wanted.items())


def _is_plain(value: Any) -> bool:
    """Whether a condition can be looked up."""
    if isinstance(value, dict):
        return len(value) == 1 and value.keys() <= {"IN", "NOT_IN", "REGEX"}
    return isinstance(value, str | bool)
