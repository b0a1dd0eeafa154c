"""Attribution: to whom a text attributes what it says."""

from collections.abc import Callable

import pytest

from nlp.attribution import speaker
from nlp.tokens import Doc

Reading = Callable[..., Doc]
LAVROV = "Sergey Lavrov"


@pytest.mark.parametrize(
    ("text", "trigger", "name"),
    [
        # reported speech
        ("Sergei Lavrov said that Egypt had met Jordan.", "met", LAVROV),
        ("Sergei Lavrov said Egypt met Jordan.", "met", LAVROV),
        ("Egypt told Iran that Jordan met Oman.", "met", "Egypt"),
        ("Sergei Lavrov warned that Iran would reject the deal.", "reject", LAVROV),
        ("It was said by Egypt that Jordan met Iran.", "met", "Egypt"),
        ("The Kremlin said talks with Egypt took place.", "talks", "Russia"),
        ("Sergei Lavrov claimed to have met Egypt.", "met", LAVROV),
        ("Sergei Lavrov announced talks with Egypt.", "talks", LAVROV),
        ("The meeting was announced by Sergei Lavrov.", "meeting", LAVROV),
        ("Sergei Lavrov noted that Oman had told Iran to meet Jordan.", "meet", LAVROV),
        ("Sergei Lavrov said that Oman reported that Egypt met Jordan.", "met", "Oman"),
        # the speaker behind or in the middle
        ("Egypt and Jordan will meet on Friday, Sergei Lavrov said.", "meet", LAVROV),
        ("Egypt and Jordan will meet, said Sergei Lavrov.", "meet", LAVROV),
        ("Egypt, Sergei Lavrov said, will meet Jordan.", "meet", LAVROV),
        ("The talks, Sergei Lavrov added, were held in Doha.", "talks", LAVROV),
        ("Egypt met Jordan on Friday (Sergei Lavrov says).", "met", LAVROV),
        ("As Sergei Lavrov said, Egypt met Jordan.", "met", LAVROV),
        ('"Egypt will meet Jordan," Sergei Lavrov told reporters.', "meet", LAVROV),
        # according to
        ("According to Sergei Lavrov, Egypt met Jordan.", "met", LAVROV),
        ("Egypt met Jordan, according to Sergei Lavrov.", "met", LAVROV),
        ("The two sides, according to Sergei Lavrov, met.", "met", LAVROV),
    ],
)
def test_speaker(parsed: Reading, text: str, trigger: str, name: str) -> None:
    doc = parsed(text)
    found = speaker(next(token for token in doc if token.text == trigger))
    assert found is not None
    assert [actor.name for actor in found.actors] == [name]


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Egypt met Jordan.", "met"),
        ("Egypt met Jordan, and Sergei Lavrov welcomed it.", "met"),
        ("Egypt concluded a treaty with Jordan.", "treaty"),
        ("Sergei Lavrov told reporters after talks with Egypt that oil would flow.", "talks"),
        ("Residents said that Egypt met Jordan.", "met"),
        ("According to local media, talks failed.", "talks"),
    ],
)
def test_the_text_speaks_for_itself(parsed: Reading, text: str, trigger: str) -> None:
    assert speaker(next(token for token in parsed(text) if token.text == trigger)) is None
