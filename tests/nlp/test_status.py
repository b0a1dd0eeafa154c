"""Status: whether an event took place, as the words around it tell."""

from collections.abc import Callable

import pytest

from nlp.status import Reality, Tense, is_negated, reality, reported_denial, tense
from nlp.tokens import Doc, Token

Reading = Callable[..., Doc]


def word(doc: Doc, text: str) -> Token:
    return next(token for token in doc if token.text == text)


CASES = {
    Reality.HELD: [
        ("Egypt and Jordan met on Monday.", "met"),
        ("Egypt has met Jordan twice.", "met"),
        ("The talks took place in Doha.", "talks"),
        ("The talks were held in Doha.", "talks"),
        ("The two held talks in Doha.", "talks"),
        ("Egypt began talks with Iran.", "talks"),
        ("The talks ended without a deal.", "talks"),
        ("In a call with Jordan, Egypt offered help.", "call"),
        ("After talks with Jordan, Egypt will decide.", "talks"),
        ("Egypt went to Amman and met Jordan.", "met"),
        ("Egypt said it had met Jordan.", "met"),
        ("No progress was made in talks with Jordan.", "talks"),
    ],
    Reality.ONGOING: [
        ("Egypt is meeting Jordan in Amman.", "meeting"),
        ("Egypt and Jordan are holding talks in Amman.", "talks"),
        ("The ongoing talks with Jordan went well.", "talks"),
        ("The current talks with Jordan are hard.", "talks"),
        ("The talks with Jordan continue.", "talks"),
        ("Talks with Jordan are under way.", "Talks"),
    ],
    Reality.PLANNED: [
        ("Egypt will meet Jordan on Friday.", "meet"),
        ("Egypt would meet Jordan on Friday.", "meet"),
        ("Egypt is to meet Jordan on Friday.", "meet"),
        ("Egypt is due to meet Jordan on Friday.", "meet"),
        ("Egypt is set to meet Jordan on Friday.", "meet"),
        ("Egypt is expected to meet Jordan on Friday.", "meet"),
        ("Egypt plans to meet Jordan.", "meet"),
        ("Egypt agreed to meet Jordan.", "meet"),
        ("A meeting with Jordan is scheduled for Friday.", "meeting"),
        ("A meeting with Jordan is set for Friday.", "meeting"),
        ("The upcoming meeting with Jordan matters.", "meeting"),
        ("The planned summit with Jordan matters.", "summit"),
        ("Plans for a summit with Jordan took shape.", "summit"),
        ("Preparations for the summit are under way.", "summit"),
        ("The talks are due to open on Monday.", "talks"),
        ("The talks will be held on Monday.", "talks"),
        ("Egypt announced a meeting with Jordan.", "meeting"),
        ("During talks with Jordan, Egypt will raise oil.", "talks"),
        ("Egypt will fly to Amman and meet Jordan.", "meet"),
    ],
    Reality.PROPOSED: [
        ("A summit with Jordan is under discussion.", "summit"),
        ("Egypt may meet Jordan.", "meet"),
        ("Egypt could meet Jordan.", "meet"),
        ("Egypt should meet Jordan.", "meet"),
        ("Egypt offered to meet Jordan.", "meet"),
        ("Egypt urged Jordan to meet Iran.", "meet"),
        ("Egypt proposed a meeting with Jordan.", "meeting"),
        ("Egypt called for talks with Jordan.", "talks"),
        ("Egypt is ready to meet Jordan.", "meet"),
        ("Egypt wants to meet Jordan.", "meet"),
        ("If Egypt met Jordan, oil would fall.", "met"),
        ("The talks will resume if Egypt meets Jordan.", "meets"),
        ("Unless Egypt meets Jordan, war looms.", "meets"),
        ("A possible summit with Jordan was discussed.", "summit"),
        ("The proposal for a summit was sent to Jordan.", "summit"),
        ("The invitation to talks came from Egypt.", "talks"),
        ("Egypt sought a meeting with Jordan.", "meeting"),
        ("A meeting was proposed by Egypt.", "meeting"),
        ("Egypt hopes that Jordan will meet Iran.", "meet"),
        ("Egypt demanded that Jordan meet Iran.", "meet"),
        ("Egypt asked Jordan to fly to Doha and meet Iran.", "meet"),
        ("Macron hoped that the talks would resume.", "talks"),
    ],
    Reality.DECLINED: [
        ("Egypt refused to meet Jordan.", "meet"),
        ("Egypt will not meet Jordan.", "meet"),
        ("Egypt would not meet Jordan.", "meet"),
        ("Egypt cannot meet Jordan.", "meet"),
        ("Egypt won't meet Jordan.", "meet"),
        ("Egypt declined a meeting with Jordan.", "meeting"),
        ("Egypt rejected talks with Jordan.", "talks"),
        ("Egypt ruled out talks with Jordan.", "talks"),
        ("Egypt turned down a meeting with Jordan.", "meeting"),
        ("Egypt turned down an invitation to the summit.", "summit"),
        ("Egypt rejected an offer to meet Jordan.", "meet"),
        ("Egypt boycotted the summit.", "summit"),
        ("Egypt stayed away from the summit.", "summit"),
        ("Egypt is not to meet Jordan.", "meet"),
        ("Egypt is unwilling to meet Jordan.", "meet"),
        ("Egypt decided against meeting Jordan.", "meeting"),
        ("Egypt will not agree to meet Jordan.", "meet"),
    ],
    Reality.CANCELLED: [
        ("The talks collapsed on Friday.", "talks"),
        ("Egypt cancelled the summit.", "summit"),
        ("Egypt called off the summit.", "summit"),
        ("Egypt called the summit off.", "summit"),
        ("The summit was called off.", "summit"),
        ("The summit was cancelled by Egypt.", "summit"),
        ("The summit was postponed.", "summit"),
        ("Egypt put off the talks.", "talks"),
        ("The talks fell through.", "talks"),
        ("Egypt pulled out of the talks.", "talks"),
        ("The cancelled summit was to be held in Doha.", "summit"),
        ("The cancellation of the summit surprised Jordan.", "summit"),
        ("The planned summit was called off.", "summit"),
        ("The planned summit with Jordan was cancelled on Friday.", "summit"),
        ("The summit is off.", "summit"),
        ("Plans for a summit were scrapped.", "summit"),
    ],
    Reality.DENIED: [
        ("Egypt has no plans to meet Jordan.", "meet"),
        ("Egypt never agreed to meet Jordan.", "meet"),
        ("Egypt did not meet Jordan.", "meet"),
        ("Egypt has not met Jordan.", "met"),
        ("Egypt never met Jordan.", "met"),
        ("No meeting with Jordan took place.", "meeting"),
        ("Neither meeting took place.", "meeting"),
        ("The talks did not take place.", "talks"),
        ("The talks were not held.", "talks"),
        ("Egypt denied meeting Jordan.", "meeting"),
        ("Egypt did not propose a meeting.", "meeting"),
        ("Egypt has not agreed to meet Jordan.", "meet"),
        ("Egypt failed to meet Jordan.", "meet"),
        ("No date for the talks was set.", "talks"),
        ("No date has been set for the talks.", "talks"),
        ("There will be no talks with Jordan.", "talks"),
        ("Egypt left without meeting Jordan.", "meeting"),
        ("Egypt denied reports of a meeting with Jordan.", "meeting"),
        ("There are no plans for a meeting.", "meeting"),
        ("No invitation to the talks was sent.", "talks"),
    ],
}


