"""The learned reader as the rest of the project uses it: documents in, claims out."""

from collections.abc import Mapping
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from graph.vocabulary import Claim
from nlp.learned.decision import decide
from nlp.learned.decode import LIMITS, SentenceReader
from nlp.learned.network import WEIGHTS, Network
from nlp.learned.views import view


class LearnedReader:
    """Proposes claims and decides over them and those of the rules; a spaCy component behind `claims`.

    Not safe for use by several threads at once.
    """

    def __init__(self, weights: Path = WEIGHTS, limits: Mapping[str, float] = LIMITS) -> None:
        self.network = Network(weights)
        self.limits = limits

    def propose(self, doc: Doc) -> list[Claim]:
        """What the network reads in a document that has been through names, dates and coreference."""
        seen = view(doc)
        return [claim for tables in self.network.read(seen) for claim in SentenceReader(seen, tables, self.limits).claims()]

    def __call__(self, doc: Doc) -> Doc:
        """The document with the claims that rules and network together make."""
        doc._.claims = tuple(decide(doc._.claims, self.propose(doc)))
        return doc


@Language.factory("learned_reader")
def make_learned_reader(nlp: Language, name: str) -> LearnedReader:
    """The component, with the weights that the project ships."""
    return LearnedReader()
