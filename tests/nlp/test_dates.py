"""Dates: their forms, the days they mean, and the events they belong to."""

import datetime as dt
from collections.abc import Callable

import pytest

from nlp import date_grammar
from nlp.date_values import Setting, Tense
from nlp.dates import date_of, dates, period_of
from nlp.pipeline import Reader
from nlp.tokens import Doc, Token

Reading = Callable[..., Doc]
TUESDAY = dt.date(2025, 5, 13)


@pytest.fixture
def read(reader: Reader) -> Reading:
    """Reads a text of a day into a document with dates."""

    def read_text(text: str, published: dt.date | None = TUESDAY) -> Doc:
        with reader.nlp.select_pipes(disable=["coreference", "claims"]):
            return reader.document(text, published)

    return read_text


def shown(doc: Doc) -> list[str]:
    spans = [(mention.value.start.isoformat(), mention.value.end.isoformat()) for mention in dates(doc)]
    return [start if start == end else f"{start}/{end}" for start, end in spans]


def word(doc: Doc, text: str) -> Token:
    return next(token for token in doc if token.text == text)


@pytest.mark.parametrize("rule", date_grammar.RULES, ids=lambda rule: rule.name)
def test_each_rule_finds_its_example(rule: date_grammar.Rule) -> None:
    lead = {"day of month": "on ", "month": "in ", "season": "in ", "year": "in "}.get(rule.name, "")
    (found,) = date_grammar.find(f"{lead}{rule.example}, they met")
    assert found.rule is rule
    assert found.rule.read(found.parts, Setting(TUESDAY, tense=Tense.FUTURE)) is not None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("They met on 12 May 2025.", ["2025-05-12"]),
        ("They met on May 12th, 2025.", ["2025-05-12"]),
        ("They met on the 12th of May.", ["2025-05-12"]),
        ("They met on 9-10 May.", ["2025-05-09/2025-05-10"]),
        ("They met from 3 to 5 March 2014.", ["2014-03-03/2014-03-05"]),
        ("They talked between March and May 2014.", ["2014-03-01/2014-05-31"]),
        ("They talked from May 30 to June 2, 2014.", ["2014-05-30/2014-06-02"]),
        ("They met in early March 2014.", ["2014-03-01/2014-03-11"]),
        ("They met in the spring of 2013.", ["2013-03-01/2013-05-31"]),
        ("They met in the second half of 2013.", ["2013-07-01/2013-12-31"]),
        ("They met in the late 1980s.", ["1986-09-01/1989-12-31"]),
        ("They met in the second half of March 2014.", ["2014-03-17/2014-03-31"]),
        ("They met in the first half of March 2014.", ["2014-03-01/2014-03-16"]),
        ("They met yesterday.", ["2025-05-12"]),
        ("They met last month.", ["2025-04-01/2025-04-30"]),
        ("They met three weeks ago.", ["2025-04-22"]),
        ("They met a fortnight ago.", ["2025-04-29"]),
        ("They met last December.", ["2024-12-01/2024-12-31"]),
        ("They met on 14 September last year.", ["2024-09-14"]),
        ("They met on Wednesday and Thursday.", ["2025-05-07/2025-05-08"]),
    ],
)
def test_forms(read: Reading, text: str, days: list[str]) -> None:
    assert shown(read(text)) == days


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("They met on Thursday.", "2025-05-08"),
        ("They have met on Thursday.", "2025-05-08"),
        ("They will meet on Thursday.", "2025-05-15"),
        ("They are expected to meet on Thursday.", "2025-05-15"),
        ("He is prepared for talks on Thursday.", "2025-05-15"),
        ("The talks are scheduled for Thursday.", "2025-05-15"),
        ("They agreed to meet on Thursday.", "2025-05-15"),
        ("The ministers came to sign it on Thursday.", "2025-05-08"),
        ("They met on Tuesday.", "2025-05-13"),
        ("Leaders visited Kyiv this weekend.", "2025-05-10/2025-05-11"),
        ("Leaders will visit Kyiv this weekend.", "2025-05-17/2025-05-18"),
        ("They met in October.", "2024-10-01/2024-10-31"),
        ("They will meet in October.", "2025-10-01/2025-10-31"),
        ("The visit, which should have begun on 2 June, was called off.", "2025-06-02"),
        ("He had planned for June a visit that he cancels.", "2025-06-01/2025-06-30"),
        ("They met on the 9th to sign it.", "2025-05-09"),
        ("They met last Monday.", "2025-05-05"),
        ("He has invited her for a visit in June.", "2025-06-01/2025-06-30"),
        ("They met on 9th in Geneva.", "2025-05-09"),
        ("They will meet on the 9th in Geneva.", "2025-06-09"),
    ],
)
def test_the_tense_of_the_verb_decides(read: Reading, text: str, day: str) -> None:
    assert shown(read(text)) == [day]


def test_dates_told_from_the_date_before(read: Reading) -> None:
    doc = read("They met on 28 August 1990. Two days later the embargo was lifted. That same month he had resigned.")
    assert shown(doc) == ["1990-08-28", "1990-08-30", "1990-08-01/1990-08-31"]


