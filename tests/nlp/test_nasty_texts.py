"""Texts that nobody writes by mistake: the reader neither fails nor hangs, and what it quotes stands where it says."""

import datetime as dt
import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.vocabulary import Reading
from nlp.pipeline import Reader

DAY = dt.date(2024, 1, 2)
NEWS = "French President Emmanuel Macron met German Chancellor Olaf Scholz in Berlin on Tuesday. "
ZALGO = "".join(letter + "".join(chr(0x300 + (7 * ord(letter) + i) % 0x6F) for i in range(20)) for letter in NEWS)
NASTY = {
    "control characters": "".join(map(chr, range(1, 32))) * 20 + NEWS + "\x7f\x80\x85\x9f" + NEWS,
    "line and paragraph separators": NEWS.replace(" ", "\u2028").replace(".", "\u2029."),
    "bidirectional overrides": "\u202e" + NEWS + "\u202c\u2066" + NEWS + "\u2069",
    "zero width": "\u200b".join(NEWS) + "\ufeff" + NEWS,
    "emoji": "👨‍👩‍👧‍👦🏳️‍🌈 Macron 🤝 Scholz. " * 10 + NEWS,
    "flags and keycaps": "🇫🇷 Macron met 🇩🇪 Scholz 1️⃣. " + NEWS,
    "combining marks without end": ZALGO + NEWS,
    "mathematical letters": "".join(chr(0x1D400 + i % 52) for i in range(500)) + " " + NEWS,
    "private use and noncharacters": "\ue000\uffff\ufffe\ufffd\U0010ffff" * 50 + NEWS,
    "other scripts": "习近平会见普京。التقى بوتين زيلينسكي. पुतिन मिले। " * 10 + NEWS,
    "nothing but spaces": " \t\u00a0\u3000\n" * 200,
    "commas": "," * 2_000 + NEWS,
    "brackets": "(" * 1_000 + NEWS + ")" * 1_000,
    "open quotes": "“" * 500 + NEWS,
    "quotes in quotes": '"He said, “' * 100 + NEWS,
    "full stops": "." * 3_000 + NEWS,
    "one letter": "a" * 50_000 + " " + NEWS,
    "one digit": "9" * 50_000 + " " + NEWS,
    "huge numbers": "On 99999999999999999999 May 99999999999999999 " + NEWS + "9e999999 NaN -inf 0x" + "f" * 999,
    "impossible dates": "On 31 February 2023, 0 May 0000, 12/34/5678, the 32nd of Undecember " + NEWS,
    "dates": ", ".join(f"{1 + i % 28} May {1800 + i % 400}" for i in range(200)) + " " + NEWS,
    "one sentence": " and ".join(["Macron met Scholz"] * 150),
    "one row of names": ", ".join(["Macron", "Scholz", "Putin", "Zelensky"] * 80) + " met.",
    "titles": "President " * 300 + NEWS,
    "of the of the": "president of the president of " * 150 + NEWS,
    "said that he said that": "Macron said that Scholz said that Putin said that " * 50 + NEWS,
    "pronouns": "He met him and they met them. " * 60,
    "names without verbs": "Macron Scholz Putin France Kyiv the president he the bloc " * 40,
    "punctuation as a name": "President ... met Mr. -- and Ms. ' ' in , on Tuesday. " + NEWS,
    "persons": "".join(f"President John Smith{i} met Anna Kov{i}. " for i in range(60)),
    "capital letters": NEWS.upper() * 3,
    "hyphens": "-".join(["Anglo"] * 500) + " " + NEWS,
    "an address": "https://" + "a/" * 500 + "?q=" + "%00" * 100 + " " + NEWS,
    "markup": "<b>" * 200 + NEWS + "<script>alert(1)</script>&lt;&amp;&#0;&#xD800;",
    "code": "'; DROP TABLE facts; -- ${jndi:ldap://x} {{7*7}} %s%n\\x00 " + NEWS,
    "carriage returns": NEWS.replace(" ", "\r\n") + "\r" * 100,
    "surrogate pairs as text": "\\ud83d\\ude00 \\ud83d " + NEWS,
}
SECONDS = 30
"""Far more than any of these takes: what grows faster than the text would take minutes."""


def check(reading: Reading, text: str) -> None:
    """Everything that is quoted lies within the text, and names what it should."""
    spans = [claim.evidence for claim in reading.claims] + [m for entity in reading.entities for m in entity.mentions]
    spans += [part.mention for claim in reading.claims for part in (*claim.parts, *((claim.place,) if claim.place else ()))]
    for span in spans:
        assert 0 <= span.start < span.end <= len(text)
    keys = {entity.key for entity in reading.entities}
    for claim in reading.claims:
        assert {part.entity for part in claim.parts} <= keys
        assert all(part.mention.start < part.mention.end for part in claim.parts)


@pytest.mark.parametrize("name", NASTY)
def test_a_nasty_text_is_read(reader: Reader, name: str) -> None:
    started = time.process_time()
    check(reader.read(NASTY[name], DAY), NASTY[name])
    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize("before", ["", "😀", "e\u0301" * 3, "\u202e", "\r\n\t", "👨‍👩‍👧‍👦" * 5, "\ufeff"])
def test_offsets_count_code_points_whatever_stands_before(reader: Reader, before: str) -> None:
    text = f"{before} {NEWS}" if before else NEWS
    reading = reader.read(text, DAY)
    (claim,) = [claim for claim in reading.claims if claim.kind == "meeting"]
    named = {text[part.mention.start : part.mention.end] for part in claim.parts}
    assert named == {"Emmanuel Macron", "Olaf Scholz"}
    assert NEWS.strip() in text[claim.evidence.start : claim.evidence.end]


WORDS = [*NEWS.split(), *"Putin said that he sanctions imposed the of not will president , “ ” -".split()]
ODD = ["\x01", "\u200b", "\u202e", "e\u0301", "😀", "\n", "\t", "\u00a0", "…", "'s", "9" * 30, "'", "--", "\ue000", "(", ")"]


@given(st.lists(st.sampled_from(WORDS + ODD), max_size=40).map(" ".join) | st.text(max_size=80))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
def test_any_text_is_read(reader: Reader, text: str) -> None:
    check(reader.read(text, DAY), text)


def test_time_grows_with_the_text_and_no_faster(reader: Reader) -> None:
    """Twice the text takes about twice the time; four times would betray a comparison of each with each."""
    makers: dict[str, Callable[[int], str]] = {
        "titles": lambda n: "President " * n,
        "a row": lambda n: ", ".join(["Macron", "Scholz", "Putin"] * (n // 3)) + " met.",
        "persons": lambda n: "".join(f"President John Smith{i} met Anna Kov{i}. " for i in range(n // 8)),
    }
    for name, make in makers.items():
        small, large = (make(n) for n in (100, 400))
        started = time.process_time()
        reader.read(small, DAY)
        middle = time.process_time()
        reader.read(large, DAY)
        growth = (time.process_time() - middle) / max(middle - started, 0.02)
        assert growth < 10, f"{name}: four times the text took {growth:.1f} times as long"
