"""The sample news are whole, distinct and in the fields that the API takes."""

import datetime as dt
import json
from pathlib import Path

import pytest

(FOLDER,) = (folder for folder in Path(__file__).parents[2].glob("**/sample_news") if ".venv" not in folder.parts)
ARTICLES = [json.loads(line) for line in (FOLDER / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
FIELDS = {"external_id", "title", "text", "published_at", "source", "url", "language"}


def test_articles_are_distinct_and_span_three_decades() -> None:
    assert len({article["external_id"] for article in ARTICLES}) == len(ARTICLES) == 14
    years = {dt.date.fromisoformat(article["published_at"]).year for article in ARTICLES}
    assert (min(years), max(years)) == (1993, 2025)


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article["external_id"])
def test_each_article_is_a_short_report_without_quotations(article: dict[str, str]) -> None:
    assert article.keys() == FIELDS
    assert 250 <= len(article["text"].split()) <= 450
    assert not set('"“”«»') & set(article["text"] + article["title"])
