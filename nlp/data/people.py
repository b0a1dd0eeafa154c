"""Merging lists of office holders into one row a person; used by `nlp.data.compile` alone."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from rapidfuzz import fuzz

from nlp.offices import NORMAL

Row = dict[str, Any]
Term = list[Any]
"""Office, key of the state or body, first and last day; as the tables have it."""
HONORIFIC = re.compile(
    r"^(?:(?:Hojatolislam|Hojjat\w*|Ayatollah|Sayyed|Sheikh|Shaikh|General|Gen\.|Lt\.|Col\.|Colonel|Major|Maj\.|Captain|Capt\.|Sir|Dame|Lord|Dr\.?|"
    r"Foreign Minister|King|Queen|Emir|Emperor|Sultan|Pope|Prince|Princess|Haji|Daw|U|Tun|Datuk|Dato|Al Haji|Alhaji|Brigadier|"
    r"Marshal|Prof\.) )+"
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
FORMER_OFFICES = {
    "president of the confederation": "president",
    "state president": "president",
    "constitutional president": "president",
    "president of the republic": "president",
    "president for life": "president",
    "president of the presidency": "president",
    "president of the presidium": "president",
    "president of the state presidium": "president",
    "president of the military junta": "president",
    "president of the revolutionary government of the armed forces": "president",
    "president of the second republic": "president",
    "president of the third republic": "president",
    "president (national council of government)": "president",
    "chairman of the presidium of the supreme soviet": "president",
    "chairman of the presidium of the national assembly": "president",
    "chairman of the council of state": "president",
    "chairmen of the council of state": "president",
    "chairmen of the state council": "president",
    "chairman of the presidential council": "president",
    "military head of state": "president",
    "head of state": "president",
    "president and prime minister": "president",
    "chairman": "chairman",
    "chairman of the revolutionary council": "leader",
    "chairman of the revolutionary command council": "leader",
    "chairman of the military junta": "leader",
    "chairman of military junta": "leader",
    "chairman of the military council": "leader",
    "military leader": "leader",
    "paramount leader": "leader",
    "chairmen of the council of ministers": "prime minister",
    "chairman of the council of ministers": "prime minister",
    "president of the council of ministers": "prime minister",
    "secretary-general": "general secretary",
    "first secretary": "first secretary",
    "sovereign": "pope",
    "yang di-pertuan agong": "king",
    "emperor": "emperor",
    "emperor of the central african empire": "emperor",
    "shah": "shah",
    "sultan": "sultan",
    "caudillo": "leader",
    "grand duchess": "grand duchess",
}
"""Offices of heads of state and government before 1989 as the lists word them, by the words that news uses."""
FORMER_NAMES = {
    "BEN": ["Republic of Dahomey"],
    "ZWE": ["Rhodesia, _unrecognised state_", "Zimbabwe Rhodesia"],
    "BFA": ["Republic of Upper Volta", "Republic of Burkina Faso"],
    "MMR": ["Socialist Republic of the Union of Burma", "Union of Burma"],
    "KHM": ["Democratic Kampuchea", "People's Republic of Kampuchea", "Khmer Republic"],
    "LKA": ["Dominion of Ceylon"],
    "YEM": ["Yemen Arab Republic", "Mutawakkilite Kingdom of Yemen"],
    "EGY": ["United Arab Republic", "Kingdom of Egypt", "Republic of Egypt"],
    "RVN": ["Republic of Vietnam", "State of Vietnam", "Republic of South Vietnam"],
    "VDR": ["Democratic Republic of Vietnam"],
    "TWN": ["Republic of China: Taiwan"],
    "TZA": ["Sultanate of Zanzibar"],
    "CSK": ["Czechoslovak Socialist Republic"],
    "ETH": ["Derg: Provisional Military Government of Socialist Ethiopia", "Ethiopian Empire"],
    "JOR": ["Kingdom of Jordan"],
    "NPL": ["Kingdom of Nepal"],
    "GRC": ["Kingdom of Greece: 4th of August Regime", "Military junta of Greece", "Greece: Third Republic"],
    "SYR": ["Syrian Republic"],
    "HUN": ["Hungarian People's Republic"],
    "POL": ["People's Republic of Poland"],
    "PRT": ["Second Portuguese Republic", "Third Republic of Portugal"],
    "FRA": ["French Fourth Republic", "France: French Fifth Republic"],
    "LAO": ["Kingdom of Laos"],
    "IRQ": ["Kingdom of Iraq"],
    "LBY": ["Kingdom of Libya", "Libyan Arab Republic / Socialist People's Libyan Arab Jamahiriya"],
    "AFG": ["Democratic Republic of Afghanistan", "Kingdom of Afghanistan", "Republic of Afghanistan"],
    "BDI": ["Kingdom of Burundi"],
    "SWZ": ["Kingdom of Swaziland", "Protectorate of Swaziland"],
    "MNG": ["Mongolian People's Republic"],
    "ROU": ["Socialist Republic of Romania"],
    "BRA": ["Second Brazilian Republic", "Brazilian military regime"],
    "BGR": ["People's Republic of Bulgaria"],
    "COM": ["State of Comoros"],
    "SOM": ["Somali Republic"],
    "TUN": ["Kingdom of Tunisia", "Beylik of Tunis"],
    "SDN": ["Democratic Republic of the Sudan"],
    "ESP": ["Francoist Spain"],
    "COG": ["People's Republic of the Congo"],
    "ZAF": ["Union of South Africa"],
    "NER": ["Republic of the Niger"],
    "PAK": ["Dominion of Pakistan"],
    "ALB": ["People's Socialist Republic of Albania"],
    "FJI": ["Dominion of Fiji"],
    "AGO": ["People's Republic of Angola"],
    "RWA": ["Kingdom of Rwanda"],
    "MOZ": ["People's Republic of Mozambique"],
    "MDV": ["First Republic of Maldives", "Second Republic of Maldives", "Sultanate of the Maldives: Huraa Dynasty"],
    "MLT": ["State of Malta"],
    "CIV": ["Republic of Ivory Coast"],
    "IRN": ["Imperial State of Iran"],
    "KWT": ["Sheikhdom of Kuwait"],
}
"""The names that the lists of heads before 1989 give to states, by the state that the project has for them."""
STATE_ONCE_NAMED = {name: f"state/{code}" for code, names in FORMER_NAMES.items() for name in names}
LEOPOLDVILLE = (
    "Joseph Kasa-Vubu", "Antoine Gizenga", "Mobutu Sese Seko", "Patrice Lumumba", "Joseph Iléo", "Justin Marie Bomboko",
    "Cyrille Adoula", "Moise Tshombe", "Évariste Kimba", "Léonard Mulamba",
)  # fmt: skip
"""Heads of the other of the two states that were called Republic of the Congo until 1971."""
MISPLACED = {**dict.fromkeys(LEOPOLDVILLE, "state/COD"), **dict.fromkeys(("Trường Chinh", "Lê Duẩn"), "state/VDR")}
"""Persons whom the lists have under another state than theirs."""
MINISTER_IS_FOREIGN_SECRETARY = frozenset({"state/GBR", "state/PHL"})
"""Where the foreign secretary is the foreign minister; in India and its neighbours it is the ministry's first official."""
YEARS_BETWEEN_TERMS, YEARS_BETWEEN_SPELLINGS = 33, 12
"""The most between two terms of one person, if the name is the same and if it is merely alike: kinsmen are further apart."""
PROVISIONAL = re.compile(r"^(?:acting|acing|interim|interm|provisional|caretaker|transitional) ")
NO_PERSON = re.compile(r"\b(?:Council|Committee|Commission|Junta|Government|Directorate|Bureau|Vacant)\b")
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

    def put_near(self, name: str, names: Iterable[str], term: Term) -> Row:
        """Find or make the person; a namesake who held office long before or after the given term is another one."""
        of, start = term[1] or "", term[2]
        found = self.find(name, of, names, start)
        if found is None or not found["terms"]:
            return self.put(name, of, names, start)
        alike_only = all(found not in self.by_name[fold(spelling)] for spelling in (name, *names))
        most = YEARS_BETWEEN_SPELLINGS if alike_only else YEARS_BETWEEN_TERMS
        return self.put(name, of, names, start, new=all(years_between(term, known) > most for known in found["terms"]))

    def add_term(self, person: Row, office: str, of: str, start: str | None, end: str | None) -> None:
        """Add a term under the office's usual name, unless one of the same office begins within two years of it."""
        office, year = usual(office, of), int((start or "0")[:4])
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
            of = ruler_state(row)
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
        return row["end"] is None and any(t[:2] == [usual(office, of), of] for t in person["terms"])

    def add_listed(self, rows: Iterable[Row]) -> None:
        """Heads of state and government by year, for the spelling of their names and for those not yet held."""
        for row in rows:
            of, office = self.keys.get(row["country"] or ""), OFFICES.get((row["office"] or "").casefold())
            name = listed_name(row)
            if of is None or office is None or not name or (row["end"] or 9999) < 1989:
                continue
            person = self.put(name, of, [], str(row["start"]))
            if person.get("formal"):
                person["name"] = name
            if not any(t[1] == of for t in person["terms"]):
                self.add_term(person, office, of, str(row["start"]), str(row["end"]) if row["end"] else None)

    def add_former(self, rows: Iterable[Row]) -> None:
        """Heads of state and government whose terms ended from 1945 to 1988, by year."""
        for row in sorted(rows, key=lambda row: row["end"] or 9999, reverse=True):
            country, office = row["country"] or "", former_office(row["office"] or "")
            name = listed_name(row)
            of = MISPLACED.get(name) or STATE_ONCE_NAMED.get(country) or self.keys.get(country)
            if of is None or office is None or not name or not 1945 <= (row["end"] or 9999) < 1989 or NO_PERSON.search(name):
                continue
            term = [office, of, str(row["start"]), str(row["end"])]
            self.add_years(self.put_near(name, [], term), term)

    def add_officers(self, rows: Iterable[Row]) -> None:
        """Holders of further offices, and the gender of those that are held already.

        Raises `ValueError` for a row that neither has a term nor names a person held.
        """
        for row in rows:
            terms = row.get("terms", [])
            names = row.get("names", [])
            if terms and not row.get("new"):
                person = self.put_near(row["person"], names, terms[0])
            else:
                person = self.put(row["person"], terms[0][1] if terms else "", names, new="new" in row)
            for term in sorted(terms, key=lambda term: term[2] or "", reverse=True):
                self.add_years(person, [usual(*term[:2]), *term[1:]])
            if not person["terms"]:
                raise ValueError(f"{row['person']} has no term and is not held")
            if "gender" in row:
                person["gender"] = row["gender"]

    def add_identified(self, rows: Iterable[dict[str, str]]) -> None:
        """Wikidata ids of persons held, terms that are not held yet, and the end of the predecessors' terms by them."""
        for row in rows:
            office = usual(row["office"], row["of"]) or None
            term: Term = [office, row["of"], row["since"] or None, row["until"] or None]
            person = self.put_near(row["person"], [], term)
            person["wikidata"] = row["wikidata"]
            if office and term[3] is None:
                self.succeed(person, term)
            if office:
                self.add_years(person, term)

    def succeed(self, person: Row, term: Term) -> None:
        """End the open terms of others in the office, where the person came later."""
        for other in self.by_of[term[1]]:
            for known in other["terms"] if other is not person else ():
                if known[:2] == term[:2] and known[3] is None and years(known)[0] < years(term)[0]:
                    known[3] = term[2]

    @staticmethod
    def add_years(person: Row, term: Term) -> None:
        """Add a term known by its years, unless one of the same office overlaps it; that one's unknown start it tells."""
        first, last = years(term)
        alike = [known for known in person["terms"] if known[:2] == term[:2]]
        for known in alike:
            if known[2] is None and first <= years(known)[1]:
                known[2] = term[2]
        spans = [years(known) for known in alike]
        if not any(start == first or (start < last and first < end) for start, end in spans):
            person["terms"].append(term)

    def add_additions(self, rows: Iterable[Row]) -> None:
        """Corrections by hand."""
        for row in rows:
            of = row["terms"][0][1] if row.get("terms") else ""
            person = self.put(row["person"], of, [*row.get("names", []), *row.get("short", [])], new="terms" in row)
            person["name"] = row.get("name", person["name"])
            person["terms"] += [[usual(*term[:2]), *term[1:]] for term in row.get("terms", [])]
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


