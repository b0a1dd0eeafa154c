"""Merging lists of office holders into one row a person; used by `nlp.data.compile` alone."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from rapidfuzz import fuzz

Row = dict[str, Any]
HONORIFIC = re.compile(
    r"^(?:(?:Hojatolislam|Hojjat\w*|Ayatollah|Sayyed|Sheikh|Shaikh|General|Gen\.|Lt\.|Col\.|Colonel|Major|Maj\.|Captain|Capt\.|Sir|Dame|Lord|Dr\.?|"
    r"King|Queen|Emir|Emperor|Sultan|Pope|Prince|Princess|Haji|Daw|U|Tun|Datuk|Dato|Al Haji|Alhaji|Brigadier|Marshal|Prof\.) )+"
)
OFFICES = {
    "presidents": "president",
    "president": "president",
    "prime ministers": "prime minister",
    "prime minister": "prime minister",
    "chancellors": "chancellor",
    "chancellor": "chancellor",
    "premiers": "premier",
    "kings": "king",
    "king": "king",
    "queen": "queen",
    "emir": "emir",
    "emirs": "emir",
    "sultans": "sultan",
    "taoiseach": "prime minister",
    "general secretary": "general secretary",
    "heads of state": "head of state",
    "heads of government": "prime minister",
    "paramount rulers": "king",
    "chairmen of the council of ministers": "prime minister",
    "presidents of the presidency": "president",
    "popes": "pope",
    "sovereign": "monarch",
}
FIRST_NAME_IS_USED = {f"state/{code}" for code in ("CHN", "KOR", "PRK", "TWN", "VNM", "KHM", "HKG", "ETH", "ERI", "MYS")}


def fold(name: str) -> str:
    """A name without case, accents, hyphens and punctuation."""
    decomposed = unicodedata.normalize("NFKD", name.replace("ı", "i").replace("ø", "o"))
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return re.sub(r"\s+", " ", re.sub(r"[^\w\s]", "", plain.casefold().replace("-", " "))).strip()


def slug(name: str) -> str:
    """A name as part of a key."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name).replace("'", "")).strip("-")


def alike(left: str, right: str, least: int) -> bool:
    """Whether two words are one name in two spellings; short words must be equal."""
    return left == right or (min(len(left), len(right)) > 4 and fuzz.ratio(left, right) >= least)


def is_short(alias: str, name: str) -> bool:
    """Whether an alias is no fuller than part of the name: a surname, or the name one is known by."""
    words, whole = fold(alias).split(), fold(name).split()
    if len(words) == 1:
        return True
    return len(words) == 2 < len(whole) and set(words) <= set(whole) and words != [whole[0], whole[-1]]


