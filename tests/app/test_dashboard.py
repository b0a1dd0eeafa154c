"""The dashboard shows what is measured: every metric that it names exists, and every one of ours is on it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from app import metrics
from graph.database import migrate, open_engine, read_sessions

DASHBOARD = json.loads((Path(__file__).parents[2] / "docs/grafana/backchannel.json").read_text())
SUFFIXES = {"histogram": ("_bucket", "_count", "_sum"), "counter": ("_total",), "gauge": ("",)}
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]


@pytest.fixture
def exported(sqlite_url: str) -> dict[str, set[str]]:
    """The names under which each metric is exported."""
    engine = open_engine(sqlite_url)
    migrate(engine)
    text = metrics.exposition(read_sessions(engine)).decode()
    engine.dispose()
    return {family.name: {family.name + end for end in SUFFIXES[family.type]} for family in text_string_to_metric_families(text)}


def named() -> set[str]:
    """The metrics that the dashboard asks for."""
    asked = [target["expr"] for panel in PANELS for target in panel["targets"]]
    asked += [variable["definition"] for variable in DASHBOARD["templating"]["list"] if "definition" in variable]
    return {name for expression in asked for name in re.findall(r"\b(?:backchannel|process)_\w+", expression)}


def test_every_metric_of_the_dashboard_exists(exported: dict[str, set[str]]) -> None:
    assert named() <= set().union(*exported.values())


def test_every_metric_of_ours_is_on_the_dashboard(exported: dict[str, set[str]]) -> None:
    ours = {family: names for family, names in exported.items() if family.startswith("backchannel")}
    assert [family for family, names in ours.items() if names.isdisjoint(named())] == []


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel["title"])
def test_every_panel_has_a_place_and_a_source(panel: dict[str, Any]) -> None:
    assert panel["datasource"]["uid"] == "${datasource}"
    assert panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24
    assert all(target["expr"].count("(") == target["expr"].count(")") for target in panel["targets"])
