"""Compile the gazetteer's tables from a folder of facts: `python -m nlp.data.compile FOLDER`.

Not needed at run time. `additions.jsonl`, written by hand, corrects and completes what the folder holds.
"""

import csv
import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from nlp.data.people import People, slug

Row = dict[str, Any]
HERE = Path(__file__).parent
SEATS = ("palace", "street", "ministry", "nickname")
STANDS_FOR_STATE = re.compile(
    r"(?:President|Prime Minister|Chancellor|monarchy|Government|Governor.General|Supreme Leader|Presidential Office)"
    r" (?:of |\()(?:the )?([\w .]+?)\)?$|^(?:Ministry|Federal Foreign Office|Pakistan).*\((?P<last>[\w .]+)\)$"
)
DEMONYM_WITHOUT_PLURAL = ("ese", "ish", "ch", "sh", "ss", "z", "i")
UNSAFE_ALIASES = {
    "Congress", "Council of Ministers", "the Fund", "New Forces", "United Front", "Hizmet", "House of Representatives",
    "MFA", "MID", "DOS", "DOD", "WB", "AL", "NP", "UR", "GD", "RS", "SL", "EP", "AA", "JI", "CAN", "PACE", "ECO", "MUD",
    "Secretariat", "LET", "Davos", "Male", "President", "Chancellery", "Official", "Republican Palace", "Majlis", "Kasbah", "Arg",
    "State House", "Beehive", "Pale",
}  # fmt: skip
UNSAFE_STATE_NAMES = {
    "Island", "Timor", "Lao", "Thai", "Togolese", "Nippon", "Congo", "Dominique", "Mann", "Reunion", "Mexicanos",
    "Portuguesa", "Viti",
}  # fmt: skip
OF_A_STATE = re.compile(r"^(Ministry |Federal Foreign|Foreign, Comm|United States Dep|United States Congress|Armed Forces of U)")
SKIPPED_TERRITORIES = set(
    "ALA ATA ATF BES BLM BVT CCK CXR GGY HMD IMN IOT JEY MAF MNP NFK PCN SGS SHN SJM SPM UMI VIR VGB WLF".split()
)


def rows(path: Path) -> list[Row]:
    """The rows of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def write(path: Path, out: Iterable[Row]) -> None:
    """Write rows as JSON Lines, leaving out empty values."""
    lines = (json.dumps({k: v for k, v in row.items() if v}, ensure_ascii=False) for row in out)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def unique(names: Iterable[str | None]) -> list[str]:
    """Latin-script names without repeats, in order."""
    return list(dict.fromkeys(name.strip() for name in names if name and re.match(r"[^\W\d_].*|\d", name) and is_latin(name)))


def is_latin(name: str) -> bool:
    """Whether every letter is of the Latin script."""
    return all(ord(char) < 0x250 or 0x1E00 <= ord(char) < 0x2100 for char in name)


def plural(adjective: str) -> list[str]:
    """The people of a demonym, where English forms it with an s."""
    if adjective.endswith(("ian", "an", "ari", "ni", "qi", "ti", "li", "ot", "er", "ene", "ine")):
        return [adjective + "s"]
    return [] if adjective.endswith(DEMONYM_WITHOUT_PLURAL) else [adjective + "s"]


def state_row(row: Row) -> Row:
    """A state of the facts in the project's own form."""
    adjectives = [] if row["iso3"] in SKIPPED_TERRITORIES else [d for d in row["demonym"] if "," not in d and " or " not in d]
    names = [name for name in row["alt"] if "," not in name and name not in UNSAFE_STATE_NAMES]
    return {
        "key": f"state/{row['iso3']}", "name": row["name"], "names": unique([row["name"], row["official"], *names]),
        "adjectives": adjectives, "people": [p for a in adjectives for p in plural(a)], "capitals": row["capital"], "seats": [],
        "iso3": row["iso3"], "wikidata": row["wikidata"], "weight": int(row["un_member"]),
    }  # fmt: skip


def corrected(state: Row, addition: Row) -> Row:
    """A state with an addition's words: adjectives and people replace, everything else is put in front."""
    state = {**state, **{k: addition[k] for k in ("name", "adjectives", "people", "iso3", "wikidata", "weight") if k in addition}}
    if "adjectives" in addition and "people" not in addition:
        state["people"] = [p for a in state["adjectives"] for p in plural(a)]
    for field in ("names", "capitals", "seats"):
        state[field] = unique([*addition.get(field, []), *state.get(field, [])])
    state["names"] = unique([state["name"], *state["names"]])
    state["people"] = state.get("people", []) + addition.get("persons", [])
    return state


def compile_states(facts: Path, additions: list[Row]) -> dict[str, Row]:
    """States by key."""
    states = {f"state/{r['iso3']}": state_row(r) for r in rows(facts / "countries.jsonl")}
    for addition in (a for a in additions if "state" in a and "body" not in a):
        key = f"state/{addition['state']}"
        iso3 = None if addition.get("new") else addition["state"]
        blank = {"key": key, "iso3": iso3, "weight": 1, "names": [], "name": addition["state"]}
        states[key] = corrected(states.get(key, blank), addition)
    by_name = {name: state for state in states.values() for name in state["names"]}
    for metonym in rows(facts / "metonyms.jsonl"):
        add_metonym(metonym, by_name)
    for key in list(states):
        if states[key]["iso3"] in SKIPPED_TERRITORIES:
            del states[key]
    return dict(sorted(states.items(), key=lambda item: (-item[1]["weight"], item[0])))