class People:
    """Persons by who they are: the same full name, or much the same name in the same state."""

    def __init__(self, keys: dict[str, str]) -> None:
        self.keys = keys
        self.by_name: dict[str, list[Row]] = defaultdict(list)
        self.by_of: dict[str, list[Row]] = defaultdict(list)
        self.people: list[Row] = []

    def find(self, name: str, of: str, names: Iterable[str], start: str | None) -> Row | None:
        """The person of that name, of several the one with a term of that time."""
        for candidate in (name, *names):
            if " " in candidate and self.by_name[fold(candidate)]:
                return min(self.by_name[fold(candidate)], key=lambda person: years_apart(person, start))
        return next((p for p in self.by_of[of] if self.same(p["name"], name)), None)

    @staticmethod
    def same(left: str, right: str) -> bool:
        """Whether two spellings within one state are one person's."""
        a, b = fold(left).split(), fold(right).split()
        if not a or not b or a[0][0] != b[0][0]:
            return set(a) == set(b)
        if not alike(a[-1], b[-1], 75):
            return a[0] == b[0] and len(set(a) & set(b)) >= 2 and (set(a) <= set(b) or set(b) <= set(a))
        middle, other = ([word for word in words[1:-1] if word not in ("al", "bin", "ibn", "el")] for words in (a, b))
        if middle and other and not any(alike(x, y, 75) for x in middle for y in other):
            return False
        return alike(a[0], b[0], 70) or set(a) <= set(b) or set(b) <= set(a)

    def put(self, name: str, of: str, names: Iterable[str], start: str | None = None, new: bool = False) -> Row:
        """Find or make the person and add the names."""
        names = [n for n in names if n]
        person = self.find(name, of, names, start)
        if person is None or new:
            person = {"name": name, "names": [name], "short": [], "terms": []}
            self.people.append(person)
        for alias in dict.fromkeys((name, *names)):
            field = "short" if is_short(alias, person["name"]) else "names"
            if alias not in person[field]:
                person[field].append(alias)
            self.by_name[fold(alias)].append(person)
        if person not in self.by_of[of]:
            self.by_of[of].append(person)
        return person

    def add_term(self, person: Row, office: str, of: str, start: str | None, end: str | None) -> None:
        """Add a term unless one of the same office begins within two years of it."""
        year = int((start or "0")[:4])
        for known_office, known_of, known_start, _ in person["terms"]:
            if (known_office, known_of) == (office, of) and abs(int((known_start or "0")[:4]) - year) <= 2:
                return
        person["terms"].append([office, of, start, end])

    def add_recent(self, rows: Iterable[Row]) -> None:
        """Heads and ministers since 2010."""
        for row in rows:
            of = f"state/{row['iso3']}"
            person = self.put(row["person"], of, row["aliases"], row["start"])
            self.add_term(person, row["office"], of, row["start"], row["end"])

    def add_heads(self, rows: Iterable[Row]) -> None:
        """Heads of organisations and groups, envoys."""
        for row in rows:
            of = self.keys.get(row["organization"]) or f"organization/{slug(row['organization'])}"
            person = self.put(row["person"], of, row["person_aliases"], row["start"])
            self.add_term(person, row["office"], of, row["start"], row["end"] or unknown_end(row))

    def add_rulers(self, rows: Iterable[Row]) -> None:
        """Heads of state and government since 1989 and foreign ministers of 2003 to 2011, with dates."""
        for row in rows:
            office = ruler_office(row)
            spelled = [s.strip() for s in re.findall(r"\{([^}]*)\}", row["person"])] or [row["person"]]
            spelled = [HONORIFIC.sub("", capitalized(s)) for s in spelled]
            of = f"state/{row['code']}"
            if office is None or (row["end"] or "9999") < "1989" or of not in self.keys.values():
                continue
            if " " not in spelled[-1] or "(" in spelled[0]:
                continue
            person = self.put(spelled[-1], of, [*spelled[:-1], *(a for a in row["aliases"] if " " in a)], row["start"])
            person.setdefault("formal", not person["terms"])
            closed = row["end"] or ("2011" if "CIA" in row["source"] or "open" in row["source"] else None)
            if not self.has_office_since_2010(person, office, of, row):
                self.add_term(person, office, of, valid(row["start"]), valid(closed))

    @staticmethod
    def has_office_since_2010(person: Row, office: str, of: str, row: Row) -> bool:
        """Whether a row still open in 2010 repeats a term that the newer table holds."""
        return row["end"] is None and any(t[:2] == [office, of] for t in person["terms"])

    def add_listed(self, rows: Iterable[Row]) -> None:
        """Heads of state and government by year, for the spelling of their names and for those not yet held."""
        for row in rows:
            of, office = self.keys.get(row["country"] or ""), OFFICES.get((row["office"] or "").casefold())
            name = HONORIFIC.sub("", re.sub(r"\s*\(.*?\)|\[.*?\]", "", row["person"] or "")).strip()
            if of is None or office is None or " " not in name or (row["end"] or 9999) < 1989 or len(name) > 40:
                continue
            person = self.put(name, of, [], str(row["start"]))
            if person.get("formal"):
                person["name"] = name
            if not any(t[1] == of for t in person["terms"]):
                self.add_term(person, office, of, str(row["start"]), str(row["end"]) if row["end"] else None)

    def add_additions(self, rows: Iterable[Row]) -> None:
        """Corrections by hand."""
        for row in rows:
            of = row["terms"][0][1] if row.get("terms") else ""
            person = self.put(row["person"], of, [*row.get("names", []), *row.get("short", [])], new="terms" in row)
            person["name"] = row.get("name", person["name"])
            person["terms"] += row.get("terms", [])
            if "gender" in row:
                person["gender"] = row["gender"]

    def rows(self) -> list[Row]:
        """One row a person, with a key of its own."""
        seen: dict[str, int] = defaultdict(int)
        for person in self.people:
            base = f"person/{slug(person['name'])}"
            seen[base] += 1
            person["key"] = base if seen[base] == 1 else f"{base}-{seen[base]}"
            person["family_first"] = int(any(t[1] in FIRST_NAME_IS_USED for t in person["terms"]))
            names = dict.fromkeys((person["name"], *person["names"]))
            person["names"] = [n for n in names if n == person["name"] or n not in person["short"]]
            person.pop("formal", None)
        return [{"key": person["key"], **person} for person in self.people if person["terms"]]


def unknown_end(row: Row) -> str | None:
    """The last year of an errand whose end nobody noted; leaders without an end are taken to lead still."""
    errand = re.search(r"envoy|representative|advis|negotiator|coordinator|mediator|ambassador|founder", row["office"])
    return str(int(row["start"][:4]) + 4) if errand and row["start"] else None


def years_apart(person: Row, start: str | None) -> int:
    """Years between a start and the nearest start of the person's terms."""
    year = int((start or "9999")[:4])
    return min((abs(int((t[2] or "0")[:4]) - year) for t in person["terms"]), default=9999)


def ruler_office(row: Row) -> str | None:
    """The office of a row of dated rulers, or None where it is not one we hold."""
    office = (row["office"] or "").casefold()
    if "CIA" in row["source"]:
        return "foreign minister" if re.fullmatch(r"minister (of|for) (foreign|external) (affairs|relations)", office) else None
    return OFFICES.get(office) or ("prime minister" if "prime_minister" in office or "premiers" in office else None)


def capitalized(name: str) -> str:
    """A name whose first letter got lost its capital, mended; hyphenated parts too."""
    name = re.sub(r"-([a-z])", lambda m: "-" + m.group(1).upper(), name)
    return name[:1].upper() + name[1:]


def valid(day: str | None) -> str | None:
    """A day that exists in no calendar (2010-11-31) as its month."""
    return day[:7] if day and day.endswith(("-31", "-30", "-29")) else day
