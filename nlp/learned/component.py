"""The learned reader as the rest of the project uses it: documents in, claims out."""

from collections.abc import Mapping
from pathlib import Path

from spacy.language import Language

from graph.vocabulary import Claim
from nlp.completion import is_complete
from nlp.kinds import PAGES
from nlp.learned.decision import decide
from nlp.learned.decode import LIMITS, SentenceReader
from nlp.learned.network import WEIGHTS, Network
from nlp.learned.views import view
from nlp.tokens import Component, Doc, component


class LearnedReader:
    """Proposes claims and decides over them and those of the rules.

    Not safe for use by several threads at once.
    """

    def __init__(self, weights: Path = WEIGHTS, limits: Mapping[str, float] = LIMITS) -> None:
        self.network = Network(weights)
        self.limits = limits

    def propose(self, doc: Doc) -> list[Claim]:
        """What the network reads in a document that has been through names, dates and coreference."""
        seen = view(doc)
        read = (claim for tables in self.network.read(seen) for claim in SentenceReader(seen, tables, self.limits).claims())
        return [claim for claim in read if is_complete(claim, PAGES[claim.kind].KIND) and _is_spoken_of(doc, claim)]

    def read(self, doc: Doc) -> None:
        """Fill the document's claims with those that rules and network together make."""
        doc.claims = tuple(decide(doc.claims, self.propose(doc)))


def _is_spoken_of(doc: Doc, claim: Claim) -> bool:
    """Whether a claim's sentence has a word that its kind cannot do without, if the kind's page names any (`SPEAKS_OF`)."""
    needed: frozenset[str] | None = getattr(PAGES[claim.kind], "SPEAKS_OF", None)
    sentence = doc.char_span(claim.evidence.start, claim.evidence.end, alignment_mode="expand")
    return needed is None or sentence is None or any(token.lemma_.lower() in needed for token in sentence)


@Language.factory("learned_reader")
def make_learned_reader(nlp: Language, name: str) -> Component:
    """The component, with the weights that the project ships."""
    return component(LearnedReader().read)
