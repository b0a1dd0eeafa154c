"""The page at `/`: the explorer with a strict policy, or how to build it."""

from pathlib import Path

import httpx
import pytest

from app.routes import home


def policy(answer: httpx.Response) -> dict[str, list[str]]:
    directives = (directive.split() for directive in answer.headers["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in directives}


def test_the_page_may_run_and_reach_nothing_but_this_service(news: httpx.Client) -> None:
    found = policy(news.get("/"))
    assert found["default-src"] == ["'none'"]
    assert found["script-src"] == found["style-src"] == found["connect-src"] == ["'self'"]
    assert not any("unsafe" in source or "//" in source for sources in found.values() for source in sources)


def test_a_page_that_is_not_built_says_how_to_build_it(
    news: httpx.Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(home, "BUILT", tmp_path)
    page = news.get("/")
    assert page.status_code == 200
    assert "make explorer" in page.text
    assert "'none'" in policy(page)["default-src"]


def test_built_files_are_kept_for_good_and_the_page_is_not(
    news: httpx.Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text("<!doctype html><title>built</title>")
    monkeypatch.setattr(home, "BUILT", tmp_path)
    assert "built" in news.get("/").text
    assert news.get("/").headers["Cache-Control"] == "no-cache"
    file = tmp_path / "index-1a2b.js"
    file.touch()
    kept = home.BuiltFiles(directory=tmp_path).file_response(file, file.stat(), {"type": "http", "method": "GET", "headers": []})
    assert "immutable" in kept.headers["Cache-Control"]
