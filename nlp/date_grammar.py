"""The forms that dates take in news prose: one rule a form, with named parts and an example."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp import date_values as values

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_SHORT_MONTHS = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?"
_WEEKDAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_RELATIVES = (
    "last|past|next|coming|upcoming|this|current|previous|preceding|prior|following|subsequent|that same|very same|same|that"
)
_NUMBERS = "|".join(sorted(values.NUMBERS, key=len, reverse=True))
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_NOT_EVENT = r"(?=$|[,.;:]| (?:from|in|at|on|with|to|by)\b)"
_UNITS = "weekend|week|month|quarter|year|decade"

PARTS = {
    "day": rf"{_DAY}(?:st|nd|rd|th)?",
    "nth": rf"{_DAY}(?:st|nd|rd|th)",
    "month": f"(?:{_MONTHS}|{_MONTHS.upper()}|{_SHORT_MONTHS})",
    "mm": r"(?:3[01]|[12]\d|0?[1-9])",
    "year": r"(?:1[0-9]\d\d|20\d\d)(?![.,]?\d)",
    "weekday": f"(?:{_WEEKDAYS}|{_WEEKDAYS.upper()})",
    "edge": (
        r"(?i:(?:the )?(?:very )?(?:early|late|later|earlier)(?: in)?|(?:the )?(?:very )?"
        r"(?:middle|beginning|start|opening|end|close|turn|first days|last days|final days|"
        r"(?:first|second|third|last|final) weeks?) of|(?:the )?(?:middle|mid))[ -]"
    ),
    "rel": f"(?i:{_RELATIVES})",
    "the": "(?i:the)",
    "unit": f"(?i:day|morning|afternoon|evening|night|{_UNITS})",
    "num": rf"(?i:\d{{1,3}}|{_NUMBERS})",
    "way": rf"(?:ago|earlier|later|afterwards|after that|from now|hence|previously|(?:before|after){_NOT_EVENT})",
    "ahead": "(?i:in)",
    "deictic": (
        r"(?i:the day before yesterday|the day after tomorrow|today|tonight|overnight|yesterday|tomorrow|last night"
        r"|this (?:morning|afternoon|evening))"
    ),
    "season": "(?i:spring|summer|autumn|fall|winter)",
    "order": r"(?i:first|second|third|fourth|last|final|latter|1st|2nd|3rd|4th)",
    "digit": "[1-4]",
    "fraction": "(?i:quarter|half)",
    "q": "Q",
    "decade": r"(?:1[5-9]|20)\d0",
    "century": "(?:1[0-9]|20|21)",
    "holiday": r"(?:Christmas Day|Christmas Eve|Christmas|New Year['’]s (?:Eve|Day))",
    "separator": "[-/]",
}
_YEAR_END = r"(?:,? (?:of )?{year}|(?: of)? {year_rel:rel} year)"


@dataclass(frozen=True, slots=True)
class Rule:
    """One form: a pattern in which `{name}` or `{name:part}` stands for a part above, how to read it, an example.

    `before` must match at the end of the text that leads up to the expression.
    """

    name: str
    pattern: str
    read: values.Resolver
    example: str
    before: str = ""


_OR_LINE_START = r"|(?:^|\n)[^\w\n]*"
_YEAR_BEFORE = (
    r"(?i:\b(?:in|since|of|by|until|till|from|into|to|during|before|after|through|between|and|for|year|fiscal|around|about|circa|"
    rf"than|the|its|their|his|her|our|this)\s|['’]s?\s|[-–—(/;:]\s?{_OR_LINE_START})$"
)
_MONTH_BEFORE = (
    r"(?i:\b(?:in|since|of|by|until|till|from|to|between|during|before|after|through|and|or|for|on|as|due|set|is|a|the)\s"
    rf"|[(–—-]\s?{_OR_LINE_START})$"
)
_SEASON_BEFORE = rf"(?i:\b(?:in|since|by|until|of|during|from|before|after)\s{_OR_LINE_START})$"
_NOT_COUNTED = (
    r"(?! (?:people|troops|soldiers|men|women|civilians|deaths|cases|votes|seats|km|miles|metres|feet|tons|dollars|euros)\b)"
)
_CLAUSE_END = (
    r"(?=$|[,.;:)]| (?:he|she|they|it|we|i|in|at|with|to|and|or|but|for|from|by|as|that|which|when|where|of this month)\b"
    r"| (?:is|was|were|are|will)\b| [A-Z](?!treet|venue|ongress|nniversary))"
)
_OF_DAY = r"(?: (?:morning|afternoon|evening|night|noon)\b)?"
_TO = r"(?: ?[-–—/] ?| to | and | or |,? through |, | until )"

RULES = (
    Rule("numeric", r"{year}{separator}{mm}{separator2:separator}{day}", values.numeric, "2025-05-12"),
    Rule("slashes", r"{day}/{mm}/{year}", values.numeric, "12/05/2025"),
    Rule(
        "days of month",
        rf"(?:the )?{{day}}(?:, {_DAY}(?!\d))*{_TO}(?:the )?{{day2:day}}(?: of)? {{month}}(?:{_YEAR_END})?",
        values.full_date,
        "9-10 May 2025",
    ),
    Rule(
        "month and days",
        rf"{{month}} {{day}}{_TO}{{day2:day}}(?! (?:{_MONTHS})|\d|:\d|,\d|st\b|nd\b|rd\b|th\b)(?:{_YEAR_END})?",
        values.full_date,
        "May 9 and 10, 2025",
    ),
    Rule(
        "day month",
        rf"(?:{{weekday}},? )?(?:the )?{{day}}(?: of)? {{month}}(?:{_YEAR_END})?",
        values.full_date,
        "the 12th of May, 2025",
    ),
    Rule(
        "month day",
        rf"(?:{{weekday}},? )?{{month}} (?:the )?{{day}}(?!\d|:\d|,\d)(?:{_YEAR_END})?",
        values.full_date,
        "Monday, May 12th, 2025",
    ),
    Rule("month of year", r"{edge}?{month},? (?:of )?{year}", values.month, "late July 1994"),
    Rule("month of that year", r"{edge}?{month}(?: of)? {rel} {of_year:year_word}", values.month, "March of that year"),
    Rule("relative month", r"{edge}?(?:the )?{rel} {month}", values.month, "last December"),
    Rule("edge of month", r"{edge}{month}", values.month, "mid-March"),
    Rule("month", r"{month}", values.month, "March", before=_MONTH_BEFORE),
    Rule(
        "weekday of week",
        rf"{{weekday}}{_OF_DAY}(?: of)? {{week_rel:rel}} {{of_week:week_word}}",
        values.weekday,
        "Tuesday of next week",
    ),
    Rule("weekday", rf"{{edge}}?(?:the )?(?:{{rel}} )?{{weekday}}{_OF_DAY}", values.weekday, "Thursday night"),
    Rule("deictic", rf"{{deictic}}{_OF_DAY}", values.deictic, "yesterday"),
    Rule("window", r"(?:the )?{rel:span} {num} {unit}s?", values.window, "the past three months"),
    Rule("recent", r"(?:the )?{rel:lately} (?:few )?{unit}s", values.window, "recent weeks"),
    Rule("relative unit", r"{edge}?(?:{the} )?{rel} {unit}", values.relative_unit, "later this month"),
    Rule("edge of unit", r"{edge}{rel:the} {unit}", values.relative_unit, "the end of the year"),
    Rule("weekend", r"{rel:the} {unit:weekend}", values.relative_unit, "the weekend"),
    Rule("end of unit", r"{unit:year_or_month}(?:['’]s)?[ -]{edge:its_end}", values.relative_unit, "year's end"),
    Rule("counted", r"{num} {unit}s? {way}", values.counted, "three weeks ago"),
    Rule("fortnights", r"{num} {unit:fortnight}s? {way}", values.counted, "a fortnight ago"),
    Rule("ahead", r"{way:ahead} {num} {unit}s?(?:['’]s? time)?", values.counted, "in ten days"),
    Rule(
        "half of month",
        r"(?:the )?{order} {fraction:half} of {month}(?:,? {year})?",
        values.half_of_month,
        "the second half of August",
    ),
    Rule(
        "fraction",
        rf"{{edge}}?(?:the )?{{order}}[- ](?:fiscal )?{{fraction}}{_YEAR_END}",
        values.fraction,
        "the third quarter of 2014",
    ),
    Rule(
        "fraction of the year",
        r"(?:the )?{order}[- ]{fraction}(?: of the year)?",
        values.fraction,
        "the first half of the year",
    ),
    Rule("short quarter", r"{fraction:q}{order:digit}(?:,? (?:of )?{year})?", values.fraction, "Q3 2014"),
    Rule("season of year", rf"{{edge}}?(?:the )?{{season}}{_YEAR_END}", values.season, "the spring of 2013"),
    Rule("relative season", r"{edge}?(?:the )?{rel} {season}", values.season, "last summer"),
    Rule("season", r"(?:{edge}|the ){season}", values.season, "early autumn", before=_SEASON_BEFORE),
    Rule("decade", r"(?:{edge}|the )?{decade}['’]?s", values.decade, "the late 1980s"),
    Rule("century", r"(?:{edge}|the )?{century}(?:th|st)[ -]century", values.century, "the 19th century"),
    Rule("holiday", r"{holiday}(?:,? {year})?", values.holiday, "New Year's Eve"),
    Rule("edge of year", r"{edge}{year}", values.year, "the end of 2003"),
    Rule("year", rf"(?:the year )?{{year}}{_NOT_COUNTED}", values.year, "2003", before=_YEAR_BEFORE),
    Rule("day of month", rf"(?:the )?{{nth}}{_CLAUSE_END}", values.day_of_month, "the 9th", before=r"(?i:\bon )$"),
)
PARTS |= {
    "weekend": "weekend",
    "fortnight": "(?i:fortnight)",
    "year_or_month": "year|month",
    "its_end": "end",
    "half": "half",
    "year_word": "(?i:year)",
    "week_word": "(?i:week)",
    "lately": "(?i:recent|past|coming|last|next)",
    "span": "(?i:last|past|next|coming|previous|following)",
}


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression of time that was found, not read yet."""

    start: int
    end: int
    rule: Rule
    parts: values.Parts