@pytest.mark.parametrize(
    ("text", "trigger", "expected"), [(text, trigger, found) for found, cases in CASES.items() for text, trigger in cases]
)
def test_reality(parsed: Reading, text: str, trigger: str, expected: Reality) -> None:
    assert reality(word(parsed(text), trigger)) is expected


def test_every_reality_has_cases() -> None:
    assert set(CASES) == set(Reality)


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("Egypt met Jordan.", "met", Tense("past")),
        ("Egypt has met Jordan.", "met", Tense("past")),
        ("Egypt meets Jordan.", "meets", Tense("present")),
        ("Egypt is meeting Jordan.", "meeting", Tense("present", progressive=True)),
        ("Egypt will meet Jordan.", "meet", Tense("future")),
        ("Egypt would not meet Jordan.", "meet", Tense("future", negated=True)),
        ("Egypt may meet Jordan.", "meet", Tense("none", possible=True)),
        ("Egypt wants to meet Jordan.", "meet", Tense("none")),
        ("Oil will fall if Egypt meets Jordan.", "meets", Tense("present", conditional=True)),
        ("Egypt will fly to Amman and meet Jordan.", "meet", Tense("future")),
    ],
)
def test_tense(parsed: Reading, text: str, verb: str, expected: Tense) -> None:
    assert tense(word(parsed(text), verb)) == expected


@pytest.mark.parametrize(
    ("text", "token", "negated"),
    [
        ("No talks took place.", "talks", True),
        ("The talks took place.", "talks", False),
        ("Egypt never met Jordan.", "met", True),
        ("Neither meeting took place.", "meeting", True),
    ],
)
def test_negation(parsed: Reading, text: str, token: str, negated: bool) -> None:
    assert is_negated(word(parsed(text), token)) is negated


@pytest.mark.parametrize(
    ("text", "trigger", "denied"),
    [
        ("Egypt denied that a meeting was in the works.", "meeting", True),
        ("Egypt denied reports of a meeting with Jordan.", "meeting", True),
        ("Egypt said that a meeting was in the works.", "meeting", False),
    ],
)
def test_reported_denial(parsed: Reading, text: str, trigger: str, denied: bool) -> None:
    assert reported_denial(word(parsed(text), trigger)) is denied