def add_metonym(metonym: Row, by_name: dict[str, Row]) -> None:
    """Add a capital or seat of government to the state it stands for."""
    word = metonym["word"].removeprefix("the ")
    match = STANDS_FOR_STATE.search(metonym["stands_for"])
    named = (match.group(1) or match.group("last")) if match else None
    state = by_name.get(metonym["stands_for"]) or by_name.get(named or "")
    if state is None or word[0].islower() or word in UNSAFE_ALIASES or word in state["names"]:
        return
    field = "capitals" if metonym["kind"] in ("capital", "city") else "seats"
    if field == "capitals" or (metonym["kind"] in SEATS and metonym["kind"] != "nickname"):
        state[field] = unique([*state.get(field, []), word])


def aliases(row: Row) -> list[str]:
    """The names of a body that are safe to look for in any text."""
    names = unique([re.sub(r" \(.*\)$", "", row["name"]), *row["aliases"], row.get("acronym")])
    return [n for n in names if n not in UNSAFE_ALIASES and not n.startswith("the ") and not n.startswith(("anti-", "chemical"))]


def compile_bodies(facts: Path, additions: list[Row], states: dict[str, Row]) -> dict[str, Row]:
    """Organisations and groups by key; those that are a state's ministry or that states.jsonl holds are left out."""
    state_of = {name: state["key"] for state in states.values() for name in state["names"]}
    bodies: dict[str, Row] = {}
    for row in rows(facts / "organizations.jsonl"):
        if OF_A_STATE.match(row["name"]) or row["name"] in state_of:
            continue
        hint = re.match(r"[A-Za-z ]+?(?= \d|$)", row["members_hint"] or "")
        name = re.sub(r" \(.*\)$", "", row["name"]) if row["name"].endswith(")") else row["name"]
        key = f"{row['type']}/{slug(row['name'])}"
        bodies[key] = {"key": key, "type": row["type"], "name": name, "names": aliases(row), "wikidata": row["wikidata"],
                       "state": state_of.get(hint.group(0).strip()) if hint else None}  # fmt: skip
    by_name = {name: body for body in bodies.values() for name in body["names"]}
    for addition in (a for a in additions if "body" in a):
        add_body(addition, bodies, by_name)
    for metonym in (m for m in rows(facts / "metonyms.jsonl") if m["type"] == "organization"):
        add_members(metonym, by_name, state_of)
    return bodies


def add_body(addition: Row, bodies: dict[str, Row], by_name: dict[str, Row]) -> None:
    """Apply an addition to the body it names, or make a new one."""
    name = addition["body"]
    body = by_name.get(name)
    if body is None:
        kind = addition.get("type", "organization")
        body = {"key": f"{kind}/{slug(name)}", "type": kind, "name": name, "names": [name]}
        bodies[body["key"]] = by_name[name] = body
    body["names"] = unique([*body["names"], *addition.get("names", [])])
    body["seats"] = [*body.get("seats", []), *addition.get("seats", [])]
    body.update({k: addition[k] for k in ("wikidata",) if k in addition})
    if "state" in addition:
        body["state"] = f"state/{addition['state']}"


def add_members(metonym: Row, by_name: dict[str, Row], state_of: dict[str, str]) -> None:
    """Give a named group of states its members."""
    body = by_name.get(metonym["stands_for"]) or by_name.get(metonym["word"].removeprefix("the "))
    if body is None or not metonym.get("members"):
        return
    keys = [state_of.get(m) or by_name.get(m, {}).get("key") for m in metonym["members"]]
    body["members"] = [key for key in keys if key]


def compile_people(facts: Path, additions: list[Row], states: dict[str, Row], bodies: dict[str, Row]) -> list[Row]:
    """Leaders, ministers and heads of bodies, one row a person."""
    keys = {name: body["key"] for body in bodies.values() for name in body["names"]}
    keys |= {body["name"]: body["key"] for body in bodies.values()}
    keys |= {name: state["key"] for state in states.values() for name in state["names"]}
    people = People(keys)
    people.add_additions([a for a in additions if "person" in a])
    people.add_recent(rows(facts / "leaders_recent.jsonl"))
    people.add_heads(rows(facts / "organization_heads.jsonl"))
    people.add_rulers(rows(facts / "leaders_countryinfo.jsonl"))
    people.add_listed(rows(facts / "leaders_wikipedia.jsonl"))
    people.add_former(rows(facts / "leaders_wikipedia.jsonl"))
    people.add_officers(rows(HERE / "officers.jsonl"))
    people.add_identified(csv.DictReader((HERE / "wikidata.csv").read_text(encoding="utf-8").splitlines()))
    return people.rows()


def main(folder: str) -> None:
    """Write states.jsonl, bodies.jsonl and people.jsonl beside this file."""
    facts, additions = Path(folder), rows(HERE / "additions.jsonl")
    states = compile_states(facts, additions)
    bodies = compile_bodies(facts, additions, states)
    write(HERE / "states.jsonl", states.values())
    write(HERE / "bodies.jsonl", bodies.values())
    write(HERE / "people.jsonl", compile_people(facts, additions, states, bodies))


if __name__ == "__main__":
    main(sys.argv[1])
