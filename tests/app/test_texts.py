"""What is made of web pages and of texts in many languages."""

# ruff: noqa: RUF001 - the letters of other languages look like those of ours

import datetime as dt

import pytest

from app.texts import article, language, text_of

PARAGRAPH = "Volodymyr Zelensky met Vladimir Putin in Paris on 2019-12-09, as both had agreed on December 2, 2019."
DAY = dt.date(2020, 1, 5)


def page(head: str = "", above: str = "", below: str = "") -> str:
    body = (
        f"<nav>Home</nav><article><h1>Talks</h1>{above}<p>{PARAGRAPH}</p><p>They went on for hours, sources said.</p></article>"
    )
    return f"<!DOCTYPE html><html><head><title>Talks in Paris</title>{head}</head><body>{body}{below}</body></html>"


@pytest.mark.parametrize(
    "html",
    [
        page('<meta property="article:published_time" content="2020-01-05T10:00:00Z">'),
        page(
            '<meta property="article:modified_time" content="2021-03-01T10:00:00Z">'
            '<meta property="article:published_time" content="2020-01-05T10:00:00Z">'
        ),
        page(
            '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2020-01-05T08:00:00+00:00"}</script>'
        ),
        page(above='<time datetime="2020-01-05">Sunday</time>'),
        page(above='<p>Published <time datetime="2020-01-05">on Sunday</time></p>'),
        page(above='<p class="byline-date">January 5, 2020</p>'),
        page('<link rel="canonical" href="https://news.example/2020/01/05/talks.html">'),
    ],
)
def test_the_day_of_publication_is_what_the_page_states(html: str) -> None:
    found = article(html)
    assert found is not None
    assert (found.published_at, found.title) == (DAY, "Talks")
    assert PARAGRAPH in found.text


@pytest.mark.parametrize("html", [page(), page(below="<footer><p>Archive of December 2018</p></footer>")])
def test_a_day_of_which_the_article_tells_is_not_that_of_its_publication(html: str) -> None:
    found = article(html)
    assert found is not None
    assert found.published_at is None


@pytest.mark.parametrize("html", ["", "<html>", "<p></p>", "no page at all", "\x00<html>", "<" * 10_000])
def test_what_holds_no_article_is_none(html: str) -> None:
    assert article(html) is None or html == "no page at all"


def test_a_piece_of_html_is_its_text() -> None:
    assert text_of("<p>One met &amp; went.</p><script>x()</script>").strip() == "One met & went."


SAID = {
    "fr": "Le président a rencontré son homologue à Genève et ils ont parlé de la paix pendant deux heures.",
    "de": "Der Bundeskanzler traf den Präsidenten am Montag in Berlin und sprach mit ihm über den Waffenstillstand.",
    "es": "El presidente se reunió con su homólogo en Madrid para hablar del alto el fuego y de las sanciones.",
    "it": "Il presidente ha incontrato il suo omologo a Roma e hanno parlato della pace per due ore.",
    "pt": "O presidente encontrou-se com o seu homólogo em Lisboa e falaram sobre as sanções durante duas horas.",
    "nl": "De minister sprak maandag in Den Haag met zijn ambtgenoot over de sancties en het staakt-het-vuren.",
    "pl": "Prezydent spotkał się w poniedziałek w Warszawie ze swoim odpowiednikiem i rozmawiali o pokoju.",
    "tr": "Cumhurbaşkanı pazartesi günü Ankara'da mevkidaşı ile görüştü ve ateşkes hakkında konuştular.",
    "ru": "Президент встретился со своим коллегой в Женеве, и они два часа говорили о мире.",
    "uk": "Президент зустрівся зі своїм колегою в Женеві, і вони дві години говорили про мир.",
    "ar": "التقى الرئيس نظيره في جنيف وتحدثا عن السلام لمدة ساعتين.",
    "fa": "رئیس جمهور با همتای خود در ژنو دیدار کرد و آنها دو ساعت درباره صلح صحبت کردند.",
    "zh": "总统在日内瓦会见了他的同行,他们就和平问题谈了两个小时。",
    "ja": "大統領はジュネーブで外相と会談し、和平について二時間話し合った。",
    "he": "הנשיא נפגש עם עמיתו בז'נבה והם דיברו על שלום במשך שעתיים.",
    "hi": "राष्ट्रपति ने जिनेवा में अपने समकक्ष से मुलाकात की और शांति के बारे में दो घंटे बात की।",
}


@pytest.mark.parametrize("code", SAID)
def test_other_languages_are_told_from_english(code: str) -> None:
    assert language(SAID[code]) == code


@pytest.mark.parametrize(
    "text",
    [
        "Macron met Scholz.",
        "Erdoğan met Zelenskyy.",
        "Kovač met Łukasz Żółć in Kraków.",
        "Xi Jinping (习近平) met Vladimir Putin (Владимир Путин) in Moscow and the two leaders spoke of peace.",
        "\u201cJe suis Charlie\u201d, Mr Hollande told the crowd, and he met the families of the victims in Paris afterwards.",
        "",
        "2019-12-09",
    ],
)
def test_english_with_foreign_names_is_english(text: str) -> None:
    assert language(text) == "en"
