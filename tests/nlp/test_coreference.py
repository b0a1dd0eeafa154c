"""Coreference: whom pronouns and descriptions mean, and where that is left open."""

from collections.abc import Callable

import pytest

from nlp.actors import mentions
from nlp.tokens import Doc

Reading = Callable[..., Doc]
MACRON, SCHOLZ, TUSK = "person/emmanuel-macron", "person/olaf-scholz", "person/donald-tusk"
MERKEL, ERDOGAN, LAVROV = "person/angela-merkel", "person/recep-tayyip-erdogan", "person/sergey-lavrov"
PUTIN, KIM = "person/vladimir-putin", "person/kim-jong-un"


def meant(doc: Doc) -> list[tuple[str, list[str]]]:
    """The words and the keys of the actors of each mention that is no name."""
    found = [mention for mention in mentions(doc) if mention.kind != "name"]
    return [(mention.span.text, [actor.key for actor in mention.actors]) for mention in found]


@pytest.mark.parametrize(
    ("text", "words", "keys"),
    [
        # persons
        ("Emmanuel Macron landed in Cairo. He spoke.", "He", [MACRON]),
        ("Emmanuel Macron said he would meet Olaf Scholz.", "he", [MACRON]),
        ("Angela Merkel flew to Ankara. There she met President Recep Tayyip Erdogan.", "she", [MERKEL]),
        ("Emmanuel Macron met Angela Merkel. She praised him.", "She", [MERKEL]),
        ("Emmanuel Macron met Angela Merkel. She praised him.", "him", [MACRON]),
        ("Heather Quill met Emmanuel Macron. He left.", "He", [MACRON]),
        ("Kim Jong Un met Vladimir Putin. He told him of it.", "him", [PUTIN]),
        ("Emmanuel Macron met his wife.", "his", [MACRON]),
        # states and bodies
        ("Egypt accused Libya. It recalled an envoy.", "It", ["state/EGY"]),
        ("Egypt recalled its envoy.", "its", ["state/EGY"]),
        ("The European Union met Iran. The bloc will sign.", "The bloc", ["organization/european-union"]),
        ("NATO met Ukraine. The alliance promised arms.", "The alliance", ["organization/nato"]),
        ("Hamas freed hostages. The group met Qatar.", "The group", ["group/hamas"]),
        ("Egypt signed. The country met Iran.", "The country", ["state/EGY"]),
        # several
        ("Emmanuel Macron met Olaf Scholz. The two leaders spoke.", "The two leaders", [MACRON, SCHOLZ]),
        ("Emmanuel Macron met Olaf Scholz. Both sides spoke.", "Both sides", ["state/FRA", "state/DEU"]),
        ("Emmanuel Macron met Olaf Scholz. The pair signed.", "The pair", [MACRON, SCHOLZ]),
        (
            "Emmanuel Macron, Olaf Scholz and Donald Tusk met. The three leaders spoke.",
            "The three leaders",
            [MACRON, SCHOLZ, TUSK],
        ),
        ("Egypt and Jordan held talks. The two sides signed.", "The two sides", ["state/EGY", "state/JOR"]),
        ("Egypt and Jordan held talks. Both countries signed.", "Both countries", ["state/EGY", "state/JOR"]),
        ("Egypt and Jordan met. They signed a pact.", "They", ["state/EGY", "state/JOR"]),
        ("Emmanuel Macron, Olaf Scholz and Donald Tusk met. The trio spoke.", "The trio", [MACRON, SCHOLZ, TUSK]),
        (
            "President Emmanuel Macron and Chancellor Olaf Scholz met. Foreign ministers Wang Yi and Sergei Lavrov dined. "
            "The two leaders spoke.",
            "The two leaders",
            [MACRON, SCHOLZ],
        ),
        (
            "Emmanuel Macron and Olaf Scholz dined. Their summit was a success for Egypt and Jordan. They met again.",
            "They",
            [MACRON, SCHOLZ],
        ),
        # offices
        ("Turkish President Recep Tayyip Erdogan arrived. The president spoke.", "The president", [ERDOGAN]),
        ("Turkish President Recep Tayyip Erdogan arrived. The Turkish leader spoke.", "The Turkish leader", [ERDOGAN]),
        # speakers
        ('"We will meet Jordan," Egypt said.', "We", ["state/EGY"]),
        ('"We will meet Jordan," said Sergei Lavrov.', "We", [LAVROV]),
        ('Sergei Lavrov said: "I met Iran."', "I", [LAVROV]),
    ],
)
def test_meaning(parsed: Reading, text: str, words: str, keys: list[str]) -> None:
    assert (words, keys) in meant(parsed(text))


@pytest.mark.parametrize(
    "text",
    [
        "The weather was fine. He met her.",
        "The two leaders met.",
        "It was announced that Egypt had met Jordan.",
        "It is hard to meet Jordan.",
        "Egypt spoke. She met Jordan.",
        "Emmanuel Macron spoke. It was cold in Paris.",
        "The bloc signed. The group left.",
        "We want peace.",
        "Turkish President Recep Tayyip Erdogan arrived. The vice president spoke.",
        "Emmanuel Macron spoke in Paris. A president left.",
    ],
)
def test_left_open(parsed: Reading, text: str) -> None:
    assert meant(parsed(text)) == []


def test_a_counterpart_is_of_the_state_named(parsed: Reading) -> None:
    doc = parsed("French President Emmanuel Macron met his Polish counterpart in Paris.")
    assert ("Polish counterpart", ["state/POL"]) in meant(doc)


def test_a_named_counterpart_is_the_person(parsed: Reading) -> None:
    doc = parsed("French President Emmanuel Macron met his Polish counterpart, Andrzej Duda.")
    assert dict(meant(doc))["Polish counterpart"] == ["person/andrzej-duda"]
    assert {part.entity for claim in doc.claims if claim.kind == "meeting" for part in claim.parts} == {
        MACRON,
        "person/andrzej-duda",
    }


def test_a_pronoun_looks_back_three_sentences_and_no_further(parsed: Reading) -> None:
    near = parsed("Emmanuel Macron spoke. It rained. It snowed. He left.")
    far = parsed("Emmanuel Macron spoke. It rained. It snowed. It hailed. It thawed. He left.")
    assert ("He", [MACRON]) in meant(near)
    assert meant(far) == []


def test_mentions_stay_in_the_order_of_the_text(parsed: Reading) -> None:
    starts = [m.span.start for m in mentions(parsed("Egypt met Jordan. It said that both sides liked it. They left Egypt."))]
    assert starts == sorted(starts)
