"""A parsed document as the rules walk it: the names of `spacy.tokens`, of plain Python.

spaCy makes a Python object of a token each time that one is asked for, and looks the words of its labels up; `token.sent` or the
children of a verb cost some microseconds, and rules ask for them by the hundred thousand. Here each is made once a document.
What is asked for by a name of spaCy's means what it means there.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, overload

import numpy as np
import spacy.tokens

if TYPE_CHECKING:
    import datetime as dt

    from graph.vocabulary import Claim
    from nlp.actors import Actor, Mention
    from nlp.date_mentions import DateMention
    from nlp.found import Found
    from nlp.succession import Held


WORDS, LABELS = ("ORTH", "LEMMA"), ("POS", "TAG", "DEP", "ENT_TYPE")
"""What spaCy keeps of a token as the number of a string: one of very many, or one of a few dozen."""
_label: dict[int, str] = {}
"""The strings of the numbers of labels, which are the same in every vocabulary."""


class Token:
    """A word and its place in the tree; each is one object, so that `is` and `==` ask the same."""

    __slots__ = (
        "children",
        "dep_",
        "doc",
        "ent_type_",
        "head",
        "i",
        "idx",
        "lemma_",
        "lower_",
        "pos_",
        "sent",
        "tag_",
        "text",
        "whitespace_",
    )
    head: "Token"
    children: "list[Token]"
    """Those whose head it is, in the order of the text."""
    sent: "Span"

    def __init__(self, doc: "Doc", i: int, idx: int, space: int, words: tuple[str, ...]) -> None:
        self.doc = doc
        self.i = i
        self.idx = idx
        self.text, self.lemma_, self.pos_, self.tag_, self.dep_, self.ent_type_ = words
        self.lower_ = self.text.lower()
        self.whitespace_ = " " if space else ""
        self.children = []

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return self.text

    def nbor(self, distance: int = 1) -> "Token":
        """The token so many places behind; before, if negative."""
        if self.i + distance < 0:
            raise IndexError(f"no token stands {-distance} places before {self.text!r}")
        return self.doc.tokens[self.i + distance]

    @property
    def text_with_ws(self) -> str:
        """The word with the space behind it."""
        return self.text + self.whitespace_

    @property
    def lefts(self) -> "list[Token]":
        """The children before it."""
        return [child for child in self.children if child.i < self.i]

    @property
    def rights(self) -> "list[Token]":
        """The children behind it."""
        return [child for child in self.children if child.i > self.i]

    @property
    def subtree(self) -> "list[Token]":
        """It and all below it, in the order of the text."""
        found = [self]
        for token in found:
            found += token.children
        return sorted(found, key=_place) if len(found) > 1 else found

    @property
    def left_edge(self) -> "Token":
        """The first token of the subtree."""
        return self.subtree[0]

    @property
    def right_edge(self) -> "Token":
        """The last token of the subtree."""
        return self.subtree[-1]

    @property
    def ancestors(self) -> "Iterator[Token]":
        """Its head, the head of that, and so on to the root."""
        token = self
        while token.head is not token:
            token = token.head
            yield token

    def is_ancestor(self, other: "Token") -> bool:
        """Whether `other` stands somewhere below it."""
        return any(token is self for token in other.ancestors)

    @property
    def conjuncts(self) -> "list[Token]":
        """All that is coordinated with it, without itself."""
        first = self
        while first.dep_ == "conj" and first.head is not first:
            first = first.head
        found = [first]
        for token in found:
            found += [child for child in token.rights if child.dep_ == "conj"]
        return [token for token in found if token is not self]

    @property
    def is_space(self) -> bool:
        """Whether it is white space alone."""
        return self.text.isspace()

    @property
    def is_punct(self) -> bool:
        """Whether it is made of marks of punctuation."""
        return all(unicodedata.category(char).startswith("P") for char in self.text)

    @property
    def is_alpha(self) -> bool:
        """Whether it is made of letters."""
        return self.text.isalpha()

    @property
    def is_title(self) -> bool:
        """Whether it is written with a capital, and otherwise small."""
        return self.text.istitle()

    @property
    def is_upper(self) -> bool:
        """Whether it is written in capitals."""
        return self.text.isupper()

    @property
    def is_lower(self) -> bool:
        """Whether it is written small."""
        return self.text.islower()


def _place(token: Token) -> int:
    return token.i


def _depth(token: Token) -> int:
    """How far it is from the root; marks and white space, through which nothing hangs, are taken to be farthest."""
    if not token.children and (token.is_punct or token.is_space):
        return len(token.doc)
    return sum(1 for _ in token.ancestors)


class Span:
    """The tokens of a document from `start` to before `end`; `label_` is the model's, of an entity."""

    __slots__ = ("_root", "doc", "end", "label_", "start")

    def __init__(self, doc: "Doc", start: int, end: int, label: str = "") -> None:
        self.doc, self.start, self.end, self.label_ = doc, start, end, label
        self._root: Token | None = None

    def __len__(self) -> int:
        return self.end - self.start

    def __iter__(self) -> Iterator[Token]:
        return iter(self.doc.tokens[self.start : self.end])

    @overload
    def __getitem__(self, i: int) -> Token: ...
    @overload
    def __getitem__(self, i: slice) -> "Span": ...
    def __getitem__(self, i: int | slice) -> "Token | Span":
        if isinstance(i, int):
            return self.doc.tokens[self.start : self.end][i]
        start, end, _ = i.indices(len(self))
        return Span(self.doc, self.start + start, self.start + max(start, end))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Span) and (self.start, self.end, self.label_) == (other.start, other.end, other.label_)

    def __hash__(self) -> int:
        return hash((self.start, self.end, self.label_))

    def __repr__(self) -> str:
        return self.text

    @property
    def start_char(self) -> int:
        """Where it begins in the text."""
        return self.doc.tokens[self.start].idx

    @property
    def end_char(self) -> int:
        """Where it ends in the text, white space behind it left out."""
        last = self.doc.tokens[self.end - 1]
        return last.idx + len(last.text)

    @property
    def text(self) -> str:
        """The words as written."""
        return self.doc.text[self.start_char : self.end_char] if self.end > self.start else ""

    @property
    def root(self) -> Token:
        """The token through which it hangs in the tree: the one nearest to the sentence's root, the first of several."""
        if self._root is None:
            outside = [token for token in self if token.head is token or not self.start <= token.head.i < self.end]
            if len(outside) == 1:
                self._root = outside[0]
            else:
                top = next((token for token in outside if token.head is token), None)
                self._root = top or min(outside, key=_depth, default=self.doc.tokens[self.start])
        return self._root

    @property
    def sent(self) -> "Span":
        """The sentence in which it begins."""
        return self.doc.tokens[self.start].sent


