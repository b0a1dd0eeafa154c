"""The site of the documents is built without a warning, and is read without the internet."""

import re
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

ROOT = Path(__file__).parents[2]
LOADED = re.compile(
    r"<(?:script|img|iframe|source)[^>]+?src=[\"']?([^\"' >]+)|<link(?![^>]+rel=[\"']?canonical)[^>]+?href=[\"']?([^\"' >]+)"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(folder), strict=True)
    build(config)
    return folder


# MkDocs' own libraries
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.slow
def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > 15
    for page in pages:
        found = [first or second for first, second in LOADED.findall(page.read_text(encoding="utf-8"))]
        assert found
        elsewhere = [address for address in found if re.match(r"(?:https?:)?//", address)]
        assert not elsewhere, (page, elsewhere)
    for style in site.rglob("*.css"):
        assert not re.search(r"url\([\"']?(?:https?:)?//|@import", style.read_text(encoding="utf-8")), style


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.slow
def test_what_is_made_is_there(site: Path) -> None:
    api = (site / "reference" / "api.html").read_text(encoding="utf-8")
    assert "/v1/export" in api
    assert "meeting_format" in api
    assert "Wikidata" in (site / "vocabulary.html").read_text(encoding="utf-8")
    notebook = (site / "notebooks" / "brokers.html").read_text(encoding="utf-8")
    assert "data:image/png;base64," in notebook
    assert "betweenness" in notebook
