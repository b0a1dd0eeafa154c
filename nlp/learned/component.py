"""The learned reader as the rest of the project uses it: documents in, claims out."""

from collections.abc import Mapping
from pathlib import Path

from spacy.tokens import Doc

from graph.vocabulary import Claim
from nlp.learned.decode import LIMITS, SentenceReader
from nlp.learned.network import WEIGHTS, Network
from nlp.learned.views import view


class LearnedReader:
    """Proposes claims; not safe for use by several threads at once."""

    def __init__(self, weights: Path = WEIGHTS, limits: Mapping[str, float] = LIMITS) -> None:
        self.network = Network(weights)
        self.limits = limits

    def propose(self, doc: Doc) -> list[Claim]:
        """What the network reads in a document that has been through names, dates and coreference."""
        seen = view(doc)
        return [claim for tables in self.network.read(seen) for claim in SentenceReader(seen, tables, self.limits).claims()]