class Doc:
    """A document: its tokens, sentences and entities, and what our components find in it one after the other."""

    def __init__(self, parsed: spacy.tokens.Doc, published_at: "dt.date | None" = None) -> None:
        self.tokens = _tokens(self, parsed)
        self.text = "".join([token.text + token.whitespace_ for token in self.tokens])
        for token, distance in zip(self.tokens, parsed.to_array("HEAD").astype(np.int64).tolist(), strict=True):
            token.head = self.tokens[token.i + distance]
            if distance:
                token.head.children.append(token)
        self.sents = [Span(self, sent.start, sent.end) for sent in parsed.sents]
        for sent in self.sents:
            for token in sent:
                token.sent = sent
        self.ents = [Span(self, ent.start, ent.end, ent.label_) for ent in parsed.ents]
        self._starts: list[int] | None = None

        self.published_at = published_at
        self.names: list[Found] = []
        self.actors: list[Actor] = []
        self.mentions: list[Mention] = []
        self.mention_of: dict[int, Mention] = {}
        """For each token the widest mention that covers it."""
        self.dates: list[DateMention] = []
        self.claims: tuple[Claim, ...] = ()
        self.rows: dict[int, list[int]] | None = None
        """See `nlp.rows`."""
        self.bodies: dict[int, Mention] | None = None
        """See `nlp.officeholders`."""
        self.offices: dict[str, Held] = {}
        """See `nlp.succession`."""

    def __len__(self) -> int:
        return len(self.tokens)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    @overload
    def __getitem__(self, i: int) -> Token: ...
    @overload
    def __getitem__(self, i: slice) -> Span: ...
    def __getitem__(self, i: int | slice) -> Token | Span:
        if isinstance(i, int):
            return self.tokens[i]
        start, end, _ = i.indices(len(self.tokens))
        return Span(self, start, max(start, end))

    def dissolve(self) -> None:
        """Take the document apart, so that its memory is free at once.

        Its parts point at each other; the garbage collector would look through them again and again before it found them.
        """
        for token in self.tokens:
            token.children.clear()
            del token.head
        vars(self).clear()

    def char_span(self, start: int, end: int, alignment_mode: str = "strict") -> Span | None:
        """The tokens of the text from `start` to `end`, None if there are none.

        Of a token that an end cuts, `strict` makes None; `contract` leaves it out, `expand` takes it in.
        """
        first, last = self._at(start), self._at(end - 1)
        if first is None or last is None:
            return None
        begin, behind = first.i, last.i + 1
        if alignment_mode == "expand":
            begin += start == first.idx + len(first)
        elif alignment_mode == "contract":
            begin += first.idx < start
            behind -= end < last.idx + len(last)
        elif start != first.idx or end != last.idx + len(last):
            return None
        return Span(self, begin, behind) if begin < behind else None

    def _at(self, place: int) -> Token | None:
        """The token at a place in the text, or before the space there."""
        if self._starts is None:
            self._starts = [token.idx for token in self.tokens]
        return self.tokens[bisect_right(self._starts, place) - 1] if 0 <= place < len(self.text) else None


def _tokens(doc: Doc, parsed: spacy.tokens.Doc) -> list[Token]:
    """The tokens, looked up for all at once: to ask spaCy token by token takes longer."""
    strings = parsed.vocab.strings
    places, spaces, *numbers = parsed.to_array(["IDX", "SPACY", *WORDS, *LABELS]).T.tolist()
    words, labels = numbers[: len(WORDS)], numbers[len(WORDS) :]
    word = {number: strings[number] for number in {*words[0], *words[1]}}
    for number in set().union(*labels) - _label.keys():
        _label[number] = strings[number]
    rows = zip(*([word[n] for n in column] for column in words), *([_label[n] for n in column] for column in labels), strict=True)
    return [Token(doc, *each) for each in zip(range(len(places)), places, spaces, rows, strict=True)]


def of(parsed: spacy.tokens.Doc) -> Doc:
    """The document of one that spaCy has parsed, made when first asked for: what spaCy changes later is not in it."""
    if parsed._.read is None:
        parsed._.read = Doc(parsed, parsed._.published_at)
    return parsed._.read  # type: ignore[no-any-return]


Component = Callable[[spacy.tokens.Doc], spacy.tokens.Doc]
"""A component of spaCy's pipeline."""


def component(read: Callable[[Doc], None]) -> Component:
    """The component in which `read` looks at a document and notes there what it finds."""

    def call(parsed: spacy.tokens.Doc) -> spacy.tokens.Doc:
        read(of(parsed))
        return parsed

    return call


spacy.tokens.Doc.set_extension("published_at", default=None, force=True)
spacy.tokens.Doc.set_extension("read", default=None, force=True)
