"""Actors that a text describes and does not name: `several Rwandan commanders`, `36 of Mr Mugabe's associates`.

They are groups of their own, called by what the text calls them, without articles and numbers.
"""

from collections.abc import Iterable

from graph.vocabulary import ClaimPart, EntityType, Span
from nlp.actors import Actor
from nlp.arguments import children, prepositional
from nlp.gazetteer import fold
from nlp.grammar import words
from nlp.tokens import Doc, Token

PEOPLE = words(
    "official individual person people entity company firm business businessman member commander soldier settler associate "
    "lieutenant aide ally backer supporter leader staff bank vessel ship tanker tourist judge general officer gang "
    "tycoon oligarch "
    "colleague relative author manager politician lawmaker hacker airline rebel fighter operative executive agent smuggler "
    "trafficker trader diplomat minister crony operator supplier producer exporter importer broker developer family clan regime "
    "insider strongman warlord militant extremist national citizen resident group network faction party side "
    "buyer seller purchaser dealer refiner refinery shipper carrier insurer maker manufacturer contractor subcontractor owner "
    "shareholder captain crew financier paymaster sponsor enabler facilitator accomplice perpetrator propagandist journalist "
    "broadcaster academic scientist engineer banker magnate businesswoman entrepreneur investor lender subsidiary affiliate "
    "factory plant conglomerate corporation enterprise institution organisation organization agency ministry unit brigade "
    "battalion police policeman prosecutor magistrate legislator parliamentarian senator deputy mayor governor envoy "
    "separatist terrorist gangster mercenary henchman loyalist collaborator donor charity foundation association bondholder "
    "prince princeling relation daughter son wife traveller visitor student worker singer musician artist writer "
    "force militia athlete fisherman expert adviser ambassador delegate"
)
"""Nouns of people and bodies, in the plural or of many by themselves."""
TELLING = words("settler smuggler trafficker hacker oligarch tycoon gang rebel militant junta")
"""Nouns that tell enough by themselves."""
EITHER = words("side party faction")
"""Nouns that with a number mean those named before: `the two sides`."""
MANY = words("staff people family clan personnel leadership")
LEFT_OUT = frozenset({"det", "nummod", "predet", "case", "punct", "quantmod", "advmod"})
VAGUE = words("several some many further other more additional certain various numerous new same two three four")


def described_parts(role: str, tokens: Iterable[Token]) -> list[ClaimPart]:
    """A part in `role` for each described group that `tokens` head."""
    parts: dict[str, ClaimPart] = {}
    for token in tokens:
        if _is_group(token) and (name := _name(token)):
            span = Span(token.left_edge.idx, token.idx + len(token))
            actor = added(token.doc, EntityType.GROUP, name)
            parts.setdefault(actor.key, ClaimPart(role, actor.key, span))
    return list(parts.values())


def _is_group(token: Token) -> bool:
    lemma = token.lemma_.lower()
    return (lemma in PEOPLE and token.tag_ in {"NNS", "NNPS"}) or lemma in MANY


def _name(token: Token) -> str:
    """The words that tell the group: whose or of which state it is, or of what it consists; empty if there are none."""
    kept = [
        t
        for child in token.lefts
        if child.dep_ not in LEFT_OUT and child.lower_ not in VAGUE and child.pos_ != "NUM"
        for t in child.subtree
    ]
    behind = next((child for child in token.rights if child.dep_ == "prep" and child.lower_ in {"of", "in", "at"}), None)
    complement = list(behind.subtree) if behind is not None else []
    told = token.lemma_.lower() in TELLING or any(child.dep_ == "relcl" for child in token.rights)
    if not kept and not complement:
        counted = [child for child in token.lefts if child.dep_ == "nummod" and token.lemma_.lower() not in EITHER]
        return token.text if told else f"{counted[0].text} {token.text}" if counted else ""
    return "".join(t.text_with_ws for t in [*kept, token, *complement]).strip()


def added(doc: Doc, kind: EntityType, name: str) -> Actor:
    """The actor of that type and name among the document's actors, added if it is new."""
    key = f"{kind}/{fold(name).replace(' ', '-')}"
    found: Iterable[Actor] = doc.actors
    known = next((actor for actor in found if actor.key == key), None)
    if known is None:
        known = Actor(key, kind, name, names=[name])
        doc.actors.append(known)
    return known


def heads(tokens: Iterable[Token]) -> list[Token]:
    """Each token, or what stands behind its number: `36 of Mr Mugabe's associates`."""
    found: list[Token] = []
    for token in tokens:
        counted = prepositional(token, "of") if token.pos_ == "NUM" or token.lower_ in VAGUE else []
        found += counted or [token, *(other for other in children(token, "appos") if other.pos_ != "PRON")]
    return found