def find(text: str) -> Iterator[Expression]:
    """The expressions of a text in order, none within another."""
    end = 0
    for core in _CORE.finditer(text):
        if core.start() < end:
            continue
        found = _around(text, core, end)
        if found:
            end = found.end
            yield found


def _around(text: str, core: re.Match[str], end: int) -> Expression | None:
    """The expression that holds a core word and starts at `end` or later."""
    search = _FORMS[core.lastgroup or ""].search
    start = _led_from(text, max(end, core.start() - _REACH), core.start())
    while (match := search(text, start, core.end() + _REACH)) and match.start() <= core.start():
        rule = RULES[int((match.lastgroup or "")[1:])]
        parts = _NAMED[rule.name].match(text, match.start())
        if parts and match.end() > core.start() and _led_up_to(rule, text, match.start()):
            return Expression(match.start(), match.end(), rule, parts.groupdict())
        start = match.start() + 1
    return None


def _led_from(text: str, start: int, end: int) -> int:
    """Where those words before `end` begin which alone can be part of an expression; `start` if all can."""
    for word in reversed(list(_WORD.finditer(text, start, end))):
        found = word[0].lower()
        if found not in _INSIDE and found.rstrip("s") not in _INSIDE and not found[0].isdigit():
            return word.end()
    return start