def usual(office: str, of: str) -> str:
    """An office by the name that the reader asks for it: "secretary of defense" is "defence minister"."""
    if office == "foreign secretary" and of not in MINISTER_IS_FOREIGN_SECRETARY:
        return f"{office} of the civil service"
    return NORMAL.get(office.lower(), office)


def years(term: Term) -> tuple[int, int]:
    """The first and the last year of a term; an unknown start is long ago, an unknown end far off."""
    return int((term[2] or "0")[:4]), int((term[3] or "9999")[:4])


def years_between(term: Term, other: list[str | None]) -> int:
    """The years from the end of one term to the start of the other; 0 where they overlap."""
    (first, last), (other_first, other_last) = years(term), years(other)
    return max(0, first - other_last, other_first - last)


def listed_name(row: Row) -> str:
    """The full name in a row of the lists, without honorifics and notes; empty where it is a single word or no name."""
    name = HONORIFIC.sub("", re.sub(r"\s*\(.*?\)|\[.*?\]", "", row["person"] or "")).strip()
    return name if " " in name and len(name) <= 40 else ""


def former_office(text: str) -> str | None:
    """The office of a row of heads before 1989, of several the last; None where it is not one we hold."""
    last = re.split(r"(?<=[\w)]), ", re.sub(r":.*| \(\d.*?\)", "", text))[-1].casefold().removeprefix("de facto ").strip()
    office, provisional = PROVISIONAL.subn("", last)
    office = FORMER_OFFICES.get(office) or OFFICES.get(office, "")
    return ("acting " if provisional else "") + office if office else None


