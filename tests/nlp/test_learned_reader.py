"""The learned reader: groups, ties, tables to claims, calibration, one decision, and the weights as they are shipped."""

import datetime as dt
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graph.vocabulary import Claim, ClaimPart, Date, EntityType, Precision, Span
from nlp.actors import Actor
from nlp.kinds import KINDS
from nlp.learned import decision, syntax
from nlp.learned.alike import alike
from nlp.learned.calibration import WEIGHTS, likelihood
from nlp.learned.decode import LIMITS, SentenceReader
from nlp.learned.frames import Frame
from nlp.learned.groups import blocks, groups
from nlp.learned.labels import CHOICE_SLICE, CHOICES, RELATION, RELATIONS, SPAN, SPANS
from nlp.learned.syntax import Ties
from nlp.learned.tables import Tables
from nlp.learned.views import Place, View, Word
from nlp.learned.words import singular

TEXT = "Putin met Modi."
SURE, NO = 9.0, -9.0


@pytest.fixture
def seen() -> View:
    actors = [Actor(key=name.lower(), type=EntityType.PERSON, name=name) for name in ("Putin", "Modi")]
    places = [Place(0, 5, (0,), True), Place(10, 14, (1,), True)]
    words = [Word(0, 5, 1, "nsubj"), Word(6, 9, 1, "ROOT"), Word(10, 14, 1, "dobj"), Word(14, 15, 1, "punct")]
    return View(TEXT, [(0, 15)], words, [0, 0], places, actors)


@pytest.fixture
def silent() -> Tables:
    """Tables of that sentence in which nothing is likely."""
    frame = Frame(0, 1, 1, 5, [0, 1], [[1], [3]], [0, 0], Ties.none(2, 2), Ties.none(2, 4))
    width = max(part.stop for part in CHOICE_SLICE.values())
    return Tables(
        frame,
        [(0, 5), (6, 9), (10, 14), (14, 15)],
        np.full((2, 2, len(RELATIONS)), NO),
        np.zeros((2, 2, width)),
        np.full((2, 4, len(SPANS)), NO),
        np.tile(np.arange(4), (4, 1)),
    )


def claims(seen: View, tables: Tables) -> list[Claim]:
    return list(SentenceReader(seen, tables, LIMITS).claims())


def claim(kind: str, status: str, *parts: tuple[str, str], **more: Any) -> Claim:
    return Claim(kind, status, tuple(ClaimPart(role, entity, Span(0, 1)) for role, entity in parts), Span(0, 15), **more)


def meeting(*participants: str, **more: Any) -> Claim:
    return claim("meeting", "held", *(("participant", name) for name in participants), **more)


def test_nothing_likely_nothing_claimed(seen: View, silent: Tables) -> None:
    assert claims(seen, silent) == []


def test_a_likely_pair_is_a_meeting(seen: View, silent: Tables) -> None:
    silent.relations[0, 1, RELATION["meeting"]] = silent.relations[1, 0, RELATION["meeting"]] = SURE
    silent.choices[:, :, CHOICE_SLICE["meeting"].start + CHOICES["meeting"].index("held")] = SURE
    silent.choices[:, :, CHOICE_SLICE["format"].start + CHOICES["format"].index("talks")] = SURE
    (found,) = claims(seen, silent)
    assert (found.kind, found.status, found.values) == ("meeting", "held", {"format": "talks"})
    assert found.entities("participant") == ("putin", "modi")
    assert TEXT[found.evidence.start : found.evidence.end] == TEXT
    assert [TEXT[part.mention.start : part.mention.end] for part in found.parts] == ["Putin", "Modi"]


def test_a_likely_begin_is_a_position(seen: View, silent: Tables) -> None:
    silent.begins[0, 1, SPAN["opposes"]] = SURE
    silent.ends[0, 1] = 2
    (found,) = claims(seen, silent)
    assert (found.kind, found.status, found.values["topic"]) == ("position", "opposes", "met Modi")
    assert found.entities("actor") == ("putin",)


def test_groups_are_all_who_pair_with_each_other() -> None:
    pairs = np.zeros((4, 4))
    for i, j in ((0, 1), (0, 2), (1, 2), (0, 3)):
        pairs[i, j] = pairs[j, i] = 0.9
    assert sorted(groups(pairs, 0.5, range(4))) == [[0, 1, 2], [0, 3]]


def test_blocks_join_what_shares_a_side() -> None:
    assert list(blocks([(0, 2), (1, 2), (4, 5), (1, 3)])) == [([0, 1], [2, 3]), ([4], [5])]


