"""The words of offices: their heads, their normal forms, honorifics, and the nouns that stand for a whole body."""

from functools import lru_cache

HEADS = frozenset(
    "fm pm dpm sen. rep. amb. permrep srsg amir tánaiste "
    "president premier chancellor minister secretary envoy ambassador king queen emir sultan prince princess pope "
    "emperor leader chief chairman chairwoman chairperson chair director commissioner representative spokesman "
    "spokeswoman spokesperson adviser advisor commander general colonel governor mayor speaker senator congressman "
    "congresswoman lawmaker deputy negotiator mediator diplomat secretary-general vice-president judge prosecutor "
    "coordinator administrator head aide dictator ruler counsellor counselor governor-general taoiseach ayatollah "
    "cardinal archbishop bishop sheikh monarch delegate counterpart co-chair president-elect warlord strongman boss "
    "founder director-general facilitator rapporteur undersecretary under-secretary attorney justice admiral marshal "
    "lieutenant major captain brigadier guerrilla caliph patriarch prime-minister inspector politician "
    "deputy-minister legislator parliamentarian chargé consul interlocutor emissary treasurer regent tycoon "
    "businessman oligarch banker magnate activist".split()
)
"""Lemmas of the nouns that head an office or a description of one who holds it."""

HONORIFICS = frozenset(
    "mr mrs ms miss dr prof sir dame lord lady madame monsieur gen col maj capt lt sgt adm brig sen rep gov hon amb "
    "sec rev mr. mrs. ms. dr. prof. gen. col. maj. capt. lt. sgt. adm. brig. sen. rep. gov. hon. amb. sec. rev. h.e. "
    "h.e commodore shri datuk dato dato' sri ratu permrep alhaji fms fm pm dpm sg srsg eam father sister brother lt.gen "
    "president-elect sheikh shaikh ayatollah imam mullah hojatoleslam sayyed comrade field-marshal excellency mullah "
    "highness majesty herr frau fräulein signor signora señor señora doña senhor senhora mme mme. mlle m m. monsignor msgr "
    "tun tengku tunku".split()
)

WRITTEN_OUT = {
    "FM": "foreign minister",
    "FMs": "foreign minister",
    "PM": "prime minister",
    "PMs": "prime minister",
    "DPM": "deputy prime minister",
}
"""Offices that cables shorten."""

COUNTERPARTS = frozenset({"counterpart", "number", "colleague"})
"""Who holds the same office elsewhere: "his counterpart", "her opposite number"."""

TITLES = HEADS | HONORIFICS
INSTITUTIONS = frozenset(
    "government ministry official authority force army military troop administration cabinet embassy diplomat "
    "negotiator leadership regime delegation side team navy representative mediator soldier intelligence consulate "
    "junta police ministers envoys leaders presidency foreign-ministry treasury executive".split()
)
"""Nouns by which a state or body is meant as a whole: "Turkish officials", "the Turkish foreign ministry"."""

ARMED_WORDS = frozenset(
    "front movement army militia rebels rebel brigade brigades guerrillas fighters insurgents forces resistance jihad "
    "separatists guard guards opposition dissidents gang cartel".split()
)
"""Last words of the names of groups."""

NORMAL = {
    "fm": "foreign minister",
    "premier": "prime minister",
    "pm": "prime minister",
    "dpm": "deputy prime minister",
    "sen.": "senator",
    "rep.": "congressman",
    "amb.": "ambassador",
    "deputy pm": "deputy prime minister",
    "taoiseach": "prime minister",
    "head of government": "prime minister",
    "foreign secretary": "foreign minister",
    "external affairs minister": "foreign minister",
    "minister of foreign affairs": "foreign minister",
    "minister for foreign affairs": "foreign minister",
    "foreign affairs minister": "foreign minister",
    "top diplomat": "foreign minister",
    "chief diplomat": "foreign minister",
    "minister of external affairs": "foreign minister",
    "diplomacy chief": "foreign minister",
    "secretary of defence": "defence minister",
    "secretary of defense": "defence minister",
    "defense secretary": "defence minister",
    "defence secretary": "defence minister",
    "defense minister": "defence minister",
    "minister of defence": "defence minister",
    "minister of defense": "defence minister",
    "secretary general": "secretary-general",
    "director general": "director-general",
    "vice-president": "vice president",
    "chief": "head",
    "boss": "head",
    "national security advisor": "national security adviser",
    "chairwoman": "chairman",
    "chairperson": "chairman",
    "spokeswoman": "spokesman",
    "spokesperson": "spokesman",
    "head of state": "president",
    "commissioner-general": "commissioner",
    "president-elect": "president",
}
"""Offices under another name, by the name that the gazetteer's terms use."""

COMMONWEALTH = frozenset(
    "GBR IND PAK BGD LKA MDV AUS NZL CAN ZAF NGA GHA KEN UGA TZA ZMB MWI RWA SLE GMB CMR NAM BWA LSO SWZ MUS SYC MYS SGP "
    "BRN CYP MLT JAM TTO BRB GUY BLZ BHS PNG FJI TON WSM SLB VUT".split()
)
HELD_IN = {
    "secretary of state": frozenset({"USA"}),
    "congressman": frozenset({"USA"}),
    "rep.": frozenset({"USA"}),
    "congresswoman": frozenset({"USA"}),
    "assistant secretary": frozenset({"USA"}),
    "under secretary": frozenset({"USA"}),
    "deputy secretary": frozenset({"USA"}),
    "secretary": frozenset({"USA", "GBR", "PHL"}),
    "permanent secretary": COMMONWEALTH,
    "executive secretary": frozenset(),
    "general secretary": frozenset(),
    "foreign secretary": frozenset({"GBR", "IND", "PAK", "BGD", "LKA", "NPL", "MDV", "PHL", "MEX"}),
    "home secretary": frozenset({"GBR", "IND", "PAK"}),
    "chancellor": frozenset({"DEU", "AUT", "GBR"}),
    "taoiseach": frozenset({"IRL"}),
    "high commissioner": COMMONWEALTH,
}
"""The only states (ISO 3166-1 alpha-3) where an office of that name is held."""


BODY_OF = {"srsg": "organization/united-nations"}
"""Offices of one organisation, by its key in the gazetteer."""


def held_in(title: str) -> frozenset[str] | None:
    """The only states where an office is held, by the longest known end or beginning of its title; None if any may have it."""
    lowered = " ".join(title.lower().replace("-", " ").split())
    fitting = [name for name in HELD_IN if lowered.endswith(name) or lowered.startswith(name + " ")]
    return HELD_IN[max(fitting, key=len)] if fitting and "general" not in lowered else None


FEMALE = frozenset("queen mrs ms miss dame lady madame princess chairwoman spokeswoman congresswoman mrs. ms.".split())
MALE = frozenset(
    "king mr sir lord prince emir pope monsieur chairman spokesman congressman mr. sheikh ayatollah cardinal".split()
)


@lru_cache(maxsize=16_384)
def normal(title: str) -> str:
    """An office by its usual name: "premier" is "prime minister"."""
    lowered = " ".join(title.lower().split())
    return NORMAL.get(lowered, lowered)
