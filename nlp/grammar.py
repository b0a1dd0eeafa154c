"""The small language the kinds are written in: a rule is trigger words and, for each role, paths through the tree.

A path is steps apart by spaces, alternatives apart by `|`: `"subject | prep:with,between pobj | poss"`. A step is a
dependency label, which may name words (`prep:with,between`), or one of `subject` and `object`, the logical ones,
through passives, relative clauses and control verbs (see `nlp.arguments`). Every noun found brings its coordinated ones.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from nlp.arguments import objects, preposition_tokens, spread, subjects
from nlp.tokens import Doc, Token

VERBS = frozenset({"VERB", "AUX"})
LONGEST = 400
"""Tokens that a sentence may have."""
NOUNS = frozenset({"NOUN", "PROPN"})


@dataclass(frozen=True, slots=True)
class Rule:
    """Trigger words and where the parts of the fact hang from them.

    `lemmas` are lower-case lemmas; `pos` the parts of speech they must have; `roles` the paths of each role.
    `status` and `values` are set where the words alone tell them. `needs` may refuse a trigger.
    `example` is a sentence and `reads` what must be read from it: both are run as a test.
    """

    name: str
    lemmas: frozenset[str]
    roles: Mapping[str, str]
    example: str
    reads: str
    pos: frozenset[str] = VERBS
    status: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    needs: Callable[[Token], bool] | None = None
    confidence: float = 0.8


class Roles(Mapping[str, list[Token]]):
    """The tokens of each role of a rule; a path is walked when first asked for, once for all rules of a trigger."""

    __slots__ = ("_found", "_paths", "_trigger")

    def __init__(self, paths: Mapping[str, str], trigger: Token, found: dict[str, list[Token]]) -> None:
        self._paths, self._trigger, self._found = paths, trigger, found

    def __getitem__(self, role: str) -> list[Token]:
        path = self._paths[role]
        tokens = self._found.get(path)
        if tokens is None:
            tokens = self._found[path] = follow(self._trigger, path)
        return tokens

    def __contains__(self, role: object) -> bool:
        return role in self._paths

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


class Match(NamedTuple):
    """A rule that fired on a trigger, with the tokens found for each role."""

    rule: Rule
    trigger: Token
    roles: Mapping[str, list[Token]]


def words(text: str) -> frozenset[str]:
    """The set of the words in `text`."""
    return frozenset(text.split())


@lru_cache(maxsize=4096)
def parse(path: str) -> tuple[tuple[tuple[str, frozenset[str]], ...], ...]:
    """A path as alternatives of steps, each a label and the words it is limited to."""
    return tuple(tuple(_step(step) for step in alternative.split()) for alternative in path.split("|") if alternative.strip())


def _step(text: str) -> tuple[str, frozenset[str]]:
    label, _, limit = text.partition(":")
    return label, frozenset(limit.split(",")) if limit else frozenset()


def follow(token: Token, path: str) -> list[Token]:
    """All tokens that `path` leads to from `token`, coordinated ones included, in the order of the alternatives."""
    return spread(found for steps in parse(path) for found in _follow([token], steps))


def _follow(tokens: Iterable[Token], steps: tuple[tuple[str, frozenset[str]], ...]) -> list[Token]:
    reached = list(tokens)
    for label, limit in steps:
        reached = [found for token in reached for found in _one(token, label) if not limit or found.lower_ in limit]
    return reached


def _one(token: Token, label: str) -> Iterable[Token]:
    if label == "subject":
        return subjects(token)
    if label == "object":
        return objects(token)
    if label == "head":
        return [token.head] if token.head.i != token.i else []
    if label == "prep":
        return preposition_tokens(token)
    return [child for child in token.children if child.dep_ == label]


class RuleIndex:
    """Rules by trigger lemma, so that a document is walked once."""

    def __init__(self, rules: Iterable[tuple[str, Rule]]) -> None:
        """`rules` are pairs of a kind's name and one of its rules."""
        self._by_lemma: dict[str, dict[str, list[tuple[str, Rule]]]] = {}
        """By lemma and part of speech."""
        for kind, rule in rules:
            for lemma in rule.lemmas:
                for pos in rule.pos:
                    self._by_lemma.setdefault(lemma, {}).setdefault(pos, []).append((kind, rule))

    def matches(self, doc: Doc) -> Iterator[tuple[str, Match]]:
        """Every rule that fires in `doc`, with the kind it belongs to, in the order of the text.

        What is longer than `LONGEST` is no sentence but a list or a table, and walks through its tree would not end.
        """
        for sentence in doc.sents:
            if len(sentence) <= LONGEST:
                for token in sentence:
                    by_pos = self._by_lemma.get(token.lemma_.lower())
                    if by_pos is not None:
                        yield from _fired(token, by_pos.get(token.pos_, ()))


def _fired(token: Token, rules: Iterable[tuple[str, Rule]]) -> Iterator[tuple[str, Match]]:
    """The rules that no need of theirs keeps from firing."""
    found: dict[str, list[Token]] = {}
    for kind, rule in rules:
        if rule.needs is None or rule.needs(token):
            yield kind, Match(rule, token, Roles(rule.roles, token, found))