def test_the_verb_ties_its_subject_to_its_object(seen: View) -> None:
    parsed = syntax.tree(seen, 0, [word.start for word in seen.words])
    ties = syntax.tie_nodes(parsed, [[0], [2]], np.arange(4, dtype=np.int16))
    assert ties.head[0, 1] == ties.head[1, 0] == 2  # "met", counted from 1
    assert ties.distance[0, 1] != ties.distance[1, 0]
    assert ties.row[0, 1] == ties.column[1, 0] != ties.row[1, 0]


@pytest.mark.parametrize("kind", KINDS)
def test_a_claim_of_the_network_is_likelier_the_higher_its_score(kind: str) -> None:
    alone = decision.Beside([])
    scored = (claim(kind, "held", ("a", "a"), confidence=score) for score in (0.0, 0.1, 0.5, 0.9, 1.0))
    grown = [likelihood(decision.of_network(one, alone)) for one in scored]
    assert grown == sorted(grown)
    assert 0 <= grown[0] < grown[-1] < 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_claim_of_the_rules_is_likelier_the_more_the_network_sees_it(kind: str) -> None:
    one = claim(kind, "held", ("a", "a"), confidence=0.8)
    grown = [
        likelihood(decision.of_rules(one, support))
        for support in (None, replace(one, confidence=0.2), replace(one, confidence=0.9))
    ]
    assert grown == sorted(set(grown))


def test_every_feature_has_a_weight_and_every_weight_a_feature() -> None:
    parts = [claim(kind, "held", ("a", "a")) for kind in KINDS]
    by_rules = {name for one in parts for name in decision.of_rules(one, None)}
    assert by_rules | {name for one in parts for name in decision.of_network(one, decision.Beside([]))} == WEIGHTS.keys()


def test_a_meeting_beside_one_that_the_rules_read_is_less_likely() -> None:
    other = meeting("c", "d")
    alone, beside = (
        decision.of_network(meeting("a", "b", confidence=0.8), decision.Beside(by_rules)) for by_rules in ([], [other])
    )
    assert likelihood(beside) < likelihood(alone)


def test_titles_are_of_one_person() -> None:
    assert singular("Foreign Ministers") == "Foreign Minister"
    assert singular("deputies") == "deputy"
    assert singular("chief of operations") == "chief of operations"


def test_support_raises_and_its_lack_lowers_a_claim_of_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(WEIGHTS, "meeting by rules", -1.0)
    by_rules = [meeting("a", "b"), claim("position", "supports", ("actor", "a"), values={"topic": "the truce"})]
    (kept,) = decision.decide(by_rules, [])  # a meeting that the network does not see is too unlikely then
    assert kept.kind == "position"
    (both,) = decision.decide(by_rules[:1], [meeting("a", "b", confidence=0.99)])
    assert both.confidence >= decision.LEAST


def test_a_supported_claim_takes_the_date_it_lacks() -> None:
    day = Date(dt.date(2025, 5, 15), dt.date(2025, 5, 15), Precision.DAY)
    (both,) = decision.decide([meeting("a", "b")], [meeting("a", "b", confidence=0.5, dates={"date": day})])
    assert both.dates == {"date": day}


def test_only_what_is_likely_is_added_and_nothing_twice() -> None:
    likely, unlikely = meeting("a", "c", confidence=0.8), meeting("a", "d", confidence=0.2)
    (added,) = decision.decide([], [likely, unlikely])
    assert added == replace(likely, confidence=added.confidence)
    assert len(decision.decide([meeting("a", "c")], [likely])) == 1


def test_other_days_are_other_meetings() -> None:
    first, second = (Date(dt.date(2025, 5, d), dt.date(2025, 5, d), Precision.DAY) for d in (1, 9))
    one = meeting("a", "b", dates={"date": first})
    assert alike(one, replace(one, confidence=0.5))
    assert not alike(one, replace(one, dates={"date": second}))


def test_damaged_weights_are_refused(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    from nlp.learned.network import MANIFEST, WeightsError, check

    (tmp_path / MANIFEST).write_text(json.dumps({"sha256": {"encoder.onnx": "0" * 64}}), encoding="utf-8")
    with pytest.raises(WeightsError):
        check(tmp_path)
    (tmp_path / "encoder.onnx").write_bytes(b"other")
    with pytest.raises(WeightsError, match=r"encoder\.onnx"):
        check(tmp_path)


def test_the_weights_are_whole_and_small() -> None:
    pytest.importorskip("onnxruntime")
    from nlp.learned.network import WEIGHTS, check

    check(WEIGHTS)
    assert sum(file.stat().st_size for file in WEIGHTS.iterdir()) <= 30 * 2**20


def test_reading_leaves_nothing_in_the_users_home(tmp_path: Path) -> None:
    """Later versions of onnxruntime keep a device id there and report their use; the pinned one must not."""
    load = "from nlp.learned.component import LearnedReader; LearnedReader()"
    subprocess.run([sys.executable, "-c", load], check=True, env={**os.environ, "HOME": str(tmp_path)})
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
