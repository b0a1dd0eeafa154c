"""The last component of the pipeline: every rule of every kind, run over a document, gives its claims."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import ModuleType

from spacy.language import Language

from graph.vocabulary import Claim
from nlp.completion import complete, foretold, is_complete, refers_back
from nlp.grammar import Match, Rule, RuleIndex
from nlp.kinds import PAGES
from nlp.tokens import Component, Doc, component


class ClaimReader:
    """Runs the rules of all kinds."""

    def __init__(self, pages: Mapping[str, ModuleType]) -> None:
        self.pages = pages
        rules: list[tuple[str, Rule]] = [(kind, rule) for kind, page in pages.items() for rule in page.RULES]
        self.index = RuleIndex(rules)

    def read(self, doc: Doc) -> None:
        """Fill the document's claims."""
        found: dict[str, list[Claim]] = defaultdict(list)
        partial: list[tuple[Claim, int]] = []
        for kind, match in self.index.matches(doc):
            page = self.pages[kind]
            settle = getattr(page, "settle", None)
            for claim in page.read(match):
                whole = self._whole(claim, match, found)
                if whole is not None and is_complete(whole, page.KIND):
                    found[kind].append(settle(whole, match.trigger, found[kind]) if settle is not None else whole)
                elif claim.status in getattr(page, "FATES", ()) and claim.rule not in getattr(page, "OF_THE_LAST", ()):
                    partial.append((claim, len(found[kind])))
        for claim, before in partial:
            page = self.pages[claim.kind]
            if (whole := foretold(claim, page.KIND, found[claim.kind][before:])) is not None:
                found[claim.kind].append(whole)
        for kind, claims in found.items():
            if (unite := getattr(self.pages[kind], "unite", None)) is not None:
                found[kind] = unite(doc, claims)
        doc.claims = _without_doubles(claim for claims in found.values() for claim in claims)

    def _whole(self, claim: Claim, match: Match, found: Mapping[str, list[Claim]]) -> Claim | None:
        """The claim itself if it is complete, else completed from those before it that it may speak of."""
        page = self.pages[claim.kind]
        earlier = found.get(claim.kind, [])
        if claim.rule in getattr(page, "OF_THE_LAST", ()):
            return page.fallback(claim, match.trigger.doc, earlier)  # type: ignore[no-any-return]
        if is_complete(claim, page.KIND):
            return claim
        if (
            claim.status in getattr(page, "FATES", ())
            and refers_back(match.trigger)
            and (whole := complete(claim, page.KIND, earlier)) is not None
        ):
            return whole
        fallback = getattr(page, "fallback", None)
        return fallback(claim, match.trigger.doc, earlier) if fallback is not None else None


def _without_doubles(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Claims that differ in nothing a reader would see are one."""
    seen: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        parts = frozenset((part.role, part.entity) for part in claim.parts)
        days = [(name, date.start, date.end) for name, date in sorted(claim.dates.items())]
        key = (claim.kind, claim.status, claim.evidence, parts, *sorted(claim.values.items()), *days)
        seen.setdefault(key, claim)
    return tuple(sorted(seen.values(), key=lambda claim: claim.evidence.start))


@Language.factory("claims")
def make_claim_reader(nlp: Language, name: str) -> Component:
    """The component that reads claims by rules."""
    return component(ClaimReader(PAGES).read)
