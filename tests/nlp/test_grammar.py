"""The language of the rules: paths through the tree, and rules by trigger."""

from collections.abc import Callable

import pytest

from nlp.grammar import NOUNS, Rule, RuleIndex, follow
from nlp.tokens import Doc, Token

Reading = Callable[..., Doc]


def word(doc: Doc, text: str) -> Token:
    return next(token for token in doc if token.text == text)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("subject", "Egypt Libya"),
        ("object", "Iran"),
        ("prep:in pobj", "Doha"),
        ("prep:near,at pobj", ""),
        ("prep pobj", "Doha"),
        ("subject | object", "Egypt Libya Iran"),
        ("object head", "met"),
    ],
)
def test_paths(parsed: Reading, path: str, found: str) -> None:
    doc = parsed("Egypt and Libya met Iran in Doha.")
    assert " ".join(token.text for token in follow(word(doc, "met"), path)) == found


def test_a_path_takes_coordinated_prepositions_along(parsed: Reading) -> None:
    doc = parsed("Canada imposed a ban on Egypt and on Libya.")
    assert [token.text for token in follow(word(doc, "ban"), "prep:on pobj")] == ["Egypt", "Libya"]


def test_a_rule_fires_on_its_lemmas_parts_of_speech_and_needs(parsed: Reading) -> None:
    verb = Rule("verb", frozenset({"talk"}), {"who": "subject"}, "", "")
    noun = Rule("noun", frozenset({"talk"}), {}, "", "", pos=NOUNS)
    never = Rule("never", frozenset({"talk"}), {}, "", "", needs=lambda token: False)
    index = RuleIndex([("meeting", verb), ("meeting", noun), ("meeting", never)])
    found = list(index.matches(parsed("Egypt talked. The talks ended.")))
    assert [(kind, match.rule.name, match.trigger.text) for kind, match in found] == [
        ("meeting", "verb", "talked"),
        ("meeting", "noun", "talks"),
    ]
    assert [token.text for token in found[0][1].roles["who"]] == ["Egypt"]