def _led_up_to(rule: Rule, text: str, start: int) -> bool:
    before = _BEFORE.get(rule.name)
    return before is None or before.search(text, max(0, start - 20), start) is not None


def _expand(pattern: str, named: bool) -> str:
    def part(match: re.Match[str]) -> str:
        name, kind = match[1], match[2] or match[1]
        return f"(?P<{name}>{PARTS[kind]})" if named else f"(?:{PARTS[kind]})"

    return _PART.sub(part, pattern)


def _forms(kind: str) -> re.Pattern[str]:
    """All rules that may hold a core word of a kind, as one pattern."""
    forms = (f"(?P<r{i}>{_expand(rule.pattern, False)})" for i, rule in enumerate(RULES) if kind in _cores(rule))
    return re.compile(rf"\b(?:{'|'.join(forms)})(?!\w)")


def _cores(rule: Rule) -> set[str]:
    kinds = {name for names in _PART.findall(rule.pattern) for name in names if name in CORES}
    return kinds if "mm" in kinds else kinds - {"year"} or kinds


_PART = re.compile(r"\{([a-z]\w*)(?::(\w+))?\}")
_REACH = 45
"""How far around its core word an expression may reach."""
CORES = {
    "month": PARTS["month"],
    "weekday": PARTS["weekday"],
    "year": PARTS["year"],
    "deictic": r"[Tt]oday|[Tt]onight|[Oo]vernight|[Yy]esterday|[Tt]omorrow|[Ll]ast night|[Tt]his (?:morning|afternoon|evening)",
    "unit": r"(?:day|morning|afternoon|evening|night|weekend|fortnight|week|month|quarter|year|decade)s?",
    "fraction": "quarter|half",
    "season": "spring|summer|autumn|fall|winter|Spring|Summer|Autumn|Fall|Winter",
    "q": r"Q(?=\d)",
    "decade": r"\d{3}0['’]?(?=s)",
    "nth": r"\d+(?=st|nd|rd|th)",
    "century": r"(?:1\d|20|21)(?=(?:th|st)[ -]century)",
    "mm": r"\d+/\d",
    "holiday": PARTS["holiday"],
}
"""The words without which no expression stands, by the part that they are."""
_BEGINNINGS = "[0-9A-Zadefhlmnoqstwy]"
"""The first letters of core words: most words are passed over by them."""
_CORE = re.compile(rf"\b(?={_BEGINNINGS})(?:" + "|".join(f"(?P<{kind}>{form})" for kind, form in reversed(CORES.items())) + ")")
_FORMS = {kind: _forms(kind) for kind in CORES}
_WORD = re.compile(r"\w+")
_INSIDE = frozenset(re.findall(r"[a-z]+", " ".join(re.sub(r"\\.", " ", _expand(r.pattern, False)) for r in RULES).lower()))
"""The words of the forms, with some letters that stand for other things in them."""
_NAMED = {rule.name: re.compile(_expand(rule.pattern, True) + r"(?!\w)") for rule in RULES}
_BEFORE = {rule.name: re.compile(rule.before) for rule in RULES if rule.before}
