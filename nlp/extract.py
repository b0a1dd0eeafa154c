"""The last component of the pipeline: every rule of every kind, run over a document, gives its claims."""

from collections.abc import Callable, Iterable, Mapping
from types import ModuleType

from spacy.language import Language
from spacy.tokens import Doc

from graph.vocabulary import Claim
from nlp.grammar import Match, Rule, RuleIndex
from nlp.kinds import PAGES


class ClaimReader:
    """Runs the rules of all kinds; a spaCy component that fills `doc._.claims`."""

    def __init__(self, pages: Mapping[str, ModuleType]) -> None:
        self.readers: dict[str, Callable[[Match], Iterable[Claim]]] = {kind: page.read for kind, page in pages.items()}
        rules: list[tuple[str, Rule]] = [(kind, rule) for kind, page in pages.items() for rule in page.RULES]
        self.index = RuleIndex(rules)
        if not Doc.has_extension("claims"):
            Doc.set_extension("claims", default=())

    def __call__(self, doc: Doc) -> Doc:
        claims = [claim for kind, match in self.index.matches(doc) for claim in self.readers[kind](match)]
        doc._.claims = _without_doubles(claims)
        return doc


def _without_doubles(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Claims that differ in nothing a reader would see are one."""
    seen: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        key = (claim.kind, claim.status, claim.evidence, frozenset((p.role, p.entity) for p in claim.parts), *sorted(claim.values.items()))
        seen.setdefault(key, claim)
    return tuple(seen.values())


@Language.factory("claims")
def make_claim_reader(nlp: Language, name: str) -> ClaimReader:
    """The component that reads claims by rules."""
    return ClaimReader(PAGES)

