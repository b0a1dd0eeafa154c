"""Arguments: who does what to whom, however the sentence is built."""

from collections.abc import Callable

import pytest

from nlp.arguments import coordinated, governor, is_passive, objects, prepositional, subjects
from nlp.tokens import Doc, Token

Reading = Callable[..., Doc]


def word(doc: Doc, text: str) -> Token:
    return next(token for token in doc if token.text == text)


def texts(tokens: list[Token]) -> str:
    return " ".join(token.text for token in tokens)


@pytest.mark.parametrize(
    ("text", "verb", "subject", "logical_object"),
    [
        ("Egypt met Jordan in Amman.", "met", "Egypt", "Jordan"),
        ("Norway, Sweden and Finland met Estonia and Latvia.", "met", "Norway Sweden Finland", "Estonia Latvia"),
        ("Egypt condemned the raid and recalled its envoy.", "recalled", "Egypt", "envoy"),
        ("Egypt gave a plan to Libya.", "gave", "Egypt", "plan Libya"),
        ("Egypt gave Libya a plan.", "gave", "Egypt", "Libya plan"),
        ("There met two kings.", "met", "", "kings"),
        # passives
        ("The draft was vetoed by Russia.", "vetoed", "Russia", "draft"),
        ("Ghana was visited by Togo and Benin.", "visited", "Togo Benin", "Ghana"),
        ("The text was signed by Egypt and Jordan.", "signed", "Egypt Jordan", "text"),
        ("The pact was drafted and ratified.", "ratified", "", "pact"),
        ("The pact was signed and ratified by Kenya.", "signed", "Kenya", "pact"),
        ("The pact was signed and ratified by Kenya.", "ratified", "Kenya", "pact"),
        ("The draft was signed by Kenya and rejected by Sudan.", "signed", "Kenya", "draft"),
        ("The draft was signed by Kenya and rejected by Sudan.", "rejected", "Sudan", "draft"),
        ("Morsi was elected and met Abbas.", "met", "Morsi", "Abbas"),
        # relative clauses
        ("Chile, which borders Peru, signed the treaty.", "borders", "Chile", "Peru"),
        ("The envoy who met Hamas left Doha.", "met", "envoy", "Hamas"),
        ("Chile rejected the draft that Peru submitted.", "submitted", "Peru", "draft"),
        ("The treaty which Kenya signed was kept.", "signed", "Kenya", "treaty"),
        # participles
        ("The treaty signed by Chile and Peru expired.", "signed", "Chile Peru", "treaty"),
        ("Officials representing Egypt arrived.", "representing", "Officials", "Egypt"),
        ("Kenya, pressed by Uganda, signed.", "pressed", "Uganda", "Kenya"),
        ("Ghana left after meeting Togo.", "meeting", "Ghana", "Togo"),
        # control
        ("France urged Iran to return to the talks.", "return", "Iran", ""),
        ("Iran was urged by France to return to the talks.", "return", "Iran", ""),
        ("France promised Iran to return to the talks.", "return", "France", ""),
        ("Brazil called on Peru to sign the pact.", "sign", "Peru", "pact"),
        ("Malta wants Libya to open its ports.", "open", "Libya", "ports"),
        ("Egypt helped Sudan reach a truce.", "reach", "Sudan", "truce"),
        ("Kenya refused to meet Sudan.", "meet", "Kenya", "Sudan"),
        ("Spain was accused of violating the truce.", "violating", "Spain", "truce"),
        ("Ghana and Togo are ready to sign the pact.", "sign", "Ghana Togo", "pact"),
        ("Kenya's offer to meet Sudan stands.", "meet", "Kenya", "Sudan"),
        ("Kenya made an offer to meet Sudan.", "meet", "Kenya", "Sudan"),
    ],
)
def test_subjects_and_objects(parsed: Reading, text: str, verb: str, subject: str, logical_object: str) -> None:
    token = word(parsed(text), verb)
    assert (texts(subjects(token)), texts(objects(token))) == (subject, logical_object)


@pytest.mark.parametrize(
    ("text", "verb", "passive"),
    [
        ("The draft was rejected.", "rejected", True),
        ("The draft rejected by Sudan was kept.", "rejected", True),
        ("Sudan rejected the draft.", "rejected", False),
        ("Sudan has rejected the draft.", "rejected", False),
        ("Sudan was asked and rejected the draft.", "rejected", False),
    ],
)
def test_passive(parsed: Reading, text: str, verb: str, passive: bool) -> None:
    assert is_passive(word(parsed(text), verb)) is passive


def test_coordinated_starts_with_the_token_itself(parsed: Reading) -> None:
    doc = parsed("Norway, Sweden and Finland met.")
    assert texts(coordinated(word(doc, "Norway"))) == "Norway Sweden Finland"
    assert texts(coordinated(word(doc, "Finland"))) == "Finland"


@pytest.mark.parametrize(
    ("prepositions", "found"), [(("with",), "Egypt Jordan"), (("in",), "Doha"), ((), "Egypt Jordan Doha"), (("under",), "")]
)
def test_prepositional(parsed: Reading, prepositions: tuple[str, ...], found: str) -> None:
    doc = parsed("Iran met with Egypt and Jordan in Doha.")
    assert texts(prepositional(word(doc, "met"), *prepositions)) == found


def test_governor_skips_prepositions(parsed: Reading) -> None:
    doc = parsed("Iran called for talks.")
    assert governor(word(doc, "talks")) == word(doc, "called")
    assert governor(word(doc, "called")) is None
