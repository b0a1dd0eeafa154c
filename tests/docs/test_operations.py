"""The page for those who run the service says what the code does."""

import math
import re
from pathlib import Path

from app import metrics
from app.settings import Settings
from tests.docs.settings_table import PAGE, in_page

ROOT = Path(__file__).parents[2]
TEXT = PAGE.read_text(encoding="utf-8")
DAY = 86_400


def test_the_table_of_settings_is_that_of_the_code() -> None:
    assert in_page(TEXT) == TEXT, "run `python -m tests.docs.settings_table`"


def test_every_variable_named_in_the_documents_exists() -> None:
    names = {f"BACKCHANNEL_{name.upper()}" for name in Settings.model_fields}
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    named = {name for page in pages for name in re.findall(r"BACKCHANNEL_[A-Z_]*[A-Z]", page.read_text(encoding="utf-8"))}
    assert named - names == set()


def test_every_metric_named_in_it_is_measured() -> None:
    exported = {metric.name for metric in metrics.registry.collect()} | {
        "backchannel_queue_age_seconds",
        "backchannel_database_up",
    }
    named = {name.removesuffix("_total") for name in re.findall(r"`(backchannel_[a-z_]+)`", TEXT)}
    assert named
    assert named <= exported


def number(row: str) -> float:
    """The first number behind some words of the page."""
    found = re.search(rf"{row}\D*?([\d,]+(?:\.\d+)?)", TEXT)
    assert found, row
    return float(found[1].replace(",", "").rstrip("."))


def test_the_arithmetic_of_sizing_is_right() -> None:
    words, saving = number("Words an article:"), number("saving a document, one core") / 1000
    speed = number("reading: words a second a core")
    assert number("1M documents a day, words a second") == round(1e6 * words / DAY)
    assert number("1M documents a day, cores that read") == math.ceil(1e6 * words / DAY / speed)
    assert number("1M documents a day, hours of saving a day") == round(1e6 * saving / 3600, 1)
    days = 100e6 * words / speed / DAY
    assert number("100M documents, days of one core that reads") == round(days)
    assert number("100M documents, days of 20 cores that read") == round(days / 20)
    assert number("100M documents, days of saving") == round(100e6 * saving / DAY)