def ruler_office(row: Row) -> str | None:
    """The office of a row of dated rulers, or None where it is not one we hold."""
    office = (row["office"] or "").casefold()
    if "CIA" in row["source"]:
        return "foreign minister" if re.fullmatch(r"minister (of|for) (foreign|external) (affairs|relations)", office) else None
    return OFFICES.get(office) or ("prime minister" if "prime_minister" in office or "premiers" in office else None)


def ruler_state(row: Row) -> str:
    """The state of a row of dated rulers, of which some are filed under a neighbour or a successor."""
    if row["code"] == "MUS" and "rulers" in row["source"]:
        return "state/MRT"
    if row["code"] == "DEU" and "council of" in (row["office"] or ""):
        return "state/DDR"
    return "state/TNC" if row["country"] == "TURKISH_REPUBLIC_OF_NORTH_CYPRUS" else f"state/{row['code']}"


def capitalized(name: str) -> str:
    """A name whose first letter lost its capital, mended; hyphenated parts and regnal numbers too."""
    name = re.sub(r"\b(?:Ii+|Iv)\b", lambda m: m.group().upper(), name)
    name = re.sub(r"-([a-z])", lambda m: "-" + m.group(1).upper(), name)
    return name[:1].upper() + name[1:]


def valid(day: str | None) -> str | None:
    """A day that exists in no calendar (2010-11-31) as its month."""
    return day[:7] if day and day.endswith(("-31", "-30", "-29")) else day