def test_a_story_keeps_its_year_until_the_news_resumes(read: Reading) -> None:
    doc = read("In August 1990 Iraq invaded Kuwait. On 6 August the Council met. On Monday it met again, as it had in April.")
    assert shown(doc) == ["1990-08-01/1990-08-31", "1990-08-06", "2025-05-12", "2025-04-01/2025-04-30"]


def test_without_a_day_of_publication_only_absolute_dates_are_read(read: Reading) -> None:
    assert shown(read("They met on Thursday, last week and in May 2014.", published=None)) == ["2014-05-01/2014-05-31"]


@pytest.mark.parametrize(
    "text",
    [
        "They may march on Friday Street.",
        "The Council adopted Resolution 2254.",
        "They adopted the Agenda 2030.",
        "A 15-year-old boy heard of the 30-day ceasefire.",
        "He said that within days they would talk for three months.",
        "The Good Friday Agreement stands.",
    ],
)
def test_false_friends(read: Reading, text: str) -> None:
    assert [mention.span.text for mention in dates(read(text)) if "Friday" not in mention.span.text] == []
    assert "Good Friday" not in text or not dates(read(text))


def test_a_dateline_dates_no_event(read: Reading) -> None:
    doc = read("GENEVA, 12 May (Agency) — The ministers met.")
    assert [mention.dateline for mention in dates(doc)] == [True]
    assert date_of(word(doc, "met")) is None


def test_a_timeline(read: Reading) -> None:
    doc = read("Nov. 24, 2023: The truce begins.\nFeb. 1: The ministers hold talks. They will sign on Saturday.\n")
    assert shown(doc) == ["2023-11-24", "2024-02-01", "2024-02-03"]
    held = date_of(word(doc, "talks"))
    assert held is not None
    assert held.start == dt.date(2024, 2, 1)


def test_a_line_of_a_table_is_headed_by_its_date(read: Reading) -> None:
    doc = read("27-29 April 1993 | The ministers meet.\n12 June 2008 | They meet again.\n")
    assert [mention.heading for mention in dates(doc)] == [True, True]


def test_a_heading_may_be_in_bold(read: Reading) -> None:
    doc = read("- **16 May 2001** The ministers met.\n- **Monday, May 14.** They parted.\n")
    assert [mention.heading for mention in dates(doc)] == [True, True]


def test_a_day_alone_is_of_the_month_told_beside_it_and_of_no_other(read: Reading) -> None:
    beside = read("They met on 3 March and parted on the 9th.")
    far = read("They met on 3 March.\nOn the 9th, he left.")
    assert (shown(beside)[-1], shown(far)[-1]) == ("2025-03-09", "2025-05-09")


@pytest.mark.parametrize(
    ("text", "trigger", "day"),
    [
        ("The last time Putin and Zelensky met in person was in December 2019.", "met", "2019-12-01"),
        ("Talks last took place in Istanbul in March 2022.", "Talks", "2022-03-01"),
        ("The minister said on Monday that they will meet in Geneva.", "meet", None),
        ("The minister said on Monday that they will meet on Thursday.", "meet", "2025-05-15"),
        ("They held talks on Monday.", "talks", "2025-05-12"),
        ("Monday's meeting was held in Geneva.", "meeting", "2025-05-12"),
        ("He praised the accord that they signed in May 2014.", "accord", "2014-05-01"),
        ("The 2015 agreement was discussed on Monday.", "discussed", "2025-05-12"),
        ("The 2015 agreement was discussed on Monday.", "agreement", "2015-01-01"),
        ("On 17 May 1995 Emomali Rahmonov met Said Abdullo Nuri in Kabul.", "met", "1995-05-17"),
        ("Consultations are to take place in June.", "Consultations", "2025-06-01"),
        ("They will sign the deal by the end of June.", "sign", "2025-05-13"),
        ("In the small hours of Monday he telephoned her.", "telephoned", "2025-05-12"),
        ("They landed on 9 May, and he received her an hour later.", "received", "2025-05-09"),
        ("He received Omar Bashir, who seized power in June 1989.", "received", None),
    ],
)
def test_the_date_of_an_event(read: Reading, text: str, trigger: str, day: str | None) -> None:
    found = date_of(word(read(text), trigger))
    assert (found and found.start.isoformat()) == day


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("He has been president since 2014.", (2014, None)),
        ("He was president from 1998 to 2002.", (1998, 2002)),
        ("He was president until last year.", (None, 2024)),
        ("He became president in May 2019.", (2019, None)),
    ],
)
def test_the_period_of_an_office(read: Reading, text: str, years: tuple[int | None, int | None]) -> None:
    since, until = period_of(word(read(text), "president"))
    assert (since and since.start.year, until and until.end.year) == years


def test_a_day_outside_the_calendar_is_no_date(read: Reading) -> None:
    assert dates(read("It stood 999 decades ago, on 31 February 2014.")) == []
